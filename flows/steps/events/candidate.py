"""One trigger with its sides."""

from dataclasses import dataclass

from flows.steps.events.sentence import Chunk
from flows.steps.events.triggers import Sense


@dataclass(frozen=True, slots=True)
class Match:
    """One trigger: tokens `first` to `last` (half-open), the verb's token, and the sides found.

    `is_direct` is false where the subject was taken from the clause around the verb.
    """

    sense: Sense
    first: int
    last: int
    verb: int
    actors: tuple[Chunk, ...]
    recipients: tuple[Chunk, ...]
    is_direct: bool
