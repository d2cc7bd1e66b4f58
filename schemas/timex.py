"""Checks of TIMEX3 values (ISO 24617-1): the values each type may have, and the days a value covers."""

import calendar
import re
from datetime import date, timedelta

import pandas as pd

from schemas.rowwise import Series
from schemas.vocab import TimexType
from schemas.years import has_its_year

_DAY = (
    r"(?:BC)?(?:[0-9X]{2,4}"
    r"(?:-(?:[0-9X]{2}(?:-[0-9X]{2})?|W[0-9X]{2}(?:-(?:[1-7X]|WE))?|SP|SU|FA|AU|WI|Q[1-4X]|H[12X]))?)"
)
_HOUR = r"T(?:MO|MI|AF|EV|NI|DT|[0-9X]{2}(?::[0-9X]{2}(?::[0-9X]{2})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?)?)"
_REFERENCE = r"(?:PAST|PRESENT|FUTURE)_REF"
_PERIOD = (
    r"P(?:(?:\d+(?:\.\d+)?|X)(?:DE|CE|ML|[YMWDQ]|SP|SU|FA|WI|WE))*(?:T?(?:(?:\d+(?:\.\d+)?|X)(?:[HMS]|NI|MO|AF|EV))*)"
)

PATTERNS: dict[str, re.Pattern[str]] = {
    TimexType.DATE: re.compile(rf"{_REFERENCE}|{_DAY}(?:/{_DAY})?"),
    TimexType.TIME: re.compile(rf"{_REFERENCE}|(?:{_DAY})?{_HOUR}(?:/(?:{_DAY})?{_HOUR})?"),
    TimexType.DURATION: re.compile(rf"(?!PT?$){_PERIOD}"),
    TimexType.SET: re.compile(rf"(?!PT?$){_PERIOD}|{_DAY}|(?:{_DAY})?{_HOUR}"),
}
"""Whole values that a type may have.

TIMEX3 has no value for a range of days, such as June 6-8; ours is the interval of ISO 8601, `start/end`.
"""

EDTF = r"^(?:[-0-9XYEST:.~?%/+Z]+|\[[-0-9,]+\])$"
"""The characters of ISO 8601-2 dates, intervals and uncertain dates, and a set of days of which one is meant."""


def value_fits(timex_type: Series, value: Series) -> Series:
    """Return where the value is one that its type may have."""
    pairs = zip(timex_type.tolist(), value.tolist(), strict=True)
    return pd.Series([_fits(kind, timex_value) for kind, timex_value in pairs], index=value.index, dtype=bool)


def _fits(kind: object, value: object) -> bool:
    pattern = PATTERNS.get(kind) if isinstance(kind, str) else None
    return pattern is None or not isinstance(value, str) or pattern.fullmatch(value) is not None


_PERIOD_OF_YEAR = {
    "Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6),
    "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3),
}  # fmt: skip
"""First month and number of months; winter ends in the year after."""
_PERIOD_VALUE = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_EVERY_DIGIT = re.compile(r"\d{2,4}|\d{4}-\d\d|\d{4}-\d\d-\d\d")


def days_of(value: str) -> tuple[date, date] | None:
    """Return the first and the last day of a TIMEX3 value that leaves nothing open, else None; hours are ignored."""
    parts = [_days_of_one(part.partition("T")[0]) for part in value.split("/")]
    first, last = parts[0], parts[-1]
    return None if first is None or last is None or len(parts) > 2 else (first[0], last[1])


def _days_of_one(value: str) -> tuple[date, date] | None:
    try:
        if match := _WEEK.fullmatch(value):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return (monday + timedelta(5 if match[3] else 0), monday + timedelta(6))
        if match := _PERIOD_VALUE.fullmatch(value):
            month, count = _PERIOD_OF_YEAR[match[2]]
            return _months(int(match[1]), month, count)
        return _days_of_digits(value) if _EVERY_DIGIT.fullmatch(value) else None
    except (ValueError, OverflowError):  # of datetime: a day that no calendar has
        return None


def _days_of_digits(value: str) -> tuple[date, date]:
    """Return the days of 19, 199, 1999, 1999-12 and 1999-12-31."""
    if "-" not in value:
        missing = 4 - len(value)
        return date(int(value + "0" * missing), 1, 1), date(int(value + "9" * missing), 12, 31)
    year, month, *day = map(int, value.split("-"))
    return (date(year, month, day[0]), date(year, month, day[0])) if day else _months(year, month, 1)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    years, month = divmod(first + count - 2, 12)
    return date(year, first, 1), date(year + years, month + 1, calendar.monthrange(year + years, month + 1)[1])


def days_fit(timex_type: Series, value: Series, start: Series, end: Series) -> Series:
    """Return where `start` to `end` are the days of the value; a value that leaves something open fits any."""
    rows = zip(timex_type.tolist(), value.tolist(), start.tolist(), end.tolist(), strict=True)
    return pd.Series([_is_interval_of(*row) for row in rows], index=value.index, dtype=bool)


def _is_interval_of(kind: object, value: object, start: object, end: object) -> bool:
    days = days_of(value) if kind in {TimexType.DATE, TimexType.TIME} and isinstance(value, str) else None
    return days is None or (isinstance(start, date) and isinstance(end, date) and days == (start, end))


def year_in_words(anchor: Series, precision: Series, words: Series, start: Series, end: Series) -> Series:
    """Return where an explicit date of a year or less has that year in its words, at least its last two digits.

    Years that are spelled out ("nineteen ninety-six") are accepted.
    """
    columns = (column.tolist() for column in (anchor, precision, words, start, end))
    return pd.Series([has_its_year(*row) for row in zip(*columns, strict=True)], index=words.index, dtype=bool)
