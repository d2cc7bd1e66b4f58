"""What the pipeline thinks of one document, for people: coloured in a terminal, plain when piped."""

from flows.explain.document import explain_seed
from flows.explain.events import explain_events

__all__ = ["explain_events", "explain_seed"]
