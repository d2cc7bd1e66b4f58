"""Time expressions read by themselves, without a document's day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.dates.engine import Place, places, read
from flows.steps.dates.scene import Scene
from flows.steps.dates.values import Value
from flows.steps.language.passages import Span
from schemas.vocab import Anchor, Precision

FITTING = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})
"""Precisions of dates that may date a text, or bound its date."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression at its place with what it means by itself, and whether it says everything itself."""

    place: Place
    value: Value
    is_stated: bool

    @property
    def start(self) -> int:
        """Return where it begins in its text."""
        return self.place.found.start

    @property
    def end(self) -> int:
        """Return where it ends in its text."""
        return self.place.found.end

    @property
    def sentence(self) -> Span:
        """Return the sentence it stands in."""
        return self.place.sentence


def expressions(text: str, sentences: Sequence[Span]) -> Iterator[Expression]:
    """Yield the time expressions of a text with their meaning where no document date is known."""
    for place in places(text, sentences):
        answer = read(place, Scene(place.found.groups))
        if answer is not None:
            is_stated = answer.anchor == Anchor.EXPLICIT and answer.value.precision in FITTING
            yield Expression(place, answer.value, is_stated)
