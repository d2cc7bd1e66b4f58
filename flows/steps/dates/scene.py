"""What a reader of one time expression may look at: the words, the document's day, the dates before it."""

from collections.abc import Callable, Iterator
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


_LONG_PAST = 270
"""Days after which a date without a year is rather one to come, cue or not: tuned on TimeBank and AQUAINT."""
_GUESS = 0.8
"""What remains of the confidence in such a date."""


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
    """What an expression means, what it was resolved against, and what share of the usual confidence it deserves."""

    value: Value
    anchor: str = Anchor.NONE
    anchor_id: str | None = None
    certainty: float = 1.0

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

    A year stated just before holds. Otherwise it is the candidate nearest to the document's day: of all where the
    sentence looks ahead, else of those that have begun by then, unless that one is long past and the next one near.
    `missing` where the day is unknown.
    """
    if scene.year is not None and scene.year.value.start is not None:
        return Answer(make(scene.year.value.start.year), Anchor.PREVIOUS, scene.year.date_id)
    if scene.day is None:
        return Answer(missing)
    distances = _distances(scene.day, make)
    begun = max((pair for pair in distances if pair[0] <= 0), key=_distance, default=None)
    if begun is None:
        return Answer(missing)
    nearest = min(distances, key=lambda pair: abs(pair[0]))
    if begun[0] < -_LONG_PAST and not scene.is_future:
        return Answer(nearest[1], Anchor.DOCUMENT, certainty=_GUESS)
    return from_document(nearest[1] if scene.is_future else begun[1])


def _distance(pair: tuple[int, Value]) -> int:
    return pair[0]


def _distances(moment: date, make: Callable[[int], Value]) -> list[tuple[int, Value]]:
    """Return the values of the years around a day with their distance in days; 29 February needs up to eight years."""
    found: list[tuple[int, Value]] = []
    for reach in (1, 8):
        if not any(days <= 0 for days, _ in found):
            found = list(_around(moment, make, reach))
    return found


def _around(moment: date, make: Callable[[int], Value], reach: int) -> Iterator[tuple[int, Value]]:
    for number in range(moment.year - reach, moment.year + reach + 1):
        try:
            value = make(number)
        except ValueError:  # of datetime: a year without 29 February
            continue
        if value.start is not None:
            yield (value.start - moment).days, value
