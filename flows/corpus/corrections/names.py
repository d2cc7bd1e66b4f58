"""Corrections of names: which entity a mention means."""

from flows.corpus.corrections.rows import AnswerChange, CorrectedRows
from flows.corpus.facts import with_facts
from flows.steps.corrections import Correction, Unfit, only_place, quote_places, stale
from flows.steps.entities.knowledge_base import NamedEntity, thing_id
from flows.steps.models import Entity, Mention, Participant
from schemas.plover import actor_code
from schemas.vocab import SIDES, CorrectionKind, LinkMethod


def mentions_at(rows: CorrectedRows, row: Correction, document_id: str) -> str | Unfit:
    """Return the id of the one mention that the quote of a correction is, or why there is none."""
    paragraphs = rows.paragraphs[document_id]
    places = quote_places([paragraph.text for paragraph in paragraphs], row)
    at = {(paragraphs[place.number].paragraph_id, place.start, place.end): place for place in places}
    found = {
        (mention.paragraph_id, mention.start, mention.end): mention.mention_id
        for mention in rows.mentions.values()
        if mention.document_id == document_id and (mention.paragraph_id, mention.start, mention.end) in at
    }
    place = only_place([at[key] for key in found] or places)
    if isinstance(place, Unfit):
        return place
    return next(iter(found.values())) if found else stale("no name of an entity is found in the words of the quote")


def changed_names(rows: CorrectedRows, row: Correction, mention_id: str) -> AnswerChange | Unfit:
    """Return what a name meant and means now, once all its mentions in the document mean the right entity.

    These are the mentions of the same words that were linked to the same entity. What acts in an event under this name
    follows, and so does what acts without a name where the document names the old entity no more.
    """
    mention = rows.mentions[mention_id]
    old = rows.entities[mention.entity_id]
    new = _right_entity(rows, row, mention, old)
    if isinstance(new, Unfit):
        return new
    if new.entity_id != old.entity_id:
        _relink(rows, mention, new)
    return AnswerChange(shown(old), shown(new))


def _right_entity(rows: CorrectedRows, row: Correction, mention: Mention, old: Entity) -> Entity | Unfit:
    """Return the entity that a mention means; one that it does not mean is replaced by one of its own."""
    if row.kind == CorrectionKind.ENTITY_IS:
        return rows.entity_of(row.value, mention.document_id)
    if row.value not in {old.entity_id, old.name}:
        return old
    own = NamedEntity(name=mention.text, entity_type=old.entity_type)
    key = thing_id(own, f"{mention.document_id} not {old.entity_id}")
    return rows.entities.get(key) or rows.add_entity(key, own, mention.document_id)


def _relink(rows: CorrectedRows, mention: Mention, new: Entity) -> None:
    old_id, document_id = mention.entity_id, mention.document_id
    moved = {
        key
        for key, other in rows.mentions.items()
        if (other.document_id, other.text, other.entity_id) == (document_id, mention.text, old_id)
    }
    for key in moved:
        rows.mentions[key] = with_facts(
            rows.mentions[key],
            entity_id=new.entity_id,
            link_method=LinkMethod.CORRECTION,
            link_confidence=1.0,
            refers_to_entity_id=None,
        )
    is_named = any(
        old_id in (other.entity_id, other.refers_to_entity_id)
        for other in rows.mentions.values()
        if other.document_id == document_id
    )
    for event_id, participants in rows.participants.items():
        changed = [
            _is(other, new)
            if other.document_id == document_id
            and other.entity_id is not None
            and (other.mention_id in moved or (other.mention_id is None and other.entity_id == old_id and not is_named))
            else other
            for other in participants
        ]
        if changed != participants:
            rows.participants[event_id] = changed
            rows.retyped.add(event_id)


def _is(row: Participant, entity: Entity) -> Participant:
    code = actor_code(entity.country, entity.sector) if row.role in SIDES else None
    return with_facts(
        row,
        name=entity.name,
        entity_id=entity.entity_id,
        country=entity.country,
        sector=entity.sector,
        actor_code=code,
    )


def shown(entity: Entity) -> str:
    """Return an entity in words: name and id."""
    return f"{entity.name} ({entity.entity_id})"
