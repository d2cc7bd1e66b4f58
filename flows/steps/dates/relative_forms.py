"""Readers of expressions that step away from the document's day or from the date mentioned before."""

from dataclasses import replace
from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.scene import Answer, Known, Scene, from_document
from flows.steps.dates.units import moved, unit_at
from flows.steps.dates.values import Value
from flows.steps.dates.words import words
from schemas.vocab import Anchor, TimexModifier, TimexType

_MISSING = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX", "E": "XXX", "C": "XX"}
"""TIMEX3 values of units of which nothing is known."""
_LITTLE = {"W": ("D", 1), "M": ("W", 1), "Q": ("M", 1), "Y": ("M", 2), "E": ("Y", 1), "C": ("E", 1)}
"""How much less than so many units "nearly" so many are, by judgement."""
_SATURDAY = 6


def near_day(scene: Scene) -> Answer | None:
    """Return the day of yesterday, today and tomorrow; at the start of a sentence "Today" means these times."""
    steps = scene.read("near_day") if "near_day" in scene.words else scene.read("far_day")
    if steps == 0 and scene.opens_sentence and "day_part" not in scene.words:
        return from_document(values.unknown("PRESENT_REF"))
    return _day_or_part(scene, None if scene.day is None else scene.day + timedelta(steps), "XXXX-XX-XX")


def _day_or_part(scene: Scene, moment: date | None, missing: str) -> Answer:
    """Return the day, or the part of it that the words name."""
    code = scene.read("day_part")
    if moment is None:
        return Answer(values.unknown(missing))
    return from_document(values.part_of_day(moment, code) if code else values.day(moment))


def this_night(scene: Scene) -> Answer | None:
    """Return the part of the day of tonight, last night and this morning."""
    code = "NI" if "tonight" in scene.words else scene.read("day_part")
    steps = scene.read("shift") or 0
    if scene.day is None:
        return Answer(Value(TimexType.TIME, f"XXXX-XX-XXT{code}"))
    return from_document(values.part_of_day(scene.day + timedelta(steps), code))


def weekday(scene: Scene) -> Answer | None:
    """Return the day of Sunday: the latest one up to the document's day, or the coming one in a look ahead."""
    number, shift = scene.read("weekday"), scene.read("shift")
    if scene.day is None:
        return Answer(values.unknown(f"XXXX-WXX-{number}"))
    back = (scene.day.isoweekday() - number) % 7
    ahead = (number - scene.day.isoweekday()) % 7
    steps = {None: ahead if scene.is_future else -back, -1: -(back or 7), 0: number - scene.day.isoweekday()}
    return _day_or_part(scene, scene.day + timedelta(steps.get(shift, ahead or 7)), "")


def shifted_unit(scene: Scene) -> Answer | None:
    """Return the unit of last week, this year, next month; a bare "last day" means something else."""
    steps = scene.read("shift") or 0
    if "weekend" in scene.words:
        missing, unit = "XXXX-WXX-WE", "W"
    else:
        unit = scene.read("one_unit")
        missing = _MISSING[unit]
    if unit == "D":
        return None
    if scene.day is None:
        return Answer(values.unknown(missing))
    if "weekend" in scene.words:
        return from_document(values.weekend(scene.day + timedelta(7 * steps)))
    return from_document(unit_at(unit, scene.day, steps)).with_modifier(scene.read("part"))


def the_weekend(scene: Scene) -> Answer | None:
    """Return the latest weekend that has begun by the document's day."""
    if scene.day is None:
        return Answer(values.unknown("XXXX-WXX-WE"))
    has_begun = scene.day.isoweekday() >= _SATURDAY
    return from_document(values.weekend(scene.day if has_begun else scene.day - timedelta(7)))


def amount(scene: Scene) -> int | None:
    """Return the number that stands before a unit: 1 where none stands there, None for several."""
    if "count" in scene.words:
        found = scene.words["count"].replace("-", " ").split()
        return int(found[0]) if found[0].isdigit() else sum(words()["number"][part] for part in found)
    if "vague" in scene.words:
        return None
    return int(scene.read("number") or 1)


def ago(scene: Scene) -> Answer | None:
    """Return the unit of three days ago and two years from now."""
    direction, count, unit = scene.read("direction"), amount(scene), scene.read("unit")
    if count is None:
        return from_document(values.unknown("PAST_REF" if direction < 0 else "FUTURE_REF"))
    if scene.day is None:
        return Answer(values.unknown(_MISSING[unit]))
    return _about(scene, from_document(_away(scene, unit, scene.day, direction * count)))


def _away(scene: Scene, unit: str, moment: date, steps: int) -> Value:
    """Return the unit so many units away, or somewhat less behind words such as nearly.

    Nearly two years after January 2020 is the end of 2021, not 2022.
    """
    if scene.read("approximation") != TimexModifier.LESS_THAN or unit not in _LITTLE:
        return unit_at(unit, moment, steps)
    smaller, count = _LITTLE[unit]
    return unit_at(unit, moved(smaller, moved(unit, moment, steps), -count if steps > 0 else count), 0)


def _about(scene: Scene, answer: Answer) -> Answer:
    """Return the answer, marked APPROX where a word such as nearly stands before the amount."""
    return answer.with_modifier(TimexModifier.APPROX if "approximation" in scene.words else None)


def step_from_previous(scene: Scene) -> Answer | None:
    """Return the unit of two years later, counted from the date mentioned before."""
    unit, count = scene.read("unit"), amount(scene)
    known = scene.latest(unit)
    if count is None or known is None:
        return Answer(values.unknown(_MISSING[unit]))
    answer = _step(known, unit, scene.read("move") * count)
    if known.value.start is not None and known.value.precision != answer.value.precision:
        answer = replace(answer, value=_away(scene, unit, known.value.start, scene.read("move") * count))
    return _about(scene, answer)


def next_to_previous(scene: Scene) -> Answer | None:
    """Return the unit of the next day and that year; the next year, month or week is a length of time to come."""
    unit = scene.read("one_unit")
    if scene.words.get("step") == "next" and unit != "D":
        return Answer(values.duration(f"P1{unit}"))
    known = scene.latest(unit)
    if known is None:
        return Answer(values.unknown(_MISSING[unit]))
    return _step(known, unit, scene.read("step") or 0)


def _step(known: Known, unit: str, steps: int) -> Answer:
    """Return the unit so many steps from a known date; without a year where that has none."""
    value = values.unknown(_MISSING[unit])
    if known.value.start is not None:
        value = unit_at(unit, known.value.start, steps)
    elif known.value.month_day and unit == "D":
        value = _without_year(*known.value.month_day, steps)
    return Answer(value, Anchor.PREVIOUS, known.date_id)


def _without_year(month: int, day: int, steps: int) -> Value:
    """Return month and day so many days on, unless it depends on 29 February."""
    try:
        found = {f"XXXX{date(year, month, day) + timedelta(steps):-%m-%d}" for year in (2019, 2020)}
    except ValueError:
        found = set()
    missing = found.pop() if len(found) == 1 else _MISSING["D"]
    return values.unknown(missing, missing)
