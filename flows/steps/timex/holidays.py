"""Holidays: the days on which they are in a given year."""

import re
from datetime import date, timedelta

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from flows.steps.timex import values
from flows.steps.timex.values import Value
from schemas.vocab import TimexModifier

_FIXED = re.compile(r"(\d+)-(\d+)")
_COUNTED = re.compile(r"(\d+)-(\d)-(-?\d)(?:\+(\d+))?")
_MOVED = re.compile(r"(easter|pascha)([+-]\d+)")
_EASTER = {"easter": EASTER_WESTERN, "pascha": EASTER_ORTHODOX}
"""Easter Sunday of the western and of the eastern churches, both in the Gregorian calendar."""
_HIJRI = re.compile(r"hijri-(\d+)-(\d+)")
_HIJRI_EPOCH = 227014
"""Proleptic Gregorian ordinal of the day before 1 Muharram of the year 1 (16 July 622, Julian)."""


def holiday(rule: str, year: int) -> Value:
    """Return the day or days of a holiday in a year.

    `rule` is a value of `holidays.toml`, whose head lists the forms, as "easter-2" or "12-24/+2". Raises ValueError
    where the year has no such day, or `rule` is none.
    """
    first, _, last = rule.partition("/")
    start = _day(first, year)
    end = start + timedelta(int(last)) if last.startswith("+") else _day(last or first, year)
    value = values.between(values.day(start), values.day(end))
    return values.modified(value, TimexModifier.APPROX) if first.startswith("hijri") else value


def _day(rule: str, year: int) -> date:
    """Return the day of one end of a rule in a year; raises ValueError for what is no rule."""
    if found := _FIXED.fullmatch(rule):
        return date(year, int(found[1]), int(found[2]))
    if found := _COUNTED.fullmatch(rule):
        return nth_weekday(year, int(found[1]), int(found[2]), int(found[3])) + timedelta(int(found[4] or 0))
    if found := _MOVED.fullmatch(rule):
        sunday: date = easter(year, _EASTER[found[1]])
        return sunday + timedelta(int(found[2]))
    if found := _HIJRI.fullmatch(rule):
        return _hijri(year, int(found[1]), int(found[2]))
    raise ValueError(f"{rule!r} is no rule for a day; the head of holidays.toml shows what would be fine")


def nth_weekday(year: int, month: int, weekday: int, rank: int) -> date:
    """Return the weekday (Monday is 1) number `rank` of a month, -1 for the last; raises ValueError without one."""
    first, last = values.months(year, month, 1)
    if rank < 0:
        return last - timedelta((last.isoweekday() - weekday) % 7)
    day = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (rank - 1))
    if day > last:
        raise ValueError(f"{year}-{month:02} has no weekday {weekday} number {rank}")
    return day


def _hijri(year: int, month: int, day: int) -> date:
    """Return the first such day of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, ...) in a year."""
    nearest = (year - 622) * 33 // 32
    for number in range(nearest - 1, nearest + 3):
        ordinal = day + -(-(59 * (month - 1)) // 2) + (number - 1) * 354 + (3 + 11 * number) // 30 + _HIJRI_EPOCH
        gregorian_day = date.fromordinal(ordinal)
        if gregorian_day.year == year:
            return gregorian_day
    raise ValueError(f"{year} has no such day of the Islamic calendar")
