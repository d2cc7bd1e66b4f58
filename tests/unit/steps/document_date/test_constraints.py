"""What constraints leave together, and what becomes of those that contradict each other."""

from dataclasses import dataclass
from datetime import date

import pytest

from flows.steps.document_date.constraints import (
    Constraint,
    CreationTime,
    Evidence,
    combined,
    not_after,
    not_before,
)
from tests.builders import passage

WORDS = Evidence(passage("Norway met Finland."), 0, 6)
DAY = date(2020, 3, 1)


def since(year: int, weight: float = 0.9, clue: str = "a") -> Constraint:
    return not_before(clue, date(year, 1, 1), weight, f"since {year}", WORDS)


def until(year: int, weight: float = 0.9, clue: str = "b") -> Constraint:
    return not_after(clue, date(year, 12, 31), weight, f"until {year}", WORDS)


def years(found: CreationTime) -> tuple[int | None, int | None]:
    return found.first.day.year if found.first else None, found.last.day.year if found.last else None


@pytest.mark.parametrize(
    ("constraints", "left", "contradicted"),
    [
        ([], (None, None), 0),
        ([since(2001)], (2001, None), 0),
        ([until(2001)], (None, 2001), 0),
        ([since(2001), since(2004), until(2009), until(2007)], (2004, 2007), 0),
        ([since(2001), until(1999, 0.5)], (2001, None), 1),
        ([since(2001, 0.5), until(1999)], (None, 1999), 1),
        ([since(2001), until(1999)], (None, None), 2),
        ([since(2001), until(1999), until(2005, 0.7, "c")], (None, 2005), 2),
        ([since(1990), since(2050, 0.9), until(2005), until(2004, 0.7, "c")], (1990, 2004), 1),
    ],
)
def test_days_that_are_left(
    constraints: list[Constraint], left: tuple[int | None, int | None], contradicted: int
) -> None:
    found = combined(constraints)
    assert years(found) == left
    assert len(found.contradicted) == contradicted


def test_a_bound_has_the_reason_of_the_surest_constraint() -> None:
    found = combined([since(2001, 0.6), since(2001, 0.8, "c"), until(2003)])
    assert found.first is not None and (found.first.weight, found.first.evidence.text) == (0.8, "Norway")
    assert found.weight == 0.8


def test_two_terms_of_one_person_leave_days_in_both() -> None:
    terms = Constraint(
        "t",
        ((date(2001, 1, 1), date(2004, 12, 31)), (date(2009, 1, 1), date(2012, 12, 31))),
        0.9,
        "in office",
        WORDS,
    )
    assert years(combined([terms])) == (2001, 2012)
    assert years(combined([terms, since(2006)])) == (2009, 2012)
    assert years(combined([terms, until(2006)])) == (2001, 2004)
    assert [terms.direction, since(2001).direction, until(2001).direction] == ["near", "not before", "not after"]


@dataclass(frozen=True)
class InMonth:
    """A recurring constraint: one month of any year."""

    month: int
    reason: str = "a month"
    weight: float = 0.8

    def fits(self, day: date) -> bool:
        """Return whether a day is in the month."""
        return day.month == self.month


@pytest.mark.parametrize(
    ("months", "first", "last", "contradicted"),
    [
        ([6], "2001-06-01", "2003-06-30", 0),
        ([6, 7], "2001-01-01", "2003-12-31", 2),
        ([], "2001-01-01", "2003-12-31", 0),
    ],
)
def test_recurring_constraints_narrow_bounds(months: list[int], first: str, last: str, contradicted: int) -> None:
    found = combined([since(2001), until(2003)], [(InMonth(month), WORDS) for month in months])
    assert found.first is not None and found.last is not None
    assert (str(found.first.day), str(found.last.day)) == (first, last)
    assert len(found.contradicted) == contradicted


def test_few_recurring_constraints_against_the_others_are_left_out() -> None:
    same = [(InMonth(6, reason=str(number)), WORDS) for number in range(4)]
    found = combined([since(2001), until(2003)], [*same, (InMonth(8), WORDS)])
    assert found.first is not None and str(found.first.day) == "2001-06-01"
    assert found.contradicted == ("'Norway' (a month)",)


def test_recurring_constraints_alone_bound_nothing() -> None:
    assert combined([], [(InMonth(6), WORDS)]) == CreationTime()
    only_first = combined([since(2001)], [(InMonth(6), WORDS)])
    assert only_first.first is not None and only_first.last is None
    assert only_first.first.day == date(2001, 6, 1)
