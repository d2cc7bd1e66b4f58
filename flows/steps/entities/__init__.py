"""Who and what a document names: mentions in the text, linked to entities."""

from flows.steps.entities.mentions import LinkedMentions, find_mentions

__all__ = ["LinkedMentions", "find_mentions"]
