"""What the user may choose about how documents are read."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from flows.steps.corrections import DOCUMENT_KINDS, Correction
from flows.steps.entities.knowledge_base import NOTHING, UserActors
from flows.steps.language.engine import OWN

Timer = Callable[[str], AbstractContextManager[object]]
"""Returns, for the name of a step, the context in which it runs, as one that measures its time."""


@dataclass(frozen=True, slots=True)
class Options:
    """Choices that change rows.

    `language_model` is a name for `flows.steps.language.engine.load`; `knowledge` are actors that the user adds;
    `corrections` are those with which a document is processed, by its id.
    """

    language_model: str = OWN
    knowledge: UserActors = NOTHING
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict, hash=False)

    def of_document(self, document_id: str) -> "Options":
        """Return the choices for one document, without the corrections of others."""
        return replace(self, corrections={document_id: self.corrections.get(document_id, ())})

    def corrected_by(self, rows: Mapping[str, tuple[Correction, ...]]) -> "Options":
        """Return the choices with corrections, given by document id; only those for processing are kept."""
        kept = {key: tuple(row for row in each if row.kind in DOCUMENT_KINDS) for key, each in rows.items()}
        return replace(self, corrections={key: each for key, each in kept.items() if each})


DEFAULT = Options()
