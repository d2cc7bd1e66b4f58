"""Triggers and their participants as the heads of events of the language model read them."""

from flows.steps.events.learned.candidates import candidates, read_for
from flows.steps.events.learned.words import known_types

__all__ = ["candidates", "known_types", "read_for"]
