"""The code of an event: its type, mode and factuality, from the rules and from what the language model reads."""

from typing import Any, NamedTuple

from flows.steps.events.candidate import CandidateSource, EventCandidate
from flows.steps.events.ensemble import reader_of
from flows.steps.events.learned.words import trigger_of
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS
from flows.steps.events.trust import likeliest, trust
from schemas.plover import codes
from schemas.vocab import EventType, Factuality


class EventCode(NamedTuple):
    """Type, mode, CAMEO code and factuality of an event, and the rule that gives them."""

    event_type: EventType
    mode: str | None
    cameo: str | None
    factuality: Factuality
    rule_id: str

    @property
    def columns(self) -> dict[str, Any]:
        """Return the columns of events that hold the code."""
        code = codes()[self.event_type]
        return {
            "event_type": self.event_type,
            "event_mode": self.mode,
            "quad_class": code.quad_class,
            "plover_score": code.score_of(self.mode),
            "cameo_code": self.cameo,
            "factuality": self.factuality,
            "rule_id": self.rule_id,
        }


def code_of(sentence: AnnotatedSentence, candidate: EventCandidate) -> EventCode:
    """Return the code of an event: of the rules, of the language model, or the likeliest where both have one."""
    ruled = _of_rules(sentence, candidate)
    read = candidate.read
    if read is None:
        return ruled
    bonus = trust().rule_factuality.get(ruled.factuality, 0.0)
    factuality = Factuality(likeliest(read.factuality, {ruled.factuality}, bonus))
    if candidate.source is CandidateSource.LEARNED:
        trigger = candidate.trigger
        return EventCode(trigger.event_type, trigger.mode, trigger.cameo, factuality, trigger.rule_id)
    meant = _with_factuality(sentence, candidate, factuality)
    event_type = EventType(likeliest(read.types, {meant.event_type}, trust().rule_type))
    if event_type == meant.event_type:
        return meant
    trigger = trigger_of(sentence, range(candidate.first, candidate.last), candidate.verb, event_type)
    return EventCode(event_type, trigger.mode, trigger.cameo, factuality, trigger.rule_id)


def _of_rules(sentence: AnnotatedSentence, candidate: EventCandidate) -> EventCode:
    is_noun = candidate.trigger.construction in NOUN_CONSTRUCTIONS
    factuality = reader_of(sentence).factuality(sentence, candidate.verb, is_noun=is_noun)
    return _with_factuality(sentence, candidate, factuality)


def _with_factuality(sentence: AnnotatedSentence, candidate: EventCandidate, factuality: Factuality) -> EventCode:
    """Return the code of a trigger; what is still to come is an agreement or a threat (PLOVER manual, AGREE)."""
    trigger = candidate.trigger
    is_refused = factuality is Factuality.NEGATED and reader_of(sentence).is_refusal(sentence, candidate.verb)
    code = codes()[trigger.event_type]
    other = code.planned_as if factuality is Factuality.PLANNED else code.refused_as if is_refused else None
    if other is not None:
        return EventCode(other, None, None, factuality, trigger.rule_id)
    return EventCode(trigger.event_type, trigger.mode, trigger.cameo, factuality, trigger.rule_id)
