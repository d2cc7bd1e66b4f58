"""Clues to the creation time from the ages of known people: "Ada Holm, 52", "the 52-year-old president, Ada Holm".

The days of birth are in `births.csv`. An age of the past ("then 52", "at the age of 52") says nothing.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flows.steps.document_date.constraints import Constraint, Days, Evidence
from flows.steps.document_date.known_facts import KnownDeath, KnownNames, is_set_apart
from flows.steps.entities.knowledge_base import days_of_birth

_WEIGHT = 0.85
"""Weight of an age, by judgement: some are rounded, and some are of a photograph."""
_BEHIND = re.compile(r", (?:aged |who is )?(?P<age>[2-9]\d)(?=[,.;)]| years old\b)(?!,\d)")
_BEFORE = re.compile(r"\b(?P<age>[2-9]\d)[- ]year[- ]old(?: [\w'’-]+,?){0,4} $")
_REACH_CHARACTERS = 80


def age_constraints(names: Sequence[KnownNames], deaths: Sequence[KnownDeath]) -> Iterator[Constraint]:
    """Yield the year in which somebody has the age that a text gives, as of its own time; the dead have none."""
    dead = {death.person for death in deaths}
    for row in names:
        for person in row.people:
            born = days_of_birth().get(person.key)
            if born is None or person.name in dead or is_set_apart(row, person.start):
                continue
            before = _BEFORE.search(row.text, max(0, person.start - _REACH_CHARACTERS), person.start)
            match = _BEHIND.match(row.text, person.end) or before
            if match is not None:
                days = _year_of_age(born, int(match["age"]))
                shown = Evidence(row.paragraph.passage, min(match.start(), person.start), max(match.end(), person.end))
                yield Constraint("age", (days,), _WEIGHT, f"{person.name} was born on {born}", shown)


def _year_of_age(born: date, age: int) -> Days:
    """Return the days on which somebody has an age."""
    first, next_one = (_birthday(born, born.year + years) for years in (age, age + 1))
    return first, next_one - timedelta(days=1)


def _birthday(born: date, year: int) -> date:
    is_leap_day = (born.month, born.day) == (2, 29)
    return date(year, 3, 1) if is_leap_day else born.replace(year=year)
