"""Triggers and their sides by the dependency tree of a sentence (Universal Dependencies)."""

from flows.steps.events.trees.clauses import is_narrated, may_share, same_time
from flows.steps.events.trees.factuality import factuality, is_refusal
from flows.steps.events.trees.instruments import instruments
from flows.steps.events.trees.matching import Attempt, attempts, matches
from flows.steps.events.trees.speakers import speaker

__all__ = [
    "Attempt",
    "attempts",
    "factuality",
    "instruments",
    "is_narrated",
    "is_refusal",
    "matches",
    "may_share",
    "same_time",
    "speaker",
]
