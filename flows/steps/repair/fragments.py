"""The fragments that a text holds more than once, each with its copies, their borders where lines begin and end."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter, itemgetter

from flows.steps.repair.copies import Copy
from flows.steps.repair.pages import AROUND, Page
from flows.steps.repair.repeats import Repeat, are_alike, find_repeats

STRAY = 12
"""Words of the shortest fragment that is removed from a place of its own: about one line of a page."""
ADJACENT = 6
"""Words of the shortest fragment that is removed when it directly follows the text it repeats."""
_JOINT = 60
"""Words of page furniture between a fragment and the text it repeats, at most."""
_BESIDE = 200
"""Words around a repeat in which others tell that the author repeats himself."""
_SAME = 0.5
"""Share of two ranges that is common to both where they are places of one fragment."""
_CHANCE = 2
"""Words that may follow a fragment and its source alike by chance."""


class Fragment:
    """Words that stand at two places or more: `repeats` names each later place with the first one."""

    def __init__(self, page: Page, repeats: Sequence[Repeat], beside: Callable[[Repeat], Sequence[Repeat]]) -> None:
        self.page = page
        self.repeats = repeats
        self._beside = beside

    @cached_property
    def is_rhetorical(self) -> bool:
        """Return whether the author repeats himself there: other words are repeated beside it, and not by lines."""
        return any(
            other is not repeat and _is_near(self.page, repeat, other) and not _fills(self.page, other)
            for repeat in self.repeats
            for other in self._beside(repeat)
        )

    @property
    def may_be_removed(self) -> bool:
        """Return whether it is worth a look: it follows its first place, or one of its copies fills lines, nearly."""
        if any(second[0] - first[1] <= _JOINT and second[1] - second[0] >= ADJACENT for first, second in self.repeats):
            return True
        long = (span for repeat in self.repeats for span in repeat if span[1] - span[0] >= STRAY - 2 * _CHANCE)
        return any(_borders(self.page, start, end) for start, end in long)

    def copies(self) -> list[Copy]:
        """Return its copies in order, with borders where lines begin and end if few words more make it so."""
        page = self.page
        pairs = [
            (_to_line_start if repeat.first[1] == repeat.second[0] else _to_line_ends)(page, repeat)
            for repeat in self.repeats
        ]
        _mark_cut(page, pairs)
        firsts = [Copy(page, span) for span in sorted({pair.first for pair in pairs})]
        first = max(firsts, key=attrgetter("fills_lines", "oddness")) if len(firsts) > 1 else firsts[0]
        return sorted((first, *(Copy(page, pair.second) for pair in pairs)), key=attrgetter("start"))


def fragments(page: Page) -> list[Fragment]:
    """Return the fragments of a text of which copies may have to go, in order of their first places."""
    repeats = find_repeats(page.words)
    starts = [repeat.second[0] for repeat in repeats]

    def beside(repeat: Repeat) -> Sequence[Repeat]:
        start = repeat.second[0]
        return repeats[bisect_left(starts, start - _BESIDE) : bisect_right(starts, start + _BESIDE)]

    found = (Fragment(page, together, beside) for together in _of_one_fragment(repeats))
    return [fragment for fragment in found if fragment.may_be_removed]


def _of_one_fragment(repeats: Sequence[Repeat]) -> Iterator[list[Repeat]]:
    """Yield repeats in groups that have their first place in common, mostly."""
    group: list[Repeat] = []
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


def _is_near(page: Page, repeat: Repeat, other: Repeat) -> bool:
    """Return whether both places of another repeat stand near those of one."""
    low, high = (page.line_number(word) for word in (repeat.second[0], repeat.second[1] - 1))
    is_near = low - AROUND <= page.line_number(other.second[0]) <= high + AROUND
    return is_near and abs(other.first[0] - repeat.first[0]) <= _BESIDE


def _fills(page: Page, repeat: Repeat) -> bool:
    return any(page.opens_line(start) and page.closes_line(end - 1) for start, end in repeat)


def _mark_cut(page: Page, pairs: Sequence[Repeat]) -> None:
    """Tell the page where copies begin or end in mid-sentence, as one of them does in mid-line."""
    for pair in pairs:
        starts, ends = {start for start, _ in pair}, {end - 1 for _, end in pair}
        if any(page.is_low(end + 1) and not page.closes_line(end) and not page.is_end(end) for end in ends):
            page.going_on |= {end for end in ends if not page.ends_sentence(end)}
        if any(page.follows(start) and not page.opens_line(start) for start in starts if not page.is_low(start)):
            page.inside |= {start for start in starts if page.goes_on(start)}


def _to_line_start(page: Page, repeat: Repeat) -> Repeat:
    """Return two copies that follow each other directly, moved on a word or two if the second begins a line then.

    What goes is the same: the words that are passed over stand behind the second copy once more.
    """
    (low, high), (start, end) = repeat
    for step in range(min(_CHANCE, len(page.words) - end) + 1):
        if page.opens_line(start + step):
            return Repeat((low + step, high + step), (start + step, end + step))
        if end + step >= len(page.words) or not are_alike(page.words[start + step], page.words[end + step]):
            break
    return repeat


def _to_line_ends(page: Page, repeat: Repeat) -> Repeat:
    """Return a repeat one copy of which begins and ends with lines, if a word or two more or less make it so.

    Chance makes repeats longer than the lines of a copy, and misread words make them shorter.
    """
    moved = (_moved(page, repeat, opened, closed) for opened, closed in repeat[::-1])
    return min((found for found in moved if found), default=(0, repeat), key=itemgetter(0))[1]


def _moved(page: Page, repeat: Repeat, opened: int, closed: int) -> tuple[int, Repeat] | None:
    """Return a repeat with the copy from `opened` to `closed` moved to line ends, and by how many words; or None."""
    (low, high), (start, end) = repeat
    borders = _borders(page, opened, closed)
    if borders is None:
        return None
    head, tail = borders
    moved = Repeat((low + head, high - tail), (start + head, end - tail))
    return (abs(head) + abs(tail), moved) if _is_sound(page, moved, max(-head, 0), max(-tail, 0)) else None


def _is_sound(page: Page, repeat: Repeat, head: int, tail: int) -> bool:
    """Return whether a moved repeat lies in the text, apart, and the words added at its edges are alike."""
    (low, high), (start, end) = repeat
    if low < 0 or high > start or end > len(page.words):
        return False
    words = page.words
    opening = all(are_alike(words[low + offset], words[start + offset]) for offset in range(head))
    return opening and all(are_alike(words[high - 1 - offset], words[end - 1 - offset]) for offset in range(tail))


def _borders(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """Return how many words the edges of a range must move inward to begin and end with lines; None if many."""
    head = _nearest(page.opens_line, start, 1, len(page.words))
    tail = None if head is None else _nearest(page.closes_line, end - 1, -1, len(page.words))
    return None if head is None or tail is None else (head, tail)


def _nearest(holds: Callable[[int], bool], edge: int, inward: int, count: int) -> int | None:
    """Return how many words an edge must move inward (outward, if negative) to where a line begins or ends, if few."""
    moves = (0, *range(1, _CHANCE + 1), *range(-1, -_CHANCE - 1, -1))
    return next((move for move in moves if 0 <= edge + inward * move < count and holds(edge + inward * move)), None)
