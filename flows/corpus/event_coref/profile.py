"""The profile of an event: what one mention, or all mentions of a cluster together, contain about it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.corpus.event_coref.knowledge import knowledge
from flows.corpus.event_coref.participants import ParticipantProfile, merged_participants, participant_profile
from flows.corpus.event_coref.time_and_place import EventDays, EventPlace, days_of, place_of
from flows.corpus.facts import with_facts
from flows.corpus.lexical import rarity, stem_set, stems
from flows.steps.events.deaths import is_death, is_failed
from flows.steps.models import DateExpression, Event, Outcome, Paragraph, Participant
from schemas.vocab import SIDES, EntityType, EventType, Factuality, ParticipantRole

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
    places: frozenset[EventPlace] = frozenset()
    words: tuple[tuple[SentenceKey, StemWeights], ...] = ()
    documents: frozenset[str] = frozenset()
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
    """The rows that events refer to: participants by event id, all others by their own id."""

    participants: Mapping[str, list[Participant]]
    types: Mapping[str, str]
    countries: Mapping[str, str | None]
    dates: Mapping[str, DateExpression]
    paragraphs: Mapping[str, Paragraph]


class EventProfiles:
    """The profiles of some events of a build, made in two steps: most events are like no other one.

    `outlines` are who and when, in the order of the events, of those that can be like another one. The rest, which
    takes most of the time, is added to those that are compared.
    """

    def __init__(self, outcome: Outcome, events: Iterable[Event]) -> None:
        """Take all rows of a build and the events among them."""
        chosen = tuple(events)
        self._related = _related_rows(outcome)
        self._events = {row.event_id: row for row in chosen}
        self._weights = _stem_weights(chosen, self._related.paragraphs)
        shared = _sharing(chosen, self._related)
        self.outlines = tuple(_outline(row, self._related) for row in chosen if row.event_id in shared)

    def completed(self, outline: EventProfile) -> EventProfile:
        """Return the whole profile of an event."""
        event, text = self._event_of(outline)
        before = _before(event, text)
        place = place_of(event, self._related.types)
        words = _context_weights(event, text, self._related.participants, self._weights)
        return with_facts(
            outline,
            places=frozenset({place} if place else ()),
            words=(((event.document_id, event.paragraph_id, event.sentence_start), words),),
            documents=frozenset({event.document_id}),
            dead=outline.assaulted if is_death(event.trigger) else frozenset(),
            is_definite=knowledge().matches("event_noun", event.trigger) and knowledge().matches("definite", before),
            is_series=knowledge().matches("plural", event.trigger),
            triggers=_trigger_stem(event.trigger),
            killed=_distinctive(event.killed),
            injured=_distinctive(event.injured),
        )

    def _event_of(self, outline: EventProfile) -> tuple[Event, str]:
        """Return the event of a profile, and the text of its paragraph."""
        event = self._events[outline.event_id]
        return event, self._related.paragraphs[event.paragraph_id].text


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


def _sharing(events: Iterable[Event], related: _RelatedRows) -> set[str]:
    """Return the ids of events that have an entity or a country of a side in common with another one of their kind.

    All others have no key in common with any other, whatever their roles.
    """
    firsts: dict[tuple[str, ...], str] = {}
    found: set[str] = set()
    for event in events:
        for row in related.participants.get(event.event_id, ()):
            country = row.country or related.countries.get(row.entity_id or "")
            for what in filter(None, (row.entity_id, country) if row.role in SIDES else ()):
                first = firsts.setdefault((event.event_type, event.factuality, what), event.event_id)
                if first != event.event_id:
                    found |= {first, event.event_id}
    return found


def _outline(event: Event, related: _RelatedRows) -> EventProfile:
    """Return what is known of one event mention without its words: type, participants, days, and assaulted people."""
    by_role: dict[str, list[Participant]] = defaultdict(list)
    for row in related.participants.get(event.event_id, ()):
        by_role[row.role].append(row)
    acts = event.quad_class.startswith("verbal") and event.event_mode != "visit"
    recipients = _participants(by_role[ParticipantRole.RECIPIENT], related, acts=acts)
    before = _before(event, related.paragraphs[event.paragraph_id].text)
    return EventProfile(
        event_id=event.event_id,
        event_type=event.event_type,
        factuality=event.factuality,
        modes=frozenset({event.event_mode} if event.event_mode else ()),
        actors=_participants(by_role[ParticipantRole.ACTOR], related, acts=True),
        recipients=recipients,
        days=days_of(event, related.dates.get(event.date_id or "")),
        assaulted=frozenset(_people(recipients)) if _is_done(event, before) else frozenset(),
    )


def _before(event: Event, text: str) -> str:
    """Return the characters of a sentence before its trigger, as many as are examined."""
    return text[event.sentence_start : event.trigger_start][-_CONTEXT_CHARACTERS:]


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


def _stem_weights(events: Iterable[Event], paragraphs: Mapping[str, Paragraph]) -> StemWeights:
    """Return the rarity of each stem in the sentences of these events; `paragraphs` are rows by their ids.

    Sentences are counted in powers of two: a document more changes no rarity but that of a few stems, and what was
    compared in an earlier build need not be compared again.
    """
    sentences = {(row.paragraph_id, row.sentence_start): row.sentence_end for row in events}
    counts: Counter[str] = Counter()
    for (paragraph_id, start), end in sentences.items():
        counts.update(stem_set(paragraphs[paragraph_id].text[start:end], knowledge().uninformative))
    total = _power_of_two(len(sentences))
    return {stem: rarity(_power_of_two(count), total) for stem, count in counts.items()}


def _power_of_two(count: int) -> int:
    """Return the lowest power of two that is not below a count."""
    return 1 << max(count - 1, 0).bit_length()


def _trigger_stem(trigger: str) -> frozenset[str]:
    """Return the stem of the last content word of a trigger; the set is empty where it has none."""
    words = [word for word in _TRIGGER_WORD.findall(trigger.casefold()) if word not in knowledge().particles]
    return frozenset({words[-1][:_TRIGGER_STEM_LETTERS]} if words else ())


def _context_weights(
    event: Event, text: str, participants: Mapping[str, Sequence[Participant]], weights: StemWeights
) -> StemWeights:
    """Return the weighted stems of an event's sentence, without its participants and its trigger."""
    taken = [(event.trigger_start, event.trigger_end)]
    taken += [(row.start, row.end) for row in participants.get(event.event_id, ())]
    return {
        stem: round(weights[stem], 4)
        for stem, offset in stems(text, knowledge().uninformative, event.sentence_start, event.sentence_end)
        if not any(start <= offset < end for start, end in taken)
    }
