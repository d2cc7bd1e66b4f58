"""Fragments that a page break printed twice.

A true repetition (a refrain, a formula, a quotation) is where it was meant: its sentences begin and end there. A
fragment of a page is cut by lines instead. It fills lines of its own, begins or ends in mid-sentence, and the text
around it fits together better without it. All of this must be seen before anything is removed; where two copies are
equally odd, the later one goes.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.steps.repair.copies import FragmentCopy, may_be_wrapped
from flows.steps.repair.fragments import ADJACENT, STRAY, Fragment, fit_of, fragments
from flows.steps.repair.lines import lines_of
from flows.steps.repair.pages import WordFit, layout_of
from flows.steps.text.draft import Edit

_WHOLE_PAGE = 60
"""Words from which whole sentences, printed again right behind themselves, are a page and no emphasis."""
_CERTAIN = 4.0
"""Oddness that proves a fragment even where others stay, or are meant: neither border fits."""
_LEAST = -2.0
"""Oddness below which a copy is missed where it is."""
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
"""Oddness of a copy cut by lines for each end at which the other copy is not."""


def drop_page_break_duplicates(text: str) -> Iterator[Edit]:
    """Yield edits that remove the odd copies of each fragment; each edit names the kept copy."""
    if not may_be_wrapped(lines_of(text)):
        return
    behind = 0
    for edit in sorted(_removals(text), key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= behind:
            behind = edit.end
            yield edit


def _removals(text: str) -> Iterator[Edit]:
    """Yield the removals of all fragments; first the clear ones, for others must be seen without them."""
    layout = layout_of(text)
    waiting = fragments(layout)
    fit = fit_of(layout, waiting)
    for margin in (_SURE, 0.0):
        again: list[Fragment] = []
        for fragment in waiting:
            overlapping, apart = _judge(fragment, fit, margin)
            yield from (*overlapping, *(removal.edit for removal in apart))
            fit = fit.without((removal.copy.start, removal.copy.end) for removal in apart) if apart else fit
            again += [] if overlapping or apart else [fragment]
        waiting = again


class _Removal(NamedTuple):
    """A copy that has to go, and the edit that removes it."""

    copy: FragmentCopy
    edit: Edit


def _judge(fragment: Fragment, fit: WordFit, margin: float) -> tuple[list[Edit], list[_Removal]]:
    """Return the edits that remove copies that follow each other directly, and the removals of copies elsewhere.

    All copies go but the one that fits best, as far as evidence goes.
    """
    apart: list[FragmentCopy] = []
    edits: list[Edit] = []
    for row in _rows(fragment.copies(fit)):
        removed = _judge_overlap(row, fragment)
        edits += removed
        apart += [FragmentCopy(fit, (row[0].start, row[-1].end))] if removed else row
    apart = [copy for copy in apart if copy.end - copy.start >= STRAY]
    return edits, _judge_apart(apart, margin, fragment) if len(apart) > 1 else []


def _rows(copies: Sequence[FragmentCopy]) -> list[list[FragmentCopy]]:
    """Return copies in rows that follow each other directly, page furniture aside."""
    rows: list[list[FragmentCopy]] = []
    for copy in copies:
        last = rows[-1][-1] if rows else None
        if last and (last.end == copy.start or last.end == copy.before + 1):
            rows[-1].append(copy)
        else:
            rows.append([copy])
    return rows


def _judge_apart(copies: Sequence[FragmentCopy], margin: float, fragment: Fragment) -> list[_Removal]:
    """Return the removals of the copies that do not fit where they are, the best one kept.

    With a margin all others must go clearly; without, those may that fit nowhere.
    """
    if not any(copy.may_go for copy in copies):
        return []
    more = _RHETORICAL * fragment.is_rhetorical
    kept = min(copies, key=lambda copy: copy.oddness + _APART * (copy.opens_line + copy.closes_line))
    others = [copy for copy in copies if copy is not kept]
    odd = [copy for copy in others if _is_odd(copy, kept, margin + more * (copy.oddness < _CERTAIN))]
    if len(odd) < len(others):
        odd = [] if margin else [copy for copy in odd if copy.oddness >= _CERTAIN]
    return [_Removal(copy, _removal(copy, kept)) for copy in odd]


def _removal(copy: FragmentCopy, kept: FragmentCopy) -> Edit:
    why = f"the text reads on without it ({copy.oddness:.1f}; the copy that stays {kept.oddness:.1f})"
    return copy.removal(kept, 0.99 if copy.gain > 1 else 0.95, why)


def _is_odd(copy: FragmentCopy, other: FragmentCopy, needed: float) -> bool:
    """Return whether a copy is cut by lines and not missed where it is, as the other one may be."""
    if not copy.may_go or copy.oddness < _LEAST or _is_edited(copy, other):
        return False
    apart = _APART * (2 - other.opens_line - other.closes_line) if copy.is_cut_twice else 0.0
    contrast = copy.oddness - other.oddness + apart - needed
    if copy.left < 0:
        return copy.left == -1 and contrast >= _CLEAREST
    return contrast >= (_CLEAR if copy.is_cut_twice else _CLEARER)


def _is_edited(left: FragmentCopy, right: FragmentCopy) -> bool:
    """Return whether one of two copies was made a sentence by an editor: a capital in front, or a full stop."""
    capitals = {copy.fit.is_low(copy.start) for copy in (left, right)}
    stops = {copy.layout.ends_sentence(copy.end - 1) for copy in (left, right)}
    return len(capitals) > 1 or len(stops) > 1


def _is_recapitalised(left: FragmentCopy, right: FragmentCopy) -> bool:
    """Return whether a word begins with a capital in one of two copies of equal length and not in the other."""
    words, others = (copy.layout.words[copy.start : copy.end] for copy in (left, right))
    is_equal = [word.lower() for word in words] == [word.lower() for word in others]  # misread copies are not
    return is_equal and any(low[0].islower() != high[0].islower() for low, high in zip(words, others, strict=True))


def _judge_overlap(row: Sequence[FragmentCopy], fragment: Fragment) -> list[Edit]:
    """Return the removals of all but the first of copies that follow each other directly.

    The break between them is the end of a line. Sentences may be meant twice, unless they fill a page; what is cut in
    mid-sentence never is.
    """
    if len(row) < 2:
        return []
    fit, first, last = row[0].fit, row[0], row[-1]
    length = last.end - last.start
    if length < ADJACENT or _is_recapitalised(first, row[1]):
        return []
    if not all(fit.layout.opens_line(copy.start) and copy.is_running_text for copy in row[1:]):
        return []
    fills = first.fills_lines and last.fills_lines
    begins = fit.is_low(last.start) or (fills and length >= STRAY and not fit.is_end(first.before))
    is_broken = fills and length >= STRAY and fit.seam(first.end - 1, last.start) < 0
    is_cut = begins or is_broken or (not fit.is_end(last.end - 1) and fit.is_low(last.end))
    if not (fills and length >= _WHOLE_PAGE) and (not is_cut or fragment.is_rhetorical):
        return []
    return [copy.removal(first, 0.99, "it follows the text it repeats") for copy in row[1:]]
