"""What normalizers share: the context of a time expression, the resolution they return, dates without a year.

 The terms are those of SUTime and HeidelTime: an expression is recognised by a rule, then normalized against a
reference time (here `ResolutionContext.day`) or an antecedent, a date mentioned before.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flows.steps.models import record
from flows.steps.timex import values
from flows.steps.timex.lexicon import meaning, words
from flows.steps.timex.numbers import whole_number, year_number
from flows.steps.timex.tense import ClauseTense, Tense
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision

GRANULARITY_RANK: dict[str, int] = {
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
"""Rank of precisions and TIMEX3 units by length, from the day (0) up to the century."""

_MAX_DAYS_IN_THE_PAST = 270
"""Days after which a date without a year is more likely one to come, in a clause without a cue: tuned on TimeBank and
AQUAINT."""
_MOST_YEARS_AHEAD = 20
"""Years after the document's that two digits may mean, by judgement."""
_DAYS_OF_A_YEAR = 365
_WITHIN_A_YEAR = frozenset({Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.QUARTER, Precision.SEASON})
_MAX_DAYS_SINCE_SAYING = 30
"""Days that news may be late with what somebody meant to do, by judgement."""
_GUESSED_YEAR_CERTAINTY = 0.8
"""Factor on the confidence in a date without a year that was taken for one to come without a cue."""

_YEARS_AROUND = 3
"""Years in which a date is looked for: that of the document, and those beside it."""

ValueInYear = Callable[[int], Value]
"""A function from a year to the value of something that recurs every year; it raises ValueError for 29 February."""


@record
class Antecedent:
    """A date that was mentioned before: its value, and its `date_id` in the table `dates`."""

    value: Value
    date_id: str


@record
class ResolutionContext:
    """What a normalizer knows about one expression.

     `groups` are the lower-case words of the expression by group name. `day` is the reference time: the document's day,
    or that of a quotation or a narrative. `clause` has the tense around it; `opens_sentence` is
    True where the expression is the first word. `previous` are the dates before it, the latest last; `year` is the one
    whose year still holds. `narrative_time` is the date that a narrative (`is_narrative`) has reached. `list_end` is
    the date right behind that ends a list, as in "March and May 2019". `base` is the resolution of the date that the
    expression counts from, as in "two days before Christmas". `quarter` is the last quarter mentioned, `same_sentence`
    the last date of the sentence, `heading_date` the date in the heading above the paragraph, `event_anchor` the date
    of the event that the expression counts from, as in "a day after the vote". `is_day_first` is the order of day and
    month in numeric dates like this one, None where the document does not settle it; `narrative_year` is the year that
    the course of a narrative gives the expression.
    """

    groups: dict[str, str]
    day: date | None = None
    clause: ClauseTense | None = None
    opens_sentence: bool = False
    previous: tuple[Antecedent, ...] = ()
    year: Antecedent | None = None
    narrative_time: Antecedent | None = None
    is_narrative: bool = False
    list_end: Antecedent | None = None
    base: "Resolution | None" = None
    quarter: Antecedent | None = None
    same_sentence: Antecedent | None = None
    heading_date: Antecedent | None = None
    event_anchor: Antecedent | None = None
    is_day_first: bool | None = None
    narrative_year: int | None = None

    @property
    def tense(self) -> Tense | None:
        """Return the tense of the clause; None where that says nothing."""
        return None if self.clause is None else self.clause.tense

    @property
    def is_future(self) -> bool:
        """Return whether the clause looks ahead, from the day of writing or from an earlier one."""
        return self.tense in {Tense.AHEAD, Tense.FROM_PAST}

    def meaning_of(self, group: str) -> Any:
        """Return what the word of a group means in `words.toml`, or None where the expression has no such word."""
        word = self.groups.get(group)
        return None if word is None else meaning(group.rstrip("0123456789"), word)

    def number(self, group: str) -> int:
        """Return the number of a group; years may have two digits or be spelled out.

        Raises KeyError where the expression lacks the group, ValueError where its word is no number.
        """
        word = self.groups[group]
        if group.startswith("year"):
            return self.full_year(word)
        digits = "".join(character for character in word if character.isdigit())
        if digits:
            return int(digits)
        return int(words()["day_word"].get(word.replace("-", " ")) or whole_number(word))

    def full_year(self, word: str) -> int:
        """Return the year of 2014, '98 or ninety-six; one of two digits lies at most 20 years behind the day."""
        year = year_number(word)
        is_late = self.day is not None and year > self.day.year + _MOST_YEARS_AHEAD
        return year - 100 if is_late and sum(map(str.isdigit, word)) == len("98") else year

    def latest(self, unit: str) -> Antecedent | None:
        """Return the latest date before this one that is no coarser than the TIMEX3 code `unit`, or None."""
        for antecedent in reversed(self.previous):
            rank = 0 if antecedent.value.month_day else GRANULARITY_RANK.get(antecedent.value.precision or "", 99)
            rank = GRANULARITY_RANK["Y"] if antecedent.value.year_before_christ else rank
            if rank <= GRANULARITY_RANK[unit]:
                return antecedent
        return None


@record
class Resolution:
    """The value of an expression, and what it was resolved against.

    `anchor` is the kind of reference (`schemas.vocab.Anchor`), `anchor_id` the `date_id` of an antecedent, `certainty`
    the share (0 to 1) of the usual confidence of that kind.
    """

    value: Value
    anchor: str = Anchor.NONE
    anchor_id: str | None = None
    certainty: float = 1.0

    def with_modifier(self, modifier: str | None) -> "Resolution":
        """Return the same resolution with a TIMEX3 modifier."""
        return self if modifier is None else replace(self, value=values.modified(self.value, modifier))


Normalizer = Callable[[ResolutionContext], Resolution | None]
"""A function that resolves the words of one kind of expression; None where they are no date after all."""


def explicit(value: Value) -> Resolution:
    """Return the resolution of an expression that needs no context."""
    return Resolution(value, Anchor.EXPLICIT)


def from_document(value: Value) -> Resolution:
    """Return the resolution of an expression that was resolved against the document's day."""
    return Resolution(value, Anchor.DOCUMENT)


def resolve_yearless(context: ResolutionContext, make: ValueInYear, missing: Value) -> Resolution:
    """Return the resolution of a date without a year.

     `make` gives its value in a year, `missing` is the value where the document's day is unknown. A year named just
    before holds. Otherwise the tense of the clause leaves one side of the document's day. A silent clause gives the
    last value that has begun by then, unless that one is long past and the next one near.
    """
    antecedent = next(
        (
            antecedent
            for antecedent in (context.list_end, context.year, context.heading_date, context.narrative_time)
            if antecedent is not None
        ),
        None,
    )
    if antecedent is not None and antecedent is context.heading_date:
        within = _within_heading(antecedent, make, missing)
        if within.value.start is not None or context.narrative_year is None:
            return within
    if context.narrative_year is not None and context.list_end is None:
        reference = context.narrative_time
        return Resolution(
            make(context.narrative_year), Anchor.PREVIOUS, None if reference is None else reference.date_id
        )
    if antecedent is not None:
        return _in_year_of(antecedent, context, make, missing)
    if context.day is None:
        return Resolution(missing)
    return _on_side(context, context.day, make) or Resolution(missing)


def _on_side(context: ResolutionContext, day: date, make: ValueInYear) -> Resolution | None:
    """Return the resolution on the side of the document's day that the tense of the clause leaves.

    A look ahead leaves those that are not over by then, or by the date before it in a sentence on the past; the past
    those that have begun.
    """
    start = day
    if context.tense == Tense.FROM_PAST:
        start = _earlier_day(context, day)
    distances = _distances(start, make)
    if context.is_future:
        ahead = [pair for pair in distances if pair[1].end is not None and pair[1].end >= start]
        return from_document(min(ahead, key=_distance)[1]) if ahead else None
    begun = max((pair for pair in distances if pair[0] <= 0), key=_distance, default=None)
    if begun is None:
        return None
    nearest = min(distances, key=lambda pair: abs(pair[0]))
    if context.tense != Tense.BACK and begun[0] < -_MAX_DAYS_IN_THE_PAST:
        return Resolution(nearest[1], Anchor.DOCUMENT, certainty=_GUESSED_YEAR_CERTAINTY)
    return from_document(begun[1])


def _earlier_day(context: ResolutionContext, day: date) -> date:
    """Return the day from which a clause on the past looks ahead: a date before it in its sentence, or a recent day."""
    antecedent = context.same_sentence
    start = None if antecedent is None or antecedent.value.precision not in _WITHIN_A_YEAR else antecedent.value.start
    if start is not None and timedelta(0) <= day - start <= timedelta(_DAYS_OF_A_YEAR):
        return start
    return day - timedelta(_MAX_DAYS_SINCE_SAYING)


def resolve_in_year(context: ResolutionContext, make: ValueInYear, missing: Value) -> Resolution | None:
    """Return the resolution in the year that the expression names or tells by another one; None where it does neither.

    "Last year" is told by the document's day, "the following year" and "that year" by the date before them, or, if
    there is none, by the document's day. `missing` is the value where that is unknown.
    """
    year = next((context.number(group) for group in ("year", "number_ad") if group in context.groups), None)
    if year is not None:
        return explicit(make(year))
    if "number_bc" in context.groups:
        return explicit(_before_christ(missing, context.number("number_bc")))
    steps = next((context.meaning_of(group) for group in ("shift2", "step2", "that") if group in context.groups), None)
    if steps is None:
        return None
    antecedent = None if "shift2" in context.groups else context.latest("Y")
    if antecedent is not None and antecedent.value.start is not None:
        return Resolution(make(antecedent.value.start.year + steps), Anchor.PREVIOUS, antecedent.date_id)
    if context.day is None or antecedent is not None or "that" in context.groups:
        return Resolution(missing)
    return from_document(make(context.day.year + steps))


def _before_christ(missing: Value, year: int) -> Value:
    """Return the value of a date in a year before Christ; `missing` is that without a year."""
    return values.unknown(missing.timex_value.replace("XXXX", f"BC{year:04}", 1))


def resolve_shifted(context: ResolutionContext, shift: int, make: ValueInYear, missing: Value) -> Resolution:
    """Return the resolution of "last May" (`shift` -1), "this May" (0) and "next May" (1).

    It is the last such unit that ended before the document's day, this year's, or the first to start after the day;
    `missing` where the day is unknown.
    """
    if context.day is None:
        return Resolution(missing)
    value = make(context.day.year + shift)
    nearer = make(context.day.year)
    if shift < 0 and nearer.end is not None and nearer.end < context.day:
        value = nearer
    if shift > 0 and nearer.start is not None and nearer.start > context.day:
        value = nearer
    return from_document(value)


def _in_year_of(antecedent: Antecedent, context: ResolutionContext, make: ValueInYear, missing: Value) -> Resolution:
    """Return the resolution in the year of a date nearby, or, in a list that it ends, the last one before it."""
    before_christ = antecedent.value.year_before_christ
    if before_christ is not None:
        return Resolution(_before_christ(missing, before_christ), Anchor.PREVIOUS, antecedent.date_id)
    start = antecedent.value.start
    if start is None:
        return Resolution(missing)
    value = _first_made(start.year, make)
    if antecedent is context.list_end and value.start is not None and value.start > start:
        value = make(start.year - 1)
    return Resolution(value, Anchor.PREVIOUS, antecedent.date_id)


def _within_heading(heading: Antecedent, make: ValueInYear, missing: Value) -> Resolution:
    """Return the resolution that begins within the days of a heading, if there is exactly one."""
    start, end = heading.value.start, heading.value.end
    if start is None or end is None:
        return Resolution(missing)
    inside = [
        value for _, value in _around(start, make, end.year - start.year) if value.start and start <= value.start <= end
    ]
    return Resolution(inside[0], Anchor.PREVIOUS, heading.date_id) if len(inside) == 1 else Resolution(missing)


def _first_made(year: int, make: ValueInYear) -> Value:
    """Return the value in a year, or in the next one that has a 29 February."""
    try:
        return make(year)
    except ValueError:
        return make(year + 4 - year % 4)


def _distance(pair: tuple[int, Value]) -> int:
    return pair[0]


def _distances(moment: date, make: ValueInYear) -> list[tuple[int, Value]]:
    """Return (distance in days, value) for the years around a day; 29 February needs up to eight years."""
    distances: list[tuple[int, Value]] = []
    for reach in (1, 8):
        if len(distances) < _YEARS_AROUND:
            distances = list(_around(moment, make, reach))
    return distances


def _around(moment: date, make: ValueInYear, reach: int) -> Iterator[tuple[int, Value]]:
    for number in range(moment.year - reach, moment.year + reach + 1):
        try:
            value = make(number)
        except ValueError:  # of datetime: a year without 29 February
            continue
        if value.start is not None:
            yield (value.start - moment).days, value
