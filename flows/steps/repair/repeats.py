"""Runs of words that a text holds twice, found in one pass and tolerant of misread characters."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from flows.steps.repair.words import GRAM, repeated_grams, runs_of_grams

WORD = re.compile(r"\w+")
_GAP = 14
"""Words that may be misread between two runs that agree: 3 % of characters spoil about every sixth word."""
_DRIFT = 3
"""Words that one copy may have more than the other: misreading splits words, and so do hyphens."""
_SHORTEST = 6
"""Words of the shortest run that is reported."""
_AGREEING = 0.45
"""Share of a run's words that are in runs of four that agree exactly."""
_SHORT = 3
"""Letters from which one of them may be misread."""
_MISREAD = 0.25
"""Share of the letters of a word that may be misread in other ways than the usual."""
_SPLIT = 2
"""Letters by which the parts of a word that was split may be more or fewer."""
_PAIR = {"rn": "m", "nn": "m", "ri": "n", "vv": "w", "cl": "d", "li": "h", "ii": "u"}
"""Letters that are read as one where they touch in print."""
_PAIRS = re.compile("|".join(_PAIR))
_SHAPES = ("ceoO0", "bh", "tf", "iIlj1|", "sS5", "nuv", "B8", "Z2z", "gq9")
_SINGLE = str.maketrans({letter: shape[0] for shape in _SHAPES for letter in shape})
"""Letters of one shape."""


class WordRepeat(NamedTuple):
    """Two ranges of words, half-open, that agree: `first` is the earlier one."""

    first: tuple[int, int]
    second: tuple[int, int]


class _Run(NamedTuple):
    """Words from `start` to `end` that agree with those `shift` words before; `agreeing` of them exactly."""

    start: int
    end: int
    shift: int
    agreeing: int


def find_repeats(words: Sequence[str]) -> list[WordRepeat]:
    """Return the runs that `words` hold for the second time, each with its first place, in order of the second.

    Takes time linear in the number of words: only words in a row that occur twice are looked at again.
    """
    runs = [_Run(*run) for run in _joined(runs_of_grams(repeated_grams(words), _GAP)) if _is_long(*run)]
    repeats = (repeat for run in runs for repeat in _without_other_words(words, _widened(words, run)))
    return sorted(repeats, key=lambda repeat: repeat.second)


def _joined(runs: Iterable[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the runs, which come in order, with those made one that follow each other with a drift of a few words.

    Each has the values of a `_Run`, which most of them are too short to become.
    """
    rest = iter(runs)
    low, high, shift, agreeing = next(rest, (0, 0, 0, 0))
    for start, end, other_shift, exact in rest:
        if start - high <= _GAP and abs(other_shift - shift) <= _DRIFT:
            agreeing += min(exact, max(end - high, 0))
            high = max(high, end)
        elif start >= high or exact > GRAM or agreeing <= GRAM:
            yield low, high, shift, agreeing
            low, high, shift, agreeing = start, end, other_shift, exact
    yield low, high, shift, agreeing


def _is_long(start: int, end: int, shift: int, agreeing: int) -> bool:
    return min(end - start, shift) >= _SHORTEST and agreeing >= _AGREEING * (end - start)


def _widened(words: Sequence[str], run: _Run) -> WordRepeat:
    """Return a run with the words at its edges that are alike, and its first place cut where the second begins."""
    start, end = run.start, min(run.end, run.start + run.shift)
    low, high = start - run.shift, end - run.shift
    reach = 2 * _GAP  # what agreed farther on would be part of the run
    room = min(low, start - high, reach)
    if room > 0 and words[low - 1] == words[start - 1] and words[low - room : low] == words[start - room : start]:
        low, start = low - room, start - room  # all of them, as mostly in a text of few words
    room = min(len(words) - end, start - high, reach + run.end - end)
    if room > 0 and words[high] == words[end] and words[high : high + room] == words[end : end + room]:
        high, end = high + room, end + room
    while low > 0 and high < start and run.start - start < reach and are_alike(words[low - 1], words[start - 1]):
        low, start = low - 1, start - 1
    while end < len(words) and high < start and end - run.end < reach and are_alike(words[high], words[end]):
        high, end = high + 1, end + 1
    return WordRepeat((low, high), (start, end))


def _without_other_words(words: Sequence[str], repeat: WordRepeat) -> Iterator[WordRepeat]:
    """Yield the stretches of a repeat in which all words are the same or misread, not others in their place."""
    (low, high), (start, end) = repeat
    if words[low:high] == words[start:end]:
        yield from _kept(*repeat)
        return
    left, right = low, start
    while low < high and start < end:
        step = (1, 1) if words[low] == words[start] else _step(words, low, start)
        if step is not None:
            low, start = low + step[0], start + step[1]
            continue
        yield from _kept((left, low), (right, start))
        low, start = low + 1, start + 1
        left, right = low, start
    yield from _kept((left, min(low, high)), (right, min(start, end)))


def _kept(first: tuple[int, int], second: tuple[int, int]) -> Iterator[WordRepeat]:
    if second[1] - second[0] >= _SHORTEST:
        yield WordRepeat(first, second)


def _step(words: Sequence[str], low: int, start: int) -> tuple[int, int] | None:
    """Return how many words of either copy agree next: one, or one that was split in two; None where none do."""
    left, right = words[low], words[start]
    if are_alike(left, right):
        return 1, 1
    longer = len(right) - len(left)
    if longer > 0 and low + 1 < len(words) and abs(len(words[low + 1]) - longer) <= _SPLIT:
        return (2, 1) if are_alike(left + words[low + 1], right) else None
    if longer < 0 and start + 1 < len(words) and abs(len(words[start + 1]) + longer) <= _SPLIT:
        return (1, 2) if are_alike(left, right + words[start + 1]) else None
    return None


def are_alike(left: str, right: str) -> bool:
    """Return whether two words are the same, or one of them the other with characters misread."""
    return left == right or _is_misread(left, right)


@lru_cache(maxsize=1 << 16)  # the same common words are compared again and again
def _is_misread(left: str, right: str) -> bool:
    if len(left) > 2 * len(right) or len(right) > 2 * len(left) or (left.isdigit() and right.isdigit()):
        return False
    shapes, others = left.translate(_SINGLE), right.translate(_SINGLE)
    return shapes == others or _skeleton(left) == _skeleton(right) or _differ_little(shapes, others)


@lru_cache(maxsize=4096)
def _skeleton(word: str) -> str:
    """Return a word with characters that OCR takes for each other made one."""
    return _PAIRS.sub(lambda match: _PAIR[match[0]], word).translate(_SINGLE)


def _differ_little(left: str, right: str) -> bool:
    longest, shortest = max(len(left), len(right)), min(len(left), len(right))
    most = max(int(_MISREAD * longest), longest >= _SHORT)
    return most >= longest - shortest and most > 0 and _distance()(left, right, score_cutoff=most) <= most


@cache
def _distance() -> Callable[..., int]:
    from rapidfuzz.distance import Levenshtein  # a native module; only words that differ inside repeats need it

    return Levenshtein.distance
