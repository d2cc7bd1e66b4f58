"""Between which days a text was written, as it tells itself."""

from datetime import date

import pytest

from flows.steps.document_date.bounds import Bounds, bounds_of
from flows.steps.document_date.cues import ParagraphCues, creation_cues
from flows.steps.document_date.decide import date_document
from flows.steps.document_date.yearless import YearlessConstraint, days_fitting, yearless_constraints
from flows.steps.language.sentences import sentences
from flows.steps.timex.reference import reference_of
from flows.steps.timex.standalone import standalone_timexes
from tests.builders import passage, read


@pytest.mark.parametrize("kind", creation_cues())
def test_examples_of_the_data(kind: str) -> None:
    row = creation_cues()[kind]
    assert row.yes and row.no
    assert [text for text in row.yes if not row.pattern.search(text)] == []
    assert [text for text in row.no if row.pattern.search(text)] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Elections are scheduled for June 6, 2021.", "2021-06-06"),
        ("The premier has proposed early elections for June 6, 2021.", "2021-06-06"),
        ("The vote will take place on June 6, 2021, and a second round on June 20, 2021.", "2021-06-06"),
        ("The upcoming June 2021 polls matter.", "2021-06-30"),
        ("He said that elections are scheduled for June 6, 2021.", None),
        ("Elections scheduled for June 2020 were cancelled.", None),
        ("Elections had been set for June 6, 2021.", None),
        ("The plan wants growth until June 6, 2021.", None),
        ("“Elections are scheduled for June 6, 2021.”", None),
        ("The army left on June 6, 2021. Talks are scheduled for May 3, 2019.", None),
    ],
)
def test_what_is_announced_bounds_the_day_of_writing(text: str, day: str | None) -> None:
    found = bounds_of([passage(text)]).time.last
    assert (str(found.day) if found else None) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Yesterday, March 3, 2021, the army left.", "2021-03-04", "2021-03-04"),
        ("Last week, on March 3, 2021, the army left.", "2021-03-08", "2021-03-14"),
        ("The army left last month (March 3, 2021).", "2021-04-01", "2021-04-30"),
        ("It told them so: “Yesterday, March 3, 2021, the army left.”", None, None),
        ("The army left on March 3, 2021. Last week, talks began.", None, None),
        ("War began in March 2018. Nearly three years later, the land is still divided.", "2020-09-01", "2021-03-31"),
        ("War began in March 2018. The land is poorer almost three years later.", "2020-09-01", "2021-03-31"),
        ("War began in March 2018. More than 2 years on, nothing has changed.", "2020-03-01", "2021-03-31"),
        ("War began in March 2018. Ten months later, the land is divided.", "2019-01-01", "2019-02-28"),
        ("War began in March 2018. Three years later, the land was divided.", None, None),
        ("War began. Three years later, the land is divided.", None, None),
        (
            "War began in March 2018. The army left in 2023. Two years later, the land is poor.",
            "2024-10-01",
            "2026-12-31",
        ),
        ("Nearly two years later than in March 2018, in 2025, it is so.", None, None),
    ],
)
def test_windows_of_writing(text: str, first: str | None, last: str | None) -> None:
    assert _interval(bounds_of([passage(text)])) == (first, last)


def _interval(found: Bounds) -> tuple[str | None, str | None]:
    """Return the days between two bounds, None twice where there is only one."""
    first, last = found.time.first, found.time.last
    return (str(first.day), str(last.day)) if first and last else (None, None)


def test_a_window_is_narrowed_by_days_without_a_year() -> None:
    text = "War began in January 2020, and the land is poorer nearly two years later. On November 7, a bomb exploded."
    found = date_document([passage(text)], "a.txt", ())
    assert (found.start, found.end) == (date(2021, 11, 7), date(2022, 1, 31))
    assert (found.status, found.basis, found.precision) == ("inferred", "body_bounds", "interval")
    assert (found.evidence, found.confidence) == ("November 7", 0.8)
    assert (found.not_after, found.upper and found.upper.evidence.text) == (date(2022, 1, 31), "nearly two years later")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "The law of 2018 failed. On Monday, March 2, it was passed. A vote is set for June 6, 2021.",
            date(2020, 3, 2),
        ),
        ("The law of 2018 failed. On March 2, it was passed. A vote is set for June 6, 2021.", None),
        (
            "The law of 2018 failed. On Friday, March 2, it was passed. A vote is set for June 6, 2021.",
            date(2018, 3, 2),
        ),
        ("The law of 2018 failed. On Sunday, March 2, it was passed. A vote is set for June 6, 2021.", None),
        ("The law of 2018 failed. On Monday, March 2, it was passed.", None),
    ],
)
def test_a_weekday_tells_the_year_between_bounds(text: str, first: date | None) -> None:
    found = date_document([passage(text)], "a.txt", ())
    assert found.start == first


def test_only_content_bounds() -> None:
    found = bounds_of([passage("Yesterday, March 3, 2021, the army left.", role="navigation")])
    assert _interval(found) == (None, None)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The army left on Aug. 20.", [(8, 20, False)]),
        ("The court ruled in May.", [(5, None, False)]),
        ("The court will rule in May.", [(5, None, True)]),
        ("He said the court will rule in May.", []),
        ("It was clear the court would rule in May.", []),
        ("The court ruled on May 3, 2021.", []),
        ("They want the law by May 3.", []),
        ("They may want the law.", []),
    ],
)
def test_clues_without_a_year(text: str, want: list[tuple[int, int | None, bool]]) -> None:
    found = [(clue.month, clue.day, clue.is_future) for clue in _constraints(text)]
    assert found == want


def _constraints(text: str) -> list[YearlessConstraint]:
    return list(yearless_constraints(standalone_timexes(text, sentences(text)), ParagraphCues(text)))


@pytest.mark.parametrize(
    ("month", "day", "is_future", "written", "fit"),
    [
        (8, 20, False, date(2020, 8, 20), True),
        (8, 20, False, date(2020, 8, 19), False),
        (8, 20, False, date(2020, 12, 31), True),
        (12, 20, False, date(2021, 1, 5), True),
        (6, 20, False, date(2021, 1, 5), False),
        (8, 20, False, date(2021, 1, 5), True),
        (1, 5, False, date(2020, 12, 1), False),
        (2, None, True, date(2020, 1, 31), True),
        (2, None, True, date(2020, 2, 1), False),
        (2, None, True, date(2019, 12, 20), True),
        (2, 29, False, date(2021, 3, 1), False),
        (2, 29, False, date(2020, 3, 1), True),
    ],
)
def test_when_a_writer_leaves_the_year_out(
    month: int, day: int | None, is_future: bool, written: date, fit: bool
) -> None:
    assert YearlessConstraint(0, 1, month, day, is_future).fits(written) is fit


def test_clues_narrow_a_window_or_forbid_it() -> None:
    past, ahead = YearlessConstraint(0, 1, 1, 6, is_future=False), YearlessConstraint(0, 1, 2, None, is_future=True)
    first, last = date(2020, 1, 5), date(2020, 10, 1)
    assert days_fitting(first, last, [past, ahead]) == (date(2020, 1, 6), date(2020, 1, 31))
    assert days_fitting(first, last, []) == (first, last)
    assert days_fitting(date(2020, 3, 1), date(2020, 3, 9), [ahead]) is None


def test_bounds_far_apart_resolve_nothing() -> None:
    near = reference_of(None, None, date(2020, 1, 1), date(2020, 3, 1))
    far = reference_of(None, None, date(2010, 1, 1), date(2020, 3, 1))
    assert near.period() == (date(2020, 1, 1), date(2020, 3, 1))
    assert (far.period(), far.not_after) == (None, date(2020, 3, 1))


@pytest.mark.parametrize(
    "text",
    ["He left yesterday, 31/12/9999.", "It was the next year, 31/12/9999.", "They met on 3/5/9990, and it is weaker fifty years later.",
     "PARIS, January 2 (Reuters) - It ended on 31/12/9999."],
)  # fmt: skip
def test_a_text_may_name_the_last_days_of_the_calendar(text: str) -> None:
    assert read(text).documents
