"""What a reader of one time expression may look at: the words, the document's day, the dates before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flows.steps.dates import values
from flows.steps.dates.numbers import year_number
from flows.steps.dates.values import Value
from flows.steps.dates.words import meaning
from schemas.vocab import Anchor, Precision

FINENESS: dict[str, int] = {
    grain: rank
    for rank, grains in enumerate(
        (
            (Precision.DAY, "D"),
            (Precision.WEEK, "W", "F"),
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
_DAYS_OF_A_YEAR = 365
_BACK = 150
"""Days that a story may go back without a year: tuned on half of WikiWars."""
_AHEAD = 300
"""Days that a sentence may go on in a year that was stated just before."""
_WITHIN_A_YEAR = frozenset({Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.QUARTER, Precision.SEASON})
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
    before it; `previous` are the dates before it, the latest last; `year` is the dated mention whose year still holds;
    `story` is the date that a narrative (`is_story`) has reached; `ahead` is the date right behind, as in "March and
    May 2019"; `base` the answer to the date that the expression steps away from, as in "two days before Christmas";
    `quarter` is the last quarter mentioned, `same_sentence` the last date of the sentence; `heading` is the date that
    the paragraph stands under, `happening` the one of what the expression counts from, as in "a day after the vote".
    """

    words: dict[str, str]
    day: date | None = None
    is_future: bool = False
    opens_sentence: bool = False
    previous: tuple[Known, ...] = ()
    year: Known | None = None
    story: Known | None = None
    is_story: bool = False
    ahead: Known | None = None
    base: "Answer | None" = None
    quarter: Known | None = None
    same_sentence: Known | None = None
    heading: Known | None = None
    happening: Known | None = None

    def read(self, group: str) -> Any:
        """Return what the word of a group means, or None where the expression has none."""
        found = self.words.get(group)
        return None if found is None else meaning(group.rstrip("0123456789"), found)

    def number(self, group: str) -> int:
        """Return the number of a group; years may be short or in words."""
        found = self.words[group]
        if group.startswith("year"):
            return year_number(found)
        digits = "".join(character for character in found if character.isdigit())
        return int(digits) if digits else int(meaning("day_word", found.replace("-", " ")))

    def latest(self, unit: str) -> Known | None:
        """Return the latest date before this one that is no coarser than `unit`."""
        for known in reversed(self.previous):
            rank = 0 if known.value.month_day else FINENESS.get(known.value.precision or "", 99)
            rank = FINENESS["Y"] if known.value.year_before_christ else rank
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
    known = next((known for known in (scene.ahead, scene.year, scene.heading, scene.story) if known is not None), None)
    if known is not None and known is scene.heading:
        return _under(known, make, missing)
    if known is not None:
        return _beside(known, scene, make, missing)
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


def shifted(scene: Scene, shift: int, make: Callable[[int], Value], missing: Value) -> Answer:
    """Return the last such unit that ended before the document's day, the first to start after it, or this year's."""
    if scene.day is None:
        return Answer(missing)
    value = make(scene.day.year + shift)
    nearer = make(scene.day.year)
    if shift < 0 and nearer.end is not None and nearer.end < scene.day:
        value = nearer
    if shift > 0 and nearer.start is not None and nearer.start > scene.day:
        value = nearer
    return from_document(value)


def _beside(known: Known, scene: Scene, make: Callable[[int], Value], missing: Value) -> Answer:
    """Return the answer in the year of a date nearby: up to its day before it in a list, mostly after it in a story."""
    before_christ = known.value.year_before_christ
    if before_christ is not None:
        value = values.unknown(missing.timex_value.replace("XXXX", f"BC{before_christ:04}", 1))
        return Answer(value, Anchor.PREVIOUS, known.date_id)
    start = known.value.start
    if start is None:
        return Answer(missing)
    value = _first_made(start.year, make)
    if known is scene.ahead and value.start is not None and value.start > start:
        value = make(start.year - 1)
    if (
        scene.is_story
        and known is not scene.ahead
        and known.value.precision in _WITHIN_A_YEAR
        and value.start is not None
    ):
        gap = (value.start - start).days if value.start.year == start.year else 0
        ahead = _AHEAD if known is scene.year else _DAYS_OF_A_YEAR - _BACK
        if gap < -_BACK or gap > ahead:
            value = make(start.year + (1 if gap < 0 else -1))
    return Answer(value, Anchor.PREVIOUS, known.date_id)


def _under(heading: Known, make: Callable[[int], Value], missing: Value) -> Answer:
    """Return the answer that begins within the days of a heading, if it is the only one."""
    start, end = heading.value.start, heading.value.end
    if start is None or end is None:
        return Answer(missing)
    inside = [
        value for _, value in _around(start, make, end.year - start.year) if value.start and start <= value.start <= end
    ]
    return Answer(inside[0], Anchor.PREVIOUS, heading.date_id) if len(inside) == 1 else Answer(missing)


def _first_made(year: int, make: Callable[[int], Value]) -> Value:
    """Return the value in a year, or in the next one that has a 29 February."""
    try:
        return make(year)
    except ValueError:
        return make(year + 4 - year % 4)


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
