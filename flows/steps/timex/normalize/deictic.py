"""Normalizers of expressions that count from the document's day (deictic expressions)."""

from datetime import date, timedelta

from flows.steps.timex import values
from flows.steps.timex.arithmetic import unit_at
from flows.steps.timex.context import Resolution, ResolutionContext, from_document
from flows.steps.timex.normalize.durations import length
from flows.steps.timex.steps import MISSING, amount, amount_away, finest_unit, moved_by_amount, with_approximation
from flows.steps.timex.values import Value
from schemas.vocab import TimexType

_SATURDAY = 6


def near_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of yesterday, today and tomorrow; at the start of a sentence "Today" means these times."""
    steps = context.meaning_of("near_day") if "near_day" in context.groups else context.meaning_of("far_day")
    if steps == 0 and (context.opens_sentence or context.is_narrative) and "day_part" not in context.groups:
        return from_document(values.unknown("PRESENT_REF"))
    return _day_or_part(context, None if context.day is None else context.day + timedelta(steps), "XXXX-XX-XX")


def _day_or_part(context: ResolutionContext, moment: date | None, missing: str) -> Resolution:
    """Return the day, or the part of it that the words name."""
    code = context.meaning_of("day_part")
    if moment is None:
        return Resolution(values.unknown(missing))
    return from_document(values.part_of_day(moment, code) if code else values.day(moment))


def this_night(context: ResolutionContext) -> Resolution | None:
    """Return the part of the day of tonight, last night and this morning."""
    code = "NI" if "tonight" in context.groups else context.meaning_of("day_part")
    steps = context.meaning_of("shift") or 0
    if context.day is None or context.is_narrative:
        return Resolution(Value(timex_type=TimexType.TIME, timex_value=f"XXXX-XX-XXT{code}"))
    return from_document(values.part_of_day(context.day + timedelta(steps), code))


def weekday(context: ResolutionContext) -> Resolution | None:
    """Return the day of Sunday: the latest one up to the document's day, or the coming one in a look ahead."""
    number, shift = context.meaning_of("weekday"), context.meaning_of("shift")
    if context.day is None:
        return Resolution(values.unknown(f"XXXX-WXX-{number}"))
    back = (context.day.isoweekday() - number) % 7
    ahead = (number - context.day.isoweekday()) % 7
    steps = {None: ahead if context.is_future else -back, -1: -(back or 7), 0: number - context.day.isoweekday()}
    return _day_or_part(context, context.day + timedelta(steps.get(shift, ahead or 7)), "")


def week_and_weekday(context: ResolutionContext) -> Resolution | None:
    """Return the day of a week ago Monday: back from the last Monday; of a week on Monday: ahead from the next one."""
    number = context.meaning_of("weekday")
    if context.day is None:
        return Resolution(values.unknown(f"XXXX-WXX-{number}"))
    if "direction" not in context.groups:
        return from_document(values.day(moved_by_amount(context, _coming(context.day, number), 1)))
    away = moved_by_amount(context, context.day - timedelta((context.day.isoweekday() - number) % 7), -1)
    return from_document(values.day(away + timedelta((number - away.isoweekday() + 3) % 7 - 3)))


def weekdays_ago(context: ResolutionContext) -> Resolution | None:
    """Return the day of three Fridays ago: back from the last Friday before the document's day."""
    number, count = context.meaning_of("weekday"), amount(context)
    if context.day is None or count is None:
        return Resolution(values.unknown(f"XXXX-WXX-{number}"))
    latest = context.day - timedelta((context.day.isoweekday() - number - 1) % 7 + 1)
    return from_document(values.day(latest - timedelta(7 * (count - 1))))


def units_from_near_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of ten years ago today and of a week tomorrow, the month of ten years ago this month."""
    unit = "W" if context.groups.get("this", "").endswith("week") else "M" if "this" in context.groups else "D"
    if context.day is None:
        return Resolution(values.unknown(MISSING[unit]))
    near = context.day + timedelta(context.meaning_of("near_day") or 0)
    return from_document(unit_at(unit, moved_by_amount(context, near, context.meaning_of("direction") or 1), 0))


def next_but_one_weekday(context: ResolutionContext) -> Resolution | None:
    """Return the day of the Monday before last and of the Friday after next."""
    number = context.meaning_of("weekday")
    if context.day is None:
        return Resolution(values.unknown(f"XXXX-WXX-{number}"))
    weeks = 1 if "after" in context.groups else -3 if context.day.isoweekday() == number else -2
    return from_document(values.day(_coming(context.day, number) + timedelta(7 * weeks)))


def _coming(day: date, weekday: int) -> date:
    """Return the next such weekday after a day."""
    return day + timedelta((weekday - day.isoweekday() - 1) % 7 + 1)


def next_but_one(context: ResolutionContext) -> Resolution | None:
    """Return the unit of the week before last, the year after next, the weekend before last."""
    steps = 2 if "after" in context.groups else -2
    unit = "W" if "weekend" in context.groups else context.meaning_of("one_unit")
    if context.day is None:
        return Resolution(values.unknown(MISSING[unit]))
    value = unit_at(unit, context.day, steps)
    return from_document(values.weekend(value.start) if "weekend" in context.groups and value.start else value)


def shifted_unit(context: ResolutionContext) -> Resolution | None:
    """Return the unit of last week, this year, next month; a bare "last day" means something else."""
    steps = context.meaning_of("shift") or 0
    if "weekend" in context.groups:
        missing, unit = "XXXX-WXX-WE", "W"
    else:
        unit = context.meaning_of("one_unit")
        missing = MISSING[unit]
    if unit == "D":
        return None
    if context.day is None:
        return Resolution(values.unknown(missing))
    if "weekend" in context.groups:
        return from_document(values.weekend(context.day + timedelta(7 * steps)))
    return from_document(unit_at(unit, context.day, steps)).with_modifier(context.meaning_of("part"))


def the_weekend(context: ResolutionContext) -> Resolution | None:
    """Return the latest weekend that has begun by the document's day, or that of its week in a look ahead."""
    if context.day is None:
        return Resolution(values.unknown("XXXX-WXX-WE"))
    has_begun = context.day.isoweekday() >= _SATURDAY
    return from_document(values.weekend(context.day if has_begun or context.is_future else context.day - timedelta(7)))


def in_units(context: ResolutionContext) -> Resolution | None:
    """Return the unit of in five years where the sentence looks ahead, else the length."""
    return from_now(context) if context.is_future else length(context)


def from_now(context: ResolutionContext) -> Resolution | None:
    """Return the unit of in two weeks' time, or the length where the document's day is unknown."""
    if amount(context) is None:
        return from_document(values.unknown("FUTURE_REF"))
    if context.day is None:
        return length(context)
    return with_approximation(context, from_document(amount_away(context, context.day, 1)))


def ago(context: ResolutionContext) -> Resolution | None:
    """Return the unit of three days ago and two years from now."""
    direction = context.meaning_of("direction")
    if amount(context) is None:
        return from_document(values.unknown("PAST_REF" if direction < 0 else "FUTURE_REF"))
    if context.day is None:
        return Resolution(values.unknown(MISSING[finest_unit(context)]))
    return with_approximation(context, from_document(amount_away(context, context.day, direction)))
