"""Days that have a name: when they are in a given year."""

import re
from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.values import Value
from schemas.vocab import TimexModifier

_FIXED = re.compile(r"(\d+)-(\d+)")
_COUNTED = re.compile(r"(\d+)-(\d)-(-?\d)(?:\+(\d+))?")
_MOVED = re.compile(r"(easter|pascha)([+-]\d+)")
_HIJRI = re.compile(r"hijri-(\d+)-(\d+)")
_HIJRI_EPOCH = 227014
"""Proleptic Gregorian ordinal of the day before 1 Muharram of the year 1 (16 July 622, Julian)."""


def holiday(rule: str, year: int) -> Value:
    """Return the day or days of a rule of `holidays.toml` in a year; raises ValueError where there is none."""
    first, _, last = rule.partition("/")
    start = _day(first, year)
    end = start + timedelta(int(last)) if last.startswith("+") else _day(last or first, year)
    value = values.between(values.day(start), values.day(end))
    return values.modified(value, TimexModifier.APPROX) if first.startswith("hijri") else value


def _day(rule: str, year: int) -> date:
    if match := _FIXED.fullmatch(rule):
        return date(year, int(match[1]), int(match[2]))
    if match := _COUNTED.fullmatch(rule):
        return nth_weekday(year, int(match[1]), int(match[2]), int(match[3])) + timedelta(int(match[4] or 0))
    if match := _MOVED.fullmatch(rule):
        return (easter(year) if match[1] == "easter" else pascha(year)) + timedelta(int(match[2]))
    if match := _HIJRI.fullmatch(rule):
        return _hijri(year, int(match[1]), int(match[2]))
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


def easter(year: int) -> date:
    """Return Easter Sunday of the western churches (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    golden, hundreds, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + hundreds - hundreds // 4 - (hundreds - (hundreds + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (hundreds % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def pascha(year: int) -> date:
    """Return Easter Sunday of the eastern churches (Meeus, chapter 8), in the Gregorian calendar; for 1900 to 2099."""
    epact = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
    month, day = divmod(epact + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(13)


def _hijri(year: int, month: int, day: int) -> date:
    """Return the first such day of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, ...) in a year."""
    nearest = (year - 622) * 33 // 32
    for number in range(nearest - 1, nearest + 3):
        ordinal = day + -(-(59 * (month - 1)) // 2) + (number - 1) * 354 + (3 + 11 * number) // 30 + _HIJRI_EPOCH
        gregorian_day = date.fromordinal(ordinal)
        if gregorian_day.year == year:
            return gregorian_day
    raise ValueError(f"{year} has no such day of the Islamic calendar")
