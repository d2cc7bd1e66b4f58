"""Normalizers of hours of the day."""

from datetime import date

from flows.steps.timex import values
from flows.steps.timex.context import Resolution, ResolutionContext, explicit
from flows.steps.timex.numbers import whole_number
from schemas.vocab import Anchor, Precision

_NOON = 12
_MINUTES = 60
"""Minutes of an hour."""


def clock(context: ResolutionContext) -> Resolution | None:
    """Return the hour of 9:30 a.m. Tuesday, on the day beside it, else on the last day mentioned or the document's."""
    hour = _hour(context)
    if context.base is not None:
        base = context.base.value
        moment = base.start if base.precision == Precision.DAY else None
        return Resolution(
            values.clock(moment, hour),
            context.base.anchor if moment else Anchor.NONE,
            context.base.anchor_id if moment else None,
        )
    antecedent = context.same_sentence
    if antecedent is not None and antecedent.value.precision == Precision.DAY:
        return Resolution(values.clock(antecedent.value.start, hour), Anchor.PREVIOUS, antecedent.date_id)
    antecedent = context.latest("D") if context.is_narrative else None
    if antecedent is not None:
        return Resolution(values.clock(antecedent.value.start, hour), Anchor.PREVIOUS, antecedent.date_id)
    if context.day is None or context.is_narrative:
        return Resolution(values.clock(None, hour))
    return Resolution(values.clock(context.day, hour), Anchor.DOCUMENT, certainty=0.6)


def moment(context: ResolutionContext) -> Resolution | None:
    """Return the hour on the day of 2020-01-03T14:30Z."""
    day = date(context.number("year"), context.number("month_number"), context.number("day"))
    return explicit(values.clock(day, _hour(context)))


def _hour(context: ResolutionContext) -> str:
    """Return the hour as T09:30, with the offset from UTC where a zone is named; raises ValueError for 25 o'clock."""
    if "moment" in context.groups:
        return f"{context.meaning_of('moment')}{_zone(context)}"
    hour, minute = whole_number(context.groups["hour"]), int(context.groups.get("minute", 0))
    half = context.groups.get("half_day", "")
    if (half and hour > _NOON) or hour > 24 or minute > 59:
        raise ValueError(f"{hour}:{minute:02} is no hour of the day")
    hour = hour % _NOON + (_NOON if half.startswith("p") else 0) if half else hour
    return f"T{hour:02}:{minute:02}{_zone(context)}"


def _zone(context: ResolutionContext) -> str:
    """Return the offset from UTC as ISO 8601 writes it: Z, +05:30; nothing where none is stated or letters mislead."""
    zone = context.meaning_of("zone")
    if zone == "" or (zone is None and "offset" not in context.groups):
        return ""
    minutes = round((zone or 0) * _MINUTES) + _offset(context.groups.get("offset", "+0"))
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    return f"{sign}{minutes // _MINUTES:02}:{minutes % _MINUTES:02}" if minutes else "Z"


def _offset(words: str) -> int:
    """Return the minutes of +3, -0430 or +05:30."""
    digits = words[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= len("14") else (digits[:-2], digits[-2:])
    return (int(hours) * _MINUTES + int(minutes)) * (1 if words[0] == "+" else -1)
