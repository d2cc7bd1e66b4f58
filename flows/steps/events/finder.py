"""The events of a document and their participants, as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.steps.dates.reference import Reference
from flows.steps.events.circumstances import Count, When, casualties, place_of, when
from flows.steps.events.codes import Code, codes
from flows.steps.events.factuality import factuality, speaker
from flows.steps.events.matching import Match, matches
from flows.steps.events.participants import Side, participants, side_of
from flows.steps.events.phrases import View
from flows.steps.events.senses import NOUN_CONSTRUCTIONS, index
from flows.steps.events.words import tokenise
from flows.steps.ids import content_id
from flows.steps.language.passages import Passage, Span
from flows.steps.records import DateExpression, Entity, Event, Mention, Participant
from schemas.vocab import EventType, Factuality

_Row = TypeVar("_Row", Mention, DateExpression)


@dataclass(frozen=True, slots=True)
class Coded:
    """Events in reading order; participants by event, role and position."""

    events: tuple[Event, ...] = ()
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What the events of one sentence are made from."""

    passage: Passage
    span: Span
    view: View
    counts: tuple[Count, ...]
    entities: Mapping[str, Entity]
    reference: Reference


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
    for row in rows:
        found.setdefault(row.paragraph_id, []).append(row)
    return found


def _may_hold_event(text: str, span: Span) -> bool:
    table = index()
    return any(token.lower in table for token in tokenise(text, *span))


def _within(rows: Sequence[_Row], span: Span) -> list[_Row]:
    return [row for row in rows if span[0] <= row.start and row.end <= span[1]]


def _sentence(
    passage: Passage,
    span: Span,
    names: Mapping[str, Sequence[Mention]],
    times: Mapping[str, Sequence[DateExpression]],
    entities: Mapping[str, Entity],
    reference: Reference,
) -> _Sentence:
    mentions = _within(names.get(passage.paragraph_id, ()), span)
    dates = _within(times.get(passage.paragraph_id, ()), span)
    view = View(passage.text, span, mentions, dates)
    return _Sentence(passage, span, view, casualties(passage.text, span), entities, reference)


def _events(sentence: _Sentence) -> Iterator[tuple[Event, list[Participant]]]:
    found = list(matches(sentence.view))
    for match in found:
        counts = [count for count in sentence.counts if _nearest(sentence.view, found, count) is match]
        yield _row(sentence, match, counts)


def _nearest(view: View, found: Sequence[Match], count: Count) -> Match | None:
    """Return the assault that a number of victims belongs to: the one whose trigger stands nearest."""
    assaults = [match for match in found if match.sense.event_type == EventType.ASSAULT]
    return min(assaults, key=lambda match: abs(view.tokens[match.first].start - count.place), default=None)


def _row(sentence: _Sentence, match: Match, counts: Sequence[Count]) -> tuple[Event, list[Participant]]:
    view, passage = sentence.view, sentence.passage
    span = view.tokens[match.first].start, view.tokens[match.last - 1].end
    told = factuality(view, match.verb, is_noun=match.sense.construction in NOUN_CONSTRUCTIONS)
    code, mode, cameo = _code(match, told)
    event_id = content_id("evt", passage.document_id, passage.paragraph_id, *span, code.event_type)
    actors = [side_of(view, chunk, passage, sentence.entities) for chunk in match.actors]
    recipients = [side_of(view, chunk, passage, sentence.entities) for chunk in match.recipients]
    place = place_of(view, span, sentence.entities)
    event = _event(sentence, match, span, told, (event_id, code, mode, cameo), (actors, recipients), place, counts)
    return event, list(participants(passage, event_id, (actors, recipients), place, counts, sentence.entities))


def _code(match: Match, told: Factuality) -> tuple[Code, str | None, str | None]:
    """Return code, mode and CAMEO code; a cooperative act still to come is an agreement (PLOVER manual, AGREE)."""
    code = codes()[match.sense.event_type]
    if told is Factuality.PLANNED and code.planned_as is not None:
        return codes()[code.planned_as], None, None
    return code, match.sense.mode, match.sense.cameo


def _event(
    sentence: _Sentence,
    match: Match,
    span: Span,
    told: Factuality,
    coding: tuple[str, Code, str | None, str | None],
    sides: tuple[Sequence[Side], Sequence[Side]],
    place: Mention | None,
    counts: Sequence[Count],
) -> Event:
    event_id, code, mode, cameo = coding
    passage, text = sentence.passage, sentence.passage.text
    raw_start, raw_end = passage.raw_span(*span)
    actor, recipient = (side[0] if side else Side.nobody() for side in sides)
    dated: When = when(text, span, sentence.view.dates, sentence.reference)
    where = sentence.entities.get(place.entity_id) if place else None
    said = speaker(sentence.view, match.verb)
    totals = {count.column: count.number for count in counts}
    return Event(
        event_id=event_id,
        document_id=passage.document_id,
        paragraph_id=passage.paragraph_id,
        sentence_start=sentence.span[0],
        sentence_end=sentence.span[1],
        trigger_start=span[0],
        trigger_end=span[1],
        raw_start=raw_start,
        raw_end=raw_end,
        trigger=text[span[0] : span[1]],
        event_type=code.event_type,
        event_mode=mode,
        quad_class=code.quad_class,
        plover_score=code.score(mode),
        cameo_code=cameo,
        actor_name=actor.name,
        actor_entity_id=actor.entity_id,
        actor_country=actor.country,
        actor_sector=actor.sector,
        recipient_name=recipient.name,
        recipient_entity_id=recipient.entity_id,
        recipient_country=recipient.country,
        recipient_sector=recipient.sector,
        **dated._asdict(),
        place_name=where.name if where else None,
        place_country=where.country if where else None,
        place_entity_id=where.entity_id if where else None,
        factuality=told,
        attributed_to=_name(said, sentence.entities),
        killed=totals.get("killed"),
        injured=totals.get("injured"),
        rule_id=match.sense.rule_id,
        confidence=_confidence(match),
        cluster_id=content_id("clu", event_id),
    )


def _name(mention: Mention | None, entities: Mapping[str, Entity]) -> str | None:
    if mention is None:
        return None
    entity = entities.get(mention.entity_id)
    return entity.name if entity else mention.text


def _confidence(match: Match) -> float:
    """Return 0.5, and more for each side found and for a subject right before its verb."""
    return round(0.5 + 0.15 * bool(match.actors) + 0.15 * bool(match.recipients) + 0.1 * match.is_direct, 2)
