"""Phonetic keys of names: two transliterations of one name have the same key."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.entities.tables import names
from flows.steps.entities.tokens import fold
from schemas.data_files import load_toml

_PARTS = re.compile(r"[^\W_]+|-")
_DOTTED = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\.)")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aiu")
_SERVANT = re.compile(r"abd[aeiou]?l[\s-]*(?!lah?\b)(?=\w{3})")
"""The first part of names such as Abdel-Wahab and Abdulaziz, but not of Abdullah."""


class PhoneticRules(NamedTuple):
    """The content of `phonetics.toml`: parts of names, and spellings of one sound."""

    articles: frozenset[str]
    hyphened_articles: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    openings: frozenset[str]
    relations: frozenset[str]
    sounds: tuple[tuple[str, str], ...]
    vowels: tuple[tuple[str, str], ...]
    alike: tuple[tuple[str, str], ...]
    same: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]


@cache
def phonetic_rules() -> PhoneticRules:
    """Return the content of `phonetics.toml`."""
    return load_toml(files(__package__).joinpath("phonetics.toml"), PhoneticRules)


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
        return word in phonetic_rules().hyphened_articles
    return index > 0 and (
        word in phonetic_rules().articles or (word in phonetic_rules().suffixes and index == len(parts) - 1)
    )


def particles() -> frozenset[str]:
    """Return the small words inside the names of bodies and places."""
    return phonetic_rules().particles


def relations() -> frozenset[str]:
    """Return the words for "son of" and "daughter of"."""
    return phonetic_rules().relations


def openings() -> frozenset[str]:
    """Return the first words that make a name only with the next: "Abu", "Abd"."""
    return phonetic_rules().openings


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return the phonetic key of a word of a name: consonants and the three vowels a, i and u.

    Words that the knowledge base lists as spellings of one name have the same key.
    """
    key = "bin" if word in relations() else _key_by_letters(word)
    return _listed().get(key, key)


def _key_by_letters(word: str) -> str:
    """Return the phonetic key of a word by its letters alone."""
    read = word
    for written, key in phonetic_rules().vowels:
        read = read.replace(written, key)
    for written, key in phonetic_rules().sounds:
        read = read.replace(written, key)
    read = _DOUBLED.sub(r"\1", read)
    return read[:-1] if len(read) > 2 and read.endswith("h") and read[-2] in _VOWELS else read


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return the consonants of a word with letters that transliterations mix made one; a first vowel is "a"."""
    key = sound(word)
    first = "a" if key[:1] in _VOWELS else ""
    consonants = first + "".join(letter for letter in key if letter not in _VOWELS)
    for one, other in phonetic_rules().alike:
        consonants = consonants.replace(one, other)
    return _DOUBLED.sub(r"\1", consonants) or key


def sounds(name: str) -> tuple[str, ...]:
    """Return the phonetic keys of the words of a name, in their order."""
    return tuple(sound(word) for word in name_words(name))


@cache
def _listed() -> Mapping[str, str]:
    """Return the phonetic key of each listed spelling: that of the first of its group."""
    found: dict[str, str] = {}
    for group in names().spellings:
        keys = [_key_by_letters(fold(word).casefold().replace("'", "")) for word in group]
        found |= {key: found.get(keys[0], keys[0]) for key in keys if key not in found}
    return found
