"""The years of a narrative: those with which its dates without a year follow the course of all its dates best.

Each date of the text, in order, is a step of the course: one with a year goes there, or is mentioned aside; one without
a year goes on from where the course has arrived, a step back being dearer than one ahead. The cheapest course wins, so
that dates with a year decide on those before them as well as behind them (a shortest path, found as Viterbi's).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flows.steps.models import record
from flows.steps.text.passage import Span

DateKey = tuple[int, int]
"""The number of a paragraph, and where an expression starts in it."""
_DAYS_OF_A_YEAR = 365
_STEP_BACK = 0.4
"""Cost of any step back beside its length, in years. As the costs below, by trial on half of WikiWars."""
_EARLIER_YEAR = 0.25
"""Cost of a step back into an earlier year without naming it."""
_FAR = 3.0
"""Cost of the farthest step, in years: another thread of the narrative begins."""
_COURSES = 8
"""How many of the best courses are followed at the same time."""


@record
class NarratedDate:
    """A date of a narrative: its days, as ordinals, and what it costs to mention it `aside`.

    One without a year has its days in a given year (`days_in`) instead.
    """

    key: DateKey
    days: Span | None = None
    aside: float = 0.0
    days_in: Callable[[int], Span | None] | None = None


class _Course(NamedTuple):
    """A reading of the dates so far: its cost, the days it has come to, and the years it gave, the last one first."""

    cost: float
    days: Span | None
    years: "_Years | None"


class _Years(NamedTuple):
    key: DateKey
    year: int
    before: "_Years | None"


def narrative_years(dates: Sequence[NarratedDate]) -> Mapping[DateKey, int]:
    """Return the year of each date without one behind the first with one, by its key.

    `dates` are those of a narrative in reading order.
    """
    courses = [_Course(0.0, None, None)]
    for item in dates:
        courses = _best(step for course in courses for step in _steps(course, item)) or courses
    found, years = dict[DateKey, int](), courses[0].years
    while years is not None:
        found[years.key] = years.year
        years = years.before
    return found


def _steps(course: _Course, item: NarratedDate) -> Iterator[_Course]:
    """Yield the ways in which a course may go on with a date."""
    if item.days is not None:
        yield course._replace(cost=course.cost + _cost(course.days, item.days), days=item.days)
        yield course._replace(cost=course.cost + item.aside)
    elif item.days_in is not None and course.days is not None:
        year = date.fromordinal(course.days[0]).year
        for candidate in (year - 1, year, year + 1):
            days = item.days_in(candidate)
            if days is not None:
                cost = course.cost + _cost(course.days, days) + (_EARLIER_YEAR if candidate < year else 0.0)
                yield _Course(cost, days, _Years(item.key, candidate, course.years))


def _cost(start: Span | None, end: Span) -> float:
    """Return the cost of a step: the years between two dates, from the middle of the first; more for a step back."""
    if start is None:
        return 0.0
    middle = (start[0] + start[1]) / 2
    cost = 0.0
    if end[0] > middle:
        cost = (end[0] - middle) / _DAYS_OF_A_YEAR
    elif end[1] < start[0]:
        cost = _STEP_BACK + (start[0] - end[1]) / _DAYS_OF_A_YEAR
    return min(cost, _FAR)


def _best(courses: Iterable[_Course]) -> list[_Course]:
    """Return the courses that cost least, one for each date that they arrive at."""
    best: dict[Span | None, _Course] = {}
    for course in courses:
        if course.days not in best or course.cost < best[course.days].cost:
            best[course.days] = course
    return sorted(best.values(), key=lambda course: course.cost)[:_COURSES]
