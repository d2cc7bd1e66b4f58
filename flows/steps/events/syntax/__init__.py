"""Triggers and their participants by the dependency tree of a sentence (Universal Dependencies)."""

from flows.steps.events.syntax.clauses import is_narrated, may_share, same_time
from flows.steps.events.syntax.factuality import factuality, is_refusal, speaker
from flows.steps.events.syntax.navigation import is_sound
from flows.steps.events.syntax.pronouns import antecedent_of
from flows.steps.events.syntax.triggers import CandidateAttempt, attempts, candidates, instruments

__all__ = [
    "CandidateAttempt",
    "antecedent_of",
    "attempts",
    "candidates",
    "factuality",
    "instruments",
    "is_narrated",
    "is_refusal",
    "is_sound",
    "may_share",
    "same_time",
    "speaker",
]
