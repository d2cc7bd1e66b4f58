"""What is told of a happening: by one event, or by all events of a cluster together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from flows.corpus.kinds import knowledge
from flows.corpus.parties import Party, party, united
from flows.corpus.spans import Days, Place, days_of, place_of
from flows.corpus.wording import Words, stem_of, words_of
from flows.steps.events.deaths import is_death, is_failed
from flows.steps.records import DateExpression, Event, Outcome, Paragraph, Participant
from schemas.vocab import EntityType, EventType, Factuality, ParticipantRole

_BEFORE = 60
"""Characters before a trigger that are looked at."""
_MOST_SENTENCES = 12
"""Sentences of a cluster whose words are compared; the first ones tell most."""

Sentence = tuple[str, str, int]
"""Document, paragraph and offset of a sentence."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What one event or a cluster tells: who, when, where and in which words.

    `dead` are the people who die in it, `struck` those to whom an assault is done. `is_known` says that every telling
    takes it for known ("the attack"), `is_series` that every telling may be of several ("attacks"). `triggers` are
    stems of their words; `killed` and `injured` are the numbers told.
    """

    event_id: str
    event_type: str
    factuality: str
    modes: frozenset[str]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    days: Days
    places: frozenset[Place]
    words: tuple[tuple[Sentence, Words], ...]
    documents: frozenset[str]
    dead: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    is_known: bool = False
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
        """Return a key that puts first what tells most: day, sides, place; ties are broken by id."""
        sides = bool(self.actors) + bool(self.recipients)
        return -self.days.grade, -sides, not self.places, -len(self.actors + self.recipients), self.event_id

    def with_telling(self, other: "Happening") -> "Happening":
        """Return what both tell together, under the id of this one."""
        return replace(
            self,
            modes=self.modes | other.modes,
            actors=united(self.actors, other.actors),
            recipients=united(self.recipients, other.recipients),
            days=self.days.within(other.days),
            places=self.places | other.places,
            words=(*self.words, *other.words)[:_MOST_SENTENCES],
            documents=self.documents | other.documents,
            dead=self.dead | other.dead,
            struck=self.struck | other.struck,
            is_known=self.is_known and other.is_known,
            is_series=self.is_series and other.is_series,
            triggers=self.triggers | other.triggers,
            killed=self.killed | other.killed,
            injured=self.injured | other.injured,
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that say more of events: participants by event, and what they point at by id."""

    sides: Mapping[str, list[Participant]]
    types: Mapping[str, str]
    countries: Mapping[str, str | None]
    dates: Mapping[str, DateExpression]
    paragraphs: Mapping[str, Paragraph]
    words: Mapping[str, Words] = field(default_factory=dict)


def happenings(outcome: Outcome, events: Iterable[Event]) -> Iterator[Happening]:
    """Yield what each of these events tells, in their order."""
    chosen = tuple(events)
    rows = _rows(outcome)
    words = words_of(chosen, rows.sides, {key: row.text for key, row in rows.paragraphs.items()})
    rows = replace(rows, words=words)
    for event in chosen:
        yield _happening(event, rows)


def _rows(outcome: Outcome) -> Rows:
    sides: dict[str, list[Participant]] = defaultdict(list)
    for row in outcome.participants:
        sides[row.event_id].append(row)
    return Rows(
        sides=sides,
        types={row.entity_id: row.entity_type for row in outcome.entities},
        countries={row.entity_id: row.country for row in outcome.entities},
        dates={row.date_id: row for row in outcome.dates},
        paragraphs={row.paragraph_id: row for row in outcome.paragraphs},
    )


def _happening(event: Event, rows: Rows) -> Happening:
    """Return what one event tells."""
    by_role: dict[str, list[Participant]] = defaultdict(list)
    for side in rows.sides.get(event.event_id, ()):
        by_role[side.role].append(side)
    acts = event.quad_class.startswith("verbal") and event.event_mode != "visit"
    recipients = _parties(by_role[ParticipantRole.RECIPIENT], rows, acts=acts)
    before = rows.paragraphs[event.paragraph_id].text[event.sentence_start : event.trigger_start][-_BEFORE:]
    struck = frozenset(_people(recipients)) if _is_done(event, before) else frozenset()
    place = place_of(event, rows.types)
    return Happening(
        event_id=event.event_id,
        event_type=event.event_type,
        factuality=event.factuality,
        modes=frozenset({event.event_mode} if event.event_mode else ()),
        actors=_parties(by_role[ParticipantRole.ACTOR], rows, acts=True),
        recipients=recipients,
        days=days_of(event, rows.dates.get(event.date_id or "")),
        places=frozenset({place} if place else ()),
        words=(((event.document_id, event.paragraph_id, event.sentence_start), rows.words[event.event_id]),),
        documents=frozenset({event.document_id}),
        dead=struck if is_death(event.trigger) else frozenset(),
        struck=struck,
        is_known=knowledge().says("noun", event.trigger) and knowledge().says("known", before),
        is_series=knowledge().says("several", event.trigger),
        triggers=stem_of(event.trigger),
        killed=_told(event.killed),
        injured=_told(event.injured),
    )


def _told(number: int | None) -> frozenset[int]:
    """Return a number of victims that would tell happenings apart; one or two would not."""
    return frozenset({number} if number and number > 2 else ())


def _is_done(event: Event, before: str) -> bool:
    """Return whether an assault is told as carried out."""
    is_assault = event.event_type == EventType.ASSAULT and event.factuality == Factuality.ASSERTED
    return is_assault and not is_failed(before)


def _people(parties: Iterable[Party]) -> Iterator[str]:
    for row in parties:
        if row.entity_id and row.entity_type == EntityType.PERSON:
            yield row.entity_id


def _parties(rows: Iterable[Participant], known: Rows, *, acts: bool) -> tuple[Party, ...]:
    found = []
    for row in rows:
        entity_id = row.entity_id or ""
        entity = (entity_id, known.types[entity_id]) if entity_id in known.types else None
        country = row.country or known.countries.get(entity_id)
        found.append(party(row.text, entity, country, row.sector, acts=acts))
    return united(found, ())
