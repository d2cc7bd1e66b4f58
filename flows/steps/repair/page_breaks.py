"""Fragments that a page break printed twice.

A true repetition (a refrain, a formula, a quotation) stands where it was meant: its sentences begin and end there. A
fragment of a page is cut by lines instead. It fills lines of its own, begins or ends in mid-sentence, and the text
around it fits together better without it. All of this must be seen before anything is removed; where two copies are
equally odd, the later one goes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial

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
_CERTAIN = 4.0
"""Oddness that proves a fragment even where others stay, or are meant: neither border fits."""
_SAME = 0.5
"""Share of two ranges that is common to both where they are places of one fragment."""
_LEAST = -2.0
"""Oddness below which a copy is missed where it stands."""
_CLEAR = 1.2
"""Oddness by which a copy that begins and ends in mid-sentence exceeds the one that stays."""
_CLEARER = 1.8
"""The same for one that only begins or ends there."""
_CLEAREST = 3.0
"""The same for one around which the text would fit together doubtfully."""
_SURE = 3.0
"""What is more than enough, so that other fragments may be judged by it."""
_RHETORICAL = 5.0
"""The same for a copy beside which the author repeats himself."""
_APART = 1.0
"""Oddness of a copy cut by lines for each end at which its twin is not."""
_JOINT = 60
"""Words of page furniture between a fragment and the text it repeats, at most."""
_CHANCE = 2
"""Words that may follow a fragment and its source alike by chance."""


def drop_page_break_duplicates(text: str) -> Iterator[Edit]:
    """Yield edits that remove the odd copies of each fragment, the copy that stays as their twin."""
    if not may_be_wrapped(lines_of(text)):
        return
    page = Page(text)
    behind = 0
    for edit in sorted(_removals(page), key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= behind:
            behind = edit.end
            yield edit


def _removals(page: Page) -> Iterator[Edit]:
    """Yield the removals of all fragments; first the clear ones, for others must be seen without them."""
    repeats = find_repeats(page.words)
    starts = [repeat.second[0] for repeat in repeats]
    waiting = [
        (together, partial(_is_rhetorical_one_of, page, together, repeats, starts))
        for together in _of_one_fragment(repeats)
        if _may_be_fragment(page, together)
    ]
    for margin in (_SURE, 0.0):
        again = []
        for together, is_rhetorical in waiting:
            removed = _judge(page, together, margin, is_rhetorical)
            yield from removed
            again += [] if removed else [(together, is_rhetorical)]
        waiting = again


def _may_be_fragment(page: Page, together: Sequence[Repeat]) -> bool:
    """Return whether repeats are worth judging: one follows its first place, or a copy begins and ends near lines."""
    if any(second[0] - first[1] <= _JOINT and second[1] - second[0] >= _ADJACENT for first, second in together):
        return True
    long = (span for repeat in together for span in repeat if span[1] - span[0] >= _STRAY - 2 * _CHANCE)
    return any(_borders(page, start, end) for start, end in long)


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


def _beside(repeat: Repeat, repeats: Sequence[Repeat], starts: Sequence[int]) -> Sequence[Repeat]:
    """Return the repeats whose second place stands near that of one."""
    start = repeat.second[0]
    return repeats[bisect_left(starts, start - _BESIDE) : bisect_right(starts, start + _BESIDE)]


def _is_rhetorical_one_of(
    page: Page, together: Sequence[Repeat], repeats: Sequence[Repeat], starts: Sequence[int]
) -> bool:
    return any(_is_rhetorical(page, repeat, _beside(repeat, repeats, starts)) for repeat in together)


def _is_rhetorical(page: Page, repeat: Repeat, beside: Sequence[Repeat]) -> bool:
    """Return whether other words beside a repeat are repeated, too, and not by lines: the author repeats himself."""
    low, high = (page.line_number(word) for word in (repeat.second[0], repeat.second[1] - 1))
    return any(
        other is not repeat
        and abs(other.first[0] - repeat.first[0]) <= _BESIDE
        and low - AROUND <= page.line_number(other.second[0]) <= high + AROUND
        and not _fills(page, other)
        for other in beside
    )


def _fills(page: Page, repeat: Repeat) -> bool:
    return any(page.opens_line(start) and page.closes_line(end - 1) for start, end in repeat)


def _judge(page: Page, repeats: Sequence[Repeat], margin: float, is_rhetorical: Callable[[], bool]) -> list[Edit]:
    """Return the edits that remove all copies of a fragment but the one that fits best, as far as evidence goes."""
    places: list[Copy] = []
    edits: list[Edit] = []
    for row in _rows(_places(page, repeats)):
        removed = _judge_overlap(row, is_rhetorical)
        edits += removed
        places += [Copy(page, (row[0].start, row[-1].end))] if removed else row
    places = [copy for copy in places if copy.end - copy.start >= _STRAY]
    return edits + _judge_apart(places, margin, is_rhetorical) if len(places) > 1 else edits


def _rows(copies: Sequence[Copy]) -> list[list[Copy]]:
    """Return copies in rows that follow each other directly, page furniture aside."""
    rows: list[list[Copy]] = []
    for copy in copies:
        if rows and rows[-1][-1].end in {copy.start, copy.before + 1}:
            rows[-1].append(copy)
        else:
            rows.append([copy])
    return rows


def _places(page: Page, repeats: Sequence[Repeat]) -> list[Copy]:
    """Return the copies of a fragment in order, with borders where lines begin and end if few words more make it so."""
    pairs = [
        (_to_line_start if repeat.first[1] == repeat.second[0] else _to_line_ends)(page, repeat) for repeat in repeats
    ]
    _mark_cut(page, pairs)
    firsts = sorted({pair.first for pair in pairs})
    first = max((Copy(page, span) for span in firsts), key=_fit_of_first) if len(firsts) > 1 else Copy(page, firsts[0])
    return sorted((first, *(Copy(page, pair.second) for pair in pairs)), key=lambda copy: copy.start)


def _fit_of_first(copy: Copy) -> tuple[bool, float]:
    return copy.fills_lines, copy.oddness


def _mark_cut(page: Page, pairs: Sequence[Repeat]) -> None:
    """Tell the page where copies begin or end in mid-sentence, as one of them does in mid-line."""
    for pair in pairs:
        starts, ends = {start for start, _ in pair}, {end - 1 for _, end in pair}
        if any(page.is_low(end + 1) and not page.closes_line(end) and not page.is_end(end) for end in ends):
            page.going_on |= {end for end in ends if not page.ends_sentence(end)}
        if any(page.follows(start) and not page.opens_line(start) for start in starts if not page.is_low(start)):
            page.inside |= {start for start in starts if page.goes_on(start)}


def _judge_apart(places: Sequence[Copy], margin: float, is_rhetorical: Callable[[], bool]) -> list[Edit]:
    """Return the removals of the copies that do not fit where they stand, the best one kept.

    With a margin all others must go clearly; without, those may that fit nowhere.
    """
    if not any(copy.may_go for copy in places):
        return []
    more = _RHETORICAL * is_rhetorical()
    kept = min(places, key=lambda copy: copy.oddness + _APART * (copy.opens_line + copy.closes_line))
    others = [copy for copy in places if copy is not kept]
    odd = [copy for copy in others if _is_odd(copy, kept, margin + more * (copy.oddness < _CERTAIN))]
    if len(odd) < len(others):
        odd = [] if margin else [copy for copy in odd if copy.oddness >= _CERTAIN]
    for copy in odd:
        copy.page.leave_out(copy.start, copy.end)
    return [_removal(copy, kept) for copy in odd]


def _removal(copy: Copy, kept: Copy) -> Edit:
    why = f"the text reads on without it ({copy.oddness:.1f}; the copy that stays {kept.oddness:.1f})"
    return copy.removal(kept, 0.99 if copy.gain > 1 else 0.95, why)


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
    return min((found for found in moved if found), default=(0, repeat))[1]


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


def _is_odd(copy: Copy, other: Copy, needed: float) -> bool:
    """Return whether a copy is cut by lines and not missed where it stands, as the other one may be."""
    if not copy.may_go or copy.oddness < _LEAST or _is_edited(copy, other):
        return False
    apart = _APART * (2 - other.opens_line - other.closes_line) if copy.is_cut_twice else 0.0
    contrast = copy.oddness - other.oddness + apart - needed
    if copy.left < 0:
        return copy.left == -1 and contrast >= _CLEAREST
    return contrast >= (_CLEAR if copy.is_cut_twice else _CLEARER)


def _is_edited(left: Copy, right: Copy) -> bool:
    """Return whether one of two copies was made a sentence by an editor: a capital in front, or a full stop."""
    page = left.page
    capitals = {page.is_low(copy.start) for copy in (left, right)}
    stops = {page.ends_sentence(copy.end - 1) for copy in (left, right)}
    return len(capitals) > 1 or len(stops) > 1


def _is_recapitalised(left: Copy, right: Copy) -> bool:
    """Return whether a word begins with a capital in one of two copies of equal length and not in the other."""
    one, two = (copy.page.words[copy.start : copy.end] for copy in (left, right))
    is_equal = [word.lower() for word in one] == [word.lower() for word in two]  # misread copies are not
    return is_equal and any(low[0].islower() != high[0].islower() for low, high in zip(one, two, strict=True))


def _judge_overlap(row: Sequence[Copy], is_rhetorical: Callable[[], bool]) -> list[Edit]:
    """Return the removals of all but the first of copies that follow each other directly.

    The break between them is the end of a line. Sentences may be meant twice, unless they fill a page; what is cut in
    mid-sentence never is.
    """
    if len(row) < 2:
        return []
    page, first, last = row[0].page, row[0], row[-1]
    length = last.end - last.start
    if length < _ADJACENT or _is_recapitalised(first, row[1]):
        return []
    if not all(page.opens_line(copy.start) and copy.is_running_text for copy in row[1:]):
        return []
    fills = first.fills_lines and last.fills_lines
    begins = page.is_low(last.start) or (fills and length >= _STRAY and not page.is_end(first.before))
    is_broken = fills and length >= _STRAY and page.seam(first.end - 1, last.start) < 0
    is_cut = begins or is_broken or (not page.is_end(last.end - 1) and page.is_low(last.end))
    if not (fills and length >= _WHOLE_PAGE) and (not is_cut or is_rhetorical()):
        return []
    return [copy.removal(first, 0.99, "it follows the text it repeats") for copy in row[1:]]
