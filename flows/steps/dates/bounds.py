"""Between which days a text was written, by the dates that it tells as past and those that it announces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.steps.dates.expressions import Expression, expressions
from flows.steps.dates.windows import windows
from flows.steps.dates.writing import says
from flows.steps.dates.yearless import narrowed, yearless_clues
from flows.steps.language.passages import Passage, Span
from schemas.vocab import CONTENT_ROLES, Precision

_LONGEST = 366
"""Days of the longest window that a weekday may give."""
_Read = tuple[Passage, Sequence[Expression]]
"""A paragraph with its time expressions."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date of the text with its words and their raw offsets."""

    first: date
    last: date
    is_day: bool
    evidence: str
    raw: Span


@dataclass(frozen=True, slots=True)
class Bounds:
    """The latest date told as past, the earliest one announced, and the days within which the text says it was written.

    Each is None where the text has none. Dates that contradict each other are left out.
    """

    past: Found | None
    announced: Found | None
    window: Found | None


def bounds_of(blocks: Sequence[Passage]) -> Bounds:
    """Return between which days the content paragraphs say they were written."""
    content = [(block, [*expressions(block.text, block.sentences)]) for block in blocks if block.role in CONTENT_ROLES]
    past, ahead = _told(content)
    window = _window(content, past, ahead)
    return Bounds(past, ahead, window)


def _told(content: Sequence[_Read]) -> tuple[Found | None, Found | None]:
    past: Found | None = None
    ahead: Found | None = None
    for block, one in ((block, one) for block, found in content for one in found if one.is_stated):
        found = _found(block, one)
        if found and (past is None or found.first > past.first) and _is_past(block.text, one):
            past = found
        elif found and (ahead is None or found.last < ahead.last) and _is_announced(block.text, one):
            ahead = found
    return past, ahead if ahead and not (past and past.first > ahead.last) else None


def _found(block: Passage, one: Expression) -> Found | None:
    value = one.value
    if value.start is None or value.end is None:
        return None
    is_day = value.precision == Precision.DAY
    return Found(value.start, value.end, is_day, block.text[one.start : one.end], block.raw_span(one.start, one.end))


def _is_past(text: str, one: Expression) -> bool:
    """Return whether a date is told as past; a day passes without a past verb, a month or a year needs one."""
    before = text[one.sentence[0] : one.start]
    if one.looks_ahead or says("aims_at", before) or says("unreal", before):
        return False
    return one.value.precision == Precision.DAY or one.looks_ahead is False


def _is_announced(text: str, one: Expression) -> bool:
    """Return whether a date is still to come for the writer, not for somebody whose words or plans are told."""
    if says("told", text[slice(*one.sentence)]):
        return False
    return says("announced", text[one.sentence[0] : one.start])


def _window(content: Sequence[_Read], past: Found | None, ahead: Found | None) -> Found | None:
    """Return the days that all windows of the text share, narrowed by its dates without a year.

    Where there is no window, a weekday may tell the year between the bounds: Monday, March 2, was in 2020.
    """
    told = [window for block, found in content for window in windows(block, found)]
    first = max([*(one.first for one in told), *([past.first] if past else [])], default=None)
    last = min([*(one.last for one in told), *([ahead.last] if ahead else [])], default=None)
    if first is None or last is None or first > last:
        return None
    clues = [(block, clue) for block, _ in content for clue in yearless_clues(block.text, block.sentences)]
    named = next(((block, clue) for block, clue in clues if clue.weekday), None)
    days = narrowed(first, last, [clue for _, clue in clues])
    if told:
        first, last = days or (first, last)
        return _shown(first, last, told[0].passage, told[0].start, told[0].end)
    if named is None or days is None or (days[1] - days[0]).days > _LONGEST:
        return None
    return _shown(*days, named[0], named[1].start, named[1].end)


def _shown(first: date, last: date, passage: Passage, start: int, end: int) -> Found:
    return Found(first, last, first == last, passage.text[start:end], passage.raw_span(start, end))
