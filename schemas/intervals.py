"""The check of an interval of days against its precision. Days are inclusive at both ends."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as arrow

from schemas.rowwise import Series
from schemas.vocab import Precision

Days = npt.NDArray[np.datetime64]
Holds = npt.NDArray[np.bool_]

SEASON_DAYS = (89, 94)
"""Shortest and longest season: three months have 89 to 92 days, an astronomical season up to 94."""


def precision_agrees(start: Series, end: Series, precision: Series) -> Series:
    """Return where the days `start` to `end` are a calendar unit of `precision`; null requires null days."""
    first, last = _days(start), _days(end)
    unknown = np.isnat(first) & np.isnat(last)
    named = precision.fillna("").to_numpy(dtype=object)
    holds = np.zeros(len(named), dtype=bool)
    for unit, test in _UNITS.items():
        chosen = named == str(unit)
        holds[chosen] = test(first[chosen], last[chosen])
    return pd.Series(np.where(named == "", unknown, holds), index=start.index)


def _days(series: Series) -> Days:
    """Return dates as days, NaT for null."""
    days: Days = arrow.array(series, type=arrow.date32()).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return days


def _length(first: Days, last: Days) -> npt.NDArray[np.float64]:
    """Return the number of days, NaN where an end is missing."""
    return (last - first) / np.timedelta64(1, "D") + 1


def _days_between(least: int, most: int) -> Callable[[Days, Days], Holds]:
    return lambda first, last: (_length(first, last) >= least) & (_length(first, last) <= most)


def _months(size: int, *, starts: tuple[int, ...] = (0,)) -> Callable[[Days, Days], Holds]:
    """Return a test for whole blocks of `size` months, which begin `size` times n plus one of `starts` after AD 0."""

    def test(first: Days, last: Days) -> Holds:
        months = first.astype("datetime64[M]")
        number = months.astype(np.int64) + 1970 * 12
        from_first_day = months.astype("datetime64[D]") == first
        to_last_day = (months + size).astype("datetime64[D]") - 1 == last
        whole: Holds = from_first_day & to_last_day & np.isin(number % size, starts)
        return whole

    return test


def _is_open(first: Days, last: Days) -> Holds:
    return np.isnat(first) | np.isnat(last)


_UNITS: dict[Precision, Callable[[Days, Days], Holds]] = {
    Precision.DAY: _days_between(1, 1),
    Precision.WEEK: _days_between(7, 7),
    Precision.MONTH: _months(1),
    Precision.QUARTER: _months(3),
    Precision.SEASON: _days_between(*SEASON_DAYS),
    Precision.YEAR: _months(12),
    Precision.DECADE: _months(120),
    Precision.CENTURY: _months(1200, starts=(0, 12)),  # from 1900 or from 1901: both are counted
    Precision.INTERVAL: lambda first, last: _length(first, last) >= 1,
    Precision.OPEN: _is_open,
}
