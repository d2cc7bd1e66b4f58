"""What a reader of one time expression may look at: the words, the document's day, the dates before it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flows.steps.dates import values
from flows.steps.dates.values import Value
from flows.steps.dates.words import meaning
from schemas.vocab import Anchor, Precision

FINENESS: dict[str, int] = {
    grain: rank
    for rank, grains in enumerate(
        (
            (Precision.DAY, "D"),
            (Precision.WEEK, "W"),
            (Precision.MONTH, "M"),
            (Precision.QUARTER, Precision.SEASON, "Q"),
            (Precision.YEAR, "Y"),
            (Precision.DECADE, "E"),
            (Precision.CENTURY, "C"),
        ),
    )
    for grain in grains
}
"""Rank of precisions and units, from the day up."""


@dataclass(frozen=True, slots=True)
class Known:
    """A date that was mentioned before, with its id."""

    value: Value
    date_id: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The place of one expression.

    `day` is the document's day; `is_future` says that the sentence looks ahead; `opens_sentence` that nothing stands
    before it; `previous` are the dates before it, the latest last; `year` is the dated mention whose year still holds.
    """

    words: dict[str, str]
    day: date | None = None
    is_future: bool = False
    opens_sentence: bool = False
    previous: tuple[Known, ...] = ()
    year: Known | None = None

    def read(self, group: str) -> Any:
        """Return what the word of a group means, or None where the expression has none."""
        found = self.words.get(group)
        return None if found is None else meaning(group.rstrip("0123456789"), found)

    def number(self, group: str) -> int:
        """Return the leading digits of a group as a number."""
        return int("".join(character for character in self.words[group] if character.isdigit()))

    def latest(self, unit: str) -> Known | None:
        """Return the latest date before this one that is no coarser than `unit`."""
        for known in reversed(self.previous):
            rank = 0 if known.value.month_day else FINENESS.get(known.value.precision or "", 99)
            if rank <= FINENESS[unit]:
                return known
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression means and what it was resolved against."""

    value: Value
    anchor: str = Anchor.NONE
    anchor_id: str | None = None

    def with_modifier(self, modifier: str | None) -> "Answer":
        """Return the same answer with a TIMEX3 modifier."""
        return replace(self, value=values.modified(self.value, modifier))


Form = Callable[[Scene], Answer | None]
"""A reader: None where the words are no date after all."""


def stated(value: Value) -> Answer:
    """Return the answer of an expression that says everything itself."""
    return Answer(value, Anchor.EXPLICIT)


def from_document(value: Value) -> Answer:
    """Return the answer of an expression that was resolved against the document's day."""
    return Answer(value, Anchor.DOCUMENT)


def yearless(scene: Scene, make: Callable[[int], Value], missing: Value) -> Answer:
    """Return the answer of a date without a year, where `make` gives its value in a year.

    A year stated just before holds. Otherwise it is the candidate nearest to the document's day, of those that have
    begun by then unless the sentence looks ahead; `missing` where the day is unknown.
    """
    if scene.year is not None and scene.year.value.start is not None:
        return Answer(make(scene.year.value.start.year), Anchor.PREVIOUS, scene.year.date_id)
    candidates = [] if scene.day is None else list(_candidates(scene.day, make))
    best: tuple[int, Value] | None = None
    for value in candidates:
        distance = (value.start - scene.day).days if value.start and scene.day else 0
        if (distance <= 0 or scene.is_future) and (best is None or abs(distance) < best[0]):
            best = abs(distance), value
    return Answer(missing) if best is None else from_document(best[1])


def _candidates(moment: date, make: Callable[[int], Value]) -> list[Value]:
    """Return the values of the years around a day; 29 February needs up to eight."""
    found = []
    for number in range(max(1, moment.year - 8), moment.year + 9):
        try:
            found.append(make(number))
        except ValueError:
            continue
    return found
