"""Reported events: who did what to whom, when and where, as far as one sentence says."""

from flows.steps.events.finder import Coded, find_events

__all__ = ["Coded", "find_events"]
