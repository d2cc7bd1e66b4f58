"""Anchoring: which date an expression without a full date means, and where it stands."""

import re
import time
from datetime import date
from itertools import pairwise

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.steps.models import DateExpression
from flows.steps.timex import Reference, find_dates
from flows.steps.timex.holidays import holiday
from flows.steps.timex.lexicon import rules, words
from schemas.timex import EDTF, PATTERNS, days_of
from tests.builders import passages


def dates(*texts: str, on: str = "2020-01-05", until: str | None = None) -> tuple[DateExpression, ...]:
    reference = Reference(date.fromisoformat(on), date.fromisoformat(until or on)) if on else Reference()
    return find_dates(passages(*texts, raw_start=100), reference)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("", "2020-01-05", []),
        ("İstanbul fell in May 1453; it was rebuilt in May 1953.", "2020-01-05", ["1453-05", "1953-05"]),
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
        ("It met in March and May 2016.", "2020-01-05", ["2016-03", "2016-05"]),
        ("It met from November to March 2016.", "2020-01-05", ["2015-11", "2016-03"]),
        ("It met on April 24 and 25.", "2020-06-01", ["2020-04-24", "2020-04-25"]),
        ("It fell three weeks after July 4, 2018.", "2020-01-05", ["2018-07-25"]),
        ("It fell the day after the vote.", "2020-01-05", []),
        ("It fell two days after the war of 2018.", "2020-01-05", ["P2D", "2018"]),
        ("Two days before 2018 it fell.", "2020-01-05", ["P2D", "2018"]),
        ("The raid began at 25:10, at 9 a.m. Tuesday.", "2020-01-10", ["2020-01-07T09:00"]),
        ("It met on February 3, 2019, and closed at midnight.", "", ["2019-02-03", "2019-02-03T24:00"]),
        ("It will end at noon.", "", ["XXXX-XX-XXT12:00"]),
        ("It fell on Christmas Eve and rose last Easter.", "2020-01-05", ["2019-12-24", "2019-04-21"]),
        ("It fell on Easter Monday.", "", ["XXXX-XX-XX"]),
        ("Orthodox Easter 2021 came after Eid al-Fitr 2019.", "", ["2021-05-02", "2019-06-05"]),
        ("In nineteen oh five and the year two thousand and three it fell.", "", ["1905", "2003"]),
        ("It fell on the twenty-third of June, 1998.", "", ["1998-06-23"]),
        ("In fiscal 2018, in Q3 2017 and in the second half of 2016.", "", ["2018", "2017-Q3", "2016-H2"]),
        ("The loan is due in three years; it rose in three years.", "2020-01-05", ["2023", "P3Y"]),
        ("Order 20161016 and 1/2 of 3/4 at 5.12 were sent.", "2020-01-05", []),
        ("Signed 5/1/2020.", "2020-06-01", ["2020-XX-XX"]),
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


def test_day_and_month_either_way_round_keep_both_readings() -> None:
    (row,) = dates("Signed 5/1/2019.")
    assert row.edtf == "[2019-01-05,2019-05-01]"
    assert (row.date_start, row.date_end, row.precision) == (date(2019, 1, 5), date(2019, 5, 1), "interval")
    assert row.confidence < dates("Signed 5/13/2019.")[0].confidence


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Raids took place on 02/03/2018 and 06/22/2018."], ["2018-02-03", "2018-06-22"]),
        (["Raids took place on 02/03/2018.", "They ended on 22/06/2018."], ["2018-03-02", "2018-06-22"]),
        (["Paid on 02-03-18 and 22-06-18; sold on 02/03/2018."], ["2018-03-02", "2018-06-22", "2018-XX-XX"]),
        (["Signed on 13/05/2018, 05/13/2018 and 02/03/2018."], ["2018-05-13", "2018-05-13", "2018-XX-XX"]),
        (["On 2 March 2018 they met. The minutes of 02/03/2018 are lost."], ["2018-03-02", "2018-03-02"]),
        (["On 4 March 2018 they met. The minutes of 02/03/2018 are lost."], ["2018-03-04", "2018-XX-XX"]),
        (["Paid on 04/05/2018, the day of printing 01/05/2020."], ["2018-04-05", "2020-01-05"]),
        (["They left on 22/11 and came back on 2/12."], ["2019-11-22", "2019-12-02"]),
        (["They left on 11/20 and came back on 12/2."], ["2019-11-20", "2019-12-02"]),
        (["They left on 02/01/2020."], ["2020-01-02"]),
        (["They will leave on 02/01/2020."], ["2020-XX-XX"]),
        (["They met on 03/03/2018 and 02/01/2018."], ["2018-03-03", "2018-XX-XX"]),
    ],
)
def test_dates_that_read_one_way_settle_the_order(texts: list[str], expected: list[str]) -> None:
    assert [row.timex_value for row in dates(*texts)] == expected


def test_the_words_of_the_document_date_settle_the_order() -> None:
    day = date(2017, 4, 20)
    (row,) = find_dates(passages("Raids took place on 01/02/2017."), Reference(day, day, evidence="20/04/2017"))
    assert row.timex_value == "2017-02-01"


STORY = (
    "In March 1951 the strike began. It ended on April 3, 1951. The mine closed in 1952.",
    "In June 1953 a new owner came, and in May 1954 he left. Work began again on July 9, 1955.",
    "On August 4, 1955, a fire broke out. The hall burned down in 1956. It was rebuilt by November 1957.",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In September the roof fell in.", ["1957-09"]),
        ("In January the roof fell in.", ["1958-01"]),
        ("In February 1958 the roof fell in, and in April the wall.", ["1958-02", "1958-04"]),
        ("In December 1958 the roof fell in. In January the wall did.", ["1958-12", "1959-01"]),
        ("The next year it was mended.", ["1958"]),
        ("Today the hall is a school.", ["PRESENT_REF"]),
        ("In 480 BC it was a grove. By September it was none.", ["BC0480", "BC0480-09"]),
        ("The roof fell in on February 29.", ["1956-02-29"]),
    ],
)
def test_a_story_goes_on_in_its_own_time(text: str, expected: list[str]) -> None:
    rows = dates(*STORY, text, on="2009-12-19")
    assert [row.timex_value for row in rows if row.paragraph_id == "par_3"] == expected


def test_news_that_looks_back_is_no_story() -> None:
    rows = dates(*STORY, "On Monday, two days ago and last week they said so. It fell in October.", on="2009-12-19")
    assert rows[-1].timex_value == "2009-10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flight 1 crashed on May 3, 2014. Officials agreed in September to search again.", ["2014-05-03", "2019-09"]),
        ("Flight 1 crashed on May 3, 2014. On June 10 the search ended.", ["2014-05-03", "2014-06-10"]),
        ("On May 3, 2014, flight 1 crashed. The search ended on June 10.", ["2014-05-03", "2014-06-10"]),
        ("Flight 1 crashed on May 3, 2014, and the search ended in June.", ["2014-05-03", "2014-06"]),
    ],
)
def test_a_year_holds_beyond_its_sentence_where_one_date_opens_it(text: str, expected: list[str]) -> None:
    assert [row.timex_value for row in dates(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A charge will follow in the fourth quarter. Sales fell in the latest quarter.", ["2019-Q4", "2019-Q3"]),
        ("Sales fell in the second quarter. They rose in the latest quarter.", ["2019-Q2", "2019-Q2"]),
        (
            "Sales fell in the third quarter. In the first nine months they rose from a year earlier.",
            ["2019-Q3", "P9M", "2018"],
        ),
    ],
)
def test_a_report_is_on_a_quarter_that_is_over(text: str, expected: list[str]) -> None:
    assert [row.timex_value for row in dates(text, on="2019-11-01")] == expected


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("fell in January", "2024-01"),
        ("fell on Jan. 5", "2024-01-05"),
        ("fell last year", "2023"),
        ("fell two years ago", "2022"),
        ("fell this spring", "2024-SP"),
        ("fell in the summer", "2023-SU"),
        ("fell last May", "2023-05"),
        ("fell at Christmas", "2023-12-25"),
        ("fell in the third quarter", "2023-Q3"),
        ("will fall in December", "2024-12"),
        ("will fall by the end of the year", "2024"),
        ("fell on Sunday", "2024-02-04/2024-03-03"),
        ("fell last month", "2024-01/2024-02"),
        ("fell on Feb. 20", "2023-02-20/2024-02-20"),
    ],
)
def test_where_both_ends_of_the_document_date_agree_the_value_is_closed(words: str, value: str) -> None:
    assert [row.timex_value for row in dates(f"It {words}.", on="2024-02-10", until="2024-03-05")] == [value]


def test_a_report_compares_quarters() -> None:
    rows = dates(
        "Profit for the third quarter rose to $3 million from $2 million a year earlier.",
        "In the year-ago quarter, sales fell. In the latest quarter they rose.",
        on="2019-11-01",
    )
    assert [row.timex_value for row in rows] == ["2019-Q3", "2018-Q3", "2018-Q3", "2019-Q3"]


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [
        (2019, "04-21", "04-28"),
        (2024, "03-31", "05-05"),
        (2025, "04-20", "04-20"),
        (1850, "03-31", "05-05"),
        (2100, "03-28", "05-02"),
    ],
)
def test_easter(year: int, western: str, eastern: str) -> None:
    assert (holiday("easter+0", year).start, holiday("pascha+0", year).start) == (
        date.fromisoformat(f"{year}-{western}"),
        date.fromisoformat(f"{year}-{eastern}"),
    )


@pytest.mark.parametrize("year", range(1900, 2100))
def test_every_named_day_can_be_found_in_every_year(year: int) -> None:
    for rule in set(words()["holiday"].values()):
        value = holiday(rule, year)
        assert value.start is not None
        assert value.end is not None
        assert value.start.year == year
        assert value.start <= value.end


@given(
    st.dates(date(1970, 1, 1), date(2068, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %B %Y", "%b. %d, %Y", "%A, %B %d, %Y", "%Y-%m-%d", "%d %b %Y", "%B %d %Y"]),
)
@settings(max_examples=60, deadline=None)
def test_dateparser_reads_the_same_day(day: date, form: str) -> None:
    written = day.strftime(form)
    (row,) = dates(f"It was signed on {written} in Bern.")
    oracle = dateparser.parse(written, languages=["en"], settings={"STRICT_PARSING": True})
    assert oracle is not None
    assert (row.date_start, row.date_end, row.precision) == (oracle.date(), oracle.date(), "day")


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


EXAMPLES = [text for rule in rules() for text, _, _ in rule.yes]
WORDS = sorted({word for group in words().values() for word in group})
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


@given(st.lists(st.sampled_from([*EXAMPLES, *WORDS, *(word.title() for word in WORDS)]), max_size=8).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_the_days_of_a_row_are_those_of_its_value(text: str) -> None:
    for until in ("2020-01-05", "2020-03-01"):
        for row in dates(text, on="2020-01-05", until=until):
            days = days_of(row.timex_value) if row.timex_type in {"DATE", "TIME"} else None
            assert days in {None, (row.date_start, row.date_end)}
            assert PATTERNS[row.timex_type].fullmatch(row.timex_value)
            assert row.edtf is None or re.fullmatch(EDTF, row.edtf)
            assert (row.anchor_id is not None) == (row.anchor in {"previous", "event"})


@pytest.mark.parametrize(
    "piece",
    [
        "two days before ",
        "5/6 ",
        "last ",
        "1234567890",
        "May ",
        "the past ",
        "12/",
        "2014-",
        "1,",
        "1.1.",
        "20",
        "January 5 ",
        "\n",
        "a ",
    ],
)
@pytest.mark.timeout(100)
@pytest.mark.no_cover
def test_time_grows_with_the_length(piece: str) -> None:
    """Processor time: that of a wall clock depends on what else the machine does."""
    start = time.process_time()
    dates(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 10
