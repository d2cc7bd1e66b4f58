"""Which values of TIMEX3 (ISO 24617-1) go with which type."""

import re
from typing import Any

import pandas as pd

from schemas.vocab import TimexType

_DAY = (
    r"(?:BC)?(?:[0-9X]{2,4}"
    r"(?:-(?:[0-9X]{2}(?:-[0-9X]{2})?|W[0-9X]{2}(?:-(?:[1-7X]|WE))?|SP|SU|FA|AU|WI|Q[1-4X]|H[12X]))?)"
)
_HOUR = r"T(?:MO|MI|AF|EV|NI|DT|[0-9X]{2}(?::[0-9X]{2}(?::[0-9X]{2})?)?Z?)"
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

EDTF = r"^[-0-9XYEST:.~?%/+Z]+$"
"""The characters of ISO 8601-2 dates, intervals and uncertain dates."""


def value_fits(timex_type: Any, value: Any) -> Any:
    """Return where the value is one that its type may have."""
    pairs = zip(timex_type.tolist(), value.tolist(), strict=True)
    return pd.Series([_fits(kind, found) for kind, found in pairs], index=value.index, dtype=bool)


def _fits(kind: object, value: object) -> bool:
    pattern = PATTERNS.get(kind) if isinstance(kind, str) else None
    return pattern is None or not isinstance(value, str) or pattern.fullmatch(value) is not None
