"""Amounts of time: two years, several weeks."""

from typing import Any

from flows.steps.dates.numbers import whole_number
from flows.steps.dates.scene import Scene

_LONG = {"E": "DE", "C": "CE"}
"""TIMEX3 codes of decades and centuries in a length."""
_UNIT_GROUPS = ("unit", "one_unit", "many_units", "short_unit")


def amount(scene: Scene) -> int | None:
    """Return the number that stands before a unit: 1 where none stands there, None for several."""
    if "count" in scene.words:
        return whole_number(scene.words["count"])
    if "vague" in scene.words:
        return None
    return int(scene.read("number") or 1)


def unit_of(scene: Scene) -> str:
    """Return the code of the unit: D, W, F, M, Q, Y, E, C, or TH, TM, TS for hours, minutes and seconds."""
    return str(next(found for found in map(scene.read, _UNIT_GROUPS) if found))


def length_code(scene: Scene) -> str:
    """Return the TIMEX3 length: P2Y, PXM, PT5H."""
    count: Any = None if "many_units" in scene.words else amount(scene)
    unit = unit_of(scene)
    if unit == "F":
        count, unit = None if count is None else count * 2, "W"
    number = "X" if count is None else count
    half = ".5" if "half" in scene.words and count is not None else ""
    return f"PT{number}{half}{unit[1]}" if len(unit) > 1 else f"P{number}{half}{_LONG.get(unit, unit)}"
