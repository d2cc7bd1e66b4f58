"""Names reduced to how they sound, so that two spellings of one name read alike."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from flows.steps.entities.tables import names, spelling
from flows.steps.entities.tokens import fold

_PARTS = re.compile(r"[^\W_]+|-")
_DOTTED = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\.)")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aiu")
_SERVANT = re.compile(r"abd[aeiou]?l[\s-]*(?!lah?\b)(?=\w{3})")
"""The first part of names such as Abdel-Wahab and Abdulaziz, but not of Abdullah."""


@lru_cache(maxsize=1 << 17)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, in lower case, without articles, "Jr." and apostrophes."""
    plain = _DOTTED.sub(r"\1 ", fold(name)).casefold().replace("'", "").replace(".", " ")
    parts = _PARTS.findall(_SERVANT.sub("abd ", plain))
    kept = tuple(word for index, word in enumerate(parts) if word != "-" and not _is_dropped(parts, index))
    return kept or tuple(word for word in parts if word != "-")


def _is_dropped(parts: list[str], index: int) -> bool:
    word = parts[index]
    if parts[index + 1 : index + 2] == ["-"]:
        return word in spelling().hyphened_articles
    return index > 0 and (word in spelling().articles or (word in spelling().suffixes and index == len(parts) - 1))


def particles() -> frozenset[str]:
    """Return the small words inside the names of bodies and places."""
    return spelling().particles


def relations() -> frozenset[str]:
    """Return the words for "son of" and "daughter of"."""
    return spelling().relations


def openings() -> frozenset[str]:
    """Return the first words that make a name only with the next: "Abu", "Abd"."""
    return spelling().openings


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return how a word of a name sounds: consonants and the three vowels a, i and u.

    Words that the knowledge base lists as spellings of one name sound alike.
    """
    heard = "bin" if word in relations() else _heard(word)
    return _listed().get(heard, heard)


def _heard(word: str) -> str:
    """Return how a word sounds by its letters."""
    read = word
    for written, heard in spelling().vowels:
        read = read.replace(written, heard)
    for written, heard in spelling().sounds:
        read = read.replace(written, heard)
    read = _DOUBLED.sub(r"\1", read)
    return read[:-1] if len(read) > 2 and read.endswith("h") and read[-2] in _VOWELS else read


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return the consonants of a word with all that transliterations mix made one; a first vowel is "a"."""
    heard = sound(word)
    first = "a" if heard[:1] in _VOWELS else ""
    bones = first + "".join(letter for letter in heard if letter not in _VOWELS)
    for one, other in spelling().alike:
        bones = bones.replace(one, other)
    return _DOUBLED.sub(r"\1", bones) or heard


def sounds(name: str) -> tuple[str, ...]:
    """Return how the words of a name sound, in their order."""
    return tuple(sound(word) for word in name_words(name))


@cache
def _listed() -> Mapping[str, str]:
    """Return how each listed spelling sounds, with the sound of the first of its group."""
    found: dict[str, str] = {}
    for group in names().spellings:
        heard = [_heard(fold(word).casefold().replace("'", "")) for word in group]
        found |= {sound: found.get(heard[0], heard[0]) for sound in heard if sound not in found}
    return found
