"""Triggers and their participants by the order of words."""

from flows.steps.events.linear.factuality import factuality, is_refusal, speaker
from flows.steps.events.linear.triggers import candidates, instruments

__all__ = ["candidates", "factuality", "instruments", "is_refusal", "speaker"]
