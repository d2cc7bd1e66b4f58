"""The ranges of the words of a text, and the runs of words that occur twice; whole texts at once, with numpy."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

GRAM = 4
"""Words in a row that make two places worth comparing."""
_BLOCK = 1 << 12
"""Characters of Unicode that are looked at together; typographic quotes are in the third such block."""
_FACTOR = 0x9E3779B97F4A7C15
"""Odd number near 2^64 divided by the golden ratio, which spreads what it is multiplied with (Knuth, TAOCP 6.4)."""


def word_spans(text: str) -> tuple[list[int], list[int]]:
    r"""Return where each word (`\w+`) begins, and where each ends."""
    import numpy as np  # only texts with repeats need it

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_word = _letters(int(codes.max(initial=0)) // _BLOCK + 1)[codes]
    edges = np.flatnonzero(np.diff(is_word, prepend=False, append=False))
    return edges[::2].tolist(), edges[1::2].tolist()


@lru_cache(maxsize=2)
def _letters(blocks: int) -> Any:
    """Return a boolean array: whether each of the first characters of Unicode is part of a word."""
    import numpy as np

    return np.array([chr(code).isalnum() or code == ord("_") for code in range(blocks * _BLOCK)])


def numbers_of(starts: Sequence[int], places: Sequence[int]) -> list[int]:
    """Return for each of `places` the number of the last of `starts` that is not behind it; both in order."""
    import numpy as np

    numbers: list[int] = (np.searchsorted(np.asarray(starts), np.asarray(places), "right") - 1).tolist()
    return numbers


def repeated_grams(words: Sequence[str]) -> tuple[Any, Any]:
    """Return the places of all repeated runs of four words, and the distance of each to its first place, in words.

    Both are arrays of integers, in the order of the distances.
    """
    import numpy as np

    count = len(words) - GRAM + 1
    if count < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    codes = np.fromiter(map(hash, words), np.int64, len(words)).view(np.uint64)
    grams = np.zeros(count, np.uint64)
    for offset in range(GRAM):
        grams = grams * np.uint64(_FACTOR) + codes[offset : offset + count]
    buckets = (grams >> np.uint64(63 - count.bit_length())).astype(np.int64)
    order = np.flatnonzero(np.bincount(buckets)[buckets] > 1)  # most runs are alone, and need not be sorted
    order = order[np.argsort(grams[order], kind="stable")]
    is_again = np.append(False, grams[order[1:]] == grams[order[:-1]])[: order.size]
    firsts = order[np.maximum.accumulate(np.where(is_again, 0, np.arange(order.size)))]
    places, shifts = order[is_again], (order - firsts)[is_again]
    is_true = np.all([codes[places + offset] == codes[places - shifts + offset] for offset in range(GRAM)], axis=0)
    places, shifts = places[is_true], shifts[is_true]
    ranks = np.lexsort((places, shifts))
    return places[ranks], shifts[ranks]


def runs_of_grams(grams: tuple[Any, Any], gap: int) -> list[tuple[int, int, int, int]]:
    """Return the runs of words that are equally far from their first place, with gaps of `gap` words at most.

    Each is the number of its first word, of the word behind it, that distance, and how many of its words are in grams;
    `grams` is what `repeated_grams` returns. They come in order.
    """
    import numpy as np

    places, shifts = grams
    if not places.size:
        return []
    steps = np.diff(places)
    opens = np.append(True, (np.diff(shifts) != 0) | (steps > gap + GRAM))
    first = np.flatnonzero(opens)
    fresh = np.where(opens, GRAM, np.minimum(np.append(GRAM, steps), GRAM))  # words that the gram before lacks
    starts, ends = places[first], places[np.append(first[1:], places.size) - 1] + GRAM
    columns = (starts, ends, shifts[first], np.add.reduceat(fresh, first))
    ranks = np.lexsort(columns[::-1])
    return list(zip(*(column[ranks].tolist() for column in columns), strict=True))
