"""One event as a row of events and its rows of participants."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.steps.events.acled import acled_type
from flows.steps.events.candidate import Match
from flows.steps.events.circumstances import Count, place_of, when
from flows.steps.events.deaths import with_day_of_death
from flows.steps.events.discourse import Context
from flows.steps.events.parsing import grammar_of
from flows.steps.events.participants import Side, participants, side_of
from flows.steps.events.sentence import View
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS
from flows.steps.models import DateExpression, Entity, Event, Mention, Participant
from flows.steps.text.ids import content_id
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.reference import Reference
from schemas.plover import codes
from schemas.vocab import EventType, Factuality


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the events of one sentence are made from."""

    passage: Passage
    span: Span
    view: View
    counts: tuple[Count, ...]
    entities: Mapping[str, Entity]
    reference: Reference
    context: Context


def event_rows(sentence: Sentence, match: Match, counts: Sequence[Count]) -> tuple[Event, list[Participant]]:
    """Return the row of the event that `match` tells, and its participants; `counts` are its victims."""
    view, passage, known = sentence.view, sentence.passage, sentence.entities
    span = view.tokens[match.first].start, view.tokens[match.last - 1].end
    grammar = grammar_of(view)
    told = grammar.factuality(view, match.verb, is_noun=match.sense.construction in NOUN_CONSTRUCTIONS)
    actors = [side_of(view, chunk, passage, known, sentence.context) for chunk in match.actors]
    recipients = [side_of(view, chunk, passage, known, sentence.context) for chunk in match.recipients]
    place = place_of(view, span, known)
    refused = told is Factuality.NEGATED and grammar.is_refusal(view, match.verb)
    coding = _coding(match, told, is_refused=refused)
    event_id = content_id("evt", passage.document_id, passage.paragraph_id, *span, coding["event_type"])
    said = grammar.speaker(view, match.verb)
    totals = {count.column: count.number for count in counts}
    event = Event(
        **_standing(sentence, span, event_id),
        **coding,
        acled_event_type=acled_type(
            coding["event_type"],
            coding["event_mode"],
            *(sides[0].sector if sides else None for sides in (actors, recipients)),
        ),
        **_flat("actor", actors),
        **_flat("recipient", recipients),
        **when(passage.text, span, _dates_for(view, match), sentence.reference)._asdict(),
        **_where(place, known),
        factuality=told,
        attributed_to=_name(said, known),
        killed=totals.get("killed"),
        injured=totals.get("injured"),
    )
    event = with_day_of_death(event, recipients, passage.text[sentence.span[0] : span[0]], sentence.reference)
    tools = _instruments(view, match) if match.sense.event_type == EventType.ASSAULT else []
    return event, list(participants(passage, event_id, (actors, recipients), place, counts, tools, known))


def _instruments(view: View, match: Match) -> list[Span]:
    """Return what an assault was done with, as ranges of the paragraph's text."""
    found = grammar_of(view).instruments(view, match)
    return [(view.tokens[first].start, view.tokens[last - 1].end) for first, last in found]


def _dates_for(view: View, match: Match) -> list[DateExpression]:
    """Return the dates of the sentence that its clauses allow for an event."""
    starts = [token.start for token in view.tokens]
    grammar = grammar_of(view)
    return [item for item in view.dates if grammar.may_share(view, match.verb, bisect_right(starts, item.start) - 1)]


def _standing(sentence: Sentence, span: Span, event_id: str) -> dict[str, Any]:
    """Return the columns that say which event this is and where it stands."""
    passage = sentence.passage
    raw_start, raw_end = passage.raw_span(*span)
    return {
        "event_id": event_id,
        "document_id": passage.document_id,
        "paragraph_id": passage.paragraph_id,
        "sentence_start": sentence.span[0],
        "sentence_end": sentence.span[1],
        "trigger_start": span[0],
        "trigger_end": span[1],
        "raw_start": raw_start,
        "raw_end": raw_end,
        "trigger": passage.text[span[0] : span[1]],
        "cluster_id": content_id("clu", event_id),
    }


def _coding(match: Match, told: Factuality, *, is_refused: bool) -> dict[str, Any]:
    """Return the columns of the code; what is still to come is an agreement or a threat (PLOVER manual, AGREE)."""
    event_type, mode, cameo = match.sense.event_type, match.sense.mode, match.sense.cameo
    code = codes()[event_type]
    if told is Factuality.PLANNED and code.planned_as is not None:
        event_type, mode, cameo = code.planned_as, None, None
    elif is_refused and code.refused_as is not None:
        event_type, mode, cameo = code.refused_as, None, None
    code = codes()[event_type]
    return {
        "event_type": event_type,
        "event_mode": mode,
        "quad_class": code.quad_class,
        "plover_score": code.score_of(mode),
        "cameo_code": cameo,
        "rule_id": match.sense.rule_id,
        "confidence": _confidence(match),
    }


def _flat(role: str, sides: Sequence[Side]) -> dict[str, Any]:
    """Return the columns of the first side; all null where there is none."""
    side = sides[0] if sides else Side.nobody()
    return {
        f"{role}_name": side.name,
        f"{role}_entity_id": side.entity_id,
        f"{role}_country": side.country,
        f"{role}_sector": side.sector,
    }


def _where(place: Mention | None, entities: Mapping[str, Entity]) -> dict[str, Any]:
    entity = entities.get(place.entity_id) if place else None
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


def _confidence(match: Match) -> float:
    """Return 0.5, and more for each side found and for a subject right before its verb."""
    return round(0.5 + 0.15 * bool(match.actors) + 0.15 * bool(match.recipients) + 0.1 * match.is_direct, 2)
