"""Which legacy encoding short texts are in, where statistics of bytes alone mislead.

A reading is judged by its words: an encoding of another part of the world gives letters that the language of the other
words has not, signs within words, or capitals within them.
"""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from schemas.data_files import Words, load_toml

WESTERN = "cp1252"
"""The encoding of Western Europe, as browsers read it."""
_FURTHER = ("iso8859_15", "mac_roman")
_DOS = "cp850"
"""Further encodings of Western Europe; no English text needs the one of DOS."""
CYRILLIC = ("cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic")
"""Encodings of Cyrillic letters, the most used first."""
_ASCII_WORD = re.compile(r"(?<![^\W_])[a-z]+(?![^\W_])")
_WORD = re.compile(r"\S+")
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f](?=[^\W\d_])|(?<=[^\W\d_])[¹²³¼½¾](?=[^\W\d_])")
_SIGNS = frozenset("«»“”‘’‚„–—…€£§°·•™®©½¼¾¿¡ºª´\xa0")
"""Signs outside ASCII that text has beside words."""
_BETWEEN = frozenset("’‘–—·…\xa0")
"""Those of them that may be between letters."""
_FEWEST, _SHARE = 2, 0.1
"""Different short words of a language that show it, and their share of all words in ASCII."""
_FREQUENT = frozenset("оеаинтсрвл")
"""The ten most frequent letters of Russian, which are most of any text in Cyrillic letters."""
_OFTEN, _NEARLY_ALL, _SELDOM = 0.5, 0.98, 0.02
"""Shares of these letters, of Cyrillic ones and of capitals within words by which a text is in Cyrillic letters."""
_HIGH = 0.3
"""Share of bytes outside ASCII from which a text is in another script than the Latin one."""


class _WesternLanguage(NamedTuple):
    """A block of `western.toml`: short words of a language, and its letters outside ASCII."""

    words: Words
    letters: str


@cache
def _western_languages() -> dict[str, _WesternLanguage]:
    return load_toml(files(__package__).joinpath("western.toml"), dict[str, _WesternLanguage])


def western_encoding(data: bytes, other: str | None = None) -> str | None:
    """Return the encoding of a text whose words in ASCII are those of a language of Western Europe.

    It is Windows-1252 unless another, or `other`, which statistics find, gives words with fewer faults; None where the
    language is another one, or none reads well.
    """
    language = _language(data)
    if language is None:
        return None
    names = (WESTERN, *([other] if other else ()), *(_FURTHER if language == "en" else (*_FURTHER, _DOS)))
    readings = ((name, decoded(data, name)) for name in names)
    faults = {name: _faults(text, language) for name, text in readings if text is not None}
    best = min(faults, key=faults.__getitem__, default=None)
    is_better = best == WESTERN and other is not None and faults[WESTERN] < faults.get(other, 0)
    return best if best is not None and (is_better or not faults[best]) else None


def has_signs_in_words(data: bytes) -> bool:
    """Return whether a text in Windows-1252 would have signs within words, as no language has them."""
    text = decoded(data, WESTERN) or ""
    return any(sign not in _BETWEEN for sign in _SIGN_IN_WORD.findall(text))


def cyrillic_of(data: bytes) -> str | None:
    """Return the encoding by which a text reads as words in Cyrillic letters; None if none does."""
    if sum(byte >= 0x80 for byte in data) < _HIGH * len(data):
        return None
    shares = {name: _cyrillic_share(text) for name in CYRILLIC if (text := decoded(data, name)) is not None}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= _OFTEN else None


def decoded(data: bytes, encoding: str) -> str | None:
    """Return a text by an encoding that gives the same bytes again; None where it does not."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _language(data: bytes) -> str | None:
    """Return the language of Western Europe to which most short words of a text belong; None if few do."""
    counts = Counter(_ASCII_WORD.findall(data.decode("latin-1").lower()))
    hits = {
        name: [count for word, count in counts.items() if word in table.words]
        for name, table in _western_languages().items()
    }
    best = max(hits, key=lambda name: sum(hits[name]))
    return best if len(hits[best]) >= _FEWEST and sum(hits[best]) >= _SHARE * counts.total() else None


def _faults(text: str, language: str) -> int:
    """Return how many characters outside ASCII do not belong where they are.

    Names have letters of other languages; so words with a capital count in English alone, whose words have hardly any.
    """
    letters = _western_languages()[language].letters
    faults = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        is_name = language != "en" and word.lstrip("«“‘„(").istitle()
        for index, character in enumerate(word):
            if character.isascii():
                continue
            before, behind = word[index - 1 : index], word[index + 1 : index + 2]
            if character.isalpha():
                faults += not (is_name or character.lower() in letters) or (before.islower() and character.isupper())
            else:
                is_inside = before.isalpha() and behind.isalpha()
                faults += character not in (_BETWEEN if is_inside else _SIGNS)
    return faults


def _cyrillic_share(text: str) -> float:
    """Return the share of frequent letters among those outside ASCII, 0 where they are no words in Cyrillic letters."""
    letters = [character for character in text if not character.isascii()]
    inside = sum("\u0400" <= character <= "\u04ff" for character in letters)
    mixed = sum(left.islower() and right.isupper() for left, right in pairwise(text))
    if not letters or inside < _NEARLY_ALL * len(letters) or mixed > _SELDOM * len(letters):
        return 0.0
    return sum(character in _FREQUENT for character in text.lower()) / len(letters)
