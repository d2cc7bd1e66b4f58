"""How often words of one kind follow words of another in English.

`word_kinds.toml` names the kinds of common words, `sequences.csv` holds how much more often than by chance one kind
follows another as the next word, and as the next but one: natural logarithms in tenths. Both are counted in the English
treebanks EWT and GUM of Universal Dependencies (CC BY-SA 4.0, CC BY 4.0) by `python -m flows.training.word_kinds`.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import Words, load_grid, load_toml

COMMA = ","
NAME, NUMBER = "PROPN", "NUM"
_ENDINGS = (
    ("VBG", ("ing",)),
    ("VBN", ("ed",)),
    ("ADV", ("ly",)),
    ("ADJ", ("al", "ous", "ive", "ful", "ic", "able", "ible", "less", "ish")),
    ("NN", ("ss", "us", "is")),
    ("NNS", ("s",)),
)
"""Kinds by how words end, for words that are in no list; the first that fits counts."""


class _Alone(NamedTuple):
    """Function words, each of a kind of its own."""

    words: Words


class _WordKinds(NamedTuple):
    """The content of `word_kinds.toml`."""

    alone: _Alone
    kinds: dict[str, Words]


@cache
def kinds() -> dict[str, str]:
    """Return the kind of each common word in lower case; function words are of a kind of their own."""
    table = load_toml(files(__package__).joinpath("word_kinds.toml"), _WordKinds)
    return {word: kind for kind, words in table.kinds.items() for word in words} | {w: w for w in table.alone.words}


@cache
def _rates() -> dict[tuple[int, str, str], float]:
    header, rows = load_grid(files(__package__).joinpath("sequences.csv"), ("apart", "before"))
    return {
        (int(apart), left, right): rate / 10
        for (apart, left), rates in rows
        for right, rate in zip(header, rates, strict=True)
        if rate
    }


@lru_cache(maxsize=1 << 14)
def kind_of(word: str) -> str:
    """Return the kind of a word: of a list, by its capital or by its ending."""
    return kind_by(word, kinds())


def kind_by(word: str, listed_kinds: Mapping[str, str]) -> str:
    """Return the kind of a word by the kinds of listed words in lower case, or else by its capital or its ending."""
    if word[0].isdigit():
        return NUMBER
    low = word.lower()
    listed = listed_kinds.get(low)
    if listed == low:
        return low
    if word[0].isupper():
        return NAME
    return listed or next((kind for kind, endings in _ENDINGS if low.endswith(endings)), "NN")


def affinity(left: str, right: str, apart: int = 1) -> float:
    """Return how much more often than by chance (natural logarithm) a word such as `right` follows one such as `left`.

    `apart` is 1 for the next word and 2 for the next but one; `left` may be a comma; 0 where too little is known.
    """
    return _rates().get((apart, left if left == COMMA else kind_of(left), kind_of(right)), 0.0)
