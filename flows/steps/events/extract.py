"""The events of a document and their participants, as rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from flows.steps.entities.knowledge_base import NOTHING, UserActors
from flows.steps.events.casualties import casualties, victims_of
from flows.steps.events.dating import DatedEvent, EventDate, carried_on, is_day, with_evidence
from flows.steps.events.decision import candidates
from flows.steps.events.discourse import DiscourseContext, context_of
from flows.steps.events.ensemble import by_rules, is_narrated, same_time
from flows.steps.events.rows import CodingInput, event_rows
from flows.steps.events.sentence import AnnotatedParagraph, KnownIds
from flows.steps.events.triggers import trigger_index
from flows.steps.events.turns import speakers
from flows.steps.events.victims import all_victims
from flows.steps.models import DateExpression, Entity, Event, Mention, Participant
from flows.steps.text.passage import Passage
from flows.steps.timex.reference import Reference
from schemas.vocab import EntityType

LONGEST = 4_000
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
    actors: UserActors = NOTHING,
) -> Coded:
    """Return the events that the sentences of `passages` report.

    Mentions and dates carry offsets into their paragraph; `reference` bounds the date of an event without one;
    `actors` are those that a user adds to the shipped ones.
    """
    things = {entity.entity_id: entity for entity in entities}
    discourse = context_of((item.paragraph_id for item in passages), mentions, things, actors)
    discourse = replace(discourse, speakers=speakers(passages, mentions, things))
    paragraphs = annotated(passages, mentions, entities, dates)
    found = [
        item
        for passage, paragraph in zip(passages, paragraphs, strict=True)
        for item in carried_on(_events_of(passage, paragraph, things, reference, discourse))
    ]
    return Coded(tuple(item.event for item in found), tuple(row for item in found for row in item.participants))


def annotated(
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    entities: Iterable[Entity],
    dates: Sequence[DateExpression],
) -> Iterator[AnnotatedParagraph]:
    """Yield the sentences of each passage with the mentions and dates that lie in them."""
    names, times = _by_paragraph(mentions), _by_paragraph(dates)
    types = {entity.entity_id: entity.entity_type for entity in entities}
    known = KnownIds(
        people=frozenset(key for key, kind in types.items() if kind == EntityType.PERSON),
        sites=frozenset(key for key, kind in types.items() if kind in {EntityType.PLACE, EntityType.FACILITY}),
    )
    for passage in passages:
        here = passage.paragraph_id
        yield AnnotatedParagraph(passage, names.get(here, ()), times.get(here, ()), known)


def _by_paragraph(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    """Return the rows of each paragraph by its id, in the order of their start."""
    found: dict[str, list[_Row]] = {}
    for row in sorted(rows, key=_start):
        found.setdefault(row.paragraph_id, []).append(row)
    return found


def _start(row: Mention | DateExpression) -> int:
    return row.start


def _events_of(
    passage: Passage,
    paragraph: AnnotatedParagraph,
    entities: Mapping[str, Entity],
    reference: Reference,
    discourse: DiscourseContext,
) -> Iterator[DatedEvent]:
    """Yield the events of a paragraph, each dated by its own sentence."""
    table = trigger_index()
    for number, span in enumerate(passage.sentences):
        if span[1] - span[0] > LONGEST:
            continue
        if not paragraph.read_events(number) and not any(word.lower in table for word in paragraph.words(number)):
            continue
        sentence = paragraph.sentence(number)
        coding = CodingInput(
            passage=passage,
            span=span,
            sentence=sentence,
            counts=all_victims(sentence, casualties(passage.text, span)),
            entities=entities,
            reference=reference,
            discourse=discourse,
        )
        yield from _events(coding, number)


def _events(coding: CodingInput, number: int) -> Iterator[DatedEvent]:
    sentence = coding.sentence
    found = candidates(sentence)
    words = None if sentence.dates else frozenset(token.lower for token in sentence.tokens)
    days = {item.date_id for item in sentence.dates if is_day(item)}
    coded = [(item.verb, event_rows(coding, item, victims_of(sentence, found, coding.counts, item))) for item in found]
    by_verb: dict[int | None, Event] = {verb: item.event for verb, item in coded}
    for verb, item in coded:
        at_once = same_time(sentence, verb)
        other = by_verb.get(at_once) or _only_told(coding, at_once)
        evidence = replace(item.evidence, same_time=EventDate.of(other)) if other else item.evidence
        event = with_evidence(item.event, evidence)
        yield DatedEvent(
            event=event,
            participants=item.participants,
            evidence=evidence,
            sentence=number,
            is_narrated=is_narrated(sentence, verb),
            is_day=event.date_id in days,
            words=words,
        )


def _only_told(coding: CodingInput, verb: int | None) -> Event | None:
    """Return the event of a verb that only dates another one ("the night he was killed"), by the rules alone."""
    if verb is None:
        return None
    found = next((item for item in by_rules(coding.sentence) if item.verb == verb), None)
    return event_rows(coding, found, ()).event if found else None
