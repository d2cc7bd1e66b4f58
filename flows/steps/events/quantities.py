"""How many a side is, where a number is stated: "about 200 protesters", "three of the soldiers"."""

import re

from flows.steps.events.sentence import Chunk, View
from flows.steps.lexicon.numbers import SCALES, WORDS

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_MONEY = frozenset({"$", "€", "£", "¥", "₹"})
_YEARS = range(1900, 2100)


def quantity(view: View, chunk: Chunk) -> int | None:
    """Return the whole number that stands right before an actor phrase, or before "of the" and the phrase."""
    place = view.phrase_start(chunk) - 1
    if not chunk.is_whole and _number(view, place) is None and view.is_open(place):  # "three young activists"
        place -= not view.lower(place).endswith("ed") and view.lower(place) not in SCALES
    if view.lower(place) in {"the", "these", "those", "their", "its", "his"} and view.lower(place - 1) == "of":
        place -= 2
    elif view.lower(place) == "of":
        place -= 1
    return _number(view, place)


def _number(view: View, last: int) -> int | None:
    """Return the number that ends at the token `last`; money and years are none."""
    scale, place = 1, last
    while view.lower(place) in SCALES:
        scale, place = scale * SCALES[view.lower(place)], place - 1
    word = view.lower(place)
    if word in WORDS:
        return WORDS[word] * scale
    if not _DIGITS.fullmatch(word) or view.lower(place - 1) in _MONEY:
        return scale if place < last and word in {"a", "one"} else None
    value = float(word.replace(",", "")) * scale
    is_year = scale == 1 and "," not in word and int(value) in _YEARS
    return None if is_year or value != int(value) else int(value)
