"""Every actor and recipient gets an entity, so that what one state or group does adds up over all documents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from flows.corpus.facts import with_facts
from flows.corpus.sides import with_sides
from flows.steps.entities.groups import state_of, unnamed_group
from flows.steps.entities.knowledge_base import NamedEntity, countries, thing_id
from flows.steps.models import Entity, Mention, Outcome, Participant
from schemas.plover import actor_code
from schemas.vocab import SIDES, EntityType


class _Group(NamedTuple):
    """A group that words without a name mean, and the first document in which it takes part."""

    entity: NamedEntity
    first_document_id: str


def link_actors(outcome: Outcome) -> Outcome:
    """Return the rows of a build with an entity for each actor and recipient, and the state of each body of a state.

    A capital that acts is its government; words without a name are a group, by country and sector where both are known.
    `confidence` of an entity is the mean of the link confidence of its mentions.
    """
    known = {row.entity_id: row for row in outcome.entities}
    governments = {row.mention_id: row.refers_to_entity_id for row in outcome.mentions if row.refers_to_entity_id}
    groups: dict[str, _Group] = {}
    participants = tuple(_linked(row, governments, known, groups) for row in outcome.participants)
    confidences = _confidences(outcome.mentions)
    own = (with_facts(row, confidence=confidences.get(row.entity_id)) for row in outcome.entities)
    entities = tuple(
        _with_states((*own, *(unnamed_entity(key, *group) for key, group in groups.items() if key not in known)))
    )
    return replace(
        outcome,
        participants=participants,
        entities=entities,
        events=tuple(with_sides(outcome.events, outcome.participants, participants)),
    )


def _linked(
    row: Participant, governments: Mapping[str, str], known: Mapping[str, Entity], groups: dict[str, _Group]
) -> Participant:
    """Return an actor or recipient with its entity; the group of words without a name is added to `groups`."""
    if row.role not in SIDES:
        return row
    government = known.get(governments.get(row.mention_id or "", ""))
    if government is not None:
        return _is(row, government)
    if row.entity_id is not None:
        return row
    if row.country is not None and row.country in countries():
        key, group = _shared_group(row.country, row.sector)
    else:
        group = unnamed_group(row.text, row.country, row.sector)
        key = thing_id(group, f"{row.document_id} {row.sector}")
    groups[key] = _Group(
        group, min(row.document_id, groups[key].first_document_id) if key in groups else row.document_id
    )
    return with_facts(row, entity_id=key)


@cache
def _shared_group(country: str, sector: str | None) -> tuple[str, NamedEntity]:
    """Return id and facts of the group of a known country and a sector, which is one in all documents."""
    group = unnamed_group("", country, sector)
    return thing_id(group, country), group


def _is(row: Participant, entity: Entity) -> Participant:
    """Return a participant that is an entity, with its facts."""
    return with_facts(
        row,
        name=entity.name,
        entity_id=entity.entity_id,
        country=entity.country,
        sector=entity.sector,
        actor_code=actor_code(entity.country, entity.sector),
    )


def unnamed_entity(key: str, entity: NamedEntity, document_id: str) -> Entity:
    """Return the row of an entity that no mention names."""
    return Entity(
        entity_id=key,
        entity_type=entity.entity_type,
        name=entity.name,
        aliases=None,
        wikidata_id=entity.wikidata_id,
        country=entity.country,
        sector=entity.sector,
        mention_count=0,
        document_count=0,
        first_document_id=document_id,
    )


def _with_states(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities by id, each body of a state linked to the state, and the states that were missing."""
    found = {row.entity_id: row for row in entities}
    states = {row.country: row.entity_id for row in found.values() if row.entity_type == EntityType.COUNTRY}
    for row in sorted(found.values(), key=_first_document):
        state = state_of(row.entity_type, row.country, row.sector)
        if state is not None:
            key = states.setdefault(row.country, thing_id(state, row.country or ""))
            found.setdefault(key, unnamed_entity(key, state, row.first_document_id))
            found[row.entity_id] = with_facts(row, part_of_entity_id=key)
    return [found[key] for key in sorted(found)]


def _first_document(row: Entity) -> tuple[str, str]:
    return row.first_document_id, row.entity_id


def _confidences(mentions: Iterable[Mention]) -> dict[str, float]:
    """Return the mean link confidence of the mentions of each entity."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in mentions:
        for entity_id in filter(None, (row.entity_id, row.refers_to_entity_id)):
            found[entity_id].append(row.link_confidence)
    return {key: round(sum(values) / len(values), 4) for key, values in found.items()}
