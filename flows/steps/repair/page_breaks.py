"""Fragments that a page break printed twice.

A true repetition (a refrain, a formula, a quotation) stands where it was meant: its sentences begin and end there. A
fragment of a page is cut by lines instead. It fills lines of its own, begins or ends in mid-sentence, and the text
around it fits together better without it. All of this must be seen before anything is removed; where two copies are
equally odd, the later one goes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from flows.steps.edits import Edit
from flows.steps.repair.copies import Copy, may_be_wrapped
from flows.steps.repair.lines import lines_of
from flows.steps.repair.pages import AROUND, Page
from flows.steps.repair.repeats import Repeat, are_alike, find_repeats

_STRAY = 12
"""Words of the shortest fragment that is removed from a place of its own: about one line of a page."""
_ADJACENT = 6
"""Words of the shortest fragment that is removed when it directly follows the text it repeats."""
_WHOLE_PAGE = 60
"""Words from which whole sentences, printed again right behind themselves, are a page and no emphasis."""
_BESIDE = 200
"""Words around a repeat in which others tell that the author repeats himself."""
_CERTAIN = 2
"""Oddness that proves a fragment even there: neither border fits."""
_NEEDED = -1
"""Oddness of a copy without which the text would not fit together."""
_CHANCE = 2
"""Words that may follow a fragment and its source alike by chance."""


def drop_page_break_duplicates(text: str) -> Iterator[Edit]:
    """Yield edits that remove the odd copy of each fragment, the other copy as its twin."""
    if not may_be_wrapped(lines_of(text)):
        return
    page = Page(text)
    behind = 0
    repeats = find_repeats(page.words)
    starts = [repeat.second[0] for repeat in repeats]
    edits = []
    for repeat in repeats:
        near = slice(bisect_left(starts, repeat.second[0] - _BESIDE), bisect_right(starts, repeat.second[0] + _BESIDE))
        edits.append(_judge(page, repeat, is_rhetorical=_is_rhetorical(page, repeat, repeats[near])))
    for edit in sorted((edit for edit in edits if edit is not None), key=lambda edit: (edit.start, edit.end)):
        if edit.start >= behind:
            behind = edit.end
            yield edit


def _is_rhetorical(page: Page, repeat: Repeat, beside: Sequence[Repeat]) -> bool:
    """Return whether other words beside a repeat are repeated, too, and not by lines: the author repeats himself."""
    low, high = (page.line_number(word) for word in (repeat.second[0], repeat.second[1] - 1))
    return any(
        other is not repeat
        and low - AROUND <= page.line_number(other.second[0]) <= high + AROUND
        and not _fills(page, other)
        for other in beside
    )


def _fills(page: Page, repeat: Repeat) -> bool:
    return any(page.opens_line(start) and page.closes_line(end - 1) for start, end in repeat)


def _judge(page: Page, repeat: Repeat, *, is_rhetorical: bool) -> Edit | None:
    """Return the edit that removes one copy, or None where the evidence is not sufficient."""
    if repeat.first[1] == repeat.second[0]:
        return _judge_overlap(*(Copy(page, span) for span in repeat))
    first, second = (Copy(page, span) for span in _to_line_ends(page, repeat))
    if second.end - second.start < _STRAY:
        return None
    odd = [copy for copy, other in ((second, first), (first, second)) if _is_odd(copy, other)]
    if not odd:
        return None
    worst = max(odd, key=lambda copy: copy.oddness)
    if is_rhetorical and worst.oddness < _CERTAIN:
        return None
    twin = first if worst is second else second
    if (worst.oddness, worst is second) < (twin.oddness, twin is second):
        return None
    why = f"the text reads on without it ({worst.oddness:.1f}; the copy that stays {twin.oddness:.1f})"
    return worst.removal(twin, 0.99 if worst.gain > 1 else 0.95, why)


def _to_line_ends(page: Page, repeat: Repeat) -> Repeat:
    """Return a repeat one copy of which begins and ends with lines, if a word or two more or less make it so.

    Chance makes repeats longer than the lines of a copy, and misread words make them shorter.
    """
    (low, high), (start, end) = repeat
    for opened, closed in ((start, end), (low, high)):
        head = _nearest(page.opens_line, opened, 1, len(page.words))
        tail = _nearest(page.closes_line, closed - 1, -1, len(page.words))
        if head is None or tail is None:
            continue
        moved = Repeat((low + head, high - tail), (start + head, end - tail))
        if _is_sound(page, moved, max(-head, 0), max(-tail, 0)):
            return moved
    return repeat


def _is_sound(page: Page, repeat: Repeat, head: int, tail: int) -> bool:
    """Return whether a moved repeat lies in the text, apart, and the words added at its edges are alike."""
    (low, high), (start, end) = repeat
    if low < 0 or high > start or end > len(page.words):
        return False
    words = page.words
    opening = all(are_alike(words[low + offset], words[start + offset]) for offset in range(head))
    return opening and all(are_alike(words[high - 1 - offset], words[end - 1 - offset]) for offset in range(tail))


def _nearest(holds: Callable[[int], bool], edge: int, inward: int, count: int) -> int | None:
    """Return how many words an edge must move inward (outward, if negative) to where a line begins or ends, if few."""
    moves = (0, *range(1, _CHANCE + 1), *range(-1, -_CHANCE - 1, -1))
    return next((move for move in moves if 0 <= edge + inward * move < count and holds(edge + inward * move)), None)


def _is_odd(copy: Copy, other: Copy) -> bool:
    """Return whether a copy is cut by lines and not missed where it stands, as the other one may be."""
    if not (copy.fills_lines and copy.is_cut and copy.is_running_text) or copy.left < 0:
        return False
    is_needed_only_there = copy.oddness > 0 and other.oddness <= _NEEDED
    return copy.oddness >= 1 or is_needed_only_there or (copy.oddness >= 0 and copy.is_cut_twice)


def _judge_overlap(first: Copy, second: Copy) -> Edit | None:
    """Return the removal of the second of two copies that follow each other directly.

    The break between them is the end of a line. Sentences may be meant twice, unless they fill a page; what is cut in
    mid-sentence never is.
    """
    page, length = second.page, second.end - second.start
    if length < _ADJACENT or not page.opens_line(second.start) or not second.is_running_text:
        return None
    is_cut = page.is_low(second.start) or (not page.is_end(second.end - 1) and page.is_low(second.end))
    is_page = length >= _WHOLE_PAGE and first.fills_lines and second.fills_lines
    if not is_cut and not is_page:
        return None
    return second.removal(first, 0.99, "it follows the text it repeats")
