"""Calendar arithmetic: the unit or the day a number of units away from a day."""

from collections.abc import Callable
from datetime import date, timedelta

from flows.steps.timex import values
from flows.steps.timex.values import Value


def unit_at(unit: str, moment: date, steps: int) -> Value:
    """Return the unit `steps` units after that of the day `moment`, before it for negative steps.

    `unit` is D, W, F (fortnight, which gives a week), M, Q, Y, E (decade) or C (century).

    Raises ValueError or OverflowError outside the years 1 to 9999.
    """
    return _UNITS[unit](moment, steps)


def moved(unit: str, moment: date, steps: int) -> date:
    """Return the day `steps` units from `moment`; a day that its month lacks becomes the month's last one.

    `unit` is a code as in `unit_at`. Raises OverflowError or ValueError outside the years 1 to 9999.
    """
    if unit in _DAYS:
        return moment + timedelta(steps * _DAYS[unit])
    count = steps * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit]
    years, index = divmod(moment.year * 12 + moment.month - 1 + count, 12)
    _, last = values.months(years, index + 1, 1)
    return min(date(years, index + 1, min(moment.day, 28)) + timedelta(max(0, moment.day - 28)), last)


def days_around(day: date, first: int, last: int) -> list[date]:
    """Return the days from `first` to `last` days away from a day, those of the years 1 to 9999, in order."""
    middle, latest = day.toordinal(), date.max.toordinal()
    return [date.fromordinal(number) for number in range(max(middle + first, 1), min(middle + last, latest) + 1)]


def _months(moment: date, steps: int) -> Value:
    day = moved("M", moment, steps)
    return values.month(day.year, day.month)


def _quarters(moment: date, steps: int) -> Value:
    day = moved("Q", moment, steps)
    return values.quarter(day.year, (day.month + 2) // 3)


_DAYS = {"D": 1, "W": 7, "F": 14}
_UNITS: dict[str, Callable[[date, int], Value]] = {
    "D": lambda moment, steps: values.day(moment + timedelta(steps)),
    "W": lambda moment, steps: values.week(moment + timedelta(steps * 7)),
    "F": lambda moment, steps: values.week(moment + timedelta(steps * 14)),
    "M": _months,
    "Q": _quarters,
    "Y": lambda moment, steps: values.year(moment.year + steps),
    "E": lambda moment, steps: values.decade(moment.year // 10 + steps),
    "C": lambda moment, steps: values.century(moment.year // 100 + steps),
}
