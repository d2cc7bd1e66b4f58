"""Triggers and their sides by the dependency tree of a sentence (Universal Dependencies)."""

from flows.steps.events.trees.clauses import may_share
from flows.steps.events.trees.factuality import factuality, is_refusal
from flows.steps.events.trees.matching import attempts, matches
from flows.steps.events.trees.speakers import speaker

__all__ = ["attempts", "factuality", "is_refusal", "matches", "may_share", "speaker"]
