"""Triggers and their sides by the order of words, where no language model has read the text."""

from flows.steps.events.linear.clauses import is_narrated, may_share, same_time
from flows.steps.events.linear.factuality import factuality, is_refusal, speaker
from flows.steps.events.linear.triggers import instruments, matches

__all__ = ["factuality", "instruments", "is_narrated", "is_refusal", "matches", "may_share", "same_time", "speaker"]
