"""The participants of an event, as rows of participants."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows.steps.entities.actor_phrases import describe
from flows.steps.entities.knowledge_base import UserActors
from flows.steps.events.casualties import CasualtyCount
from flows.steps.events.discourse import DiscourseContext
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.lexicon.numbers import SCALES, WORDS, people
from flows.steps.models import Entity, Mention, Participant
from flows.steps.text.passage import Passage, Span
from schemas.plover import actor_code
from schemas.vocab import SIDES, EntityType, ParticipantRole

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_MONEY = frozenset({"$", "€", "£", "¥", "₹"})
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantDraft:
    """One participant of an event: its words at `start` to `end` of the paragraph, who that is and how many.

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
        """Return the participant that was not found."""
        return cls(text="", start=0, end=0)


def participant_of(
    sentence: AnnotatedSentence,
    phrase: Phrase,
    passage: Passage,
    entities: Mapping[str, Entity],
    context: DiscourseContext,
) -> ParticipantDraft:
    """Return the participant that an actor phrase names: the entity at its head, or what words and context indicate."""
    mention = phrase.mention
    entity = entities.get(mention.entity_id) if mention else None
    if mention is not None and entity is not None:
        draft = _named(sentence, phrase, passage, mention, entity, context)
    else:
        draft = _described(sentence, phrase, passage, entities, context)
    context.note(passage.paragraph_id, draft.country, draft.sector)
    return draft


def _named(
    sentence: AnnotatedSentence,
    phrase: Phrase,
    passage: Passage,
    mention: Mention,
    entity: Entity,
    context: DiscourseContext,
) -> ParticipantDraft:
    """Return the participant whose head is a mention; words beside the name (a title, a role) may give its sector."""
    country, sector = entity.country, entity.sector
    if not sector:
        start, end = _span(sentence, phrase)
        words = passage.text[start:end]
        if entity.entity_type == EntityType.PERSON and start <= mention.start and mention.end <= end:
            words = f"{passage.text[start : mention.start]} {passage.text[mention.end : end]}"
        described_country, sector = describe_phrase(words, context.actors)
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
    sentence: AnnotatedSentence,
    phrase: Phrase,
    passage: Passage,
    entities: Mapping[str, Entity],
    context: DiscourseContext,
) -> ParticipantDraft:
    """Return the participant of a phrase without a known name: the armed group or what its words mean."""
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
    country = _linked_country(sentence, (start, end), country, entities, context.actors)
    if country is None and len(words) == 1:
        country = context.country(here, sector)
    how_many = _quantity(sentence, phrase)
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


def _linked_country(
    sentence: AnnotatedSentence,
    span: Span,
    country: str | None,
    entities: Mapping[str, Entity],
    actors: UserActors,
) -> str | None:
    """Return the country of the name that gives a phrase its country, as linked in the document: "Georgia's voters"."""
    if country is None:
        return None
    for mention in sentence.mentions:
        if span[0] <= mention.start and mention.end <= span[1]:
            linked = entities[mention.entity_id].country if mention.entity_id in entities else None
            if linked is not None and describe_phrase(mention.text, actors)[0] == country:
                return linked
    return country


def _span(sentence: AnnotatedSentence, phrase: Phrase) -> Span:
    """Return the half-open range of a phrase in the paragraph's text."""
    return sentence.tokens[sentence.phrase_start(phrase)].start, sentence.tokens[phrase.end - 1].end


@lru_cache(maxsize=4096)
def describe_phrase(text: str, actors: UserActors) -> tuple[str | None, str | None]:
    """Return country and PLOVER sector of an actor phrase; null where its words indicate none."""
    return describe(text, actors)


def _quantity(sentence: AnnotatedSentence, phrase: Phrase) -> int | None:
    """Return the whole number right before an actor phrase, or before "of the" and the phrase."""
    token_index = sentence.phrase_start(phrase) - 1
    if (
        not phrase.is_whole and _number(sentence, token_index) is None and sentence.is_open(token_index)
    ):  # "three young activists"
        token_index -= not sentence.lower(token_index).endswith("ed") and sentence.lower(token_index) not in SCALES
    if (
        sentence.lower(token_index) in {"the", "these", "those", "their", "its", "his"}
        and sentence.lower(token_index - 1) == "of"
    ):
        token_index -= 2
    elif sentence.lower(token_index) == "of":
        token_index -= 1
    return _number(sentence, token_index)


def _number(sentence: AnnotatedSentence, last: int) -> int | None:
    """Return the number that ends at the token `last`; money and years are none."""
    scale, token_index = 1, last
    while sentence.lower(token_index) in SCALES:
        scale, token_index = scale * SCALES[sentence.lower(token_index)], token_index - 1
    word = sentence.lower(token_index)
    if word in WORDS:
        return people(WORDS[word] * scale)
    if not _DIGITS.fullmatch(word) or sentence.lower(token_index - 1) in _MONEY:
        return people(scale) if token_index < last and word in {"a", "one"} else None
    value = people(float(word.replace(",", "")) * scale)
    is_year = scale == 1 and "," not in word and value in _YEARS
    return None if is_year else value


def participants(
    passage: Passage,
    event_id: str,
    drafts: tuple[Sequence[ParticipantDraft], Sequence[ParticipantDraft]],
    location: Mention | None,
    counts: Sequence[CasualtyCount],
    instruments: Sequence[Span],
    entities: Mapping[str, Entity],
) -> Iterator[Participant]:
    """Yield the rows of one event: actors, recipients, place, casualties and instruments, each from 0."""
    for role, of_role in zip(SIDES, drafts, strict=True):
        for position, draft in enumerate(of_role):
            yield _row(passage, event_id, role, position, draft, draft.quantity)
    if location is not None:
        draft = _place(location, entities[location.entity_id])
        yield _row(passage, event_id, ParticipantRole.PLACE, 0, draft)
    for position, count in enumerate(counts):
        draft = ParticipantDraft(text=passage.text[count.start : count.end], start=count.start, end=count.end)
        yield _row(passage, event_id, ParticipantRole.CASUALTY, position, draft, count.number)
    for position, (start, end) in enumerate(instruments):
        draft = ParticipantDraft(text=passage.text[start:end], start=start, end=end)
        yield _row(passage, event_id, ParticipantRole.INSTRUMENT, position, draft)


def _place(location: Mention, entity: Entity) -> ParticipantDraft:
    return ParticipantDraft(
        text=location.text,
        start=location.start,
        end=location.end,
        name=entity.name,
        mention=location,
        entity_id=entity.entity_id,
        country=entity.country,
        sector=entity.sector,
    )


def _row(
    passage: Passage, event_id: str, role: str, position: int, draft: ParticipantDraft, quantity: int | None = None
) -> Participant:
    raw_start, raw_end = passage.raw_span(draft.start, draft.end)
    return Participant(
        event_id=event_id,
        role=role,
        position=position,
        document_id=passage.document_id,
        paragraph_id=passage.paragraph_id,
        start=draft.start,
        end=draft.end,
        raw_start=raw_start,
        raw_end=raw_end,
        text=draft.text,
        name=draft.name,
        entity_id=draft.entity_id,
        mention_id=draft.mention.mention_id if draft.mention else None,
        country=draft.country,
        sector=draft.sector,
        actor_code=actor_code(draft.country, draft.sector) if role in SIDES else None,
        quantity=quantity,
    )
