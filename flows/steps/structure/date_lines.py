"""Lines that are nothing but a date."""

import re

from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, any_of

_MONTHS = any_of({*MONTHS, *SHORT_MONTHS})
_DAY = (
    rf"(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of )?(?:{_MONTHS})\.?,?\s+\d{{4}}"
)
_OPENING_DAY = re.compile(rf"(?:[a-z]{{3,9}}day,?\s+)?(?:{_DAY})\b", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"(?:(?:published|posted|updated|date|on|last updated)\s*:?\s*(?:on )?)?(?:[a-z]{3,9}day,?\s+)?"
    rf"(?:{_DAY}|(?:{_MONTHS})\.?\s+\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
    r"(?:[,\sT|·•–—@-]*(?:at\s)?\d{1,2}[:.]\d{2}.{0,20})?(?:\s*[|·•–—-]\s*[^.!?]{2,40})?\.?",
    re.IGNORECASE,
)


_STAMP = re.compile(r"published|posted|updated|date|last|on\b|.*\d:\d", re.IGNORECASE)
"""What marks a date as the one of a publication."""
_LONGEST = 90
"""Characters of the longest line that is only a date, with a time and a place behind it."""


def is_date_line(text: str) -> bool:
    """Return whether a block is nothing but a date, perhaps with a time or a place behind it."""
    return len(text) <= _LONGEST and _DATE_LINE.fullmatch(text.strip()) is not None


def is_dated_heading(text: str) -> bool:
    """Return whether a date line can be the heading of what happened then: it is no stamp of a publication."""
    return is_date_line(text) and _STAMP.match(text.strip()) is None


def opening_day(text: str) -> int:
    """Return the end of the day, with its month in letters and its year, that opens a text; 0 where none does."""
    match = _OPENING_DAY.match(text)
    return match.end() if match else 0
