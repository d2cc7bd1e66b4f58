"""Time expressions read by themselves: what they mean without a document's day, or on a day that is tried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
    def looks_ahead(self) -> bool | None:
        """Return whether its sentence looks ahead or back at this place; None where no cue tells."""
        return self.place.looks_ahead

    @property
    def sentence(self) -> Span:
        """Return the sentence it stands in."""
        return self.place.sentence


def on_day(one: Expression, day: date) -> Value | None:
    """Return what an expression that leans on the day of writing means on `day`; None for all others."""
    answer = read(one.place, Scene(words=one.place.found.groups, day=day))
    return answer.value if answer is not None and answer.anchor == Anchor.DOCUMENT else None


def expressions(text: str, sentences: Sequence[Span]) -> Iterator[Expression]:
    """Yield the time expressions of a text with their meaning where no document date is known.

    A time of day that leans on a date beside it gives the date.
    """
    for found in places(text, sentences):
        place = found if found.base is None else replace(found, found=found.base, base=None)
        answer = read(place, Scene(words=place.found.groups))
        if answer is not None:
            is_stated = answer.anchor == Anchor.EXPLICIT and answer.value.precision in FITTING
            yield Expression(place, answer.value, is_stated)
