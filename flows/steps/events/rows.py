"""One event as a row of events and its rows of participants."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flows.steps.events.acled import acled_type
from flows.steps.events.candidate import EventCandidate
from flows.steps.events.casualties import CasualtyCount
from flows.steps.events.coding import code_of
from flows.steps.events.confidence import features, probability
from flows.steps.events.dating import EventDateEvidence, date_in_sentence, decided, is_possible
from flows.steps.events.deaths import day_of_death
from flows.steps.events.discourse import DiscourseContext
from flows.steps.events.ensemble import may_share, reader_of
from flows.steps.events.locations import location_of
from flows.steps.events.participants import ParticipantDraft, participant_of, participants
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.models import DateExpression, Entity, Event, Mention, Participant
from flows.steps.text.ids import content_id
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.reference import Reference
from schemas.plover import actor_code
from schemas.vocab import EventType


@dataclass(frozen=True, slots=True)
class CodingInput:
    """What the events of one sentence are made from."""

    passage: Passage
    span: Span
    sentence: AnnotatedSentence
    counts: tuple[CasualtyCount, ...]
    entities: Mapping[str, Entity]
    reference: Reference
    discourse: DiscourseContext


class CodedEvent(NamedTuple):
    """An event, its rows of participants, and what may date it in its own sentence."""

    event: Event
    participants: tuple[Participant, ...]
    evidence: EventDateEvidence


def event_rows(coding: CodingInput, candidate: EventCandidate, counts: Sequence[CasualtyCount]) -> CodedEvent:
    """Return the event that a candidate reports, dated by its own sentence; `counts` are its victims."""
    sentence, passage, known = coding.sentence, coding.passage, coding.entities
    span = sentence.tokens[candidate.first].start, sentence.tokens[candidate.last - 1].end
    actors, recipients = (
        [participant_of(sentence, phrase, passage, known, coding.discourse) for phrase in phrases]
        for phrases in (candidate.actors, candidate.recipients)
    )
    location = location_of(sentence, span, candidate.verb, known)
    code = code_of(sentence, candidate)
    event_codes = code.columns
    event_id = content_id("evt", passage.document_id, passage.paragraph_id, *span, event_codes["event_type"])
    evidence = _evidence(coding, candidate, event_codes, [draft.entity_id for draft in recipients])
    sectors = (drafts[0].sector if drafts else None for drafts in (actors, recipients))
    totals: dict[str, Any] = {"killed": None, "injured": None} | {count.column: count.number for count in counts}
    event = Event(
        **_identity(coding, span, event_id),
        **event_codes,
        confidence=probability(code.event_type, features(sentence, candidate, code, actors, recipients)),
        acled_event_type=acled_type(event_codes["event_type"], event_codes["event_mode"], *sectors),
        **_flat("actor", actors),
        **_flat("recipient", recipients),
        **decided(evidence)._asdict(),
        **_where(location, known),
        attributed_to=_name(reader_of(sentence).speaker(sentence, candidate.verb), known)
        or coding.discourse.speakers.get(passage.paragraph_id),
        **totals,
    )
    tools = _instruments(sentence, candidate) if candidate.trigger.event_type == EventType.ASSAULT else []
    rows = participants(passage, event_id, (actors, recipients), location, counts, tools, known)
    return CodedEvent(event, tuple(rows), evidence)


def _evidence(
    coding: CodingInput, candidate: EventCandidate, event_codes: Mapping[str, Any], victims: Sequence[str | None]
) -> EventDateEvidence:
    """Return what may date an event in its own sentence; `victims` are the entity ids of its recipients."""
    sentence, text = coding.sentence, coding.passage.text
    span = sentence.tokens[candidate.first].start, sentence.tokens[candidate.last - 1].end
    before = text[coding.span[0] : span[0]]
    event_type, factuality = event_codes["event_type"], event_codes["factuality"]
    dates = [item for item in _dates_for(sentence, candidate) if is_possible(item, factuality, coding.reference)]
    return EventDateEvidence(
        reference=coding.reference,
        in_sentence=date_in_sentence(text, span, dates),
        day_of_death=day_of_death(event_type, factuality, text[slice(*span)], before, victims),
    )


def _instruments(sentence: AnnotatedSentence, candidate: EventCandidate) -> list[Span]:
    """Return what an assault was done with, as ranges of the paragraph's text."""
    found = reader_of(sentence).instruments(sentence, candidate)
    return [(sentence.tokens[first].start, sentence.tokens[last - 1].end) for first, last in found]


def _dates_for(sentence: AnnotatedSentence, candidate: EventCandidate) -> list[DateExpression]:
    """Return the dates of the sentence that its clauses allow for an event."""
    starts = [token.start for token in sentence.tokens]
    indexes = [bisect_right(starts, item.start) - 1 for item in sentence.dates]
    return [
        item for item, index in zip(sentence.dates, indexes, strict=True) if may_share(sentence, candidate.verb, index)
    ]


def _identity(coding: CodingInput, span: Span, event_id: str) -> dict[str, Any]:
    """Return the columns that identify an event and its place in the text."""
    passage = coding.passage
    raw_start, raw_end = passage.raw_span(*span)
    return {
        "event_id": event_id,
        "document_id": passage.document_id,
        "paragraph_id": passage.paragraph_id,
        "sentence_start": coding.span[0],
        "sentence_end": coding.span[1],
        "sentence": passage.text[slice(*coding.span)],
        "trigger_start": span[0],
        "trigger_end": span[1],
        "raw_start": raw_start,
        "raw_end": raw_end,
        "trigger": passage.text[span[0] : span[1]],
        "cluster_id": content_id("clu", event_id),
    }


def _flat(role: str, drafts: Sequence[ParticipantDraft]) -> dict[str, Any]:
    """Return the columns of the first participant; all null where there is none."""
    draft = drafts[0] if drafts else ParticipantDraft.nobody()
    return {
        f"{role}_name": draft.name,
        f"{role}_entity_id": draft.entity_id,
        f"{role}_country": draft.country,
        f"{role}_sector": draft.sector,
        f"{role}_code": actor_code(draft.country, draft.sector),
    }


def _where(location: Mention | None, entities: Mapping[str, Entity]) -> dict[str, Any]:
    entity = entities.get(location.entity_id) if location else None
    return {
        "place_name": entity.name if entity else None,
        "place_country": entity.country if entity else None,
        "place_entity_id": entity.entity_id if entity else None,
    }


def _name(mention: Mention | None, entities: Mapping[str, Entity]) -> str | None:
    if mention is None:
        return None
    entity = entities.get(mention.entity_id)
    return entity.name if entity else mention.text
