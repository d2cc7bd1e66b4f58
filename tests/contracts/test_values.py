"""Intervals agree with their precision, and TIMEX3 values with their type."""

from datetime import date

import pandas as pd
import pyarrow as arrow
import pytest

from schemas.intervals import precision_agrees
from schemas.timex import days_of, value_fits, year_in_words
from schemas.vocab import Precision, TimexType

Day = tuple[int, int, int] | None

INTERVALS: list[tuple[str | None, Day, Day, bool]] = [
    (None, None, None, True),
    (None, (2019, 1, 1), None, False),
    (None, (2019, 1, 1), (2019, 1, 1), False),
    ("fortnight", (2019, 1, 1), (2019, 1, 14), False),
    ("day", None, None, False),
    ("day", (2019, 3, 3), (2019, 3, 3), True),
    ("day", (2019, 3, 3), (2019, 3, 4), False),
    ("day", (1, 1, 1), (1, 1, 1), True),
    ("day", (9999, 12, 31), (9999, 12, 31), True),
    ("week", (2018, 12, 31), (2019, 1, 6), True),
    ("week", (2018, 12, 31), (2019, 1, 7), False),
    ("month", (2020, 2, 1), (2020, 2, 29), True),
    ("month", (2019, 2, 1), (2019, 2, 28), True),
    ("month", (2020, 2, 1), (2020, 2, 28), False),
    ("month", (2019, 2, 2), (2019, 3, 1), False),
    ("month", (1969, 12, 1), (1969, 12, 31), True),
    ("quarter", (2019, 4, 1), (2019, 6, 30), True),
    ("quarter", (2019, 5, 1), (2019, 7, 31), False),
    ("quarter", (1969, 10, 1), (1969, 12, 31), True),
    ("season", (2018, 12, 1), (2019, 2, 28), True),
    ("season", (2019, 1, 1), (2019, 4, 30), False),
    ("season", (2019, 3, 1), (2019, 5, 31), True),
    ("season", (2019, 12, 1), (2020, 2, 29), True),
    ("season", (2019, 3, 20), (2019, 6, 20), True),
    ("year", (2020, 1, 1), (2020, 12, 31), True),
    ("year", (2020, 2, 1), (2021, 1, 31), False),
    ("year", (800, 1, 1), (800, 12, 31), True),
    ("decade", (1990, 1, 1), (1999, 12, 31), True),
    ("decade", (1991, 1, 1), (2000, 12, 31), False),
    ("century", (1900, 1, 1), (1999, 12, 31), True),
    ("century", (1901, 1, 1), (2000, 12, 31), True),
    ("century", (1902, 1, 1), (2001, 12, 31), False),
    ("interval", (2019, 1, 1), (2019, 1, 9), True),
    ("interval", (2019, 1, 9), (2019, 1, 1), False),
    ("interval", (2019, 1, 9), None, False),
    ("open", None, None, True),
    ("open", None, (2019, 1, 1), True),
    ("open", (2019, 1, 1), None, True),
    ("open", (2019, 1, 1), (2019, 1, 2), False),
]


def _series(values: list[object], kind: arrow.DataType) -> pd.Series:
    return pd.Series(values, dtype=pd.ArrowDtype(kind))


@pytest.mark.parametrize(("precision", "start", "end", "holds"), INTERVALS)
def test_an_interval_is_what_its_precision_says(precision: str | None, start: Day, end: Day, holds: bool) -> None:
    days = [_series([date(*day) if day else None], arrow.date32()) for day in (start, end)]
    assert precision_agrees(*days, _series([precision], arrow.string())).tolist() == [holds]


def test_all_rows_of_a_column_are_told_apart() -> None:
    first, last = ([date(*day) if day else None for *_, day in rows] for rows in (
        [(row[1],) for row in INTERVALS], [(row[2],) for row in INTERVALS],
    ))  # fmt: skip
    held = precision_agrees(
        _series(first, arrow.date32()),
        _series(last, arrow.date32()),
        _series([row[0] for row in INTERVALS], arrow.string()),
    )
    assert held.tolist() == [row[3] for row in INTERVALS]


def test_every_precision_is_tried() -> None:
    assert set(Precision) <= {row[0] for row in INTERVALS}


VALUES: list[tuple[str, str, bool]] = [
    *[("DATE", value, True) for value in ("2019/2020", "XXXX-06-06/XXXX-06-08", "2020-W02-WE/2020-W05-WE")],
    *[("DATE", value, True) for value in ("2019-03-03", "2019-03", "2019", "199", "20", "XXXX-01-05", "2019-SP")],
    *[
        ("DATE", value, True)
        for value in ("2019-W09", "2019-W09-WE", "2019-Q1", "2019-H2", "PRESENT_REF", "XXXX-WXX-7")
    ],
    *[
        ("DATE", value, False)
        for value in ("", "P2Y", "2019-03-03T10:00", "3 March", "2019/", "2019/2020/2021", "NOW", "2019-3-3")
    ],
    *[("TIME", value, True) for value in ("2019-03-03TNI", "2019-03-03T10:30", "T24:00", "TMO", "PRESENT_REF")],
    *[("TIME", value, False) for value in ("2019-03-03", "10:30", "T")],
    *[("DURATION", value, True) for value in ("P2Y", "PXY", "PT20M", "P1Y6M", "P1DT12H", "P2.5Y", "P1DE", "P3W")],
    *[("DURATION", value, False) for value in ("P", "PT", "2Y", "2019", "PRESENT_REF")],
    *[("SET", value, True) for value in ("P1Y", "XXXX-10", "XXXX-WXX-2", "T08:00")],
    *[("SET", value, False) for value in ("every year", "P")],
]


@pytest.mark.parametrize(("timex_type", "value", "fits"), VALUES)
def test_a_value_is_one_of_its_type(timex_type: str, value: str, fits: bool) -> None:
    kinds, values = _series([timex_type], arrow.string()), _series([value], arrow.string())
    assert value_fits(kinds, values).tolist() == [fits]


def test_every_type_is_tried() -> None:
    assert set(TimexType) <= {row[0] for row in VALUES}


@pytest.mark.parametrize("words", ["2 April 2027", "2 April 202٧", "April ２０２７", "in '27", "9/11"])
def test_the_year_of_an_explicit_date_is_in_its_words_whatever_the_script_of_its_digits(words: str) -> None:
    anchors, precisions, texts = (_series([value], arrow.string()) for value in ("explicit", "day", words))
    days = _series([date(2027, 4, 2)], arrow.date32())
    assert year_in_words(anchors, precisions, texts, days, days).tolist() == [True]


def test_a_week_beyond_the_calendar_has_no_days() -> None:
    assert days_of("9999-W52") is None
    assert days_of("9999-W51") == (date(9999, 12, 20), date(9999, 12, 26))
