"""Amounts of time (two years, several weeks), and steps of such an amount away from a day."""

from datetime import date
from typing import Any

from flows.steps.timex.arithmetic import moved, unit_at
from flows.steps.timex.context import Resolution, ResolutionContext
from flows.steps.timex.numbers import whole_number
from flows.steps.timex.values import Value
from schemas.vocab import TimexModifier

_DURATION_CODES = {"E": "DE", "C": "CE"}
"""TIMEX3 codes of decades and centuries in a duration."""
MISSING = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "F": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "E": "XXX",
    "C": "XX",
}
"""TIMEX3 values of units whose position on the calendar is unknown."""
_SLACK_OF_UNIT = {
    "W": ("D", 1),
    "F": ("D", 2),
    "M": ("W", 1),
    "Q": ("M", 1),
    "Y": ("M", 2),
    "E": ("Y", 1),
    "C": ("E", 1),
}
"""How much less than n units "nearly n units" is, as (smaller unit, count), by judgement."""
_UNIT_GROUPS = ("unit", "one_unit", "many_units", "short_unit")


def amount(context: ResolutionContext) -> int | None:
    """Return the number before a unit: 1 where there is none, None for an unknown number as in "several weeks"."""
    if "count" in context.groups:
        return whole_number(context.groups["count"])
    if "vague" in context.groups:
        return None
    return int(context.meaning_of("number") or 1)


def unit_of(context: ResolutionContext) -> str:
    """Return the code of the unit: D, W, F, M, Q, Y, E, C, or TH, TM, TS for hours, minutes and seconds."""
    return str(next(code for code in map(context.meaning_of, _UNIT_GROUPS) if code))


def length_code(context: ResolutionContext) -> str:
    """Return the TIMEX3 duration: P2Y, PXM, PT5H."""
    count: Any = None if "many_units" in context.groups else amount(context)
    unit = unit_of(context)
    if unit == "F":
        count, unit = None if count is None else count * 2, "W"
    number = "X" if count is None else count
    half = ".5" if "half" in context.groups and count is not None else ""
    return f"PT{number}{half}{unit[1]}" if len(unit) > 1 else f"P{number}{half}{_DURATION_CODES.get(unit, unit)}"


def unit_away(context: ResolutionContext, unit: str, moment: date, steps: int) -> Value:
    """Return the unit `steps` units (TIMEX3 code `unit`) from the day `moment`; somewhat less behind "nearly".

    Nearly two years after January 2020 is the end of 2021, not 2022.
    """
    if context.meaning_of("approximation") != TimexModifier.LESS_THAN or unit not in _SLACK_OF_UNIT:
        return unit_at(unit, moment, steps)
    smaller, count = _SLACK_OF_UNIT[unit]
    return unit_at(unit, moved(smaller, moved(unit, moment, steps), -count if steps > 0 else count), 0)


def with_approximation(context: ResolutionContext, resolution: Resolution) -> Resolution:
    """Return the resolution, marked APPROX where the amount follows a word such as "nearly"."""
    return resolution.with_modifier(TimexModifier.APPROX if context.meaning_of("approximation") else None)
