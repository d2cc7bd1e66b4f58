"""Stems of words and how rare they are: the lexical part of comparing event mentions and dated mentions."""

import re
from collections.abc import Container, Iterator
from math import log

_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM_LETTERS = 6
"""Letters of a word that are compared: parliament and parliamentary agree."""
_FEWEST_TEXTS = 8
"""Sentences or paragraphs that a rarity is computed for at least; of fewer nothing can be learnt about rarity."""
MOST_HOLDERS = 60
"""Mentions or clusters that may share a key and still be looked up by it; a more common key would cost much and
distinguish nothing."""


class _PlainCharacters(dict[int, str | None]):
    """What becomes of each character of a word: lower case, nothing for punctuation; white space stays.

    Each is found when it first occurs.
    """

    def __missing__(self, code: int) -> str | None:
        """Return what becomes of a character, and keep it."""
        character = chr(code)
        plain = character.casefold() if character.isalnum() else character if character.isspace() else None
        self[code] = plain
        return plain


_PLAIN = _PlainCharacters()


def stems(text: str, ignored: Container[str] = (), start: int = 0, end: int | None = None) -> Iterator[tuple[str, int]]:
    """Yield the stem of each word of five letters or more between two offsets, with the offset of the word.

    `ignored` are words in lower case that are left out.
    """
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match[0].casefold()
        if word not in ignored:
            yield word[:_STEM_LETTERS], match.start()


def stem_set(text: str, ignored: Container[str] = ()) -> set[str]:
    """Return the different stems of a text, as `stems` yields them, in half the time."""
    return {word[:_STEM_LETTERS] for word in map(str.casefold, _WORD.findall(text)) if word not in ignored}


def rarity(holders: int, texts: int) -> float:
    """Return how rare a feature is, from 1 where at most two of all texts hold it down to 0 where all do.

    This is the inverse document frequency log(texts / holders), scaled by that of a feature with two holders.
    """
    total = max(texts, _FEWEST_TEXTS)
    return log(total / min(max(holders, 2), total)) / log(total / 2)


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, each without its punctuation, for comparing word for word."""
    return tuple(text.translate(_PLAIN).split())
