"""The order of day and month in numeric dates ("03/02/2018"), settled by dates of the document that read one way."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from flows.steps.timex.lexicon import meaning
from flows.steps.timex.matcher import TimexMatch
from flows.steps.timex.numbers import year_number, years_in

_Day = tuple[int, int, int]
"""Year, month and day, which need not be on the calendar."""
_MONTHS = 12
_NUMERIC = frozenset({"numeric_date", "numeric_day"})
"""Normalizers of dates whose day and month are both numbers, in an order that varies."""


def day_first_by_sign(matches: Iterable[TimexMatch], day: date | None) -> Mapping[str, bool]:
    """Return for each sign between numbers whether the day comes before the month; without the signs that vary.

    A date that can be read in one way only settles the order for its sign, and so does one of whose readings just one
    is a date that the document also writes with a name of the month, or its own `day`.
    """
    numeric: list[TimexMatch] = []
    written: set[_Day] = set() if day is None else {(day.year, day.month, day.day)}
    for match in matches:
        if match.rule.normalizer in _NUMERIC:
            numeric.append(match)
        elif match.rule.normalizer == "month_day":
            written.update(_written_day(match))
    found: dict[str, set[bool]] = {}
    for match in numeric:
        found.setdefault(match.groups["sign"], set()).update(_orders(match, written))
    return {sign: next(iter(orders)) for sign, orders in found.items() if len(orders) == 1}


def _orders(match: TimexMatch, written: set[_Day]) -> Iterator[bool]:
    """Yield whether the day comes first in a date that can be read in one way only."""
    first, second = int(match.groups["first"]), int(match.groups["second"])
    if max(first, second) > _MONTHS >= min(first, second):
        yield first > second
    elif first != second and "tail" in match.groups:
        year = year_number(match.groups["tail"])
        is_day_first, is_month_first = (year, second, first) in written, (year, first, second) in written
        if is_day_first != is_month_first:
            yield is_day_first


def _written_day(match: TimexMatch) -> Iterator[_Day]:
    """Yield the day of a date with day, year and the name of its month."""
    years, day = years_in(match.groups), match.groups.get("day", "")
    if years and day.isdigit():
        yield min(years), int(meaning("month", match.groups["month"])), int(day)
