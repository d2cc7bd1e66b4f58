"""The creation time of a text by all clues in its content."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from flows.steps.document_date.ages import age_constraints
from flows.steps.document_date.constraints import (
    Constraint,
    CreationTime,
    Days,
    Evidence,
    Recurring,
    combined,
    not_after,
    not_before,
)
from flows.steps.document_date.cues import DatedParagraph, ParagraphCues
from flows.steps.document_date.known_facts import (
    death_constraints,
    is_southern,
    known_deaths,
    known_names,
    term_constraints,
)
from flows.steps.document_date.relative import (
    anniversary_constraints,
    apposition_constraints,
    death_time_constraints,
    later_constraints,
    season_constraints,
)
from flows.steps.document_date.yearless import YearlessConstraint, stepped_constraint, yearless_constraints
from flows.steps.text.passage import Passage
from flows.steps.timex import Reference, find_dates
from flows.steps.timex.standalone import StandaloneTimex, standalone_timexes
from schemas.vocab import CONTENT_ROLES, Precision

_PAST_WEIGHT, _ANNOUNCED_WEIGHT = 0.9, 0.85
"""Weights of full dates that are reported as past, or announced; by judgement."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The creation time that all clues leave, and the latest day or month that the text reports as past."""

    time: CreationTime
    past: Days | None


def bounds_of(blocks: Sequence[Passage]) -> Bounds:
    """Return the bounds of the creation time that the content paragraphs imply."""
    content = [
        DatedParagraph(block, [*standalone_timexes(block.text, block.sentences)], ParagraphCues(block.text))
        for block in blocks
        if block.role in CONTENT_ROLES
    ]
    names = known_names(content)
    deaths = known_deaths(names)
    stated = [*_stated_constraints(content)]
    constraints = [
        *stated,
        *apposition_constraints(content),
        *death_constraints(deaths),
        *death_time_constraints(deaths),
        *later_constraints(content, deaths),
        *anniversary_constraints(content, deaths),
        *term_constraints(names, deaths),
        *age_constraints(names, deaths),
    ]
    recurring = [*_yearless(content), *season_constraints(content, is_southern=is_southern(names))]
    return Bounds(combined(constraints, recurring), _latest_past(content))


def _yearless(content: Sequence[DatedParagraph]) -> Iterator[tuple[Recurring, Evidence]]:
    """Yield the dates without a year, and the days counted from one: "on Jan. 5 ... one day later".

    Behind a day of a stated year in its paragraph a date is of that year. A text with more months and days of stated
    years than without is a narrative, and all its dates may be of those years.
    """
    years_of = [_first_full_date(part) for part in content]
    found_of = [
        [constraint for constraint in yearless_constraints(part.timexes, part.cues) if constraint.start < first]
        for part, first in zip(content, years_of, strict=True)
    ]
    if sum(map(len, found_of)) < sum(_is_full(timex) for part in content for timex in part.timexes):
        return
    for part, found in zip(content, found_of, strict=True):
        steps = _stepped(part) if found and len(part.timexes) > len(found) else ()
        for constraint in (*found, *steps):
            yield constraint, Evidence(part.passage, constraint.start, constraint.end)


def _first_full_date(part: DatedParagraph) -> float:
    """Return the offset of the first past day of a stated year; infinity where there is none."""
    days = (timex.start for timex in part.timexes if _is_full(timex) and timex.value.precision == Precision.DAY)
    return next(days, inf)


def _is_full(timex: StandaloneTimex) -> bool:
    return timex.is_stated and timex.value.precision != Precision.YEAR and timex.looks_ahead is not True


def _stepped(part: DatedParagraph) -> Iterator[YearlessConstraint]:
    for row in find_dates([part.passage], Reference()):
        constraint = stepped_constraint(row, part.cues, part.passage.sentence_at(row.start))
        if constraint is not None:
            yield constraint


def _stated_constraints(content: Sequence[DatedParagraph]) -> Iterator[Constraint]:
    """Yield the full dates that a text reports as past, and those that it announces."""
    for part in content:
        for timex in part.timexes:
            first, last = timex.value.start, timex.value.end
            if not timex.is_stated or first is None or last is None:
                continue
            shown = Evidence(part.passage, timex.start, timex.end)
            if _is_past(part.cues, timex):
                yield not_before("past_date", first, _PAST_WEIGHT, "the date is reported as past", shown)
            elif _is_announced(part.cues, timex):
                yield not_after("announced_date", last, _ANNOUNCED_WEIGHT, "the date is still to come", shown)


def _latest_past(content: Sequence[DatedParagraph]) -> Days | None:
    days = [
        (timex.value.start, timex.value.end)
        for part in content
        for timex in part.timexes
        if timex.is_stated and timex.value.start and timex.value.end and _is_past(part.cues, timex)
    ]
    return max(days, key=lambda pair: pair[0], default=None)


def _is_past(cues: ParagraphCues, timex: StandaloneTimex) -> bool:
    """Return whether a date is reported as past; a day passes without a past verb, a month or a year needs one."""
    before = timex.sentence[0], timex.start
    if timex.value.precision == Precision.YEAR and not cues.has_right_before("in_year", *before):
        return False
    if timex.value.precision == Precision.DAY and timex.looks_ahead is None:
        return not cues.has_right_before("aims_at", *before) and not cues.has("unreal", *before)
    return cues.is_past_fact(timex) is True


def _is_announced(cues: ParagraphCues, timex: StandaloneTimex) -> bool:
    """Return whether a date is still to come for the writer, not for somebody whose words or plans are reported."""
    if cues.has("reported", *timex.sentence):
        return False
    return cues.has_right_before("announced", timex.sentence[0], timex.start)
