"""Narratives: which year the course of a history gives to its dates without one."""

from datetime import date

import pytest

from flows.steps.timex import Reference, find_dates
from schemas.vocab import Role
from tests.builders import passage, passages

WRITTEN = Reference(date(2009, 12, 19), date(2009, 12, 19))
BEGINNING = (
    "On March 3, 1951, the mine opened. The owners of May 1951 sold it in June 1952.",
    "On July 9, 1953, the pit caved in. The court fined them in August 1953.",
)


def values(*texts: str, reference: Reference = WRITTEN) -> list[str]:
    """Return the values behind those of the beginning."""
    return [row.timex_value for row in find_dates(passages(*BEGINNING, *texts), reference)][5:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In October work began again.", ["1953-10"]),
        ("In January work began again.", ["1954-01"]),
        ("In January work began again. By May 1954 it was over.", ["1954-01", "1954-05"]),
        ("Work went on from October to March. In April it ended.", ["1953-10", "1954-03", "1954-04"]),
        ("In 1960, a new shaft was sunk. The first coal came on May 4-6.", ["1960", "1960-05-04/1960-05-06"]),
        ("As in 1938, they starved. In September help came.", ["1938", "1953-09"]),
        ("He had been born on May 1, 1920. In September help came.", ["1920-05-01", "1953-09"]),
        (
            "In May 1954 they left. In late July they met, before the fair of June 1954.",
            ["1954-05", "1954-07", "1954-06"],
        ),
        ("It snowed in the winter, and the summer of 1954 was wet.", ["1953-WI", "1954-SU"]),
        ("The shaft of December 2008 was closed in March.", ["2008-12", "2009-03"]),
        ("The shaft of February 2009 was closed in December.", ["2009-02", "2009-12"]),
    ],
)
def test_the_course_of_a_narrative_gives_the_year(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_a_narrative_does_not_go_beyond_the_day_of_writing() -> None:
    assert values("By November 2009 all was over. In March the hall was razed.") == ["2009-11", "2009-03"]


@pytest.mark.parametrize(
    "news",
    [
        "On Tuesday they met. The mine closed in October.",
        "The mine closed in October, and they met yesterday.",
        "In September 2009 a court met. The mine closed in October.",
    ],
)
def test_news_with_background_is_no_short_narrative(news: str) -> None:
    assert values(news)[-1 if news.endswith("October.") else 0] == "2009-10"


def test_a_heading_that_is_a_year_gives_it_to_the_days_below() -> None:
    heading = passage("1944", paragraph_id="par_1", role=Role.HEADING)
    below = passage("On 15 May the town fell. In June it was freed.", paragraph_id="par_2")
    rows = find_dates([heading, below], WRITTEN)
    assert [row.timex_value for row in rows] == ["1944", "1944-05-15", "1944-06"]


def test_a_heading_of_several_years_leaves_the_year_to_the_course() -> None:
    heading = passage("1953-1955", paragraph_id="par_8", role=Role.HEADING)
    below = passage("In October they came back, and in January 1954 they left.", paragraph_id="par_9")
    rows = find_dates([*passages(*BEGINNING), heading, below], WRITTEN)
    assert [row.timex_value for row in rows[5:]] == ["1953/1955", "1953-10", "1954-01"]
