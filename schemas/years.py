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
    given_days = [day for day in days if isinstance(day, date)]
    if (
        anchor != Anchor.EXPLICIT
        or not isinstance(words, str)
        or not given_days
        or precision in _LONG
        or _STEPS.search(words)
    ):
        return True
    numbers = ["".join(str(int(digit)) for digit in number) for number in _DIGITS.findall(words)]  # of any script
    in_words = _LETTERS.search(words) is not None and not any(len(number) > 2 for number in numbers)
    years = {f"{day.year:04}"[-2:] for day in given_days}
    return words in _NAMES_WITHOUT_YEAR or in_words or any({number[-2:], number[2:4]} & years for number in numbers)
