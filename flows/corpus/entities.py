"""The same entity in many documents becomes one row, and all rows that name it follow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flows.corpus.identities import Doubt, identify
from flows.steps.ids import make_issue
from flows.steps.records import Document, Entity, Event, Issue, Mention, Outcome, Participant
from schemas.vocab import IssueCode, LinkMethod, ParticipantRole, Severity, Stage

SEPARATOR = " | "
_SIDES = (ParticipantRole.ACTOR, ParticipantRole.RECIPIENT, ParticipantRole.PLACE)
_Same = Mapping[str, tuple[str, float]]


def join_entities(outcome: Outcome) -> Outcome:
    """Return the rows of a build with one row an entity, and an issue for what may be one.

    Mentions, participants and the flat sides of events name the entity that remains. An entity that nothing mentions
    is gone.
    """
    rows = merge_entities(outcome.entities, outcome.mentions)
    known = frozenset(row.entity_id for row in outcome.mentions if row.link_method == LinkMethod.KNOWLEDGE)
    found = identify(rows, known | {row.entity_id for row in rows if row.wikidata_id})
    mentions = tuple(_moved(row, found.same) for row in outcome.mentions)
    heads = {row.entity_id: row for row in _joined(rows, found.same, mentions)}
    participants = tuple(_side(row, found.same, heads) for row in outcome.participants)
    names = {row.entity_id: row for row in rows}
    return replace(
        outcome,
        entities=tuple(heads[key] for key in sorted(heads)),
        mentions=mentions,
        participants=participants,
        events=tuple(_events(outcome.events, participants, heads)),
        issues=(*outcome.issues, *_issues(found.doubts, found.same, names, outcome.documents)),
    )


def merge_entities(rows: Iterable[Entity], mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """Return one row for each entity that is mentioned: aliases united, the facts of the most told row kept."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for row in rows:
        groups[row.entity_id].append(row)
    for same in groups.values():
        same.sort(key=lambda row: (-row.mention_count, row.name, row.first_document_id))
    return _summed(groups, mentions)


def _joined(rows: Iterable[Entity], same: _Same, mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """Return the rows of entities that stand for themselves or others, with what all of them tell."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.entity_id in same, row.entity_id)):  # the one that remains first
        groups[_now(row.entity_id, same)].append(row)
    return _summed(groups, mentions)


def _summed(groups: Mapping[str, list[Entity]], mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    places: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        for entity_id in filter(None, (mention.entity_id, mention.refers_to_entity_id)):
            places[entity_id].append(mention.document_id)
    return tuple(_merged(groups[key], places[key]) for key in sorted(groups) if key in places)


def _merged(rows: list[Entity], documents: list[str]) -> Entity:
    """Return the first row with the names and facts of the others, given the document of each mention."""
    names = {alias for row in rows for alias in (*(row.aliases or "").split(SEPARATOR), row.name) if alias}
    return replace(
        rows[0],
        aliases=SEPARATOR.join(sorted(names - {rows[0].name})) or None,
        country=next((row.country for row in rows if row.country), None),
        sector=next((row.sector for row in rows if row.sector), None),
        mention_count=len(documents),
        document_count=len(set(documents)),
        first_document_id=min(documents),
    )


def _now(entity_id: str, same: _Same) -> str:
    return same[entity_id][0] if entity_id in same else entity_id


def _moved(row: Mention, same: _Same) -> Mention:
    """Return a mention of the entity that remains, no surer than the join."""
    if row.refers_to_entity_id is not None:
        row = replace(row, refers_to_entity_id=_now(row.refers_to_entity_id, same))
    if row.entity_id not in same:
        return row
    entity_id, confidence = same[row.entity_id]
    sure = min(row.link_confidence, confidence)
    return replace(row, entity_id=entity_id, link_method=LinkMethod.SIMILAR, link_confidence=sure)


def _side(row: Participant, same: _Same, heads: Mapping[str, Entity]) -> Participant:
    """Return a side linked to the entity that remains, with its country and sector where the words tell none."""
    if row.entity_id is None:
        return row
    entity = heads[_now(row.entity_id, same)]
    country, sector = row.country or entity.country, row.sector or entity.sector
    return replace(row, entity_id=entity.entity_id, country=country, sector=sector)


def _events(events: Iterable[Event], sides: Iterable[Participant], heads: Mapping[str, Entity]) -> Iterator[Event]:
    """Yield the events with the names and facts of their first sides."""
    firsts = {(row.event_id, row.role): row for row in sides if row.position == 0 and row.entity_id}
    for event in events:
        facts: dict[str, Any] = {}
        for role in _SIDES:
            side = firsts.get((event.event_id, role))
            if side is not None and side.entity_id is not None:
                facts |= {f"{role}_name": heads[side.entity_id].name, f"{role}_entity_id": side.entity_id}
                facts |= {f"{role}_country": side.country}
                facts |= {f"{role}_sector": side.sector} if role != ParticipantRole.PLACE else {}
        yield replace(event, **facts)


def _issues(
    doubts: Iterable[Doubt], same: _Same, rows: Mapping[str, Entity], documents: Iterable[Document]
) -> Iterator[Issue]:
    """Yield an issue for what may be one; where all of it was joined by other names, there is nothing to tell."""
    paths = {row.document_id: row.source_path for row in documents}
    for doubt in doubts:
        if len({_now(key, same) for key in doubt.entity_ids}) > 1:
            first, *others = (rows[key] for key in doubt.entity_ids)
            names = ", ".join(sorted({f"{row.name!r}" for row in others}))
            said = f"{first.name!r} may be the same {first.entity_type} as {names}: {doubt.reason}"
            yield make_issue(
                paths[first.first_document_id],
                Stage.CORPUS,
                IssueCode.POSSIBLE_SAME_ENTITY,
                Severity.INFO,
                said,
                document_id=first.first_document_id,
            )
