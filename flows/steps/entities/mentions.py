"""Rows of mentions, and of the entities that they name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.knowledge_base import NOTHING, NamedEntity, UserActors, thing_id
from flows.steps.entities.office_holders import UNDATED, DocumentPeriod
from flows.steps.entities.recognise import recognise
from flows.steps.language.engine import RULES
from flows.steps.models import Entity, Mention
from flows.steps.text.ids import content_id
from flows.steps.text.passage import Passage
from schemas.vocab import EntityType, MentionKind

_SHARED_BY_NAME = frozenset({EntityType.PERSON, EntityType.NATIONALITY_OR_GROUP, EntityType.COUNTRY})


@dataclass(frozen=True, slots=True)
class LinkedMentions:
    """Mentions of one document in reading order, its entities by id, and a sentence for each ambiguous name."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    notes: tuple[str, ...] = ()


def find_mentions(
    passages: Sequence[Passage], period: DocumentPeriod = UNDATED, actors: UserActors = NOTHING
) -> LinkedMentions:
    """Return the mentions and entities of the passages of one document, and a note for each ambiguous short name.

    `period` is when the document was written, its first and last day where known: an office has another holder then.
    `actors` are those that a user adds to the shipped ones.
    """
    chosen, notes = recognise(passages, period, actors)
    pairs = [(candidate, _mention(passage, candidate)) for passage, names in chosen for candidate in names]
    mentions = tuple(mention for _, mention in pairs)
    entities: dict[str, NamedEntity] = {}
    for candidate, mention in pairs:
        _merge_entity(entities, mention.entity_id, candidate.entity)
        if candidate.refers_to is not None and mention.refers_to_entity_id is not None:
            _merge_entity(entities, mention.refers_to_entity_id, candidate.refers_to)
    return LinkedMentions(mentions, tuple(_entities(entities, mentions)), notes)


def _merge_entity(entities: dict[str, NamedEntity], key: str, entity: NamedEntity) -> None:
    """Keep the entity of the first mention; a country or sector that only later ones have is filled in."""
    old = entities.setdefault(key, entity)
    if entity is not old and (old.country is None or old.sector is None):
        entities[key] = replace(old, country=old.country or entity.country, sector=old.sector or entity.sector)


def entity_id(entity: NamedEntity, document_id: str) -> str:
    """Return the Wikidata id, or one made from type, name and country.

    An organisation whose name several may have ("Interior Ministry", country unknown) is kept apart for each document.
    """
    place = entity.country or ("" if entity.entity_type in _SHARED_BY_NAME else document_id)
    if entity.entity_type == EntityType.PERSON:
        place = "" if " " in entity.name else document_id
    return thing_id(entity, place)


def _mention(passage: Passage, candidate: Candidate) -> Mention:
    start, end = candidate.start, candidate.end
    raw_start, raw_end = passage.raw_span(start, end)
    return Mention(
        mention_id=content_id("men", passage.document_id, passage.paragraph_id, start, end),
        entity_id=entity_id(candidate.entity, passage.document_id),
        document_id=passage.document_id,
        paragraph_id=passage.paragraph_id,
        start=start,
        end=end,
        raw_start=raw_start,
        raw_end=raw_end,
        text=passage.text[start:end],
        mention_kind=candidate.kind,
        link_method=candidate.method,
        link_confidence=candidate.confidence,
        recogniser=candidate.recogniser,
        language_model=passage.parse.engine if passage.parse else RULES,
        refers_to_entity_id=entity_id(candidate.refers_to, passage.document_id) if candidate.refers_to else None,
    )


def _entities(entities: dict[str, NamedEntity], mentions: Iterable[Mention]) -> Iterable[Entity]:
    """Yield a row for each entity, by id; the aliases are the other forms seen in the text."""
    counts: Counter[str] = Counter()
    seen: dict[str, set[str]] = defaultdict(set)
    document_id = ""
    for mention in mentions:
        counts.update(filter(None, (mention.entity_id, mention.refers_to_entity_id)))
        if mention.mention_kind != MentionKind.ROLE:
            seen[mention.entity_id].add(mention.text)
        document_id = mention.document_id
    for key, entity in sorted(entities.items()):
        yield Entity(
            entity_id=key,
            entity_type=entity.entity_type,
            name=entity.name,
            aliases=" | ".join(sorted(seen[key] - {entity.name})) or None,
            wikidata_id=entity.wikidata_id,
            country=entity.country,
            sector=entity.sector,
            mention_count=counts[key],
            document_count=1,
            first_document_id=document_id,
        )
