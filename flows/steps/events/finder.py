"""The events of a document and their participants, as rows."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.steps.dates.reference import Reference
from flows.steps.events.circumstances import Count, casualties
from flows.steps.events.grammar import grammar_of
from flows.steps.events.match import Match
from flows.steps.events.phrases import View
from flows.steps.events.rows import Sentence, event_rows
from flows.steps.events.senses import index
from flows.steps.events.words import tokenise
from flows.steps.language.passages import Passage, Span
from flows.steps.records import DateExpression, Entity, Event, Mention, Participant
from schemas.vocab import EventType

_LONGEST = 4_000
"""Code points beyond which a sentence is a table or a list, and is left alone: this keeps the time linear."""
_Row = TypeVar("_Row", Mention, DateExpression)


@dataclass(frozen=True, slots=True)
class Coded:
    """Events in reading order; participants by event, role and position."""

    events: tuple[Event, ...] = ()
    participants: tuple[Participant, ...] = ()


def find_events(
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    dates: Sequence[DateExpression],
    reference: Reference,
) -> Coded:
    """Return the events that the sentences of `passages` report.

    Mentions and dates carry offsets into their paragraph; `reference` bounds the date of an event without one.
    """
    names, times = _by_paragraph(mentions), _by_paragraph(dates)
    known = {entity.entity_id: entity for entity in entities}
    rows = [
        row
        for passage in passages
        for span in passage.sentences
        if _may_hold_event(passage.text, span)
        for row in _events(_sentence(passage, span, names, times, known, reference))
    ]
    return Coded(tuple(event for event, _ in rows), tuple(side for _, sides in rows for side in sides))


def _by_paragraph(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=_start):
        found.setdefault(row.paragraph_id, []).append(row)
    return found


def _start(row: Mention | DateExpression) -> int:
    return row.start


def _may_hold_event(text: str, span: Span) -> bool:
    if span[1] - span[0] > _LONGEST:
        return False
    table = index()
    return any(token.lower in table for token in tokenise(text, *span))


def _within(rows: Sequence[_Row], span: Span) -> list[_Row]:
    first, last = bisect_left(rows, span[0], key=_start), bisect_left(rows, span[1], key=_start)
    return [row for row in rows[first:last] if row.end <= span[1]]


def _sentence(
    passage: Passage,
    span: Span,
    names: Mapping[str, Sequence[Mention]],
    times: Mapping[str, Sequence[DateExpression]],
    entities: Mapping[str, Entity],
    reference: Reference,
) -> Sentence:
    mentions = _within(names.get(passage.paragraph_id, ()), span)
    dates = _within(times.get(passage.paragraph_id, ()), span)
    view = View(passage.text, span, mentions, dates, passage.parse)
    return Sentence(passage, span, view, casualties(passage.text, span), entities, reference)


def _events(sentence: Sentence) -> Iterator[tuple[Event, list[Participant]]]:
    found = list(grammar_of(sentence.view).matches(sentence.view))
    for match in found:
        counts = [count for count in sentence.counts if _nearest(sentence.view, found, count) is match]
        yield event_rows(sentence, match, counts)


def _nearest(view: View, found: Sequence[Match], count: Count) -> Match | None:
    """Return the assault that a number of victims belongs to: the one whose trigger stands nearest."""
    assaults = [match for match in found if match.sense.event_type == EventType.ASSAULT]
    return min(assaults, key=lambda match: abs(view.tokens[match.first].start - count.place), default=None)
