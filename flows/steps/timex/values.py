"""Values of time expressions: TIMEX3 value (ISO 24617-1), EDTF (ISO 8601-2) and the days it covers.

Every function returns a `Value`. Those for calendar units raise ValueError or OverflowError for what no calendar has.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from flows.steps.models import record
from schemas.vocab import Precision, TimexModifier, TimexType

_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_SEASON_EDTF = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_MONTH_DAY = re.compile(r"XXXX-(\d\d)-(\d\d)")
_YEAR_BEFORE_CHRIST = re.compile(r"BC(\d{4})")
_kept = lru_cache(maxsize=4096)
"""A text names few units of the calendar, each again and again, and a chronology nothing else."""


@record
class Value:
    """A TIMEX3 value with EDTF; `start` and `end` are days, both inside it, and None where they cannot be known."""

    timex_type: str
    timex_value: str
    edtf: str | None = None
    start: date | None = None
    end: date | None = None
    precision: str | None = None
    modifier: str | None = None

    @property
    def month_day(self) -> tuple[int, int] | None:
        """Return month and day where only the year is missing."""
        match = _MONTH_DAY.fullmatch(self.timex_value)
        return (int(match[1]), int(match[2])) if match else None

    @property
    def year_before_christ(self) -> int | None:
        """Return the year where the value is of a year before Christ."""
        match = _YEAR_BEFORE_CHRIST.match(self.timex_value)
        return int(match[1]) if match else None


@_kept
def day(moment: date) -> Value:
    """Return the value of one day."""
    return Value(
        timex_type=TimexType.DATE,
        timex_value=moment.isoformat(),
        edtf=moment.isoformat(),
        start=moment,
        end=moment,
        precision=Precision.DAY,
    )


def either(candidate: date, alternative: date) -> Value:
    """Return the value of one of two days: its interval goes from the earlier to the later one.

    TIMEX3 writes only what both share; EDTF has both, as one of a set (ISO 8601-2 level 2).
    """
    first, last = sorted((candidate, alternative))
    shared = f"{first.year:04}" if first.year == last.year else "XXXX"
    return Value(
        timex_type=TimexType.DATE,
        timex_value=f"{shared}-XX-XX",
        edtf=f"[{first},{last}]",
        start=first,
        end=last,
        precision=Precision.INTERVAL,
    )


def clock(moment: date | None, hour: str) -> Value:
    """Return the value of an hour such as T09:30 on a day; without the day, it has no days."""
    if moment is None:
        return Value(timex_type=TimexType.TIME, timex_value=f"XXXX-XX-XX{hour}")
    return replace(day(moment), timex_type=TimexType.TIME, timex_value=f"{moment.isoformat()}{hour}")


def part_of_day(moment: date, code: str) -> Value:
    """Return the value of a part of a day: TIMEX3 code MO, AF, EV or NI."""
    return replace(day(moment), timex_type=TimexType.TIME, timex_value=f"{moment.isoformat()}T{code}")


def week(moment: date) -> Value:
    """Return the value of the week, Monday to Sunday, that holds a day; EDTF has no weeks, so it names the days."""
    monday = moment - timedelta(moment.weekday())
    sunday = monday + timedelta(6)
    number = moment.isocalendar()
    edtf = f"{monday.isoformat()}/{sunday.isoformat()}"
    return Value(
        timex_type=TimexType.DATE,
        timex_value=f"{number.year:04}-W{number.week:02}",
        edtf=edtf,
        start=monday,
        end=sunday,
        precision=Precision.WEEK,
    )


def weekend(moment: date) -> Value:
    """Return the value of Saturday and Sunday of the week that holds a day."""
    whole = week(moment)
    saturday = moment - timedelta(moment.weekday() - 5)
    edtf = f"{saturday.isoformat()}/{(saturday + timedelta(1)).isoformat()}"
    return _interval(f"{whole.timex_value}-WE", edtf, saturday, saturday + timedelta(1))


@_kept
def month(year: int, number: int) -> Value:
    """Return the value of a calendar month."""
    text = f"{year:04}-{number:02}"
    return _days(text, text, months(year, number, 1), Precision.MONTH)


def quarter(year: int, number: int) -> Value:
    """Return the value of a calendar quarter, 1 to 4; EDTF 33 to 36."""
    days = months(year, number * 3 - 2, 3)
    return _days(f"{year:04}-Q{number}", f"{year:04}-{32 + number}", days, Precision.QUARTER)


def half(year: int, number: int) -> Value:
    """Return the value of half a calendar year, 1 or 2; EDTF 40 and 41."""
    if number not in {1, 2}:
        raise ValueError(f"a year has no half number {number}")
    return _interval(f"{year:04}-H{number}", f"{year:04}-{39 + number}", *months(year, number * 6 - 5, 6))


def season(year: int, code: str) -> Value:
    """Return the value of a northern season by its TIMEX3 code; winter ends in the year after `year`."""
    days = months(year, _SEASON_START[code], 3)
    return _days(f"{year:04}-{code}", f"{year:04}-{_SEASON_EDTF[code]}", days, Precision.SEASON)


@_kept
def year(number: int) -> Value:
    """Return the value of a calendar year."""
    days = months(number, 1, 12)
    return _days(f"{number:04}", f"{number:04}", days, Precision.YEAR)


def before_christ(number: int) -> Value:
    """Return the value of a year before Christ, which has no days here; in EDTF 1 BC is the year 0000."""
    return unknown(f"BC{number:04}", f"-{number - 1:04}" if number > 1 else "0000")


def long_before_christ(first_digits: str) -> Value:
    """Return the value of a decade or century before Christ by its first digits, as TIMEX3 writes it; no days."""
    return unknown(f"BC{first_digits}")


def decade(tens: int) -> Value:
    """Return the value of a decade: 199 for 1990 to 1999."""
    days = date(tens * 10, 1, 1), date(tens * 10 + 9, 12, 31)
    return _days(f"{tens:03}", f"{tens:03}X", days, Precision.DECADE)


def century(hundreds: int) -> Value:
    """Return the value of a century by its first digits: 19 for 1900 to 1999, as TIMEX3 and EDTF count."""
    days = date(hundreds * 100, 1, 1), date(hundreds * 100 + 99, 12, 31)
    return _days(f"{hundreds:02}", f"{hundreds:02}XX", days, Precision.CENTURY)


def between(first: Value, last: Value) -> Value:
    """Return the value from the start of one to the end of another; raises ValueError where they come the other way."""
    if first == last:
        return first
    if first.start is None or last.start is None or last.end is None:
        return unknown(f"{first.timex_value}/{last.timex_value}", f"{first.edtf}/{last.edtf}")
    if first.start > last.start:
        raise ValueError("the range ends before it starts")
    days = f"{first.start}/{last.end}"
    value, edtf = f"{first.timex_value}/{last.timex_value}", f"{first.edtf}/{last.edtf}"
    return _interval(
        days if value.count("/") > 1 or "T" in value else value,
        days if edtf.count("/") > 1 or "[" in edtf else edtf,
        first.start,
        last.end,
    )


def unknown(timex_value: str, edtf: str | None = None) -> Value:
    """Return the value of a date whose days cannot be known, with X for what is missing."""
    return Value(timex_type=TimexType.DATE, timex_value=timex_value, edtf=edtf)


def duration(length: str, ends: tuple[date, date] | None = None, modifier: str | None = None) -> Value:
    """Return the value of a TIMEX3 `length` such as P2Y; `ends` are the first and last day it covers, where known."""
    start, end = ends or (None, None)
    precision = Precision.INTERVAL if ends else None
    edtf = f"{start}/{end}" if ends else None
    return Value(
        timex_type=TimexType.DURATION,
        timex_value=length,
        edtf=edtf,
        start=start,
        end=end,
        precision=precision,
        modifier=modifier,
    )


def modified(value: Value, modifier: str | None) -> Value:
    """Return `value` with a TIMEX3 modifier, which EDTF shows by ~ where it is APPROX."""
    if modifier is None:
        return value
    approximate = modifier == TimexModifier.APPROX and value.edtf is not None and "/" not in value.edtf
    return replace(value, modifier=modifier, edtf=f"{value.edtf}~" if approximate else value.edtf)


def months(year_number: int, first: int, count: int) -> tuple[date, date]:
    """Return the first and the last day of `count` months from month number `first` of a year."""
    after = year_number * 12 + first - 1 + count
    return date(year_number, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1)


def _interval(timex_value: str, edtf: str, start: date, end: date) -> Value:
    return _days(timex_value, edtf, (start, end), Precision.INTERVAL)


def _days(timex_value: str, edtf: str, days: tuple[date, date], precision: Precision) -> Value:
    """Return the value of the days from the first to the last of `days`, both included."""
    return Value(
        timex_type=TimexType.DATE,
        timex_value=timex_value,
        edtf=edtf,
        start=days[0],
        end=days[1],
        precision=precision,
    )
