"""Extracting the rows of `dates` from content paragraphs, in news and in narratives."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.steps.models import DateExpression
from flows.steps.text.passage import Passage
from flows.steps.timex.context import Antecedent, Resolution
from flows.steps.timex.discourse import DiscourseState
from flows.steps.timex.matcher import match_timexes
from flows.steps.timex.narrated_dates import is_heading, is_narrative, narrated_dates
from flows.steps.timex.narrative import narrative_years
from flows.steps.timex.numeric_order import day_first_by_sign
from flows.steps.timex.paragraph_context import ParagraphContext, paragraph_contexts
from flows.steps.timex.reference import Reference
from flows.steps.timex.resolver import resolve_all
from flows.steps.timex.sentence_context import TimexInContext, find_timexes
from schemas.vocab import Anchor
from schemas.years import has_its_year

CONFIDENCE: dict[str, float] = {
    Anchor.EXPLICIT: 0.95,
    Anchor.DOCUMENT: 0.85,
    Anchor.PREVIOUS: 0.7,
    Anchor.EVENT: 0.7,
    Anchor.NONE: 0.6,
}
"""Share of right resolutions of each kind (0 to 1), by judgement."""
_AROUND_DATE = re.compile(r"[\W_]*(?:(?:posted|published|updated|added|filed)(?:\s+(?:at|on))?[\W_]*)?", re.IGNORECASE)
"""What may surround the date in a heading; posts of a live blog have their time above them."""


def find_dates(passages: Sequence[Passage], reference: Reference) -> tuple[DateExpression, ...]:
    """Return the time expressions of one document's content paragraphs, in reading order.

    `reference` is the document's own date. Where it is an interval, each expression is resolved at both ends: equal
    values are kept, different ones give the interval from one to the other. What cannot be resolved has no days. In a
    narrative, dates without a year are resolved against the date before them instead, below a heading that is a date
    against the heading, and in a quotation against the date of its attribution.
    """
    timexes_of = [find_timexes(passage.text, passage.sentences) for passage in passages]
    matches = [match for timexes in timexes_of for timex in timexes for match in timex.matches]
    ends = reference.period() or (None, None)
    stated = match_timexes(reference.evidence or "")
    is_story = is_narrative(matches, ends[0])
    state = DiscourseState(
        is_narrative=is_story,
        last_day=ends[1],
        narrative_years=narrative_years(list(narrated_dates(passages, timexes_of, ends[1]))) if is_story else {},
        day_first=day_first_by_sign([*matches, *stated], ends[0] if ends[0] == ends[1] else None),
    )
    return tuple(
        row
        for paragraph in paragraph_contexts(passages, timexes_of, ends)
        for row in _with_anchors(list(_dates_of(paragraph, state)))
    )


def _dates_of(paragraph: ParagraphContext, state: DiscourseState) -> Iterator[DateExpression]:
    """Yield the rows of one paragraph; a year does not hold beyond its paragraph, a heading up to the next one."""
    state.new_paragraph(is_heading=is_heading(paragraph.passage))
    for timex, resolution in resolve_all(paragraph, paragraph.timexes, state):
        row = _row(paragraph, timex, resolution)
        state.add(timex, resolution, row.date_id)
        for anchor_date in paragraph.anchor_dates.get(row.start, ()):
            state.add_event_date(anchor_date, Antecedent(resolution.value, row.date_id))
        if (
            is_date_heading(paragraph.passage, timex)
            and row.date_start is not None
            and _differs_from_document(paragraph, row)
        ):
            state.heading = Antecedent(resolution.value, row.date_id)
        yield row


def _with_anchors(rows: list[DateExpression]) -> Iterator[DateExpression]:
    """Yield the rows of a paragraph, each that has its year or its start from another one with the id of that.

    In "4, 11 and 18 June 2018" the first days have month and year from the last, and the end of a range begins from its
    start.
    """
    for index, row in enumerate(rows):
        is_bare = not _has_its_year(row)
        if not is_bare and (row.anchor != Anchor.PREVIOUS or row.anchor_id is not None):
            yield row
            continue
        around = (*rows[index + 1 :], *reversed(rows[:index])) if is_bare else reversed(rows[:index])
        holder = next((other for other in around if other.date_start is not None and _has_its_year(other)), None)
        if holder is None:
            yield replace(row, anchor=Anchor.NONE)
        else:
            yield replace(row, anchor=Anchor.PREVIOUS, anchor_id=holder.date_id)


def _has_its_year(row: DateExpression) -> bool:
    return has_its_year(row.anchor, row.precision, row.text, row.date_start, row.date_end)


def _differs_from_document(paragraph: ParagraphContext, row: DateExpression) -> bool:
    """Return whether a date is another one than the document's own."""
    return (row.date_start, row.date_end) != paragraph.period


def _row(paragraph: ParagraphContext, timex: TimexInContext, resolution: Resolution) -> DateExpression:
    """Return the row of `dates` for one expression."""
    passage, value, start, end = paragraph.passage, resolution.value, timex.match.start, timex.end
    raw_start, raw_end = passage.raw_span(start, end)
    return DateExpression(
        date_id=paragraph.date_id(start, end),
        document_id=passage.document_id,
        paragraph_id=passage.paragraph_id,
        start=start,
        end=end,
        raw_start=raw_start,
        raw_end=raw_end,
        text=passage.text[start:end],
        timex_type=value.timex_type,
        timex_value=value.timex_value,
        edtf=value.edtf,
        date_start=value.start,
        date_end=value.end,
        precision=value.precision,
        modifier=value.modifier,
        anchor=resolution.anchor,
        anchor_id=resolution.anchor_id,
        rule_id=timex.match.rule.rule_id,
        confidence=round(CONFIDENCE[resolution.anchor] * resolution.certainty, 3),
    )


def is_date_heading(passage: Passage, timex: TimexInContext) -> bool:
    """Return whether a paragraph is a heading with no words but this date: "March 2003", "(1991-1995)"."""
    if not is_heading(passage):
        return False
    before, behind = passage.text[: timex.match.start], passage.text[timex.end :]
    return all(_AROUND_DATE.fullmatch(rest) for rest in (before, behind))
