"""Anchoring: which date an expression without a full date means, and where it stands."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.steps.dates import Reference, find_dates
from flows.steps.language.passages import Passage
from flows.steps.language.sentences import sentences
from flows.steps.records import DateExpression


def passages(*texts: str) -> list[Passage]:
    return [
        Passage("doc_1", f"par_{number}", "body", text, sentences(text), lambda start, end: (start + 100, end + 100))
        for number, text in enumerate(texts)
    ]


def dates(*texts: str, on: str = "2020-01-05", until: str | None = None) -> tuple[DateExpression, ...]:
    reference = Reference(date.fromisoformat(on), date.fromisoformat(until or on)) if on else Reference()
    return find_dates(passages(*texts), reference)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("", "2020-01-05", []),
        ("İstanbul fell in May 1453; it was rebuilt in May 1953.", "2020-01-05", ["1953-05"]),
        ("He may march in the sun; a second may do.", "2020-01-05", []),
        ("It fell on February 29.", "2021-06-01", ["2020-02-29"]),
        ("It fell on February 29, 2021.", "2021-06-01", []),
        ("It fell on December 30.", "2019-12-30", ["2019-12-30"]),
        ("It fell on December 31.", "2020-01-01", ["2019-12-31"]),
        ("The vote will be on January 2.", "2019-12-30", ["2020-01-02"]),
        ("The firm pays holders of record Dec. 15.", "2019-11-01", ["2019-12-15"]),
        ("In 2014, the war spread. On June 10, the town fell.", "2020-01-05", ["2014", "2014-06-10"]),
        ("After the 2018 election, talks failed on Jan. 5.", "2020-01-08", ["2018", "2020-01-05"]),
        ("It fell on Friday.", "2020-01-03", ["2020-01-03"]),
        ("It fell last Friday.", "2020-01-03", ["2019-12-27"]),
        ("They plan to meet next Friday.", "2020-01-03", ["2020-01-10"]),
        ("It fell 999 centuries ago.", "2020-01-05", []),
        ("A month ago it fell; nine years ago it rose.", "2020-03-31", ["2020-02", "2011"]),
        ("It fell on May 3, 2018, and a week later rose.", "2020-01-05", ["2018-05-03", "2018-W19"]),
        ("It fell under a 2018 law on May 3, 2019. A year earlier it rose.", "", ["2018", "2019-05-03", "2018"]),
        ("It fell in January 2018. Nearly two years later it rose.", "", ["2018-01", "2019"]),
        ("It fell in June 2018. About two years later it rose.", "", ["2018-06", "2020"]),
        ("It fell almost a year ago.", "2020-12-20", ["2020"]),
        ("Talks ran December 28-January 2, 2020.", "", ["2019-12-28/2020-01-02"]),
        ("On Jan. 5 it fell. One day later it rose.", "", ["XXXX-01-05", "XXXX-01-06"]),
        ("On Feb. 28 it fell. One day later it rose.", "", ["XXXX-02-28", "XXXX-XX-XX"]),
        ("In 2014 it fell. One day later it rose.", "", ["2014", "XXXX-XX-XX"]),
        ("On Sunday, last spring, and last week.", "", ["XXXX-WXX-7", "XXXX-SP", "XXXX-WXX"]),
    ],
)
def test_values(text: str, on: str, expected: list[str]) -> None:
    assert [row.timex_value for row in dates(text, on=on)] == expected


@pytest.mark.parametrize(
    ("text", "value", "start", "end", "precision", "anchor"),
    [
        ("It fell Jan. 5.", "2020-01-05", "2020-01-05", "2020-01-05", "day", "document"),
        ("It fell yesterday.", "2020-01-05/2020-01-30", "2020-01-05", "2020-01-30", "interval", "document"),
        ("In February, it will rise.", "2020-02", "2020-02-01", "2020-02-29", "month", "document"),
        ("It fell in 2014.", "2014", "2014-01-01", "2014-12-31", "year", "explicit"),
        ("It grew over the last two years.", "P2Y", "2018-01-06", "2020-01-31", "interval", "document"),
        ("Now it grows.", "PRESENT_REF", None, None, None, "document"),
        ("It lasted two years.", "P2Y", None, None, None, "none"),
    ],
)
def test_a_document_of_unsure_date(
    text: str, value: str, start: str | None, end: str | None, precision: str | None, anchor: str
) -> None:
    (row,) = dates(text, on="2020-01-06", until="2020-01-31")
    days = tuple(None if day is None else day.isoformat() for day in (row.date_start, row.date_end))
    assert (row.timex_value, *days, row.precision, row.anchor) == (value, start, end, precision, anchor)


def test_bounds_serve_as_an_interval() -> None:
    bounds = Reference(not_before=date(2020, 1, 6), not_after=date(2020, 1, 31))
    assert [row.timex_value for row in find_dates(passages("It fell Jan. 5."), bounds)] == ["2020-01-05"]


def test_a_row_says_where_it_stands_and_on_what_it_leans() -> None:
    first, second = dates("It fell on May 3, 2018.", "One day later it rose.")
    assert (second.anchor, second.anchor_id) == ("previous", first.date_id)
    assert (first.paragraph_id, second.paragraph_id) == ("par_0", "par_1")
    assert (second.start, second.end, second.raw_start, second.raw_end) == (0, 13, 100, 113)
    assert (second.text, second.rule_id) == ("One day later", "step_from_previous")
    assert 0 < second.confidence < first.confidence < 1


def test_a_year_does_not_hold_in_the_next_paragraph() -> None:
    assert [row.timex_value for row in dates("In 2014, it fell.", "On June 10, it rose.")] == ["2014", "2019-06-10"]


@pytest.mark.parametrize(
    ("text", "value", "modifier", "edtf"),
    [
        ("It fell in late 2014.", "2014", "END", "2014"),
        ("It fell almost two years ago.", "2018", "APPROX", "2018~"),
        ("It lasted at least two years.", "P2Y", "EQUAL_OR_MORE", None),
        ("It fell in the 1990s.", "199", None, "199X"),
        ("It fell last spring.", "2019-SP", None, "2019-21"),
        ("It fell last week.", "2019-W52", None, "2019-12-23/2019-12-29"),
    ],
)
def test_modifiers_and_edtf(text: str, value: str, modifier: str | None, edtf: str | None) -> None:
    (row,) = dates(text)
    assert (row.timex_value, row.modifier, row.edtf) == (value, modifier, edtf)


PIECES = ["Jan. 5", "2014", "May", "last", "the", "next", "two", "years", "later", "-", ",", "Sunday", "31", "ago", "İ"]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
def test_any_mixture_gives_rows_in_order_that_hold_together(text: str) -> None:
    rows = dates(text)
    assert rows == dates(text)
    assert all(left.end <= right.start for left, right in pairwise(rows))
    for row in rows:
        assert row.text == text[row.start : row.end]
        assert (row.date_start is None) == (row.date_end is None) == (row.precision is None)
        assert row.date_start is None or row.date_end is None or row.date_start <= row.date_end
        assert row.precision != "day" or row.date_start == row.date_end


@pytest.mark.parametrize(
    "piece", ["last ", "1234567890", "May ", "the past ", "12/", "2014-", "1,", "1.1.", "20", "January 5 ", "\n", "a "]
)
@pytest.mark.timeout(10)
def test_time_grows_with_the_length(piece: str) -> None:
    dates(piece * (200_000 // len(piece)))
