"""The fragments that a text holds more than once, each with its copies, their borders where lines begin and end."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from flows.steps.repair.copies import FragmentCopy
from flows.steps.repair.pages import AROUND, TextLayout, WordFit
from flows.steps.repair.repeats import WordRepeat, are_alike

STRAY = 12
"""Words of the shortest fragment that is removed from a place of its own: about one line of a layout."""
ADJACENT = 6
"""Words of the shortest fragment that is removed when it directly follows the text it repeats."""
_JOINT = 60
"""Words of page furniture between a fragment and the text it repeats, at most."""
_BESIDE = 200
"""Words around a repeat in which others show that the author repeats himself."""
_SAME = 0.5
"""Share of two ranges that is common to both where they are places of one fragment."""
_MOST_COPIES = 3
"""Fragments that hold a word of the text on average, at most: with more it is periodic, as a table or a refrain is."""
_MOST_TIMES = 24
"""Times that the words of a fragment come back at most, by judgement: a page break prints them once more, or twice."""
_CHANCE = 2
"""Words that may follow a fragment and its source alike by chance."""
_MOVES: tuple[int, ...] = (0, *range(1, _CHANCE + 1), *range(-1, -_CHANCE - 1, -1))
"""Words by which an edge may move to where a line begins or ends, inward first."""


class Fragment:
    """Words that a text holds at two places or more: `repeats` pairs each later place with the first one.

    `beside` gives the repeats of the text that are near one of these.
    """

    def __init__(
        self,
        layout: TextLayout,
        repeats: Sequence[WordRepeat],
        beside: Callable[[WordRepeat], Sequence[WordRepeat]],
    ) -> None:
        self.layout = layout
        self.repeats = repeats
        self._beside = beside
        self._known: tuple[WordFit | None, list[FragmentCopy]] = (None, [])

    @cached_property
    def is_rhetorical(self) -> bool:
        """Return whether the author repeats himself there: other words are repeated beside it, and not by lines."""
        return any(
            other is not repeat and _is_near(self.layout, repeat, other)
            for repeat in self.repeats
            for other in self._beside(repeat)
        )

    @property
    def may_be_removed(self) -> bool:
        """Return whether it is worth a look: it follows its first place, or one of its copies fills lines, nearly."""
        for first, second in self.repeats:
            if second[0] - first[1] <= _JOINT and second[1] - second[0] >= ADJACENT:
                return True
            for start, end in (first, second):
                if end - start >= STRAY - 2 * _CHANCE and _borders(self.layout, start, end):
                    return True
        return False

    @cached_property
    def pairs(self) -> list[WordRepeat]:
        """Return its repeats, with borders where lines begin and end if few words more or less make it so."""
        return [
            (_to_line_start if repeat.first[1] == repeat.second[0] else _to_line_ends)(self.layout, repeat)
            for repeat in self.repeats
        ]

    def copies(self, fit: WordFit) -> list[FragmentCopy]:
        """Return its copies in order, each in the surroundings that `fit` describes."""
        known_fit, copies = self._known
        if known_fit is not fit:
            firsts = [FragmentCopy(fit, span) for span in sorted({pair.first for pair in self.pairs})]
            firsts = [copy for copy in firsts if copy.fills_lines] or firsts
            first = max(firsts, key=attrgetter("oddness")) if len(firsts) > 1 else firsts[0]
            copies = sorted((first, *(FragmentCopy(fit, pair.second) for pair in self.pairs)), key=attrgetter("start"))
            self._known = fit, copies
        return copies


def fragments(layout: TextLayout) -> list[Fragment]:
    """Return the fragments of a text of which copies may have to go, in order of their first places.

    A periodic text has none: page breaks print few words of a text twice. Nor are words such a fragment that come
    back dozens of times: those are a stock phrase, a list or a refrain.
    """
    in_lines = [repeat for repeat in layout.repeats if not _fills(layout, repeat)]
    starts = [repeat.second[0] for repeat in in_lines]

    def beside(repeat: WordRepeat) -> Sequence[WordRepeat]:
        start = repeat.second[0]
        return in_lines[bisect_left(starts, start - _BESIDE) : bisect_right(starts, start + _BESIDE)]

    every = (Fragment(layout, together, beside) for together in _of_one_fragment(layout.repeats))
    found = [fragment for fragment in every if fragment.may_be_removed]
    copied = sum(end - start for fragment in found for _, (start, end) in fragment.repeats)
    if copied > _MOST_COPIES * len(layout.words):
        return []
    return [fragment for fragment in found if len(fragment.repeats) <= _MOST_TIMES]


def fit_of(layout: TextLayout, repeated: Iterable[Fragment]) -> WordFit:
    """Return how the words of a text fit together, given what the copies of its fragments show about each other.

    Where one copy begins or ends in mid-sentence and in mid-line, the other does so in mid-sentence, too.
    """
    plain = WordFit(layout)
    going_on: set[int] = set()
    inside: set[int] = set()
    for (low, high), (start, end) in (pair for fragment in repeated for pair in fragment.pairs):
        starts, ends = (low, start), (high - 1, end - 1)
        if any(map(plain.goes_on_in_line, ends)):
            going_on |= {word for word in ends if not layout.ends_sentence(word)}
        if any(map(plain.is_name_in_line, starts)):
            inside |= {word for word in starts if plain.goes_on(word)}
    return WordFit(layout, frozenset(going_on), frozenset(inside))


def _of_one_fragment(repeats: Sequence[WordRepeat]) -> Iterator[list[WordRepeat]]:
    """Yield repeats in groups that have their first place in common, mostly."""
    group: list[WordRepeat] = []
    for repeat in sorted(repeats):
        if group and not _are_mostly_same(group[-1].first, repeat.first):
            yield group
            group = []
        group.append(repeat)
    if group:
        yield group


def _are_mostly_same(left: tuple[int, int], right: tuple[int, int]) -> bool:
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return shared > _SAME * max(left[1] - left[0], right[1] - right[0])


def _is_near(layout: TextLayout, repeat: WordRepeat, other: WordRepeat) -> bool:
    """Return whether both places of another repeat are near those of one."""
    if abs(other.first[0] - repeat.first[0]) > _BESIDE:
        return False
    low, high = layout.line_number(repeat.second[0]), layout.line_number(repeat.second[1] - 1)
    return low - AROUND <= layout.line_number(other.second[0]) <= high + AROUND


def _fills(layout: TextLayout, repeat: WordRepeat) -> bool:
    (low, high), (start, end) = repeat
    openers, closers = layout.openers, layout.closers
    return (low in openers and high - 1 in closers) or (start in openers and end - 1 in closers)


def _to_line_start(layout: TextLayout, repeat: WordRepeat) -> WordRepeat:
    """Return two copies that follow each other directly, moved on a word or two if the second begins a line then.

    What goes is the same: the words that are passed over occur behind the second copy once more.
    """
    (low, high), (start, end) = repeat
    for step in range(min(_CHANCE, len(layout.words) - end) + 1):
        if layout.opens_line(start + step):
            return WordRepeat((low + step, high + step), (start + step, end + step))
        if end + step >= len(layout.words) or not are_alike(layout.words[start + step], layout.words[end + step]):
            break
    return repeat


def _to_line_ends(layout: TextLayout, repeat: WordRepeat) -> WordRepeat:
    """Return a repeat one copy of which begins and ends with lines, if a word or two more or less make it so.

    Chance makes repeats longer than the lines of a copy, and misread words make them shorter.
    """
    best, fewest = repeat, 2 * _CHANCE + 1
    for opened, closed in repeat[::-1]:
        borders = _borders(layout, opened, closed)
        if borders is not None and abs(borders[0]) + abs(borders[1]) < fewest:
            head, tail = borders
            (low, high), (start, end) = repeat
            moved = WordRepeat((low + head, high - tail), (start + head, end - tail))
            if _is_sound(layout, moved, max(-head, 0), max(-tail, 0)):
                best, fewest = moved, abs(head) + abs(tail)
    return best


def _is_sound(layout: TextLayout, repeat: WordRepeat, head: int, tail: int) -> bool:
    """Return whether a moved repeat lies in the text, apart, and the words added at its edges are alike."""
    (low, high), (start, end) = repeat
    if low < 0 or high > start or end > len(layout.words):
        return False
    words = layout.words
    if any(not are_alike(words[low + offset], words[start + offset]) for offset in range(head)):
        return False
    return not any(not are_alike(words[high - 1 - offset], words[end - 1 - offset]) for offset in range(tail))


def _borders(layout: TextLayout, start: int, end: int) -> tuple[int, int] | None:
    """Return how many words the edges of a range must move inward to begin and end with lines; None if many."""
    head = _nearest(layout.openers, start, 1)
    tail = None if head is None else _nearest(layout.closers, end - 1, -1)
    return None if head is None or tail is None else (head, tail)


def _nearest(line_ends: frozenset[int], edge: int, inward: int) -> int | None:
    """Return how many words an edge must move inward (outward, if negative) to where a line begins or ends, if few."""
    for move in _MOVES:
        if edge + inward * move in line_ends:
            return move
    return None
