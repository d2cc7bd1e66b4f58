"""Reported events: who did what to whom, when and where, as far as one sentence reports it."""

from flows.steps.events.extract import Coded, find_events
from flows.steps.events.near_misses import NearMiss, find_near_misses

__all__ = ["Coded", "NearMiss", "find_events", "find_near_misses"]
