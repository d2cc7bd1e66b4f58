"""What the user may choose about how documents are read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from flows.steps.entities.knowledge_base import NOTHING, UserActors
from flows.steps.language.engine import OWN

Timer = Callable[[str], AbstractContextManager[object]]
"""Returns, for the name of a step, the context in which it runs, as one that measures its time."""


@dataclass(frozen=True, slots=True)
class Options:
    """Choices that change rows.

    `language_model` is a name for `flows.steps.language.engine.load`; `knowledge` are actors that the user adds.
    """

    language_model: str = OWN
    knowledge: UserActors = NOTHING


DEFAULT = Options()
