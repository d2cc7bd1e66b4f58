"""Corrections of events: that one is wrong; its type, sides, place, date and factuality."""

import re
from collections.abc import Callable, Mapping

from flows.corpus.corrections.rows import AnswerChange, CorrectedRows
from flows.corpus.facts import with_facts
from flows.steps.corrected import days_in_words
from flows.steps.corrections import (
    NOTHING,
    Correction,
    Unfit,
    interval_of,
    only_place,
    quote_places,
    refused,
    stale,
    trigger_place,
)
from flows.steps.models import Entity, Event, Mention, Paragraph, Participant
from schemas.plover import actor_code, codes
from schemas.typed_values import split_cell
from schemas.vocab import SIDES, CorrectionKind, DateBasis, EventType, ParticipantRole, Precision

_ROLES = {
    CorrectionKind.ACTOR: ParticipantRole.ACTOR,
    CorrectionKind.RECIPIENT: ParticipantRole.RECIPIENT,
    CorrectionKind.PLACE: ParticipantRole.PLACE,
}


def events_at(rows: CorrectedRows, row: Correction, document_id: str) -> str | Unfit:
    """Return the id of the one event whose trigger is that of a correction; "" where a wrong one is gone already."""
    paragraphs = rows.paragraphs[document_id]
    place = only_place(quote_places([paragraph.text for paragraph in paragraphs], row))
    if isinstance(place, Unfit):
        return place
    home = paragraphs[place.number]
    start, end = trigger_place(home.text, place, row.trigger)
    found = [
        event
        for event in rows.events.values()
        if event.paragraph_id == home.paragraph_id and event.trigger_start < end and start < event.trigger_end
    ]
    if not found:
        return (
            "" if row.kind == CorrectionKind.EVENT_WRONG else stale(f"no event has the trigger {row.trigger!r} there")
        )
    of_type = found if len(found) == 1 else [event for event in found if event.event_type == row.event_type]
    if len(of_type) != 1:
        types = ", ".join(sorted(event.event_type for event in found))
        return refused(f"events of the types {types} have this trigger; event_type should name one of them alone")
    return of_type[0].event_id


def changed_event(rows: CorrectedRows, row: Correction, event_id: str) -> AnswerChange | Unfit:
    """Return what an event had and has now, once it is corrected."""
    before = _answer(rows, row.kind, event_id)
    fault = _CHANGES[row.kind](rows, row, event_id)
    return fault or AnswerChange(before, _answer(rows, row.kind, event_id))


def _answer(rows: CorrectedRows, kind: CorrectionKind, event_id: str) -> str | None:
    """Return what a correction of this kind is about, as it is now, in words; None where that is nothing."""
    event = rows.events[event_id]
    if kind == CorrectionKind.EVENT_DATE:
        return days_in_words(event.date_start, event.date_end)
    if kind == CorrectionKind.FACTUALITY:
        return event.factuality
    if kind in _ROLES:
        return " | ".join(map(_shown, _of_role(rows, event_id, _ROLES[kind]))) or None
    return None if event_id in rows.removed else event.event_type


def _shown(row: Participant) -> str:
    return f"{row.name} ({row.entity_id})" if row.entity_id else row.text


def _of_role(rows: CorrectedRows, event_id: str, role: str) -> list[Participant]:
    return sorted((row for row in rows.participants[event_id] if row.role == role), key=lambda row: row.position)


def _remove(rows: CorrectedRows, _: Correction, event_id: str) -> None:
    rows.removed.add(event_id)


def _retype(rows: CorrectedRows, row: Correction, event_id: str) -> None:
    """Give an event another type; its mode and CAMEO code belong to the old one."""
    kind = EventType(row.value)
    if rows.events[event_id].event_type != kind:
        code = codes()[kind]
        rows.events[event_id] = with_facts(
            rows.events[event_id],
            event_type=kind,
            event_mode=None,
            quad_class=code.quad_class,
            plover_score=code.score,
            cameo_code=None,
        )
        rows.retyped.add(event_id)


def _redate(rows: CorrectedRows, row: Correction, event_id: str) -> None:
    days = None if row.value == NOTHING else interval_of(row.value)
    rows.events[event_id] = with_facts(
        rows.events[event_id],
        date_start=days.start if days else None,
        date_end=days.end if days else None,
        date_precision=days.precision if days else Precision.OPEN,
        date_basis=DateBasis.CORRECTION,
        date_id=None,
    )


def _change_factuality(rows: CorrectedRows, row: Correction, event_id: str) -> None:
    rows.events[event_id] = with_facts(rows.events[event_id], factuality=row.value)


def _replace_participants(rows: CorrectedRows, row: Correction, event_id: str) -> Unfit | None:
    """Give an event the participants of a role that a person names, in their order, in place of those found."""
    role = _ROLES[row.kind]
    old = _of_role(rows, event_id, role)
    new: list[Participant] = []
    for position, value in enumerate(() if row.value == NOTHING else split_cell(row.value)):
        former = old[position] if position < len(old) else None
        made = _participant(rows, rows.events[event_id], role, position, value, former)
        if isinstance(made, Unfit):
            return made
        new.append(made)
    rows.participants[event_id] = [other for other in rows.participants[event_id] if other.role != role] + new
    rows.retyped.add(event_id)
    return None


_CHANGES: Mapping[CorrectionKind, Callable[[CorrectedRows, Correction, str], Unfit | None]] = {
    CorrectionKind.EVENT_WRONG: _remove,
    CorrectionKind.EVENT_TYPE: _retype,
    CorrectionKind.EVENT_DATE: _redate,
    CorrectionKind.FACTUALITY: _change_factuality,
    **dict.fromkeys(_ROLES, _replace_participants),
}
"""How each kind of correction changes an event."""


def _participant(
    rows: CorrectedRows, event: Event, role: str, position: int, value: str, former: Participant | None
) -> Participant | Unfit:
    """Return a participant of an event from an entity's id or name, or words of the sentence.

    It is in the nearest mention of the entity in the paragraph; without one in the words of the sentence; without
    these it is an entity that the paragraph does not name ("they"), in the words of the participant that it replaces,
    or else in the trigger, which implies it.
    """
    home = next(row for row in rows.paragraphs[event.document_id] if row.paragraph_id == event.paragraph_id)
    named = _named(rows, event, value)
    if named is not None:
        mention, entity = named
        is_its_own = entity.entity_id == mention.refers_to_entity_id or mention.refers_to_entity_id is None
        mention_id = mention.mention_id if is_its_own else None
        return _row(rows, home, event, role, position, (mention.start, mention.end), entity, mention_id)
    if span := _in_sentence(event, value):
        return _row(rows, home, event, role, position, span)
    found = rows.entity_of(value, event.document_id)
    if isinstance(found, Unfit):
        return refused(f"{value!r} is not in the sentence, and {found.message}")
    implied = (former.start, former.end) if former else (event.trigger_start, event.trigger_end)
    return _row(rows, home, event, role, position, implied, found)


def _named(rows: CorrectedRows, event: Event, value: str) -> tuple[Mention, Entity] | None:
    """Return the nearest mention in the paragraph of an entity of this id or name, or of these words, with it."""
    found: list[tuple[tuple[bool, int, int], Mention, Entity]] = []
    for mention in rows.mentions.values():
        if mention.paragraph_id != event.paragraph_id:
            continue
        for key in filter(None, (mention.entity_id, mention.refers_to_entity_id)):
            entity = rows.entities[key]
            is_word = key == mention.entity_id and mention.text.casefold() == value.casefold()
            if value == key or entity.name.casefold() == value.casefold() or is_word:
                is_away = not event.sentence_start <= mention.start < event.sentence_end
                order = is_away, abs(mention.start - event.trigger_start), mention.start
                found.append((order, mention, entity))
    return min(found, key=lambda item: item[0])[1:] if found else None


def _in_sentence(event: Event, words: str) -> tuple[int, int] | None:
    """Return the range of words of the sentence in its paragraph, None where they are not there as whole words."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    match = re.search(rf"(?<!\w){pattern}(?!\w)", event.sentence, re.IGNORECASE)
    return (event.sentence_start + match.start(), event.sentence_start + match.end()) if match else None


def _row(
    rows: CorrectedRows,
    home: Paragraph,
    event: Event,
    role: str,
    position: int,
    span: tuple[int, int],
    entity: Entity | None = None,
    mention_id: str | None = None,
) -> Participant:
    start, end = span
    raw_start, raw_end = rows.raw_span(home, start, end)
    words = home.text[start:end]
    country, sector = (entity.country, entity.sector) if entity else (None, None)
    return Participant(
        event_id=event.event_id,
        role=role,
        position=position,
        document_id=event.document_id,
        paragraph_id=event.paragraph_id,
        start=start,
        end=end,
        raw_start=raw_start,
        raw_end=raw_end,
        text=words,
        name=entity.name if entity else words,
        entity_id=entity.entity_id if entity else None,
        mention_id=mention_id,
        country=country,
        sector=sector,
        actor_code=actor_code(country, sector) if role in SIDES else None,
        quantity=None,
    )
