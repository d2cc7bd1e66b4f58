"""How many a side is, where a number is stated: "about 200 protesters", "three of the soldiers"."""

import re

from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.lexicon.numbers import SCALES, WORDS

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_MONEY = frozenset({"$", "€", "£", "¥", "₹"})
_YEARS = range(1900, 2100)


def quantity(sentence: AnnotatedSentence, phrase: Phrase) -> int | None:
    """Return the whole number that stands right before an actor phrase, or before "of the" and the phrase."""
    token_index = sentence.phrase_start(phrase) - 1
    if (
        not phrase.is_whole and _number(sentence, token_index) is None and sentence.is_open(token_index)
    ):  # "three young activists"
        token_index -= not sentence.lower(token_index).endswith("ed") and sentence.lower(token_index) not in SCALES
    if (
        sentence.lower(token_index) in {"the", "these", "those", "their", "its", "his"}
        and sentence.lower(token_index - 1) == "of"
    ):
        token_index -= 2
    elif sentence.lower(token_index) == "of":
        token_index -= 1
    return _number(sentence, token_index)


def _number(sentence: AnnotatedSentence, last: int) -> int | None:
    """Return the number that ends at the token `last`; money and years are none."""
    scale, token_index = 1, last
    while sentence.lower(token_index) in SCALES:
        scale, token_index = scale * SCALES[sentence.lower(token_index)], token_index - 1
    word = sentence.lower(token_index)
    if word in WORDS:
        return WORDS[word] * scale
    if not _DIGITS.fullmatch(word) or sentence.lower(token_index - 1) in _MONEY:
        return scale if token_index < last and word in {"a", "one"} else None
    value = float(word.replace(",", "")) * scale
    is_year = scale == 1 and "," not in word and int(value) in _YEARS
    return None if is_year or value != int(value) else int(value)
