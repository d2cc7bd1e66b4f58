"""The same entity in many documents becomes one row, and all rows that name it follow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from flows.corpus.entity_resolution.blocking import AmbiguousMatch, match_entities
from flows.corpus.facts import with_facts
from flows.corpus.sides import with_sides
from flows.steps.models import Document, Entity, Issue, Mention, Outcome, Participant
from flows.steps.text.ids import make_issue
from schemas.plover import actor_code
from schemas.vocab import SIDES, IssueCode, LinkMethod, Severity, Stage

SEPARATOR = " | "
_Same = Mapping[str, tuple[str, float]]
"""The entity that represents each matched one, by id, with the confidence of the match."""


def join_entities(outcome: Outcome) -> Outcome:
    """Return the rows of a build with one row per entity, and an issue for what may be one.

    Mentions, participants and the participants' columns of events refer to the entity that remains. An entity without
    mentions is removed.
    """
    rows = merge_entities(outcome.entities, outcome.mentions)
    known = frozenset(row.entity_id for row in outcome.mentions if row.link_method == LinkMethod.KNOWLEDGE)
    found = match_entities(rows, known | {row.entity_id for row in rows if row.wikidata_id})
    mentions = tuple(_moved(row, found.same) for row in outcome.mentions)
    heads = {row.entity_id: row for row in _joined(rows, found.same, mentions)}
    participants = tuple(_linked(row, found.same, heads) for row in outcome.participants)
    names = {row.entity_id: row for row in rows}
    return replace(
        outcome,
        entities=tuple(heads[key] for key in sorted(heads)),
        mentions=mentions,
        participants=participants,
        events=tuple(with_sides(outcome.events, outcome.participants, participants)),
        issues=(*outcome.issues, *_issues(found.ambiguous, found.same, names, outcome.documents)),
    )


def merge_entities(rows: Iterable[Entity], mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """Return one row for each entity that is mentioned: aliases united, the facts of the most mentioned row kept."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for row in rows:
        groups[row.entity_id].append(row)
    for same in groups.values():
        same.sort(key=lambda row: (-row.mention_count, row.name, row.first_document_id))
    return _summed(groups, mentions)


def _joined(rows: Iterable[Entity], same: _Same, mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """Return the rows of entities that represent themselves or others, with the names and facts of all of them."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.entity_id in same, row.entity_id)):  # the one that remains first
        groups[_now(row.entity_id, same)].append(row)
    return _summed(groups, mentions)


def _summed(groups: Mapping[str, list[Entity]], mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    documents: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        for entity_id in filter(None, (mention.entity_id, mention.refers_to_entity_id)):
            documents[entity_id].append(mention.document_id)
    return tuple(_merged(groups[key], documents[key]) for key in sorted(groups) if key in documents)


def _merged(rows: list[Entity], documents: list[str]) -> Entity:
    """Return the first row with the names and facts of the others, given the document of each mention."""
    names = {alias for row in rows for alias in (*(row.aliases or "").split(SEPARATOR), row.name) if alias}
    return with_facts(
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
    """Return a mention of the entity that remains, with no more confidence than the match."""
    if row.refers_to_entity_id is not None:
        row = with_facts(row, refers_to_entity_id=_now(row.refers_to_entity_id, same))
    if row.entity_id not in same:
        return row
    entity_id, match_confidence = same[row.entity_id]
    confidence = min(row.link_confidence, match_confidence)
    return with_facts(row, entity_id=entity_id, link_method=LinkMethod.SIMILAR, link_confidence=confidence)


def _linked(row: Participant, same: _Same, heads: Mapping[str, Entity]) -> Participant:
    """Return a participant linked to the entity that remains, with its country and sector where its words give none."""
    if row.entity_id is None:
        return row
    entity = heads[_now(row.entity_id, same)]
    country, sector = row.country or entity.country, row.sector or entity.sector
    code = actor_code(country, sector) if row.role in SIDES else None
    return with_facts(
        row, name=entity.name, entity_id=entity.entity_id, country=country, sector=sector, actor_code=code
    )


def _issues(
    matches: Iterable[AmbiguousMatch], same: _Same, rows: Mapping[str, Entity], documents: Iterable[Document]
) -> Iterator[Issue]:
    """Yield an issue for each ambiguous match, unless its entities were matched through other names."""
    by_id = {row.document_id: row for row in documents}
    for match in matches:
        if len({_now(key, same) for key in match.entity_ids}) > 1:
            first, *others = (rows[key] for key in match.entity_ids)
            names = ", ".join(sorted({f"{row.name!r}" for row in others}))
            message = f"{first.name!r} may be the same {first.entity_type} as {names}: {match.reason}"
            document = by_id[first.first_document_id]
            yield make_issue(
                document.source_path,
                Stage.CORPUS,
                IssueCode.POSSIBLE_SAME_ENTITY,
                Severity.INFO,
                message,
                source_part=document.source_part,
                document_id=first.first_document_id,
            )
