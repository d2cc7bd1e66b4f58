"""Normalizers of days that have a name, and of days, weeks and months counted within a longer unit."""

from dataclasses import replace
from datetime import date, timedelta

from flows.steps.timex import values
from flows.steps.timex.arithmetic import moved
from flows.steps.timex.context import (
    Resolution,
    ResolutionContext,
    explicit,
    from_document,
    resolve_in_year,
    resolve_shifted,
    resolve_yearless,
)
from flows.steps.timex.holidays import holiday, nth_weekday
from flows.steps.timex.steps import MISSING, amount, length_code
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision

_DAYS_OF_A_WEEK = 7
_MONTHS_TO_MEET = 28
"""Months within which most days of the month have been each weekday."""


def named_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of Christmas, last Thanksgiving and Easter 2019."""
    rule = context.meaning_of("holiday")

    def make(year: int) -> Value:
        return holiday(rule, year)

    missing = values.unknown("XXXX-XX-XX")
    if "shift" not in context.groups:
        return resolve_in_year(context, make, missing) or resolve_yearless(context, make, missing)
    if context.groups["shift"] == "this" and context.day is not None:
        return from_document(make(context.day.year))
    return resolve_shifted(context, context.meaning_of("shift"), make, missing)


def september_11(context: ResolutionContext) -> Resolution | None:
    """Return the day of 9/11."""
    return explicit(values.day(date(2001, 9, 11))) if context.groups else None


def named_weekend(context: ResolutionContext) -> Resolution | None:
    """Return the days of Labor Day weekend, and the week of Easter week.

    A weekend is Saturday and Sunday next to the day, and the days that join them to it.
    """
    resolution = named_day(context)
    if resolution is None or resolution.value.start is None:
        return None
    day = resolution.value.start
    if "week" in context.groups:
        return replace(resolution, value=values.week(day))
    saturday = _nearest_saturday(day)
    ends = min(day, saturday), max(day, saturday + timedelta(1))
    return replace(resolution, value=values.between(values.day(ends[0]), values.day(ends[1])))


def _nearest_saturday(day: date) -> date:
    """Return the Saturday of the weekend next to a day."""
    return day + timedelta((6 - day.isoweekday()) if day.isoweekday() > 2 else -day.isoweekday() - 1)


def days_beside_date(context: ResolutionContext) -> Resolution | None:
    """Return the days of the week of, beginning or ending on a date, and of the weekend of a date.

    A week of a date is the calendar's, but one of a Sunday begins with it, as nobody names a week by its last day.
    """
    base = context.base
    if base is None or base.value.start is None or base.value.end is None:
        return None
    first, last = base.value.start, base.value.end
    if (last - first).days >= _DAYS_OF_A_WEEK:
        return None
    is_one_day, edge = first == last, context.meaning_of("edge")
    if "weekend" in context.groups:
        value = base.value if not is_one_day else values.weekend(_nearest_saturday(first))
    elif edge == "END":
        value = _seven_days(last - timedelta(_DAYS_OF_A_WEEK - 1))
    elif edge == "START" or (is_one_day and first.isoweekday() == _DAYS_OF_A_WEEK):
        value = _seven_days(first)
    else:
        value = values.week(first) if is_one_day else base.value
    return replace(base, value=value)


def _seven_days(first: date) -> Value:
    """Return the week that begins with a day; its days where that is no Monday."""
    last = first + timedelta(_DAYS_OF_A_WEEK - 1)
    return values.week(first) if first.isoweekday() == 1 else values.between(values.day(first), values.day(last))


def ranked_week_of_month(context: ResolutionContext) -> Resolution | None:
    """Return the week of the last week of this month, the day of the first Tuesday of next month."""
    if context.day is None:
        return Resolution(values.unknown("XXXX-XX-XX" if "weekday" in context.groups else "XXXX-WXX"))
    month = moved("M", context.day.replace(day=1), context.meaning_of("shift") or 0)
    return from_document(_ranked(context, month.year, month.month))


def _ranked(context: ResolutionContext, year: int, month: int) -> Value:
    """Return the weekday, the week or the day of some rank in a month."""
    rank = context.meaning_of("rank")
    if "whole" in context.groups:
        first, last = values.months(year, month, 1)
        return values.day(last if rank < 0 else first + timedelta(rank - 1))
    if "weekday" in context.groups:
        return values.day(nth_weekday(year, month, context.meaning_of("weekday"), rank))
    return values.week(nth_weekday(year, month, 4, rank))


def day_of_month(context: ResolutionContext) -> Resolution | None:
    """Return the day of on the 7th: of the month before it in the sentence or above it, else the nearest."""
    number = context.number("day")
    antecedent = context.same_sentence or context.heading_date if "shift" not in context.groups else None
    if (
        antecedent is not None
        and antecedent.value.start is not None
        and antecedent.value.precision in {Precision.DAY, Precision.MONTH}
    ):
        return Resolution(values.day(antecedent.value.start.replace(day=number)), Anchor.PREVIOUS, antecedent.date_id)
    if context.day is None:
        return Resolution(values.unknown(f"XXXX-XX-{number:02}", f"XXXX-XX-{number:02}"))
    moment = context.day
    if "shift" in context.groups:
        return from_document(
            values.day(moved("M", moment.replace(day=1), context.meaning_of("shift")).replace(day=number))
        )
    if "whole" in context.groups:
        return from_document(values.day(moment.replace(day=number)))
    if number > moment.day and not context.is_future:
        moment = moment.replace(day=1) - timedelta(1)
    if number < moment.day and context.is_future:
        moment = values.months(moment.year, moment.month, 1)[1] + timedelta(1)
    return from_document(values.day(moment.replace(day=number)))


def ranked_weekday(context: ResolutionContext) -> Resolution | None:
    """Return the day of the first Monday in August, the week of the last week of July, the day of its last day."""
    number = context.meaning_of("month")

    def make(year: int) -> Value:
        return _ranked(context, year, number)

    missing = values.unknown(f"XXXX-{number:02}")
    return resolve_in_year(context, make, missing) or resolve_yearless(context, make, missing)


def weekday_and_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of Friday the 13th: the one nearest to the document's day."""
    weekday, number = context.meaning_of("weekday") or context.meaning_of("short_weekday"), context.number("day")
    if context.day is None:
        return Resolution(values.unknown(f"XXXX-XX-{number:02}", f"XXXX-XX-{number:02}"))
    months = range(-_MONTHS_TO_MEET, _MONTHS_TO_MEET + 1)
    starts = (moved("M", context.day.replace(day=1), steps) for steps in months)
    days = [start + timedelta(number - 1) for start in starts]
    met = [day for day in days if day.day == number and day.isoweekday() == weekday]
    today = context.day
    near = min(met, key=lambda day: abs(day - today), default=None)
    return None if near is None else from_document(values.day(near))


def weekday_of_week(context: ResolutionContext) -> Resolution | None:
    """Return the day of Tuesday of last week."""
    weekday = context.meaning_of("weekday") or context.meaning_of("short_weekday")
    if context.day is None:
        return Resolution(values.unknown(f"XXXX-WXX-{weekday}"))
    monday = context.day - timedelta(context.day.weekday() - 7 * context.meaning_of("shift"))
    return from_document(values.day(monday + timedelta(weekday - 1)))


def ranked_unit(context: ResolutionContext) -> Resolution | None:
    """Return the day, week or month of the last day of 2020, the first week of 2021 and of week 31."""
    digits = "".join(character for character in context.groups["rank"] if character.isdigit())
    number = int(digits) if digits else context.meaning_of("rank")
    unit = context.meaning_of("one_unit")

    def make(year: int) -> Value:
        if unit == "D":
            return values.day(date(year, 1, 1) + timedelta(number - 1) if number > 0 else date(year, 12, 31))
        if unit == "M":
            return values.month(year, number if number > 0 else 12)
        last = date(year, 12, 28).isocalendar().week
        return values.week(date.fromisocalendar(year, number if number > 0 else last, 1))

    missing = values.unknown(MISSING[unit])
    return resolve_in_year(context, make, missing) or (
        Resolution(missing) if context.day is None else from_document(make(context.day.year))
    )


def units_at_an_end(context: ResolutionContext) -> Resolution | None:
    """Return the days of the first nine months of 2018."""
    count, unit, is_first = amount(context), context.meaning_of("unit"), context.groups["side"] == "first"
    if count is None:
        return None

    def make(year: int) -> Value:
        start, end = date(year, 1, 1), date(year + 1, 1, 1)
        start, end = (start, moved(unit, start, count)) if is_first else (moved(unit, end, -count), end)
        return values.between(values.day(start), values.day(end - timedelta(1)))

    return resolve_in_year(context, make, values.duration(length_code(context)))
