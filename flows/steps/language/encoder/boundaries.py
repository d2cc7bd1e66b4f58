"""Where sentences begin: what punctuation shows and what the network has learnt, weighed together."""

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from flows.steps.text.passage import Span

_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]")
_MARKED, _UNMARKED = 0.3, 0.7
"""Probability from which a word begins a sentence behind punctuation that may end one, and elsewhere: of eight pairs
the one with the best sentences on the development parts of EWT and GUM."""


def sentence_starts(begins: "NDArray[np.float32]", marked: Collection[int], fixed: Collection[int] = ()) -> list[int]:
    """Return the words of a window that begin a sentence, in order.

    `begins` is the network's probability by word, `marked` are the words behind the end of a sentence by punctuation,
    and `fixed` those that begin one whatever the network says.
    """
    thresholds = np.full(len(begins), _UNMARKED)
    thresholds[list(marked)] = _MARKED
    return sorted({0, *fixed, *np.flatnonzero(begins >= thresholds).tolist()})


def with_numbers(words: Sequence[str], starts: Sequence[int]) -> list[int]:
    """Return `starts` without those right behind the number of an item ("3. Troops leave"), which is no sentence."""
    return [start for before, start in zip([0, *starts], starts, strict=False) if not _is_number(words[before:start])]


def _is_number(words: Sequence[str]) -> bool:
    return bool(words) and _NUMBER.fullmatch("".join(words)) is not None


def ranges_from(starts: list[int], count: int) -> list["Span"]:
    """Return the ranges of sentences among `count` words that begin at `starts`; the first word begins one anyhow."""
    starts = sorted({0, *starts})
    return list(zip(starts, [*starts[1:], count], strict=True))
