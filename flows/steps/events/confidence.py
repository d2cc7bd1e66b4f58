"""The probability that an event's type and sides are right, from what the sentence shows of how it was found."""

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.events.candidate import CandidateSource, EventCandidate
from flows.steps.events.coding import EventCode
from flows.steps.events.participants import ParticipantDraft
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax.navigation import relation
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS
from schemas.data_files import load_toml
from schemas.vocab import EventType, Factuality

_FAR = 20
"""Tokens between trigger and participant from which one is as far as another."""
_LONG = 60
"""Tokens from which a sentence is as long as another."""
Features = dict[str, float]


class Weights(NamedTuple):
    """The content of `confidence.toml`: the weights of a logistic model, by feature, and by event type."""

    intercept: float
    features: dict[str, float]
    types: dict[EventType, float]


@cache
def weights() -> Weights:
    """Return the content of `confidence.toml`."""
    return load_toml(files(__package__).joinpath("confidence.toml"), Weights)


def features(
    sentence: AnnotatedSentence,
    candidate: EventCandidate,
    code: EventCode,
    actors: Sequence[ParticipantDraft],
    recipients: Sequence[ParticipantDraft],
) -> Features:
    """Return what is known of how an event was found, each from 0 (no) to 1 (yes, or most), by name."""
    return {
        "has_actor": float(bool(actors)),
        "has_recipient": float(bool(recipients)),
        "actor_is_named": float(any(draft.mention for draft in actors)),
        "recipient_is_named": float(any(draft.mention for draft in recipients)),
        "actor_has_code": float(any(draft.country or draft.sector for draft in actors)),
        "recipient_has_code": float(any(draft.country or draft.sector for draft in recipients)),
        "actor_distance": _distance(candidate, candidate.actors),
        "recipient_distance": _distance(candidate, candidate.recipients),
        "subject_is_direct": float(candidate.is_direct),
        "is_main_verb": float(sentence.is_tree and relation(sentence, candidate.verb) == "root"),
        "is_noun": float(candidate.trigger.construction in NOUN_CONSTRUCTIONS),
        "is_by_word_order": float(candidate.source == CandidateSource.LINEAR),
        "is_not_asserted": float(code.factuality != Factuality.ASSERTED),
        "is_read": candidate.read.probability if candidate.read else 0.0,
        "type_is_read": candidate.read.types[code.event_type] if candidate.read else 0.0,
        "is_read_alone": float(candidate.source == CandidateSource.LEARNED),
        "sentence_length": min(len(sentence.tokens), _LONG) / _LONG,
    }


def _distance(candidate: EventCandidate, phrases: Sequence[Phrase]) -> float:
    """Return how far the nearest participant is from the trigger, as a share of the distance that counts as far."""
    gaps = (max(phrase.start - candidate.last, candidate.first - phrase.end, 0) for phrase in phrases)
    return min(min(gaps, default=0), _FAR) / _FAR


def probability(event_type: str, found: Features) -> float:
    """Return the probability, from 0 to 1, that an event of this type with these features has it and its sides right.

    Raises KeyError for a feature that `confidence.toml` does not have.
    """
    model = weights()
    total = model.intercept + model.types.get(EventType(event_type), 0.0)
    total += sum(model.features[name] * value for name, value in found.items())
    return round(1 / (1 + math.exp(-total)), 2)
