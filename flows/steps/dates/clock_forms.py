"""Readers of hours of the day."""

from datetime import date

from flows.steps.dates import values
from flows.steps.dates.numbers import whole_number
from flows.steps.dates.scene import Answer, Scene, stated
from schemas.vocab import Anchor, Precision

_NOON = 12
_MINUTES = 60
"""Minutes of an hour."""


def clock(scene: Scene) -> Answer | None:
    """Return the hour of 9:30 a.m. Tuesday, on the day beside it, else on the last day mentioned or the document's."""
    hour = _hour(scene)
    if scene.base is not None:
        base = scene.base.value
        moment = base.start if base.precision == Precision.DAY else None
        return Answer(
            values.clock(moment, hour),
            scene.base.anchor if moment else Anchor.NONE,
            scene.base.anchor_id if moment else None,
        )
    known = scene.same_sentence
    if known is not None and known.value.precision == Precision.DAY:
        return Answer(values.clock(known.value.start, hour), Anchor.PREVIOUS, known.date_id)
    known = scene.latest("D") if scene.is_story else None
    if known is not None:
        return Answer(values.clock(known.value.start, hour), Anchor.PREVIOUS, known.date_id)
    if scene.day is None or scene.is_story:
        return Answer(values.clock(None, hour))
    return Answer(values.clock(scene.day, hour), Anchor.DOCUMENT, certainty=0.6)


def moment(scene: Scene) -> Answer | None:
    """Return the hour on the day of 2020-01-03T14:30Z."""
    day = date(scene.number("year"), scene.number("month_number"), scene.number("day"))
    return stated(values.clock(day, _hour(scene)))


def _hour(scene: Scene) -> str:
    """Return the hour as T09:30, with the offset from UTC where a zone is named; raises ValueError for 25 o'clock."""
    if "moment" in scene.words:
        return f"{scene.read('moment')}{_zone(scene)}"
    hour, minute = whole_number(scene.words["hour"]), int(scene.words.get("minute", 0))
    half = scene.words.get("half_day", "")
    if (half and hour > _NOON) or hour > 24 or minute > 59:
        raise ValueError(f"{hour}:{minute:02} is no hour of the day")
    hour = hour % _NOON + (_NOON if half.startswith("p") else 0) if half else hour
    return f"T{hour:02}:{minute:02}{_zone(scene)}"


def _zone(scene: Scene) -> str:
    """Return the offset from UTC as ISO 8601 writes it: Z, +05:30; nothing where none is stated or letters mislead."""
    zone = scene.read("zone")
    if zone == "" or (zone is None and "offset" not in scene.words):
        return ""
    minutes = round((zone or 0) * _MINUTES) + _offset(scene.words.get("offset", "+0"))
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    return f"{sign}{minutes // _MINUTES:02}:{minutes % _MINUTES:02}" if minutes else "Z"


def _offset(words: str) -> int:
    """Return the minutes of +3, -0430 or +05:30."""
    digits = words[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= len("14") else (digits[:-2], digits[-2:])
    return (int(hours) * _MINUTES + int(minutes)) * (1 if words[0] == "+" else -1)
