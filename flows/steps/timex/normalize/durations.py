"""Normalizers of lengths of time, repeated times and words such as now."""

from datetime import date, timedelta

from flows.steps.timex import values
from flows.steps.timex.arithmetic import unit_at
from flows.steps.timex.context import Resolution, ResolutionContext, from_document
from flows.steps.timex.steps import amount, length_code, moved_by_amount, unit_of
from flows.steps.timex.values import Value
from schemas.vocab import TimexType

_SATURDAY = 6
_DAYS_OF_A_WEEK = 7


def length(context: ResolutionContext) -> Resolution | None:
    """Return the length of two years, up to a year, months."""
    return Resolution(values.duration(length_code(context), modifier=context.meaning_of("approximation") or None))


def anchored_span(context: ResolutionContext) -> Resolution | None:
    """Return the length of the last two years, with its days where they can be counted from the document's day."""
    shift, unit, modifier = context.meaning_of("shift"), unit_of(context), context.meaning_of("approximation") or None
    count = None if "many_units" in context.groups else amount(context)
    if context.day is None or count is None or shift == 0 or len(unit) > 1:
        return Resolution(values.duration(length_code(context), modifier=modifier))
    if unit == "Q":
        return from_document(
            values.duration(length_code(context), _whole_quarters(context.day, shift * count), modifier)
        )
    far_end = moved_by_amount(context, context.day, shift)
    ends = (far_end, context.day) if shift < 0 else (context.day + timedelta(1), far_end)
    return from_document(values.duration(length_code(context), ends, modifier))


def working_days(context: ResolutionContext) -> Resolution | None:
    """Return the length of the last three working days, with its days before or after the document's day."""
    count, shift = amount(context), context.meaning_of("shift")
    if count is None or shift == 0:
        return None
    if context.day is None:
        return Resolution(values.duration(f"P{count}D"))
    around = (context.day + timedelta(shift * number) for number in range(1, 2 * count + _DAYS_OF_A_WEEK))
    days = [day for day in around if day.isoweekday() < _SATURDAY][:count]
    return from_document(values.duration(f"P{count}D", (min(days), max(days))))


def _whole_quarters(day: date, count: int) -> tuple[date, date]:
    """Return the first and the last day of `count` quarters before (below 0) or after the quarter of a day."""
    farthest, nearest = unit_at("Q", day, count), unit_at("Q", day, 1 if count > 0 else -1)
    first, last = (farthest, nearest) if count < 0 else (nearest, farthest)
    if first.start is None or last.end is None:
        raise ValueError("a quarter has no days")
    return first.start, last.end


def coming_unit(context: ResolutionContext) -> Resolution | None:
    """Return the length of over the next year."""
    return Resolution(values.duration(length_code(context)))


def every(context: ResolutionContext) -> Resolution | None:
    """Return the set of each year, every two weeks, every Friday."""
    if "weekday" in context.groups:
        return Resolution(Value(timex_type=TimexType.SET, timex_value=f"XXXX-WXX-{context.meaning_of('weekday')}"))
    if "month" in context.groups:
        return Resolution(Value(timex_type=TimexType.SET, timex_value=f"XXXX-{context.meaning_of('month'):02}"))
    if "season" in context.groups:
        return Resolution(Value(timex_type=TimexType.SET, timex_value=f"XXXX-{context.meaning_of('season')}"))
    if "day_part" in context.groups:
        return Resolution(Value(timex_type=TimexType.SET, timex_value=f"XXXX-XX-XXT{context.meaning_of('day_part')}"))
    return Resolution(Value(timex_type=TimexType.SET, timex_value=length_code(context)))


def frequency(context: ResolutionContext) -> Resolution | None:
    """Return the set of monthly."""
    return Resolution(Value(timex_type=TimexType.SET, timex_value=context.meaning_of("frequency")))


def general(context: ResolutionContext) -> Resolution | None:
    """Return the reference of now and recently, which has no days."""
    return from_document(values.unknown(context.meaning_of("general")))
