"""Constraints on the creation time of a text by its dates without a year.

Writers leave the year out where it is that of the day of writing (Associated Press Stylebook, "months" and "years"), or
where the day is so near that no other can be meant. So "on Aug. 20", reported as past, occurs in a text of the rest of
that year or of the first months of the next.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from flows.steps.document_date.cues import ParagraphCues
from flows.steps.lexicon.calendar import WEEKDAYS
from flows.steps.models import DateExpression
from flows.steps.text.passage import Span
from flows.steps.timex import values
from flows.steps.timex.standalone import StandaloneTimex
from schemas.vocab import Anchor

_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
_WEEKDAY = re.compile(rf"({'|'.join(_WEEKDAYS)})[a-z]*\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:last|next|this|past|coming|previous|year)\b", re.IGNORECASE)
"""Words with which a month is counted from the day of writing, however far it is."""
_MAX_DAYS_ACROSS_NEW_YEAR = {False: 180, True: 120}
"""Days across New Year within which a date still goes without its year, by whether it is still to come.

Of 17 past ones of TimeBank and AQUAINT 15 are nearer, and all of 3 to come.
"""
_MAX_DAYS_IN_THE_PAST = 270
"""Days after which a date without a year is hardly ever meant as past: tuned for the engine on TimeBank and AQUAINT."""
_MAX_INTERVAL_DAYS = 1100
"""Days of an interval that are tried at most."""
_WEIGHT = 0.8
"""Share of dates without a year whose side is found rightly, by judgement."""


@dataclass(frozen=True, slots=True)
class YearlessConstraint:
    """A month, or a day of it, without a year at `start` to `end` of its text; past or still to come for the writer.

    `weekday` is 1 for a day that is called a Monday, None without a weekday. Two are equal wherever they are.
    """

    start: int = field(compare=False)
    end: int = field(compare=False)
    month: int
    day: int | None
    is_future: bool
    weekday: int | None = None

    @property
    def reason(self) -> str:
        """Return why it holds, for a person."""
        return f"a date without its year is {'still to come' if self.is_future else 'reported as past'}"

    @property
    def weight(self) -> float:
        """Return the share of such clues that are right."""
        return _WEIGHT

    def fits(self, day: date) -> bool:
        """Return whether a text that was written on `day` may leave the year out of it."""
        years = (day.year, day.year + 1) if self.is_future else (day.year, day.year - 1)
        return any(self._fits_in(day, year) for year in years)

    def _fits_in(self, day: date, year: int) -> bool:
        days = self.days(year)
        if days is None:
            return False
        written = day.toordinal()
        reach = _MAX_DAYS_IN_THE_PAST if year == day.year else _MAX_DAYS_ACROSS_NEW_YEAR[self.is_future]
        if self.is_future:
            return 0 < days[0] - written <= reach
        return days[0] <= written and written - days[1] <= reach

    def days(self, year: int) -> Span | None:
        """Return the ordinals of its first and last day in a year; None where that year has no such day, or weekday."""
        try:
            value = values.month(year, self.month) if self.day is None else values.day(date(year, self.month, self.day))
        except ValueError:  # of datetime: 29 February
            return None
        if value.start is None or value.end is None or self.weekday not in {None, value.start.isoweekday()}:
            return None
        return value.start.toordinal(), value.end.toordinal()


def yearless_constraints(timexes: Iterable[StandaloneTimex], cues: ParagraphCues) -> Iterator[YearlessConstraint]:
    """Yield the dates without a year that a text clearly reports as past, or as still to come for its writer.

    `timexes` are the time expressions of a paragraph, `cues` are its cues.
    """
    for timex in timexes:
        match = _YEARLESS.fullmatch(timex.value.timex_value)
        words = cues.text[timex.start : timex.end]
        if match is None or _COUNTED.search(words):
            continue
        is_future = _is_ahead_for_writer(cues, timex)
        if is_future is not None:
            day = int(match[2]) if match[2] else None
            yield YearlessConstraint(
                start=timex.start,
                end=timex.end,
                month=int(match[1]),
                day=day,
                is_future=is_future,
                weekday=weekday_in(words),
            )


def _is_ahead_for_writer(cues: ParagraphCues, timex: StandaloneTimex) -> bool | None:
    """Return whether the writer looks ahead to a date; None where it is a limit or somebody else's view."""
    is_past = cues.is_past_fact(timex)
    if is_past is not False:
        return None if is_past is None else False
    if cues.has_right_before("aims_at", timex.sentence[0], timex.start):
        return None
    is_ahead = cues.has("looks_ahead", *timex.sentence) and not cues.has("looked_ahead", *timex.sentence)
    return True if is_ahead else None


def is_yearless(timex: StandaloneTimex) -> bool:
    """Return whether an expression is a month, or a day of it, without a year."""
    return _YEARLESS.fullmatch(timex.value.timex_value) is not None


def days_after_yearless(timex: StandaloneTimex, known: date) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day on which a writer leaves the year out of a past date that means `known`."""
    match = _YEARLESS.fullmatch(timex.value.timex_value)
    if match is None or int(match[1]) != known.month or (match[2] and int(match[2]) != known.day):
        return
    first, last = known.toordinal(), known.toordinal() + _MAX_DAYS_IN_THE_PAST
    in_year = min(last, date(known.year, 12, 31).toordinal())
    yield known, date.fromordinal(max(in_year, first + _MAX_DAYS_ACROSS_NEW_YEAR[False]))


def weekday_in(words: str) -> int | None:
    """Return the number of the weekday that a date names: 1 for "Monday, March 2"."""
    match = _WEEKDAY.match(words)
    return _WEEKDAYS.index(match[1].lower()) + 1 if match else None


def stepped_constraint(row: DateExpression, cues: ParagraphCues, sentence: Span) -> YearlessConstraint | None:
    """Return a day that was counted from a date without a year, such as "one day later", if it is reported as past.

    `row` is its row of `dates`, `cues` are those of its paragraph, `sentence` is the range of its sentence.
    """
    match = _YEARLESS.fullmatch(row.timex_value) if row.anchor == Anchor.PREVIOUS else None
    if match is None or not match[2] or cues.has("looks_ahead", *sentence):
        return None
    return YearlessConstraint(start=row.start, end=row.end, month=int(match[1]), day=int(match[2]), is_future=False)


def days_fitting(first: date, last: date, constraints: Iterable[YearlessConstraint]) -> tuple[date, date] | None:
    """Return the first and the last day from `first` to `last` that fit all constraints; None where no day fits."""
    different = set(constraints)
    length = min((last - first).days, _MAX_INTERVAL_DAYS)
    days = (first + timedelta(step) for step in range(length + 1))
    fitting = [day for day in days if all(constraint.fits(day) for constraint in different)]
    return (fitting[0], fitting[-1]) if fitting else None
