"""The sides of an event, as rows of participants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows.steps.entities.actor_phrases import describe
from flows.steps.entities.knowledge_base import UserActors
from flows.steps.events.casualties import CasualtyCount
from flows.steps.events.discourse import DiscourseContext
from flows.steps.events.quantities import quantity
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.models import Entity, Mention, Participant
from flows.steps.text.passage import Passage, Span
from schemas.vocab import ParticipantRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantDraft:
    """One side of an event: its words at `start` to `end` of the paragraph, who that is and how many.

    `name` is None where the words name nobody, as those of a number of victims.
    """

    text: str
    start: int
    end: int
    name: str | None = None
    mention: Mention | None = None
    entity_id: str | None = None
    country: str | None = None
    sector: str | None = None
    quantity: int | None = None

    @classmethod
    def nobody(cls) -> "ParticipantDraft":
        """Return the side that was not found."""
        return cls(text="", start=0, end=0)


def participant_of(
    sentence: AnnotatedSentence,
    phrase: Phrase,
    passage: Passage,
    entities: Mapping[str, Entity],
    context: DiscourseContext,
) -> ParticipantDraft:
    """Return the side that an actor phrase names: the entity at its head, or what its words and the context say."""
    mention = phrase.mention
    entity = entities.get(mention.entity_id) if mention else None
    if mention is not None and entity is not None:
        side = _named(sentence, phrase, passage, mention, entity, context)
    else:
        side = _described(sentence, phrase, passage, context)
    context.note(passage.paragraph_id, side.country, side.sector)
    return side


def _named(
    sentence: AnnotatedSentence,
    phrase: Phrase,
    passage: Passage,
    mention: Mention,
    entity: Entity,
    context: DiscourseContext,
) -> ParticipantDraft:
    """Return the side whose head is a mention; words beside the name (a title, a role) may give its sector."""
    country, sector = entity.country, entity.sector
    if not sector:
        start, end = _span(sentence, phrase)
        described_country, sector = describe_phrase(passage.text[start:end], context.actors)
        country = country or described_country
    return ParticipantDraft(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=entity.name,
        mention=mention,
        entity_id=entity.entity_id,
        country=country,
        sector=sector,
    )


def _described(
    sentence: AnnotatedSentence, phrase: Phrase, passage: Passage, context: DiscourseContext
) -> ParticipantDraft:
    """Return the side of a phrase without a known name: the armed group that is meant by it, or what its words mean."""
    start, end = _span(sentence, phrase)
    text, here = passage.text[start:end], passage.paragraph_id
    first = sentence.phrase_start(phrase)
    words = [token.lower for token in sentence.tokens[first : phrase.end]]
    group = context.group(here, start, words, sentence.lower(first - 1))
    if group is not None:
        return ParticipantDraft(
            text=text,
            start=start,
            end=end,
            name=group.name,
            entity_id=group.entity_id,
            country=group.country,
            sector=group.sector,
        )
    country, sector = describe_phrase(text, context.actors)
    if country is None and len(words) == 1:
        country = context.country(here, sector)
    how_many = quantity(sentence, phrase)
    return ParticipantDraft(
        text=text,
        start=start,
        end=end,
        name=text,
        mention=phrase.mention,
        country=country,
        sector=sector,
        quantity=how_many,
    )


def _span(sentence: AnnotatedSentence, phrase: Phrase) -> Span:
    """Return the half-open range of a phrase in the paragraph's text."""
    return sentence.tokens[sentence.phrase_start(phrase)].start, sentence.tokens[phrase.end - 1].end


@lru_cache(maxsize=4096)
def describe_phrase(text: str, actors: UserActors) -> tuple[str | None, str | None]:
    """Return country and PLOVER sector of an actor phrase; null where its words indicate none."""
    return describe(text, actors)


def participants(
    passage: Passage,
    event_id: str,
    sides: tuple[Sequence[ParticipantDraft], Sequence[ParticipantDraft]],
    place: Mention | None,
    counts: Sequence[CasualtyCount],
    instruments: Sequence[Span],
    entities: Mapping[str, Entity],
) -> Iterator[Participant]:
    """Yield the rows of one event: actors, recipients, place, casualties and instruments, each from 0."""
    for role, drafts in zip((ParticipantRole.ACTOR, ParticipantRole.RECIPIENT), sides, strict=True):
        for position, draft in enumerate(drafts):
            yield _row(passage, event_id, role, position, draft, draft.quantity)
    if place is not None:
        entity = entities[place.entity_id]
        side = ParticipantDraft(
            text=place.text,
            start=place.start,
            end=place.end,
            name=entity.name,
            mention=place,
            entity_id=entity.entity_id,
            country=entity.country,
            sector=entity.sector,
        )
        yield _row(passage, event_id, ParticipantRole.PLACE, 0, side)
    for position, count in enumerate(counts):
        side = ParticipantDraft(text=passage.text[count.start : count.end], start=count.start, end=count.end)
        yield _row(passage, event_id, ParticipantRole.CASUALTY, position, side, count.number)
    for position, (start, end) in enumerate(instruments):
        side = ParticipantDraft(text=passage.text[start:end], start=start, end=end)
        yield _row(passage, event_id, ParticipantRole.INSTRUMENT, position, side)


def _row(
    passage: Passage, event_id: str, role: str, position: int, side: ParticipantDraft, quantity: int | None = None
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
