"""The normalizers by name, as the key `normalizer` in patterns.toml refers to them."""

from flows.steps.timex.context import Normalizer
from flows.steps.timex.normalize import anaphoric as previous_forms
from flows.steps.timex.normalize import calendar as calendar_forms
from flows.steps.timex.normalize import clock as clock_forms
from flows.steps.timex.normalize import days as day_forms
from flows.steps.timex.normalize import deictic as relative_forms
from flows.steps.timex.normalize import durations as length_forms
from flows.steps.timex.normalize import quarters as quarter_forms

NORMALIZERS: dict[str, Normalizer] = {
    normalizer.__name__: normalizer
    for normalizer in (
        calendar_forms.year_month_day,
        calendar_forms.numeric_date,
        calendar_forms.dotted_date,
        calendar_forms.month_day,
        calendar_forms.day_range,
        calendar_forms.month_of_year,
        calendar_forms.month,
        calendar_forms.month_range,
        calendar_forms.numeric_month,
        calendar_forms.numeric_day,
        calendar_forms.shifted_month,
        calendar_forms.season_of_year,
        calendar_forms.shifted_season,
        calendar_forms.season,
        calendar_forms.quarter,
        calendar_forms.half,
        calendar_forms.year,
        calendar_forms.year_range,
        calendar_forms.before_christ,
        calendar_forms.decade,
        calendar_forms.century,
        clock_forms.clock,
        clock_forms.moment,
        day_forms.named_day,
        day_forms.named_weekend,
        day_forms.ranked_week_of_month,
        day_forms.september_11,
        day_forms.day_of_month,
        day_forms.ranked_weekday,
        day_forms.weekday_and_day,
        day_forms.weekday_of_week,
        day_forms.ranked_unit,
        day_forms.units_at_an_end,
        quarter_forms.latest_quarter,
        quarter_forms.year_ago_period,
        quarter_forms.year_ago_in_report,
        quarter_forms.year_of_quarter,
        relative_forms.near_day,
        relative_forms.this_night,
        relative_forms.weekday,
        relative_forms.shifted_unit,
        relative_forms.the_weekend,
        relative_forms.ago,
        relative_forms.in_units,
        previous_forms.step_from_previous,
        previous_forms.next_to_previous,
        previous_forms.part_of_previous,
        previous_forms.unit_of_text,
        previous_forms.around,
        length_forms.length,
        length_forms.anchored_span,
        length_forms.coming_unit,
        length_forms.every,
        length_forms.frequency,
        length_forms.general,
    )
}
