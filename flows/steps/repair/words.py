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


def repeated_grams(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return for each repeated run of four words the distance to its first place, and its place, in words; in order."""
    import numpy as np

    count = len(words) - GRAM + 1
    if count < 2:
        return []
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
    return list(zip(shifts[ranks].tolist(), places[ranks].tolist(), strict=True))
