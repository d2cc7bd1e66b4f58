"""The events of a document and their participants, as rows."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from flows.steps.entities.knowledge_base import NOTHING, UserActors
from flows.steps.events.candidate import Match
from flows.steps.events.carrying import Told, carried, with_day_of
from flows.steps.events.circumstances import Count, casualties, is_day
from flows.steps.events.discourse import Context, context_of
from flows.steps.events.lexicon import tokenise
from flows.steps.events.parsing import grammar_of
from flows.steps.events.rows import Sentence, event_rows
from flows.steps.events.sentence import View
from flows.steps.events.triggers import index
from flows.steps.models import DateExpression, Entity, Event, Mention, Participant
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.reference import Reference
from schemas.vocab import EntityType, EventType

LONGEST = 4_000
"""Code points beyond which a sentence is a table or a list, and is left alone: this keeps the time linear."""
_MEMORY = 2
"""Sentences back in which somebody may stand whom a pronoun means: this keeps the time linear."""
_Row = TypeVar("_Row", Mention, DateExpression)


@dataclass(frozen=True, slots=True)
class _Known:
    """The entities of a document, which of them are persons, and what was told so far."""

    entities: Mapping[str, Entity]
    people: frozenset[str]
    context: Context


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
    actors: UserActors = NOTHING,
) -> Coded:
    """Return the events that the sentences of `passages` report.

    Mentions and dates carry offsets into their paragraph; `reference` bounds the date of an event without one;
    `actors` are those that a user adds to the shipped ones.
    """
    names, times = by_paragraph(mentions), by_paragraph(dates)
    things = {entity.entity_id: entity for entity in entities}
    context = context_of((item.paragraph_id for item in passages), mentions, things, actors)
    known = _Known(things, people(entities), context)
    told = [
        one
        for passage in passages
        for one in carried(
            one
            for number, span in enumerate(passage.sentences)
            if _may_hold_event(passage.text, span)
            for one in _events(_sentence(passage, number, names, times, known, reference), number)
        )
    ]
    return Coded(tuple(one.event for one in told), tuple(side for one in told for side in one.sides))


def people(entities: Iterable[Entity]) -> frozenset[str]:
    """Return the ids of those entities that are persons."""
    return frozenset(entity.entity_id for entity in entities if entity.entity_type == EntityType.PERSON)


def by_paragraph(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    """Return the rows of each paragraph by its id, in the order of their start."""
    found: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=_start):
        found.setdefault(row.paragraph_id, []).append(row)
    return found


def _start(row: Mention | DateExpression) -> int:
    return row.start


def _may_hold_event(text: str, span: Span) -> bool:
    if span[1] - span[0] > LONGEST:
        return False
    table = index()
    return any(token.lower in table for token in tokenise(text, *span))


def _within(rows: Sequence[_Row], span: Span) -> list[_Row]:
    first, last = bisect_left(rows, span[0], key=_start), bisect_left(rows, span[1], key=_start)
    return [row for row in rows[first:last] if row.end <= span[1]]


def view_of(
    passage: Passage, number: int, mentions: Sequence[Mention], dates: Sequence[DateExpression], people: Container[str]
) -> View:
    """Return a sentence with those of the mentions and dates (in order, of the passage) that stand in it.

    `number` counts the sentences of the passage from 0, `people` are the entities that are persons.
    """
    return _view(passage, number, mentions, dates, people, _MEMORY)


def _view(
    passage: Passage,
    number: int,
    mentions: Sequence[Mention],
    dates: Sequence[DateExpression],
    people: Container[str],
    memory: int,
) -> View:
    span = passage.sentences[number]
    before = partial(_view, passage, number - 1, mentions, dates, people, memory - 1) if number and memory else None
    return View(passage.text, span, _within(mentions, span), _within(dates, span), passage.parse, people, before)


def _sentence(
    passage: Passage,
    number: int,
    names: Mapping[str, Sequence[Mention]],
    times: Mapping[str, Sequence[DateExpression]],
    known: _Known,
    reference: Reference,
) -> Sentence:
    here, span = passage.paragraph_id, passage.sentences[number]
    view = view_of(passage, number, names.get(here, ()), times.get(here, ()), known.people)
    return Sentence(
        passage=passage,
        span=span,
        view=view,
        counts=casualties(passage.text, span),
        entities=known.entities,
        reference=reference,
        context=known.context,
    )


def _events(sentence: Sentence, number: int) -> Iterator[Told]:
    view = sentence.view
    grammar = grammar_of(view)
    found = list(grammar.matches(view))
    words = None if view.dates else frozenset(token.lower for token in view.tokens)
    days = {item.date_id for item in view.dates if is_day(item)}
    rows = []
    for match in found:
        counts = [count for count in sentence.counts if _nearest(view, found, count) is match]
        rows.append((match.verb, *event_rows(sentence, match, counts)))
    by_verb: dict[int | None, Event] = {verb: event for verb, event, _ in rows}
    for verb, event, sides in rows:
        other = by_verb.get(grammar.same_time(view, verb))
        dated = with_day_of(event, other) if other else event
        yield Told(
            event=dated,
            sides=tuple(sides),
            sentence=number,
            is_narrated=grammar.is_narrated(view, verb),
            is_day=dated.date_id in days,
            words=words,
        )


def _nearest(view: View, found: Sequence[Match], count: Count) -> Match | None:
    """Return the assault that a number of victims belongs to: the one whose trigger stands nearest."""
    assaults = [match for match in found if match.sense.event_type == EventType.ASSAULT]
    return min(assaults, key=lambda match: abs(view.tokens[match.first].start - count.place), default=None)
