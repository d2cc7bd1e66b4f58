"""From content paragraphs to rows of dates."""

from collections.abc import Iterator, Sequence

from flows.steps.dates.headings import heads, is_heading
from flows.steps.dates.memory import Memory
from flows.steps.dates.narrative import is_narrative
from flows.steps.dates.places import Place, places
from flows.steps.dates.reference import Reference
from flows.steps.dates.resolving import answers, read
from flows.steps.dates.scene import Answer, Known
from flows.steps.dates.settings import Setting, settings
from flows.steps.language.passages import Passage
from flows.steps.records import DateExpression
from schemas.vocab import Anchor

__all__ = ["Place", "find_dates", "places", "read"]

CONFIDENCE = {
    Anchor.EXPLICIT: 0.95,
    Anchor.DOCUMENT: 0.85,
    Anchor.PREVIOUS: 0.7,
    Anchor.EVENT: 0.7,
    Anchor.NONE: 0.6,
}
"""How often an answer of each kind is right, by judgement."""


def find_dates(passages: Sequence[Passage], reference: Reference) -> tuple[DateExpression, ...]:
    """Return the time expressions of one document's content paragraphs, in reading order.

    `reference` is the document's own date. Where it is an interval, each expression is resolved at both ends: equal
    answers are kept, different ones give the interval from one to the other. What cannot be resolved has no days. In a
    text that tells of other times, dates without a year are resolved against the date before them instead, below a
    heading that is a date against the heading, and in a quotation against the day on which it was said.
    """
    placed = [tuple(places(passage.text, passage.sentences)) for passage in passages]
    ends = reference.ends() or (None, None)
    memory = Memory(is_story=is_narrative((place.found for found in placed for place in found), ends[0]))
    return tuple(row for setting in settings(passages, placed, ends) for row in _dates_of(setting, memory))


def _dates_of(setting: Setting, memory: Memory) -> Iterator[DateExpression]:
    """Yield the rows of one paragraph; a year does not hold beyond its paragraph, a heading up to the next one."""
    memory.new_paragraph(is_heading=is_heading(setting.passage))
    for place, answer in answers(setting, setting.places, memory):
        row = _row(setting, place, answer)
        memory.keep(place, answer, row.date_id)
        for told in setting.told.get(row.start, ()):
            memory.tell(told, Known(answer.value, row.date_id))
        if heads(setting.passage, place) and row.date_start is not None and _tells_more(setting, row):
            memory.heading = Known(answer.value, row.date_id)
        yield row


def _tells_more(setting: Setting, row: DateExpression) -> bool:
    """Return whether a date is another one than the document's own."""
    return (row.date_start, row.date_end) != setting.ends


def _row(setting: Setting, place: Place, answer: Answer) -> DateExpression:
    """Return the row of one expression."""
    passage, value, start, end = setting.passage, answer.value, place.found.start, place.end
    raw_start, raw_end = passage.raw_span(start, end)
    return DateExpression(
        date_id=setting.identity(start, end),
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
        anchor=answer.anchor,
        anchor_id=answer.anchor_id,
        rule_id=place.found.rule.rule_id,
        confidence=round(CONFIDENCE[Anchor(answer.anchor)] * answer.certainty, 3),
    )
