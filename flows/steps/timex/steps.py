"""Amounts of time (two years, several weeks), and steps of such an amount away from a day."""

from datetime import date

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
_HALF_OF_UNIT = {
    "C": (50, "Y"),
    "E": (5, "Y"),
    "Y": (6, "M"),
    "Q": (6, "W"),
    "M": (2, "W"),
    "F": (1, "W"),
    "W": (3, "D"),
    "D": (12, "TH"),
    "TH": (30, "TM"),
    "TM": (30, "TS"),
    "TS": (0, "TS"),
}
"""Half a unit in whole smaller ones, about; none is smaller than a second."""
_FURTHER_PARTS = "2345"
"""What ends the names of the groups of the second and the further parts of an amount: count2, number2, unit2."""
_UNIT_GROUPS = ("unit", "one_unit", "many_units", "short_unit")


def amount(context: ResolutionContext) -> int | None:
    """Return the number before a unit: 1 where there is none, None for an unknown number as in "several weeks"."""
    if "count" in context.groups:
        return whole_number(context.groups["count"])
    if "vague" in context.groups:
        return None
    return 0 if context.groups.get("half") == "half" else int(context.meaning_of("number") or 1)


def unit_of(context: ResolutionContext) -> str:
    """Return the code of the unit: D, W, F, M, Q, Y, E, C, or TH, TM, TS for hours, minutes and seconds."""
    return str(next(code for code in map(context.meaning_of, _UNIT_GROUPS) if code))


def parts_of_amount(context: ResolutionContext) -> list[tuple[int, str]] | None:
    """Return (count, unit) for each part of two years and three months, the longest unit first; a half is a part.

    None for an unknown number as in "several weeks".
    """
    count = amount(context)
    if count is None:
        return None
    parts = [(count, unit_of(context))]
    further = ((number, context.meaning_of(f"unit{number}") or context.meaning_of(f"short_unit{number}"))
               for number in _FURTHER_PARTS)  # fmt: skip
    parts += [(_count_of_part(context, number), unit) for number, unit in further if unit]
    return [*parts, _HALF_OF_UNIT[parts[-1][1]]] if "half" in context.groups else parts


def _count_of_part(context: ResolutionContext, number: str) -> int:
    count = context.groups.get(f"count{number}")
    return int(context.meaning_of(f"number{number}")) if count is None else whole_number(count)


def finest_unit(context: ResolutionContext) -> str:
    """Return the code of the smallest unit of an amount, no smaller than a day."""
    units = [unit for _, unit in parts_of_amount(context) or [(1, unit_of(context))] if unit in MISSING]
    return units[-1] if units else unit_of(context)


def length_code(context: ResolutionContext) -> str:
    """Return the TIMEX3 duration: P2Y, P2Y3M, P1.5Y, PXM, PT5H."""
    parts = None if "many_units" in context.groups else parts_of_amount(context)
    if parts is None:
        unit = unit_of(context)
        return f"PTX{unit[1]}" if len(unit) > 1 else f"PX{_DURATION_CODES.get(unit, 'W' if unit == 'F' else unit)}"
    half = ".5" if "half" in context.groups else ""
    codes = [_part_code(f"{count}", unit) for count, unit in (parts[:-1] if half else parts)]
    if half:
        count, unit = parts[-2]
        codes[-1] = _part_code(f"{count}{half}", unit)
    hours = "".join(code[1:] for code in codes if code.startswith("T"))
    return f"P{''.join(code for code in codes if not code.startswith('T'))}{'T' if hours else ''}{hours}"


def _part_code(number: str, unit: str) -> str:
    """Return one part of a TIMEX3 duration: 2Y, T5H; a fortnight is two weeks."""
    if unit == "F":
        return f"{float(number) * 2:g}W"
    return f"T{number}{unit[1]}" if len(unit) > 1 else f"{number}{_DURATION_CODES.get(unit, unit)}"


def moved_by_amount(context: ResolutionContext, moment: date, direction: int) -> date:
    """Return the day that lies an amount of time before (-1) or after (1) a day; hours count for nothing.

    Raises ValueError for an unknown number.
    """
    parts = parts_of_amount(context)
    if parts is None:
        raise ValueError("the amount of time is unknown")
    for count, unit in parts:
        moment = moved(unit, moment, direction * count) if unit in MISSING else moment
    return moment


def amount_away(context: ResolutionContext, moment: date, direction: int) -> Value:
    """Return the unit that lies an amount of time before (-1) or after (1) a day, as exact as the amount's last part.

    Raises ValueError for an unknown number.
    """
    parts = parts_of_amount(context)
    if parts is not None and len(parts) == 1:
        return unit_away(context, parts[0][1], moment, direction * parts[0][0])
    return unit_at(finest_unit(context), moved_by_amount(context, moment, direction), 0)


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
