"""The readers by name, as `form` in patterns.toml calls them."""

from flows.steps.dates import calendar_forms, length_forms, relative_forms
from flows.steps.dates.scene import Form

FORMS: dict[str, Form] = {
    reader.__name__: reader
    for reader in (
        calendar_forms.year_month_day,
        calendar_forms.numeric_date,
        calendar_forms.dotted_date,
        calendar_forms.month_day,
        calendar_forms.day_range,
        calendar_forms.month_of_year,
        calendar_forms.month,
        calendar_forms.shifted_month,
        calendar_forms.season_of_year,
        calendar_forms.shifted_season,
        calendar_forms.season,
        calendar_forms.quarter,
        calendar_forms.half,
        calendar_forms.year,
        calendar_forms.year_range,
        calendar_forms.decade,
        calendar_forms.century,
        relative_forms.near_day,
        relative_forms.this_night,
        relative_forms.weekday,
        relative_forms.shifted_unit,
        relative_forms.the_weekend,
        relative_forms.ago,
        relative_forms.step_from_previous,
        relative_forms.next_to_previous,
        length_forms.length,
        length_forms.anchored_span,
        length_forms.every,
        length_forms.frequency,
        length_forms.general,
    )
}
