"""Constraints on the day on which a text was written, and the days that they leave.

Each clue of a text is a constraint: the days that it allows, how far it is believed, and the words that show it. The
days that are left are those that go against the least: where all clues agree, the days that all of them allow. A clue
that contradicts stronger ones is not averaged in; it is left out and reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import Literal, NamedTuple, Protocol

from flows.steps.text.passage import Passage, Span

Days = tuple[date, date]
"""A first and a last day, both inside; date.min and date.max are open ends."""
Direction = Literal["not before", "not after", "near"]

_MAX_OF_CLUE = 8
"""Constraints of one clue and direction that are weighed: the strictest, as the others follow from them."""
_FURTHER_SHARE = 0.01
"""Share of its weight by which each further constraint of one clue counts: they are seldom independent."""
_DIGITS = 3
"""Decimal places to which weights against a day are compared."""
_MAX_RECURRING = 40
"""Recurring constraints that are tried, the first ones of a text."""
_MAX_SHARE_AGAINST = 0.25
"""Share of the recurring constraints that may be against a day which the others allow."""
_MAX_DAYS_TRIED = 1100
"""Days from each bound that are tried for recurring constraints."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words at `start` to `end` of a paragraph that show a constraint."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the words."""
        return self.passage.text[self.start : self.end]

    @property
    def raw(self) -> Span:
        """Return the raw offsets of the words."""
        return self.passage.raw_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one clue says: the text was written on one of `days`, in order, if the clue is right.

    `clue` is its kind, `reason` says for a person why it holds, `weight` is the share of such clues that are right.
    """

    clue: str
    days: tuple[Days, ...]
    weight: float
    reason: str
    evidence: Evidence

    @property
    def direction(self) -> Direction:
        """Return on which side of its days the text was written: behind them, before them, or near them."""
        if self.days[-1][1] == date.max:
            return "not before"
        return "not after" if self.days[0][0] == date.min else "near"

    def allows(self, first: date, last: date) -> bool:
        """Return whether all days from `first` to `last` are among its own."""
        return any(days[0] <= first and last <= days[1] for days in self.days)


class Recurring(Protocol):
    """A constraint that comes round each year, such as a month without a year."""

    @property
    def reason(self) -> str:
        """Return why it holds, for a person."""

    @property
    def weight(self) -> float:
        """Return the share of such clues that are right."""

    def fits(self, day: date) -> bool:
        """Return whether the text may have been written on `day`."""


class Bound(NamedTuple):
    """A bound of the creation time, with the reason for it and the words that show it."""

    day: date
    reason: str
    evidence: Evidence
    weight: float


@dataclass(frozen=True, slots=True)
class CreationTime:
    """The first and the last day on which a text may have been written; None where nothing bounds it on that side.

    `contradicted` are the constraints that were left out, each with its words and its reason, `weight` is the lowest
    weight of those that were used.
    """

    first: Bound | None = None
    last: Bound | None = None
    weight: float = 1.0
    contradicted: tuple[str, ...] = ()


def not_before(clue: str, day: date, weight: float, reason: str, evidence: Evidence) -> Constraint:
    """Return the constraint that a text was not written before `day`; see `Constraint` for the rest."""
    return Constraint(clue, ((day, date.max),), weight, reason, evidence)


def not_after(clue: str, day: date, weight: float, reason: str, evidence: Evidence) -> Constraint:
    """Return the constraint that a text was not written after `day`; see `Constraint` for the rest."""
    return Constraint(clue, ((date.min, day),), weight, reason, evidence)


def combined(constraints: Sequence[Constraint], recurring: Sequence[tuple[Recurring, Evidence]] = ()) -> CreationTime:
    """Return the days that all constraints of a text leave, or those that go against the least.

    `recurring` are constraints by the calendar with the words that show them; they narrow days that are bounded.
    """
    weighed = [*_strictest(constraints)]
    left = _best(weighed)
    kept = [constraint for constraint in weighed if all(constraint.allows(*days) for days in left)]
    first, last = left[0][0], left[-1][1]
    lower = _bound(kept, weighed, first, 0) if first > date.min else None
    upper = _bound(kept, weighed, last, 1) if last < date.max else None
    dropped = [constraint for constraint in weighed if constraint not in kept]
    contradicted = [f"{constraint.evidence.text!r} ({constraint.reason})" for constraint in dropped]
    lower, upper, against = _narrowed(left, lower, upper, [*dict(recurring).items()][:_MAX_RECURRING])
    contradicted += [f"{evidence.text!r} ({constraint.reason})" for constraint, evidence in against]
    weight = min((bound.weight for bound in (lower, upper) if bound), default=1.0)
    return CreationTime(lower, upper, weight, tuple(contradicted))


def _strictest(constraints: Iterable[Constraint]) -> Iterator[Constraint]:
    """Yield the strictest constraints of each clue and direction, without repeats, in their order of strictness."""
    grouped: dict[tuple[str, Direction], dict[tuple[Days, ...], Constraint]] = defaultdict(dict)
    for constraint in constraints:
        same = grouped[constraint.clue, constraint.direction]
        old = same.setdefault(constraint.days, constraint)
        if constraint.weight > old.weight:
            same[constraint.days] = constraint
    for (_, direction), group in grouped.items():
        ordered = sorted(group.values(), key=attrgetter("days"), reverse=direction != "not after")
        yield from ordered[:_MAX_OF_CLUE]


def _best(constraints: Sequence[Constraint]) -> list[Days]:
    """Return the runs of days, in order, against which the constraints weigh least; all days where there are none."""
    edges = {date.min.toordinal(), date.max.toordinal() + 1}
    for constraint in constraints:
        for first, last in constraint.days:
            edges |= {first.toordinal(), last.toordinal() + 1}
    cells = [(date.fromordinal(start), date.fromordinal(end - 1)) for start, end in pairwise(sorted(edges))]
    costs = [_weight_against(constraints, cell) for cell in cells]
    least = min(costs)
    return [cell for cell, cost in zip(cells, costs, strict=True) if cost == least]


def _weight_against(constraints: Iterable[Constraint], cell: Days) -> float:
    against: dict[str, list[float]] = defaultdict(list)
    for constraint in constraints:
        if not constraint.allows(*cell):
            against[constraint.clue].append(constraint.weight)
    total = sum(max(weights) + _FURTHER_SHARE * (sum(weights) - max(weights)) for weights in against.values())
    return round(total, _DIGITS)


def _bound(kept: Iterable[Constraint], weighed: Iterable[Constraint], day: date, side: Literal[0, 1]) -> Bound:
    """Return the bound that the surest constraint whose days begin (0) or end (1) on `day` gives."""
    of_day = [
        constraint
        for group in (kept, weighed)
        for constraint in group
        if any(days[side] == day for days in constraint.days)
    ]
    best = max(of_day, key=attrgetter("weight"))
    return Bound(day, best.reason, best.evidence, best.weight)


def _narrowed(
    left: Sequence[Days], lower: Bound | None, upper: Bound | None, recurring: Sequence[tuple[Recurring, Evidence]]
) -> tuple[Bound | None, Bound | None, list[tuple[Recurring, Evidence]]]:
    """Return the bounds as far as most of the recurring constraints allow, and the constraints that are against them.

    Where more than a few are against each day, none of them is believed.
    """
    up = _least_against(_days_up(left), recurring) if lower else None
    down = _least_against(_days_down(left), recurring) if upper else None
    found = up or down
    if found is None:
        return lower, upper, []
    against = [pair for pair in recurring if not pair[0].fits(found)]
    if len(against) > _MAX_SHARE_AGAINST * len(recurring):
        return lower, upper, list(recurring)
    kept = [pair for pair in recurring if pair not in against]
    last = next((day for day in _days_down(left) if all(constraint.fits(day) for constraint, _ in kept)), None)
    return _moved(lower, up, -1, kept), _moved(upper, last if upper else None, 1, kept), against


def _least_against(days: Iterable[date], recurring: Sequence[tuple[Recurring, Evidence]]) -> date | None:
    """Return the first of the days against which the fewest constraints are; None where there are no days."""
    return min(days, key=lambda day: sum(not constraint.fits(day) for constraint, _ in recurring), default=None)


def _moved(
    bound: Bound | None, day: date | None, step: int, recurring: Sequence[tuple[Recurring, Evidence]]
) -> Bound | None:
    """Return a bound at `day`, by the first constraint that the day `step` days away does not fit."""
    if bound is None or day is None or day == bound.day:
        return bound
    beyond = day + timedelta(step)
    constraint, evidence = next(pair for pair in recurring if not pair[0].fits(beyond))
    return Bound(day, constraint.reason, evidence, constraint.weight)


def _days_up(left: Sequence[Days]) -> Iterator[date]:
    """Yield the first days that are left, in order."""
    tried = 0
    for first, last in left:
        for number in range(first.toordinal(), last.toordinal() + 1):
            if tried == _MAX_DAYS_TRIED:
                return
            tried += 1
            yield date.fromordinal(number)


def _days_down(left: Sequence[Days]) -> Iterator[date]:
    """Yield the last days that are left, from the last one back."""
    tried = 0
    for first, last in reversed(left):
        for number in range(last.toordinal(), first.toordinal() - 1, -1):
            if tried == _MAX_DAYS_TRIED:
                return
            tried += 1
            yield date.fromordinal(number)
