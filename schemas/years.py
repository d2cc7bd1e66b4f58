"""Whether words have a year in them; imports no pandas."""

import re
from datetime import date

from schemas.vocab import Anchor, Precision

_LONG = frozenset({Precision.DECADE, Precision.CENTURY})
_LETTERS = re.compile(r"[^\W\d]{5}")
"""The shortest word of a year that is spelled out: "nineteen"."""
_NAMES_WITHOUT_YEAR = frozenset({"9/11"})
"""Names of one day of one year that do not contain the year."""
_STEPS = re.compile(r"\b(?:before|prior to|after|following|from)\b", re.IGNORECASE)
"""Words of an expression that counts from the date it names, perhaps into another year."""
_DIGITS = re.compile(r"\d+")


def has_its_year(anchor: object, precision: object, words: object, *days: object) -> bool:
    """Return whether the words of an explicit date of a year or less have its year, at least two digits of it."""
    if anchor != Anchor.EXPLICIT or not isinstance(words, str) or precision in _LONG:
        return True
    years = [f"{day.year:04}"[-2:] for day in days if isinstance(day, date)]
    numbers = _DIGITS.findall(words if words.isascii() else _with_plain_digits(words))
    if not years or any(number[-2:] in years or number[2:4] in years for number in numbers):
        return True
    in_words = _LETTERS.search(words) is not None and not any(len(number) > 2 for number in numbers)
    return words in _NAMES_WITHOUT_YEAR or in_words or _STEPS.search(words) is not None


def _with_plain_digits(words: str) -> str:
    """Return words with the digits of any script written as those of ours."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in words)
