"""The picture of events over time: which are drawn, in which unit, and the coordinates of each bar.

Plain SVG rectangles in place of a charting library: the report stays one small file that works offline.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple


class TimelineEvent(NamedTuple):
    """An event to draw: its first and last day, and whether it is conflict (else cooperation)."""

    first_day: date
    last_day: date
    is_conflict: bool


WIDTH, HEIGHT, BASE, LEFT = 960, 200, 172, 36
"""Size of the picture in its own units; `BASE` is the y of the base line, `LEFT` the x of the first bar."""
TOP = 14
MAX_BARS = 120
"""Ten years of months: each bar is still 7 units wide."""
MIN_EVENTS = 5
"""Events below which there is no picture: the table shows them better."""
MIN_SHARE_DRAWN = 0.8
"""Share of all events that must be drawn, else a coarser unit is tried."""
MAX_LABELS = 12


@dataclass(frozen=True, slots=True)
class TimeUnit:
    """A length of time: `index` numbers it, `first_day` and `label` are those of a number.

    `steps` are the distances between labels.
    """

    name: str
    index: Callable[[date], int]
    first_day: Callable[[int], date]
    label: Callable[[int], str]
    steps: tuple[int, ...]

    def last_day(self, number: int) -> date:
        """Return the last day of the unit of this number."""
        return self.first_day(number + 1) - timedelta(1) if self.index(date.max) > number else date.max


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _first_of_month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _new_year(year: int) -> date:
    return date(max(year, 1), 1, 1)


def _first_of(years: int) -> Callable[[int], date]:
    return lambda number: _new_year(number * years)


UNITS = (
    TimeUnit("month", lambda day: day.year * 12 + day.month - 1, _first_of_month, _month, (1, 3, 6, 12, 24, 60)),
    TimeUnit("year", lambda day: day.year, _new_year, str, (1, 2, 5, 10, 20)),
    TimeUnit("decade", lambda day: day.year // 10, _first_of(10), lambda number: f"{number}0s", (1, 2, 5, 10, 20)),
    TimeUnit("century", lambda day: day.year // 100, _first_of(100), lambda number: f"{number}00s", (1, 2, 5, 10, 20)),
)


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """The events of one unit of time: two rectangles, one on the other, from `y` down to the base line."""

    label: str
    first_day: date
    last_day: date
    x: float
    width: float
    cooperation_count: int
    conflict_count: int
    cooperation_y: float
    conflict_y: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture; `lines` and `labels` pair a coordinate with its text.

    `wide_count` events have dates wider than the unit, `outside_count` lie outside the period that is drawn.
    """

    unit: str
    first: str
    last: str
    bars: tuple[TimelineBar, ...]
    lines: tuple[tuple[float, int], ...]
    labels: tuple[tuple[float, str], ...]
    drawn_count: int
    wide_count: int
    outside_count: int


def timeline(events: Mapping[TimelineEvent, int]) -> Timeline | None:
    """Return the picture of events, given how many there are of each, in the finest unit that shows nearly all.

    None where they are few.
    """
    event_count = sum(events.values())
    for unit in UNITS:
        in_unit = _within_one_unit(unit, events)
        first, last, drawn_count = _fullest_period(_by_unit(in_unit))
        if drawn_count >= MIN_SHARE_DRAWN * event_count or unit is UNITS[-1]:
            break
    if drawn_count < MIN_EVENTS:
        return None
    drawn = Counter({item: number for item, number in in_unit.items() if first <= item[0] <= last})
    tallest = max(_by_unit(drawn).values())
    return Timeline(
        unit=unit.name,
        first=unit.label(first),
        last=unit.label(last),
        bars=tuple(_bars(unit, drawn, first, last, tallest)),
        lines=tuple((_y(value, tallest), value) for value in _values(tallest)),
        labels=tuple(_labels(unit, first, last)),
        drawn_count=drawn_count,
        wide_count=event_count - in_unit.total(),
        outside_count=in_unit.total() - drawn_count,
    )


def _within_one_unit(unit: TimeUnit, events: Mapping[TimelineEvent, int]) -> Counter[tuple[int, bool]]:
    """Count the events within one unit by its number and whether they are conflict."""
    counts: Counter[tuple[int, bool]] = Counter()
    for (start, end, is_conflict), number in events.items():
        if unit.index(start) == unit.index(end):
            counts[unit.index(start), is_conflict] += number
    return counts


def _by_unit(counts: Counter[tuple[int, bool]]) -> Counter[int]:
    """Count events by the number of their unit alone."""
    numbers: Counter[int] = Counter()
    for (index, _), number in counts.items():
        numbers[index] += number
    return numbers


def _fullest_period(counts: Counter[int]) -> tuple[int, int, int]:
    """Return first unit, last unit and number of events of the period with most events; the latest if equal."""
    ordered = sorted(counts.items())
    best, held, left = (0, 0, 0), 0, 0
    for index, number in ordered:
        held += number
        while index - ordered[left][0] >= MAX_BARS:
            held -= ordered[left][1]
            left += 1
        if held >= best[2]:
            best = (ordered[left][0], index, held)
    return best


def _bars(
    unit: TimeUnit, drawn: Counter[tuple[int, bool]], first: int, last: int, tallest: int
) -> Iterable[TimelineBar]:
    slot = _slot(first, last)
    for index in range(first, last + 1):
        calm, conflict = drawn[index, False], drawn[index, True]
        if calm + conflict:
            yield TimelineBar(
                label=unit.label(index),
                first_day=unit.first_day(index),
                last_day=unit.last_day(index),
                x=round(LEFT + (index - first) * slot + slot * 0.1, 2),
                width=round(slot * 0.8, 2),
                cooperation_count=calm,
                conflict_count=conflict,
                cooperation_y=_y(calm + conflict, tallest),
                conflict_y=_y(conflict, tallest),
            )


def _slot(first: int, last: int) -> float:
    """Return the width of one unit of time."""
    return min(48.0, (WIDTH - LEFT) / (last - first + 1))


def _y(value: int, tallest: int) -> float:
    return round(BASE - (BASE - TOP) * value / tallest, 2)


def _values(tallest: int) -> Iterable[int]:
    """Return at most five round counts up to the tallest bar."""
    step = next(step for power in count() for step in (10**power, 2 * 10**power, 5 * 10**power) if tallest // step <= 5)
    return range(step, tallest + 1, step)


def _labels(unit: TimeUnit, first: int, last: int) -> Iterable[tuple[float, str]]:
    """Yield (x, text) of the labels under the base line, in the middle of a unit of time."""
    slot = _slot(first, last)
    wide = [step for step in unit.steps if (last - first) // step < MAX_LABELS]
    step = wide[0] if wide else (last - first) // MAX_LABELS + 1
    for index in range(first + -first % step, last + 1, step):
        label = unit.label(index)
        is_year = unit.name == "month" and step % 12 == 0
        yield round(LEFT + (index - first + 0.5) * slot, 2), label[:4] if is_year else label
