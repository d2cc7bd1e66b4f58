"""Bounds of the creation time of a text: the dates it reports as past, the dates it announces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.steps.document_date.cues import ParagraphCues
from flows.steps.document_date.windows import DatedParagraph, creation_intervals
from flows.steps.document_date.yearless import days_fitting, yearless_constraints
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.standalone import StandaloneTimex, standalone_timexes
from schemas.vocab import CONTENT_ROLES, Precision

_MAX_INTERVAL_DAYS = 366
"""Days of the longest interval that a weekday may give."""


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """The days `first` to `last` that a text mentions, with its words and their raw offsets."""

    first: date
    last: date
    is_day: bool
    evidence: str
    raw: Span


@dataclass(frozen=True, slots=True)
class Bounds:
    """The latest date reported as past, the earliest one announced, and the interval of the creation time.

    Each is None where the text has none. Dates that contradict each other are left out.
    """

    past: DateEvidence | None
    announced: DateEvidence | None
    interval: DateEvidence | None


def bounds_of(blocks: Sequence[Passage]) -> Bounds:
    """Return the bounds of the creation time that the content paragraphs imply."""
    content = [
        DatedParagraph(block, [*standalone_timexes(block.text, block.sentences)], ParagraphCues(block.text))
        for block in blocks
        if block.role in CONTENT_ROLES
    ]
    past, ahead = _past_and_announced(content)
    interval = _interval(content, past, ahead)
    return Bounds(past, ahead, interval)


def _past_and_announced(content: Sequence[DatedParagraph]) -> tuple[DateEvidence | None, DateEvidence | None]:
    past: DateEvidence | None = None
    ahead: DateEvidence | None = None
    stated = ((part, timex) for part in content for timex in part.timexes if timex.is_stated)
    for part, timex in stated:
        first, last = timex.value.start, timex.value.end
        if first is None or last is None:
            continue
        if (past is None or first > past.first) and _is_past(part.cues, timex):
            past = _date_evidence(part.passage, timex, first, last)
        elif (ahead is None or last < ahead.last) and _is_announced(part.cues, timex):
            ahead = _date_evidence(part.passage, timex, first, last)
    return past, ahead if ahead and not (past and past.first > ahead.last) else None


def _date_evidence(block: Passage, timex: StandaloneTimex, first: date, last: date) -> DateEvidence:
    is_day = timex.value.precision == Precision.DAY
    return DateEvidence(
        first, last, is_day, block.text[timex.start : timex.end], block.raw_span(timex.start, timex.end)
    )


def _is_past(cues: ParagraphCues, timex: StandaloneTimex) -> bool:
    """Return whether a date is reported as past; a day passes without a past verb, a month or a year needs one."""
    if timex.looks_ahead or (timex.looks_ahead is None and timex.value.precision != Precision.DAY):
        return False
    before = timex.sentence[0], timex.start
    return not cues.has_right_before("aims_at", *before) and not cues.has("unreal", *before)


def _is_announced(cues: ParagraphCues, timex: StandaloneTimex) -> bool:
    """Return whether a date is still to come for the writer, not for somebody whose words or plans are reported."""
    if cues.has("reported", *timex.sentence):
        return False
    return cues.has_right_before("announced", timex.sentence[0], timex.start)


def _interval(
    content: Sequence[DatedParagraph], past: DateEvidence | None, ahead: DateEvidence | None
) -> DateEvidence | None:
    """Return the days that all creation intervals of the text share, narrowed by its dates without a year.

    Where there is no interval, a weekday may determine the year between the bounds: Monday, March 2, was in 2020.
    """
    intervals = creation_intervals(content)
    first = max([*(interval.first for interval in intervals), *([past.first] if past else [])], default=None)
    last = min([*(interval.last for interval in intervals), *([ahead.last] if ahead else [])], default=None)
    if first is None or last is None or first > last:
        return None
    constraints = [
        (part.passage, constraint) for part in content for constraint in yearless_constraints(part.timexes, part.cues)
    ]
    with_weekday = next(((block, constraint) for block, constraint in constraints if constraint.weekday), None)
    days = days_fitting(first, last, [constraint for _, constraint in constraints])
    if intervals:
        first, last = days or (first, last)
        return _with_evidence(first, last, intervals[0].passage, intervals[0].start, intervals[0].end)
    if with_weekday is None or days is None or (days[1] - days[0]).days > _MAX_INTERVAL_DAYS:
        return None
    return _with_evidence(*days, with_weekday[0], with_weekday[1].start, with_weekday[1].end)


def _with_evidence(first: date, last: date, passage: Passage, start: int, end: int) -> DateEvidence:
    return DateEvidence(first, last, first == last, passage.text[start:end], passage.raw_span(start, end))
