"""Readers of lengths of time, repeated times and words such as now."""

from flows.steps.dates import values
from flows.steps.dates.relative_forms import amount
from flows.steps.dates.scene import Answer, Scene, from_document
from flows.steps.dates.units import moved
from flows.steps.dates.values import Value
from schemas.vocab import TimexType

_LONG = {"E": "DE", "C": "CE"}
"""TIMEX3 codes of decades and centuries in a length."""


def length(scene: Scene) -> Answer | None:
    """Return the length of two years, up to a year, months."""
    return Answer(values.duration(_code(scene), modifier=scene.read("approximation")))


def _unit(scene: Scene) -> str:
    return str(
        next(scene.read(group) for group in ("unit", "one_unit", "many_units", "short_unit") if scene.read(group))
    )


def _code(scene: Scene) -> str:
    """Return the TIMEX3 length: P2Y, PXM, PT5H."""
    count = None if "many_units" in scene.words else amount(scene)
    unit = _unit(scene)
    number = "X" if count is None else str(count)
    return f"PT{number}{unit[1]}" if len(unit) > 1 else f"P{number}{_LONG.get(unit, unit)}"


def anchored_span(scene: Scene) -> Answer | None:
    """Return the length of the last two years, with its days where they can be counted from the document's day."""
    shift, unit, modifier = scene.read("shift"), _unit(scene), scene.read("approximation")
    count = None if "many_units" in scene.words else amount(scene)
    if scene.day is None or count is None or shift == 0 or len(unit) > 1:
        return Answer(values.duration(_code(scene), modifier=modifier))
    other = moved(unit, scene.day, shift * count)
    ends = (other, scene.day) if shift < 0 else (scene.day, other)
    return from_document(values.duration(_code(scene), ends, modifier))


def every(scene: Scene) -> Answer | None:
    """Return the set of each year, every two weeks, every Friday."""
    if "weekday" in scene.words:
        return Answer(Value(TimexType.SET, f"XXXX-WXX-{scene.read('weekday')}"))
    if "month" in scene.words:
        return Answer(Value(TimexType.SET, f"XXXX-{scene.read('month'):02}"))
    return Answer(Value(TimexType.SET, _code(scene)))


def frequency(scene: Scene) -> Answer | None:
    """Return the set of monthly."""
    return Answer(Value(TimexType.SET, scene.read("frequency")))


def general(scene: Scene) -> Answer | None:
    """Return the reference of now and recently, which has no days."""
    return from_document(values.unknown(scene.read("general")))
