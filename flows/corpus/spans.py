"""When and where an event happened, as far as it can be compared with another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flows.steps.records import DateExpression, Event
from schemas.vocab import EntityType, Factuality

_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_WIDE = 31
"""Days of an interval within which a month is told."""
_FEW = 7


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which something may have happened; null ends are open.

    `is_told` says that words give both ends, not only the document's date the last; `month_day` is a month and
    perhaps a day (else 0) of an unknown year.
    """

    first: date | None = None
    last: date | None = None
    is_told: bool = False
    month_day: tuple[int, int] | None = None

    @property
    def width(self) -> int | None:
        """Return the number of days, None where they are not told."""
        return (self.last - self.first).days + 1 if self.is_told and self.first and self.last else None

    @property
    def grade(self) -> int:
        """Return how exact it is: 3 for a day, 2 for a week, 1 for a month or a day of an unknown year, else 0."""
        width = self.width
        if width is None:
            return int(self.month_day is not None)
        return 3 if width == 1 else 2 if width <= _FEW else int(width <= _WIDE)

    @property
    def is_day(self) -> bool:
        """Return whether it is one day, be it of an unknown year."""
        return self.width == 1 or bool(self.month_day and self.month_day[1])

    def excludes(self, other: "Days") -> bool:
        """Return whether no day is possible for both."""
        if (self.last and other.first and self.last < other.first) or (
            self.first and other.last and other.last < self.first
        ):
            return True
        return _is_other_month(self, other) or _is_other_month(other, self)

    def within(self, other: "Days") -> "Days":
        """Return the days that both allow, which do not exclude each other."""
        first = max((day for day in (self.first, other.first) if day), default=None)
        last = min((day for day in (self.last, other.last) if day), default=None)
        is_told = self.is_told or other.is_told
        return Days(first, last, is_told, None if is_told else self.month_day or other.month_day)


def _is_other_month(one: Days, other: Days) -> bool:
    """Return whether `one` has a month or a day without a year that is not that of `other`."""
    if one.month_day is None:
        return False
    month, day = one.month_day
    if other.month_day is not None:
        return other.month_day[0] != month or bool(day and other.month_day[1] and other.month_day[1] != day)
    if other.width is None or other.width > _WIDE or other.first is None or other.last is None:
        return False
    if month not in {other.first.month, other.last.month}:
        return True
    return bool(day) and other.width == 1 and other.first.day != day


def days_of(event: Event, told: DateExpression | None) -> Days:
    """Return the days of an event; `told` are the words that date it.

    The day of writing bounds only what is told as done.
    """
    if told is not None and event.date_start is None:
        found = _YEARLESS.fullmatch(told.timex_value)
        if found is None:
            return Days()
        return Days(month_day=(int(found[1]), int(found[2] or 0)))
    if event.date_start is not None and event.date_end is not None:
        return Days(event.date_start, event.date_end, is_told=True)
    return Days(last=event.date_end) if event.factuality == Factuality.ASSERTED else Days()


class Place(NamedTuple):
    """Where an event happened: its entity or its words, and the country; `kind` is country, place or facility."""

    name: str
    country: str | None
    kind: str


def place_of(event: Event, types: Mapping[str, str]) -> Place | None:
    """Return the place of an event, None where none is told."""
    name = event.place_entity_id or (event.place_name or "").casefold()
    if not name:
        return None
    kind = types.get(event.place_entity_id or "", EntityType.PLACE)
    return Place(name, event.place_country, kind)


def place_points(ones: frozenset[Place], others: frozenset[Place]) -> float | None:
    """Return what shared places speak for one happening, 0 where nothing is known, None where they exclude it."""
    found = [_points(one, other) for one in sorted(ones) for other in sorted(others)]
    known = [points for points in found if points is not None]
    return max(known, default=0.0) if len(known) == len(found) else None


_SAME, _WITHIN = 1.5, 0.5


def _points(one: Place, other: Place) -> float | None:
    if one.name == other.name:
        return _SAME
    if one.country and other.country and one.country != other.country:
        return None
    if EntityType.COUNTRY in {one.kind, other.kind}:
        return _WITHIN if one.country and other.country else 0.0
    return None if one.kind == other.kind else 0.0
