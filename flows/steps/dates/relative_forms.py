"""Readers of expressions that step away from the document's day."""

from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.amounts import amount, length_code
from flows.steps.dates.scene import Answer, Scene, from_document
from flows.steps.dates.steps import MISSING, about, away
from flows.steps.dates.units import unit_at
from flows.steps.dates.values import Value
from schemas.vocab import TimexType

_SATURDAY = 6


def near_day(scene: Scene) -> Answer | None:
    """Return the day of yesterday, today and tomorrow; at the start of a sentence "Today" means these times."""
    steps = scene.read("near_day") if "near_day" in scene.words else scene.read("far_day")
    if steps == 0 and (scene.opens_sentence or scene.is_story) and "day_part" not in scene.words:
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
    if scene.day is None or scene.is_story:
        return Answer(Value(timex_type=TimexType.TIME, timex_value=f"XXXX-XX-XXT{code}"))
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
        missing = MISSING[unit]
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


def in_units(scene: Scene) -> Answer | None:
    """Return the unit of in five years where the sentence looks ahead, else the length."""
    unit, count = scene.read("unit"), amount(scene)
    if not scene.is_future or scene.day is None or count is None:
        return Answer(values.duration(length_code(scene), modifier=scene.read("approximation") or None))
    return about(scene, from_document(away(scene, unit, scene.day, count)))


def ago(scene: Scene) -> Answer | None:
    """Return the unit of three days ago and two years from now."""
    direction, count, unit = scene.read("direction"), amount(scene), scene.read("unit")
    if count is None:
        return from_document(values.unknown("PAST_REF" if direction < 0 else "FUTURE_REF"))
    if scene.day is None:
        return Answer(values.unknown(MISSING[unit]))
    return about(scene, from_document(away(scene, unit, scene.day, direction * count)))
