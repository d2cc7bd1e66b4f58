"""The sides of an event, as rows of participants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows.steps.entities.actors import describe
from flows.steps.entities.knowledge import OwnKnowledge, own_knowledge
from flows.steps.events.circumstances import Count
from flows.steps.events.context import Context
from flows.steps.events.phrases import Chunk, View
from flows.steps.events.quantities import quantity
from flows.steps.language.passages import Passage, Span
from flows.steps.records import Entity, Mention, Participant
from schemas.vocab import ParticipantRole


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its words at `start` to `end` of the paragraph, who that is and how many; all None for nobody."""

    name: str | None
    text: str
    start: int
    end: int
    mention: Mention | None
    entity_id: str | None
    country: str | None
    sector: str | None
    quantity: int | None = None

    @classmethod
    def nobody(cls) -> "Side":
        """Return the side that was not found."""
        return cls(None, "", 0, 0, None, None, None, None)


def side_of(view: View, chunk: Chunk, passage: Passage, entities: Mapping[str, Entity], context: Context) -> Side:
    """Return the side that an actor phrase names: the entity at its head, or what its words and the context say."""
    side = _side(view, chunk, passage, entities, context)
    context.note(passage.paragraph_id, side.country, side.sector)
    return side


def _side(view: View, chunk: Chunk, passage: Passage, entities: Mapping[str, Entity], context: Context) -> Side:
    start, end = view.tokens[view.phrase_start(chunk)].start, view.tokens[chunk.end - 1].end
    mention = chunk.mention
    entity = entities.get(mention.entity_id) if mention else None
    if mention is not None and entity is not None:
        country, sector = (entity.country, entity.sector) if entity.sector else _known(entity, passage.text[start:end])
        return Side(entity.name, mention.text, mention.start, mention.end, mention, entity.entity_id, country, sector)
    text, here = passage.text[start:end], passage.paragraph_id
    first = view.phrase_start(chunk)
    words = [token.lower for token in view.tokens[first : chunk.end]]
    group = context.group(here, start, words, view.lower(first - 1))
    if group is not None:
        return Side(group.name, text, start, end, None, group.entity_id, group.country, group.sector)
    country, sector = describe_phrase(text)
    if country is None and len(words) == 1:
        country = context.country(here, sector)
    return Side(text, text, start, end, mention, None, country, sector, quantity(view, chunk))


def _known(entity: Entity, text: str) -> tuple[str | None, str | None]:
    """Return the entity's country, and the sector that the words beside its name give (a title, a role)."""
    country, sector = describe_phrase(text)
    return entity.country or country, sector


def describe_phrase(text: str) -> tuple[str | None, str | None]:
    """Return country and PLOVER sector of an actor phrase; null where its words do not say."""
    return _described(text, own_knowledge())


@lru_cache(maxsize=4096)
def _described(text: str, _own: OwnKnowledge) -> tuple[str | None, str | None]:
    """Return what `describe` says, which depends on what a user has added."""
    return describe(text)


def participants(
    passage: Passage,
    event_id: str,
    sides: tuple[Sequence[Side], Sequence[Side]],
    place: Mention | None,
    counts: Sequence[Count],
    instruments: Sequence[Span],
    entities: Mapping[str, Entity],
) -> Iterator[Participant]:
    """Yield the rows of one event: actors, recipients, place, casualties and instruments, each from 0."""
    for role, found in zip((ParticipantRole.ACTOR, ParticipantRole.RECIPIENT), sides, strict=True):
        for position, side in enumerate(found):
            yield _row(passage, event_id, role, position, side, side.quantity)
    if place is not None:
        entity = entities[place.entity_id]
        side = Side(
            entity.name, place.text, place.start, place.end, place, entity.entity_id, entity.country, entity.sector
        )
        yield _row(passage, event_id, ParticipantRole.PLACE, 0, side)
    for position, count in enumerate(counts):
        side = Side(None, passage.text[count.start : count.end], count.start, count.end, None, None, None, None)
        yield _row(passage, event_id, ParticipantRole.CASUALTY, position, side, count.number)
    for position, (start, end) in enumerate(instruments):
        side = Side(None, passage.text[start:end], start, end, None, None, None, None)
        yield _row(passage, event_id, ParticipantRole.INSTRUMENT, position, side)


def _row(
    passage: Passage, event_id: str, role: str, position: int, side: Side, quantity: int | None = None
) -> Participant:
    raw_start, raw_end = passage.raw_span(side.start, side.end)
    return Participant(
        event_id=event_id,
        role=role,
        position=position,
        document_id=passage.document_id,
        paragraph_id=passage.paragraph_id,
        start=side.start,
        end=side.end,
        raw_start=raw_start,
        raw_end=raw_end,
        text=side.text,
        entity_id=side.entity_id,
        mention_id=side.mention.mention_id if side.mention else None,
        country=side.country,
        sector=side.sector,
        quantity=quantity,
    )
