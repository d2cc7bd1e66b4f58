"""Who and what a document names: mentions in the text, linked to entities."""

from flows.steps.entities.mentions import Found, find_mentions

__all__ = ["Found", "find_mentions"]
