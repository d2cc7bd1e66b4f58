"""What dates without a year tell of the day of writing.

Writers leave the year out where it is that of the day of writing (Associated Press Stylebook, "months" and "years"), or
where the day is so near that no other can be meant. So "on Aug. 20", told as past, stands in a text of the rest of that
year or of the first months of the next.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.expressions import Expression, expressions
from flows.steps.dates.writing import says
from flows.steps.language.passages import Span
from flows.steps.lexicon.calendar import WEEKDAYS
from flows.steps.records import DateExpression
from schemas.vocab import Anchor

_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
_WEEKDAY = re.compile(rf"({'|'.join(_WEEKDAYS)})[a-z]*\b", re.IGNORECASE)
_ACROSS = 120
"""Days across New Year within which a date still goes without its year, by judgement."""
_LONGEST_AGO = 270
"""Days after which a date without a year is hardly ever meant as past: tuned for the engine on TimeBank and AQUAINT."""
_LONGEST_WINDOW = 1100
"""Days of the longest window that is looked through."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A month, or a day of it, without a year at `start` to `end` of its text; told as past, or as still to come.

    `weekday` is 1 for a day that is called a Monday.
    """

    start: int
    end: int
    month: int
    day: int | None
    is_future: bool
    weekday: int | None = None

    def days(self, year: int) -> Span | None:
        """Return the ordinals of its first and last day in a year; None where that year has no such day, or weekday."""
        try:
            value = values.month(year, self.month) if self.day is None else values.day(date(year, self.month, self.day))
        except ValueError:  # of datetime: 29 February
            return None
        if value.start is None or value.end is None or self.weekday not in {None, value.start.isoweekday()}:
            return None
        return value.start.toordinal(), value.end.toordinal()


def yearless_clues(text: str, sentences: Sequence[Span]) -> Iterator[Clue]:
    """Yield the dates without a year that a text clearly tells as past, or as still to come for its writer."""
    for one in expressions(text, sentences):
        found = _YEARLESS.fullmatch(one.value.timex_value)
        if found is None or one.looks_ahead is None:
            continue
        is_future = _side(text, one)
        if is_future is not None:
            day = int(found[2]) if found[2] else None
            yield Clue(one.start, one.end, int(found[1]), day, is_future, weekday_in(text[one.start : one.end]))


def _side(text: str, one: Expression) -> bool | None:
    """Return whether the writer looks ahead to a date; None where it is a limit or somebody else's view."""
    before = text[one.sentence[0] : one.start]
    if says("aims_at", before):
        return None
    if not one.looks_ahead:
        return None if says("imagined", before) else False
    sentence = text[slice(*one.sentence)]
    return True if says("looks_ahead", sentence) and not says("looked_ahead", sentence) else None


def weekday_in(words: str) -> int | None:
    """Return the number of the weekday that a date names: 1 for "Monday, March 2"."""
    found = _WEEKDAY.match(words)
    return _WEEKDAYS.index(found[1].lower()) + 1 if found else None


def stepped_clue(row: DateExpression, text: str, sentence: Span) -> Clue | None:
    """Return a day that was counted from a date without a year, such as "one day later", if it is told as past."""
    found = _YEARLESS.fullmatch(row.timex_value) if row.anchor == Anchor.PREVIOUS else None
    if found is None or not found[2] or says("looks_ahead", text[slice(*sentence)]):
        return None
    return Clue(row.start, row.end, int(found[1]), int(found[2]), is_future=False)


def fits(day: date, clue: Clue) -> bool:
    """Return whether a text that was written on `day` may leave the year out of a date."""
    years = (day.year, day.year + 1) if clue.is_future else (day.year, day.year - 1)
    return any(_fits_in(day, clue, year) for year in years)


def _fits_in(day: date, clue: Clue, year: int) -> bool:
    days = clue.days(year)
    if days is None:
        return False
    written = day.toordinal()
    if clue.is_future:
        return 0 < days[0] - written <= (_LONGEST_AGO if year == day.year else _ACROSS)
    is_near = written - days[1] <= (_LONGEST_AGO if year == day.year else _ACROSS)
    return days[0] <= written and is_near


def narrowed(first: date, last: date, clues: Iterable[Clue]) -> tuple[date, date] | None:
    """Return the first and the last day of a window on which a text may have been written; None where no day fits."""
    different = {(clue.month, clue.day, clue.is_future, clue.weekday): clue for clue in clues}
    length = min((last - first).days, _LONGEST_WINDOW)
    days = (first + timedelta(step) for step in range(length + 1))
    fitting = [day for day in days if all(fits(day, clue) for clue in different.values())]
    return (fitting[0], fitting[-1]) if fitting else None
