"""The profile of an event: what one mention, or all mentions of a cluster together, contain about it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows.corpus.event_coref.knowledge import knowledge
from flows.corpus.event_coref.participants import ParticipantProfile, merged_participants, participant_profile
from flows.corpus.event_coref.time_and_place import EventDays, EventPlace, days_of, place_of
from flows.corpus.lexical import rarity, stems
from flows.steps.events.dating import is_death, is_failed
from flows.steps.models import DateExpression, Event, Outcome, Paragraph, Participant
from schemas.vocab import EntityType, EventType, Factuality, ParticipantRole

_CONTEXT_CHARACTERS = 60
"""Characters before a trigger that are examined."""
_MOST_SENTENCES = 12
"""Sentences of a cluster whose words are compared; the first ones are the most informative."""
_TRIGGER_WORD = re.compile(r"[^\W\d_]{4,}")
_TRIGGER_STEM_LETTERS = 4
"""Letters of a trigger that are compared: killed and killing agree."""
StemWeights = Mapping[str, float]
"""Stems of words with their rarity: 1 where at most two sentences contain it, 0 where all do."""
SentenceKey = tuple[str, str, int]
"""Document, paragraph and offset of a sentence."""


@dataclass(frozen=True, slots=True)
class EventProfile:
    """What one event mention or a cluster contains: who, when, where and in which words.

    `dead` are the people who die in it, `assaulted` those to whom an assault is done, as entity ids. `is_definite`
    means that every mention refers to it as known ("the attack"), `is_series` that every mention may mean several
    events ("attacks"). `triggers` are stems of their words; `killed` and `injured` are numbers above two.
    """

    event_id: str
    event_type: str
    factuality: str
    modes: frozenset[str]
    actors: tuple[ParticipantProfile, ...]
    recipients: tuple[ParticipantProfile, ...]
    days: EventDays
    places: frozenset[EventPlace]
    words: tuple[tuple[SentenceKey, StemWeights], ...]
    documents: frozenset[str]
    dead: frozenset[str] = frozenset()
    assaulted: frozenset[str] = frozenset()
    is_definite: bool = False
    is_series: bool = False
    triggers: frozenset[str] = frozenset()
    killed: frozenset[int] = frozenset()
    injured: frozenset[int] = frozenset()

    @property
    def is_reciprocal(self) -> bool:
        """Return whether it does not matter who is named as actor."""
        return self.event_type in knowledge().reciprocal

    @property
    def order(self) -> tuple[object, ...]:
        """Return a sort key that puts the most informative first: day, participants, place; then the id."""
        roles = bool(self.actors) + bool(self.recipients)
        return -self.days.grade, -roles, not self.places, -len(self.actors + self.recipients), self.event_id

    def merged_with(self, other: "EventProfile") -> "EventProfile":
        """Return what both contain together, under the id of this one."""
        return replace(
            self,
            modes=self.modes | other.modes,
            actors=merged_participants(self.actors, other.actors),
            recipients=merged_participants(self.recipients, other.recipients),
            days=self.days.within(other.days),
            places=self.places | other.places,
            words=(*self.words, *other.words)[:_MOST_SENTENCES],
            documents=self.documents | other.documents,
            dead=self.dead | other.dead,
            assaulted=self.assaulted | other.assaulted,
            is_definite=self.is_definite and other.is_definite,
            is_series=self.is_series and other.is_series,
            triggers=self.triggers | other.triggers,
            killed=self.killed | other.killed,
            injured=self.injured | other.injured,
        )


@dataclass(frozen=True, slots=True)
class _RelatedRows:
    """The rows that events refer to: participants and stem weights by event id, all others by their own id."""

    participants: Mapping[str, list[Participant]]
    types: Mapping[str, str]
    countries: Mapping[str, str | None]
    dates: Mapping[str, DateExpression]
    paragraphs: Mapping[str, Paragraph]
    words: Mapping[str, StemWeights] = field(default_factory=dict)


def event_profiles(outcome: Outcome, events: Iterable[Event]) -> Iterator[EventProfile]:
    """Yield the profile of each of these events of a build, in their order."""
    chosen = tuple(events)
    related = _related_rows(outcome)
    texts = {key: row.text for key, row in related.paragraphs.items()}
    related = replace(related, words=_stem_weights(chosen, related.participants, texts))
    for event in chosen:
        yield _profile(event, related)


def _related_rows(outcome: Outcome) -> _RelatedRows:
    participants: dict[str, list[Participant]] = defaultdict(list)
    for row in outcome.participants:
        participants[row.event_id].append(row)
    return _RelatedRows(
        participants=participants,
        types={row.entity_id: row.entity_type for row in outcome.entities},
        countries={row.entity_id: row.country for row in outcome.entities},
        dates={row.date_id: row for row in outcome.dates},
        paragraphs={row.paragraph_id: row for row in outcome.paragraphs},
    )


def _profile(event: Event, related: _RelatedRows) -> EventProfile:
    """Return the profile of one event mention."""
    by_role: dict[str, list[Participant]] = defaultdict(list)
    for row in related.participants.get(event.event_id, ()):
        by_role[row.role].append(row)
    acts = event.quad_class.startswith("verbal") and event.event_mode != "visit"
    recipients = _participants(by_role[ParticipantRole.RECIPIENT], related, acts=acts)
    text = related.paragraphs[event.paragraph_id].text
    before = text[event.sentence_start : event.trigger_start][-_CONTEXT_CHARACTERS:]
    assaulted = frozenset(_people(recipients)) if _is_done(event, before) else frozenset()
    place = place_of(event, related.types)
    return EventProfile(
        event_id=event.event_id,
        event_type=event.event_type,
        factuality=event.factuality,
        modes=frozenset({event.event_mode} if event.event_mode else ()),
        actors=_participants(by_role[ParticipantRole.ACTOR], related, acts=True),
        recipients=recipients,
        days=days_of(event, related.dates.get(event.date_id or "")),
        places=frozenset({place} if place else ()),
        words=(((event.document_id, event.paragraph_id, event.sentence_start), related.words[event.event_id]),),
        documents=frozenset({event.document_id}),
        dead=assaulted if is_death(event.trigger) else frozenset(),
        assaulted=assaulted,
        is_definite=knowledge().matches("event_noun", event.trigger) and knowledge().matches("definite", before),
        is_series=knowledge().matches("plural", event.trigger),
        triggers=_trigger_stem(event.trigger),
        killed=_distinctive(event.killed),
        injured=_distinctive(event.injured),
    )


def _distinctive(number: int | None) -> frozenset[int]:
    """Return a number of victims that distinguishes events; one or two do not."""
    return frozenset({number} if number and number > 2 else ())


def _is_done(event: Event, before: str) -> bool:
    """Return whether an assault was carried out, given the characters before its trigger."""
    is_assault = event.event_type == EventType.ASSAULT and event.factuality == Factuality.ASSERTED
    return is_assault and not is_failed(before)


def _people(participants: Iterable[ParticipantProfile]) -> Iterator[str]:
    for row in participants:
        if row.entity_id and row.entity_type == EntityType.PERSON:
            yield row.entity_id


def _participants(rows: Iterable[Participant], related: _RelatedRows, *, acts: bool) -> tuple[ParticipantProfile, ...]:
    found = []
    for row in rows:
        entity_id = row.entity_id or ""
        entity = (entity_id, related.types[entity_id]) if entity_id in related.types else None
        country = row.country or related.countries.get(entity_id)
        found.append(participant_profile(row.text, entity, country, row.sector, acts=acts))
    return merged_participants(found, ())


def _stem_weights(
    events: Sequence[Event], participants: Mapping[str, Sequence[Participant]], texts: Mapping[str, str]
) -> dict[str, StemWeights]:
    """Return the weighted stems of each event's sentence, without its participants and its trigger, by event id.

    `participants` are rows by event id, `texts` the texts of paragraphs by paragraph id.
    """
    sentences = {
        (row.paragraph_id, row.sentence_start): [
            *stems(texts[row.paragraph_id], knowledge().uninformative, row.sentence_start, row.sentence_end)
        ]
        for row in events
    }
    counts = Counter(stem for found in sentences.values() for stem in {stem for stem, _ in found})
    weights = {stem: rarity(count, len(sentences)) for stem, count in counts.items()}
    return {
        row.event_id: _context_weights(row, sentences[row.paragraph_id, row.sentence_start], participants, weights)
        for row in events
    }


def _trigger_stem(trigger: str) -> frozenset[str]:
    """Return the stem of the last content word of a trigger; the set is empty where it has none."""
    words = [word for word in _TRIGGER_WORD.findall(trigger.casefold()) if word not in knowledge().particles]
    return frozenset({words[-1][:_TRIGGER_STEM_LETTERS]} if words else ())


def _context_weights(
    event: Event,
    sentence_stems: Sequence[tuple[str, int]],
    participants: Mapping[str, Sequence[Participant]],
    weights: Mapping[str, float],
) -> StemWeights:
    taken = [(event.trigger_start, event.trigger_end)]
    taken += [(row.start, row.end) for row in participants.get(event.event_id, ())]
    return {
        stem: round(weights[stem], 4)
        for stem, offset in sentence_stems
        if not any(start <= offset < end for start, end in taken)
    }
