"""Words as the encoder reads them: word pieces, and the shapes that its uncased vocabulary does not keep."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from flows.steps.text.passage import Span

FIRST, LAST, UNKNOWN = 101, 102, 100
"""Ids of the marks around a window, and of a piece that the vocabulary lacks."""
MAX_PIECES_OF_WORD = 8
MAX_PIECES_OF_WINDOW = 256
_SHAPES = {"mark": 1, "digits": 2, "lower": 3, "upper": 4, "letter": 5, "title": 6, "inner": 7, "mixed": 8}
_INSIDE = 9
"""The shape of each piece of a word but the first."""
_CACHED_WORDS = 2**16
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": "-", "–": "-", "‐": "-", "‑": "-", "…": "."})
_MARKS = {"``": '"', "''": '"'}
ToPieces = Callable[[str], Sequence[int]]


class Window(NamedTuple):
    """A run of words with the marks around it: `ids` and `shapes` by piece, `first` the first piece of each word."""

    ids: list[int]
    shapes: list[int]
    first: list[int]


def word_pieces(encode: Callable[[str], list[int]]) -> ToPieces:
    """Return a function from a word to the ids of its pieces, at most MAX_PIECES_OF_WORD; `encode` cuts plain text."""

    @lru_cache(_CACHED_WORDS)
    def pieces(word: str) -> tuple[int, ...]:
        plain = _MARKS.get(word, word).translate(_PLAIN)
        return tuple(encode(plain)[:MAX_PIECES_OF_WORD]) or (UNKNOWN,)

    return pieces


@lru_cache(_CACHED_WORDS)
def shape(word: str) -> int:
    """Return the number of the shape of a word: its capitals, digits or marks."""
    if not any(map(str.isalpha, word)):
        return _SHAPES["digits" if any(map(str.isdigit, word)) else "mark"]
    if word.islower():
        return _SHAPES["lower"]
    if word.isupper():
        return _SHAPES["upper" if len(word) > 1 else "letter"]
    if word[0].isupper():
        return _SHAPES["title" if word[1:].islower() else "inner"]
    return _SHAPES["mixed"]


def window(words: Sequence[str], to_pieces: ToPieces) -> Window:
    """Return `words` as one window."""
    ids, shapes, first = [FIRST], [0], []
    for word in words:
        first.append(len(ids))
        pieces = to_pieces(word)
        ids += pieces
        shapes += (shape(word), *(_INSIDE,) * (len(pieces) - 1))
    return Window([*ids, LAST], [*shapes, 0], first)


def window_ranges(words: Sequence[str], starts: Sequence[int], to_pieces: ToPieces) -> Iterator[Span]:
    """Yield ranges of words that fill windows of at most MAX_PIECES_OF_WINDOW pieces.

    `starts` are the indexes, in order, where a window may begin: the sentences as far as punctuation shows them. A
    longer sentence is cut between words.
    """
    lengths = [len(to_pieces(word)) for word in words]
    begin, allowed, filled = 0, 0, 2
    candidates = set(starts)
    for index, length in enumerate(lengths):
        if index in candidates:
            allowed = index
        if filled + length > MAX_PIECES_OF_WINDOW:
            end = allowed if allowed > begin else index
            yield begin, end
            begin, allowed = end, end
            filled = 2 + sum(lengths[begin:index])
        filled += length
    if begin < len(words):
        yield begin, len(words)
