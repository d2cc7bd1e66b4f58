"""When and where an event happened, as far as it can be compared with another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flows.steps.models import DateExpression, Event
from schemas.vocab import EntityType, Factuality

_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_MONTH_DAYS, _WEEK_DAYS = 31, 7
"""Days of the widest intervals that count as a month and as a week."""
_SAME_PLACE_POINTS, _SAME_COUNTRY_POINTS = 1.5, 0.5


@dataclass(frozen=True, slots=True)
class EventDays:
    """The days on which an event may have happened; null ends are open.

    `is_explicit` means that words give both ends; else the last one may be the document's date. `month_day` is a month
    and perhaps a day (else 0) of an unknown year.
    """

    first: date | None = None
    last: date | None = None
    is_explicit: bool = False
    month_day: tuple[int, int] | None = None

    @property
    def width(self) -> int | None:
        """Return the number of days, None where no words give them."""
        return (self.last - self.first).days + 1 if self.is_explicit and self.first and self.last else None

    @property
    def grade(self) -> int:
        """Return how exact it is: 3 for a day, 2 for a week, 1 for a month or a day of an unknown year, else 0."""
        width = self.width
        if width is None:
            return int(self.month_day is not None)
        return 3 if width == 1 else 2 if width <= _WEEK_DAYS else int(width <= _MONTH_DAYS)

    @property
    def is_day(self) -> bool:
        """Return whether it is one day, be it of an unknown year."""
        return self.width == 1 or bool(self.month_day and self.month_day[1])

    def excludes(self, other: "EventDays") -> bool:
        """Return whether no day is possible for both."""
        if (self.last and other.first and self.last < other.first) or (
            self.first and other.last and other.last < self.first
        ):
            return True
        return _is_other_month(self, other) or _is_other_month(other, self)

    def within(self, other: "EventDays") -> "EventDays":
        """Return the days that both allow, which do not exclude each other."""
        first = max((day for day in (self.first, other.first) if day), default=None)
        last = min((day for day in (self.last, other.last) if day), default=None)
        is_explicit = self.is_explicit or other.is_explicit
        return EventDays(first, last, is_explicit, None if is_explicit else self.month_day or other.month_day)


def _is_other_month(one: EventDays, other: EventDays) -> bool:
    """Return whether `one` has a month or a day without a year that is not that of `other`."""
    if one.month_day is None:
        return False
    month, day = one.month_day
    if other.month_day is not None:
        return other.month_day[0] != month or bool(day and other.month_day[1] and other.month_day[1] != day)
    if other.width is None or other.width > _MONTH_DAYS or other.first is None or other.last is None:
        return False
    if month not in {other.first.month, other.last.month}:
        return True
    return bool(day) and other.width == 1 and other.first.day != day


def days_of(event: Event, expression: DateExpression | None) -> EventDays:
    """Return the days of an event; `expression` are the words that date it, None where there are none.

    The document's date bounds only asserted events.
    """
    if expression is not None and event.date_start is None:
        found = _YEARLESS.fullmatch(expression.timex_value)
        if found is None:
            return EventDays()
        return EventDays(month_day=(int(found[1]), int(found[2] or 0)))
    if event.date_start is not None and event.date_end is not None:
        return EventDays(event.date_start, event.date_end, is_explicit=True)
    return EventDays(last=event.date_end) if event.factuality == Factuality.ASSERTED else EventDays()


class EventPlace(NamedTuple):
    """Where an event happened: its entity or its words, and the country; `kind` is country, place or facility."""

    name: str
    country: str | None
    kind: str


def place_of(event: Event, types: Mapping[str, str]) -> EventPlace | None:
    """Return the place of an event, None where none is known; `types` are entity types by entity id."""
    name = event.place_entity_id or (event.place_name or "").casefold()
    if not name:
        return None
    kind = types.get(event.place_entity_id or "", EntityType.PLACE)
    return EventPlace(name, event.place_country, kind)


def place_points(ones: frozenset[EventPlace], others: frozenset[EventPlace]) -> float | None:
    """Return the points of shared places, 0 where nothing is known, None where the places exclude one event."""
    if not ones or not others:
        return 0.0
    found = [_points(one, other) for one in sorted(ones) for other in sorted(others)]
    known = [points for points in found if points is not None]
    return max(known, default=0.0) if len(known) == len(found) else None


def _points(one: EventPlace, other: EventPlace) -> float | None:
    if one.name == other.name:
        return _SAME_PLACE_POINTS
    if one.country and other.country and one.country != other.country:
        return None
    if EntityType.COUNTRY in {one.kind, other.kind}:
        return _SAME_COUNTRY_POINTS if one.country and other.country else 0.0
    return None if one.kind == other.kind else 0.0
