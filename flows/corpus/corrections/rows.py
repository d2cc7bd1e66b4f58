"""The rows of a build while corrections are made in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from flows.corpus.actors import unnamed_entity
from flows.corpus.entity_resolution.merge import merge_entities
from flows.corpus.facts import with_facts
from flows.corpus.sides import with_sides_of
from flows.steps.corrections import Unfit, refused
from flows.steps.entities.knowledge_base import NamedEntity, countries, known_actors
from flows.steps.events.acled import acled_type
from flows.steps.models import Entity, Event, LedgerEdit, Mention, Outcome, Paragraph, Participant
from schemas.vocab import SIDES, ParticipantRole


class AnswerChange(NamedTuple):
    """What a row had before a correction, and has now, in words; None where that is nothing."""

    before: str | None
    after: str | None


class CorrectedRows:
    """The rows of a build by id, to be changed in place; `outcome` gives them back."""

    def __init__(self, outcome: Outcome, document_ids: Collection[str]) -> None:
        """Take the rows of a build; `document_ids` are the documents that have corrections."""
        self._outcome = outcome
        self._document_ids = frozenset(document_ids)
        self.places = {row.document_id: (row.source_path, row.source_part) for row in outcome.documents}
        self.events = {row.event_id: row for row in outcome.events if row.document_id in self._document_ids}
        self.mentions = {row.mention_id: row for row in outcome.mentions if row.document_id in self._document_ids}
        self.entities = {row.entity_id: row for row in outcome.entities}
        self.participants: dict[str, list[Participant]] = defaultdict(list)
        for row in outcome.participants:
            if row.document_id in self._document_ids:
                self.participants[row.event_id].append(row)
        self.paragraphs: dict[str, list[Paragraph]] = defaultdict(list)
        for paragraph in sorted(outcome.paragraphs, key=lambda paragraph: paragraph.position):
            if paragraph.document_id in self._document_ids:
                self.paragraphs[paragraph.document_id].append(paragraph)
        self.removed: set[str] = set()
        self.retyped: set[str] = set()

    def has_several(self, path: str) -> bool:
        """Return whether a file holds several documents."""
        return any(of_file == path and part is not None for of_file, part in self.places.values())

    def outcome(self) -> Outcome:
        """Return all rows of the build as they are now, the flat columns of events renewed."""
        events = [self.events.get(row.event_id, row) for row in self._outcome.events]
        kept = [row for row in events if row.event_id not in self.removed]
        participants = tuple(self._participants())
        mentions = tuple(self.mentions.get(row.mention_id, row) for row in self._outcome.mentions)
        changed = chain.from_iterable(self.participants[event_id] for event_id in self.retyped)
        flat = with_sides_of(map(self._without_lost_sides, kept), changed)
        return replace(
            self._outcome,
            events=tuple(self._with_acled(row) for row in flat),
            participants=participants,
            mentions=mentions,
            entities=tuple(self._entities(mentions, participants)),
        )

    def _participants(self) -> Iterator[Participant]:
        """Yield the participants that are left: those of an event together, in the place of the first."""
        waiting = {event_id: rows for event_id, rows in self.participants.items() if event_id not in self.removed}
        for row in self._outcome.participants:
            if row.document_id in self._document_ids:
                yield from waiting.pop(row.event_id, ())
            else:
                yield row
        for rows in waiting.values():
            yield from rows

    def _entities(self, mentions: Sequence[Mention], participants: Iterable[Participant]) -> Iterator[Entity]:
        """Yield the entities that are named, counted anew, and those that take part without a name."""
        named = {row.entity_id: row for row in merge_entities(self.entities.values(), mentions)}
        acting: dict[str, str] = {}
        for row in participants:
            if row.entity_id is not None and row.entity_id not in named:
                acting[row.entity_id] = min(row.document_id, acting.get(row.entity_id, row.document_id))
        unnamed = {
            key: with_facts(self.entities[key], mention_count=0, document_count=0, first_document_id=document_id)
            for key, document_id in acting.items()
        }
        found = named | unnamed
        yield from (found[key] for key in sorted(found))

    def _without_lost_sides(self, event: Event) -> Event:
        """Return an event without the facts of a role that a correction left empty."""
        if event.event_id not in self.retyped:
            return event
        roles = {row.role for row in self.participants[event.event_id]}
        facts: dict[str, Any] = {}
        for role in (*SIDES, ParticipantRole.PLACE):
            if role not in roles:
                parts = ("name", "entity_id", "country", *(("sector", "code") if role in SIDES else ()))
                facts |= {f"{role}_{part}": None for part in parts}
        return with_facts(event, **facts)

    def _with_acled(self, event: Event) -> Event:
        """Return an event with the ACLED type of its corrected type and sides."""
        if event.event_id not in self.retyped:
            return event
        found = acled_type(event.event_type, event.event_mode, event.actor_sector, event.recipient_sector)
        return with_facts(event, acled_event_type=found)

    def entity_of(self, value: str, document_id: str) -> Entity | Unfit:
        """Return the entity of an id or a name; one that only our knowledge has becomes a row of this document."""
        if value in self.entities:
            return self.entities[value]
        named = [row for row in self.entities.values() if row.name.casefold() == value.casefold()]
        if len(named) > 1:
            ids = ", ".join(sorted(row.entity_id for row in named))
            return refused(f"{len(named)} entities have the name {value!r}; one of {ids} would be fine")
        if named:
            return named[0]
        known = known_actors().get(value) or _states().get(value)
        if known is None:
            return refused(f"neither the dataset nor our knowledge has an entity of the id or name {value!r}")
        return self.add_entity(value, known, document_id)

    def add_entity(self, entity_id: str, entity: NamedEntity, document_id: str) -> Entity:
        """Return the new row of an entity that nothing names yet."""
        row = unnamed_entity(entity_id, entity, document_id)
        self.entities[entity_id] = row
        return row

    def raw_span(self, paragraph: Paragraph, start: int, end: int) -> tuple[int, int]:
        """Return the range of the decoded source behind a range of a paragraph's text."""
        edits = self._edits[paragraph.paragraph_id]
        return _raw_offset(paragraph, edits, start), _raw_offset(paragraph, edits, end)

    @cached_property
    def _edits(self) -> dict[str | None, list[LedgerEdit]]:
        found: dict[str | None, list[LedgerEdit]] = defaultdict(list)
        for row in self._outcome.edits:
            if row.document_id in self._document_ids:
                found[row.paragraph_id].append(row)
        return found


def _raw_offset(paragraph: Paragraph, edits: Iterable[LedgerEdit], offset: int) -> int:
    shift = sum(
        len(edit.raw_text) - len(edit.replacement)
        for edit in edits
        if edit.text_start is not None and edit.text_start + len(edit.replacement) <= offset
    )
    return min(paragraph.raw_start + offset + shift, paragraph.raw_end)


def _states() -> dict[str, NamedEntity]:
    return {state.wikidata_id: state for state in countries().values() if state.wikidata_id}
