"""Names turned into rows: mentions, and the entities they name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.knowledge_base import NOTHING, Known, UserActors, thing_id
from flows.steps.entities.office_holders import UNDATED, Period
from flows.steps.entities.recognise import recognise
from flows.steps.language.engine import RULES
from flows.steps.models import Entity, Mention
from flows.steps.text.ids import content_id
from flows.steps.text.passage import Passage
from schemas.vocab import EntityType, MentionKind

_SHARED_BY_NAME = frozenset({EntityType.PERSON, EntityType.NATIONALITY_OR_GROUP, EntityType.COUNTRY})


@dataclass(frozen=True, slots=True)
class Found:
    """The names of one document: mentions in reading order, entities by id, notes on names left open."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    notes: tuple[str, ...] = ()


def find_mentions(passages: Sequence[Passage], period: Period = UNDATED, actors: UserActors = NOTHING) -> Found:
    """Return what the passages of one document name; `notes` lists short names that several people share.

    `period` is when the document was written, its first and last day where known: an office has another holder then.
    `actors` are those that a user adds to the shipped ones.
    """
    chosen, notes = recognise(passages, period, actors)
    pairs = [(candidate, _mention(passage, candidate)) for passage, names in chosen for candidate in names]
    mentions = tuple(mention for _, mention in pairs)
    things: dict[str, Known] = {}
    for candidate, mention in pairs:
        _learn(things, mention.entity_id, candidate.thing)
        if candidate.refers_to is not None and mention.refers_to_entity_id is not None:
            _learn(things, mention.refers_to_entity_id, candidate.refers_to)
    return Found(mentions, tuple(_entities(things, mentions)), notes)


def _learn(things: dict[str, Known], key: str, thing: Known) -> None:
    """Keep the thing told first; what later ones add, as a title tells a sector, is filled in."""
    old = things.setdefault(key, thing)
    if thing is not old and (old.country is None or old.sector is None):
        things[key] = replace(old, country=old.country or thing.country, sector=old.sector or thing.sector)


def entity_id(thing: Known, document_id: str) -> str:
    """Return the Wikidata id, or one made from type, name and country.

    A body whose name alone could be anyone's ("Interior Ministry", country unknown) is kept apart for each document.
    """
    place = thing.country or ("" if thing.entity_type in _SHARED_BY_NAME else document_id)
    if thing.entity_type == EntityType.PERSON:
        place = "" if " " in thing.name else document_id
    return thing_id(thing, place)


def _mention(passage: Passage, candidate: Candidate) -> Mention:
    start, end = candidate.start, candidate.end
    raw_start, raw_end = passage.raw_span(start, end)
    return Mention(
        mention_id=content_id("men", passage.document_id, passage.paragraph_id, start, end),
        entity_id=entity_id(candidate.thing, passage.document_id),
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


def _entities(things: dict[str, Known], mentions: Iterable[Mention]) -> Iterable[Entity]:
    """Yield a row for each entity, by id; the aliases are the other forms seen in the text."""
    counts: Counter[str] = Counter()
    seen: dict[str, set[str]] = defaultdict(set)
    document_id = ""
    for mention in mentions:
        counts.update(filter(None, (mention.entity_id, mention.refers_to_entity_id)))
        if mention.mention_kind != MentionKind.ROLE:
            seen[mention.entity_id].add(mention.text)
        document_id = mention.document_id
    for key, thing in sorted(things.items()):
        yield Entity(
            entity_id=key,
            entity_type=thing.entity_type,
            name=thing.name,
            aliases=" | ".join(sorted(seen[key] - {thing.name})) or None,
            wikidata_id=thing.wikidata_id,
            country=thing.country,
            sector=thing.sector,
            mention_count=counts[key],
            document_count=1,
            first_document_id=document_id,
        )
