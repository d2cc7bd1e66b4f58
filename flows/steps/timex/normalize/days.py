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
    resolve_shifted,
    resolve_yearless,
)
from flows.steps.timex.holidays import holiday, nth_weekday
from flows.steps.timex.steps import amount
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision

_MONTHS_TO_MEET = 28
"""Months within which most days of the month have been each weekday."""


def named_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of Christmas, last Thanksgiving and Easter 2019."""
    rule = context.meaning_of("holiday")

    def make(year: int) -> Value:
        return holiday(rule, year)

    if "year" in context.groups:
        return explicit(make(context.number("year")))
    missing = values.unknown("XXXX-XX-XX")
    if "shift" not in context.groups:
        return resolve_yearless(context, make, missing)
    if context.groups["shift"] == "this" and context.day is not None:
        return from_document(make(context.day.year))
    return resolve_shifted(context, context.meaning_of("shift"), make, missing)


def september_11(context: ResolutionContext) -> Resolution | None:
    """Return the day of 9/11."""
    return explicit(values.day(date(2001, 9, 11))) if context.groups else None


def named_weekend(context: ResolutionContext) -> Resolution | None:
    """Return the days of Labor Day weekend: Saturday and Sunday next to the day, and the days that join them to it."""
    resolution = named_day(context)
    if resolution is None or resolution.value.start is None:
        return None
    day = resolution.value.start
    saturday = day + timedelta((6 - day.isoweekday()) if day.isoweekday() > 2 else -day.isoweekday() - 1)
    ends = min(day, saturday), max(day, saturday + timedelta(1))
    return replace(resolution, value=values.between(values.day(ends[0]), values.day(ends[1])))


def ranked_week_of_month(context: ResolutionContext) -> Resolution | None:
    """Return the week of the last week of this month."""
    if context.day is None:
        return Resolution(values.unknown("XXXX-WXX"))
    month = moved("M", context.day.replace(day=1), context.meaning_of("shift"))
    return from_document(values.week(nth_weekday(month.year, month.month, 4, context.meaning_of("rank"))))


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
    if number > moment.day and not context.is_future:
        moment = moment.replace(day=1) - timedelta(1)
    if number < moment.day and context.is_future:
        moment = values.months(moment.year, moment.month, 1)[1] + timedelta(1)
    return from_document(values.day(moment.replace(day=number)))


def ranked_weekday(context: ResolutionContext) -> Resolution | None:
    """Return the day of the first Monday in August, the week of the last week of July."""
    number, rank = context.meaning_of("month"), context.meaning_of("rank")

    def make(year: int) -> Value:
        if "weekday" in context.groups:
            return values.day(nth_weekday(year, number, context.meaning_of("weekday"), rank))
        return values.week(nth_weekday(year, number, 4, rank))

    if "year" in context.groups:
        return explicit(make(context.number("year")))
    return resolve_yearless(context, make, values.unknown(f"XXXX-{number:02}"))


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


def _year_of(context: ResolutionContext) -> int | None:
    """Return the stated year, or the document's, last or next year; None where that is unknown."""
    if "year" in context.groups:
        return context.number("year")
    return None if context.day is None else context.day.year + (context.meaning_of("shift") or 0)


def ranked_unit(context: ResolutionContext) -> Resolution | None:
    """Return the week or month of the first week of 2021 and of week 31."""
    digits = "".join(character for character in context.groups["rank"] if character.isdigit())
    number = int(digits) if digits else context.meaning_of("rank")
    year = _year_of(context)
    if year is None:
        return Resolution(values.unknown("XXXX-WXX"))
    if context.meaning_of("one_unit") == "M":
        value = values.month(year, number if number > 0 else 12)
    else:
        value = values.week(
            date.fromisocalendar(year, number if number > 0 else date(year, 12, 28).isocalendar().week, 1)
        )
    return explicit(value) if "year" in context.groups else from_document(value)


def units_at_an_end(context: ResolutionContext) -> Resolution | None:
    """Return the days of the first nine months of 2018."""
    count, year = amount(context), _year_of(context)
    if count is None or year is None:
        return None
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    if context.groups["side"] == "first":
        end = moved(context.meaning_of("unit"), start, count)
    else:
        start = moved(context.meaning_of("unit"), end, -count)
    value = values.between(values.day(start), values.day(end - timedelta(1)))
    return explicit(value) if "year" in context.groups else from_document(value)
