"""Readers of lengths of time, repeated times and words such as now."""

from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.amounts import amount, length_code, unit_of
from flows.steps.dates.scene import Answer, Scene, from_document
from flows.steps.dates.units import moved, unit_at
from flows.steps.dates.values import Value
from schemas.vocab import TimexType


def length(scene: Scene) -> Answer | None:
    """Return the length of two years, up to a year, months."""
    return Answer(values.duration(length_code(scene), modifier=scene.read("approximation") or None))


def anchored_span(scene: Scene) -> Answer | None:
    """Return the length of the last two years, with its days where they can be counted from the document's day."""
    shift, unit, modifier = scene.read("shift"), unit_of(scene), scene.read("approximation") or None
    count = None if "many_units" in scene.words else amount(scene)
    if scene.day is None or count is None or shift == 0 or len(unit) > 1:
        return Answer(values.duration(length_code(scene), modifier=modifier))
    if unit == "Q":
        return from_document(values.duration(length_code(scene), _whole_quarters(scene.day, shift * count), modifier))
    other = moved(unit, scene.day, shift * count)
    ends = (other, scene.day) if shift < 0 else (scene.day + timedelta(1), other)
    return from_document(values.duration(length_code(scene), ends, modifier))


def _whole_quarters(day: date, count: int) -> tuple[date, date]:
    """Return the first and the last day of so many quarters before (below 0) or after the quarter of a day."""
    one, other = unit_at("Q", day, count), unit_at("Q", day, 1 if count > 0 else -1)
    first, last = (one, other) if count < 0 else (other, one)
    if first.start is None or last.end is None:
        raise ValueError("a quarter has no days")
    return first.start, last.end


def coming_unit(scene: Scene) -> Answer | None:
    """Return the length of over the next year."""
    return Answer(values.duration(length_code(scene)))


def every(scene: Scene) -> Answer | None:
    """Return the set of each year, every two weeks, every Friday."""
    if "weekday" in scene.words:
        return Answer(Value(timex_type=TimexType.SET, timex_value=f"XXXX-WXX-{scene.read('weekday')}"))
    if "month" in scene.words:
        return Answer(Value(timex_type=TimexType.SET, timex_value=f"XXXX-{scene.read('month'):02}"))
    if "season" in scene.words:
        return Answer(Value(timex_type=TimexType.SET, timex_value=f"XXXX-{scene.read('season')}"))
    if "day_part" in scene.words:
        return Answer(Value(timex_type=TimexType.SET, timex_value=f"XXXX-XX-XXT{scene.read('day_part')}"))
    return Answer(Value(timex_type=TimexType.SET, timex_value=length_code(scene)))


def frequency(scene: Scene) -> Answer | None:
    """Return the set of monthly."""
    return Answer(Value(timex_type=TimexType.SET, timex_value=scene.read("frequency")))


def general(scene: Scene) -> Answer | None:
    """Return the reference of now and recently, which has no days."""
    return from_document(values.unknown(scene.read("general")))
