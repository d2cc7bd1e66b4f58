"""What dates lean on besides the document: happenings, the day of speech, headings; and the offsets of hours."""

import time
from datetime import date
from typing import Any

import pytest

from flows.steps.events.dating import date_in_sentence
from flows.steps.models import DateExpression
from flows.steps.text.passage import Passage
from flows.steps.timex import Reference, find_dates
from flows.steps.timex.event_anchors import anchor_dates, anchor_table
from flows.steps.timex.quotations import quotation_dates, quotation_table
from flows.steps.timex.sentence_context import find_timexes
from schemas.timex import PATTERNS
from tests import builders

SUNDAY = Reference(date(2020, 1, 5), date(2020, 1, 5))
ANCHORS = anchor_table()
QUOTATIONS = quotation_table()
YES = [(name, *row) for name, frame in ANCHORS.frame.items() for row in frame.yes]
NO = [(name, text) for name, frame in ANCHORS.frame.items() for text in frame.no]


def passage(text: str, number: int = 0) -> Passage:
    """Return a paragraph; one that begins with # is a heading."""
    role, body = ("heading", text[2:]) if text.startswith("# ") else ("body", text)
    return builders.passage(body, role=role, paragraph_id=f"par_{number}")


def dates(*texts: str, on: Reference = SUNDAY) -> tuple[DateExpression, ...]:
    return find_dates([passage(text, number) for number, text in enumerate(texts)], on)


def told(text: str) -> list[tuple[str, str]]:
    """Return the happenings that a text dates, with the words of the date."""
    where = passage(text)
    found = list(find_timexes(text, where.sentences))
    wanted = frozenset(ANCHORS.event)
    return [(row.event_type, text[row.timex.match.start : row.timex.end]) for row in anchor_dates(where, found, wanted)]


@pytest.mark.parametrize(("frame", "text", "happening", "words"), YES)
def test_a_clause_dates_a_happening(frame: str, text: str, happening: str, words: str) -> None:
    assert (happening, words) in told(text), frame


@pytest.mark.parametrize(("frame", "text"), NO)
def test_a_clause_dates_nothing(frame: str, text: str) -> None:
    assert told(text) == [], frame


@pytest.mark.parametrize(("text", "words", "value"), ANCHORS.examples.yes)
def test_a_date_is_counted_from_a_happening(text: str, words: str, value: str) -> None:
    rows = dates(text)
    (row,) = (row for row in rows if row.anchor == "event")
    assert (row.text, row.timex_value) == (words, value)
    assert row.anchor_id in {other.date_id for other in rows if other is not row}


@pytest.mark.parametrize("text", ANCHORS.examples.no)
def test_a_date_is_not_counted_from_a_happening(text: str) -> None:
    assert "event" not in {row.anchor for row in dates(text)}


def test_the_happening_may_have_been_told_in_another_paragraph() -> None:
    first, _, last = dates("They voted on May 3, 2018.", "It rained in 2019.", "A week after the vote, they left.")
    assert (last.timex_value, last.anchor_id, last.confidence) == ("2018-W19", first.date_id, 0.7)


def test_a_happening_without_a_year_keeps_its_words() -> None:
    rows = dates("They voted on May 3. The day after the vote they left.", on=Reference())
    assert [row.timex_value for row in rows] == ["XXXX-05-03", "XXXX-05-04"]


def test_names_tell_happenings_apart() -> None:
    rows = dates(
        "Ruritania voted on May 3, 2018. Freedonia voted on May 9, 2018. A day after the vote of Freedonia it rained."
    )
    assert rows[-1].timex_value == "2018-05-10"


def test_a_happening_is_not_of_the_date_that_is_counted_from_it() -> None:
    text = "They attacked on May 3, 2018. Two days after the attack they left."
    row = dates(text)[-1]
    attack = text.rindex("attack")
    left = text.rindex("left")
    assert date_in_sentence(text, (attack, attack + 6), [row]) is None
    assert date_in_sentence(text, (left, left + 4), [row]).date_id == row.date_id


@pytest.mark.parametrize(("text", "quoted", "attribution"), QUOTATIONS.yes)
def test_quoted_words_lean_on_the_day_of_speech(text: str, quoted: str, attribution: str) -> None:
    rows = {row.text: row for row in dates(text)}
    assert (rows[quoted].anchor, rows[quoted].anchor_id) == ("previous", rows[attribution].date_id)


@pytest.mark.parametrize("text", QUOTATIONS.no)
def test_quoted_words_lean_on_the_document(text: str) -> None:
    where = passage(text)
    assert quotation_dates(where, list(find_timexes(text, where.sentences))) == {}
    assert "previous" not in {row.anchor for row in dates(text)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("“We leave tomorrow,” he said on May 3, 2018.", ["2018-05-04", "2018-05-03"]),
        ("“We leave tomorrow,” he said on Tuesday.", ["2020-01-01", "2019-12-31"]),
        ("“We leave tomorrow,” he said in May 2018.", ["2020-01-06", "2018-05"]),
        ("“We fled on Dec. 2,” he said on May 3, 2018.", ["2017-12-02", "2018-05-03"]),
        ("“We fled in 2011,” he said on May 3, 2018.", ["2011", "2018-05-03"]),
        ("“We voted on May 3, 2018,” he said the day after the vote.", ["2018-05-03", "2018-05-04"]),
        ("“We leave tomorrow, he said on May 3, 2018.", ["2020-01-06", "2018-05-03"]),
    ],
)
def test_values_in_quotations(text: str, values: list[str]) -> None:
    assert [row.timex_value for row in dates(text)] == values


@pytest.mark.parametrize(
    ("heading", "text", "values"),
    [
        ("# March 2003", "On the 7th and on March 20 it rained.", ["2003-03-07", "2003-03-20"]),
        ("# March 2003", "In June it rained.", ["XXXX-06"]),
        ("# March 2003", "On Monday it rained.", ["XXXX-WXX-1"]),
        ("# March 2003", "Last year it was sold.", ["2019"]),
        ("# 2003", "In June it rained, and in 2005.", ["2003-06", "2005"]),
        ("# 2003:", "In June 2004 it rained. In August it was dry.", ["2004-06", "2004-08"]),
        ("# 1991-1995", "In June it rained. In July 1992 it was dry.", ["XXXX-06", "1992-07"]),
        ("# Winter 2003", "On Jan. 9 it rained.", ["2004-01-09"]),
        ("# March 3, 2003", "Tomorrow they rest; on Thursday they left.", ["2003-03-04", "2003-02-27"]),
        ("# January 2020", "On Friday it rained, and in May.", ["2020-01-03", "2019-05"]),
        ("# The war of 2003", "In June it rained.", ["2019-06"]),
        ("2003", "In June it rained.", ["2019-06"]),
    ],
)
def test_a_heading_gives_its_time(heading: str, text: str, values: list[str]) -> None:
    rows = [row for row in dates(heading, text) if row.paragraph_id == "par_1"]
    assert [row.timex_value for row in rows] == values


def test_a_heading_holds_up_to_the_next_one() -> None:
    rows = dates("# 2003", "It rained.", "In June it was dry.", "# What followed", "In June it was dry.")
    assert [row.timex_value for row in rows] == ["2003", "2003-06", "2019-06"]
    assert (rows[1].anchor, rows[1].anchor_id) == ("previous", rows[0].date_id)


def test_a_heading_with_the_documents_own_day_changes_nothing() -> None:
    assert [row.anchor for row in dates("# January 5, 2020", "It rained yesterday.")] == ["explicit", "document"]


@pytest.mark.parametrize(
    ("hour", "offset"),
    [
        ("14:30", ""),
        ("14:30 local time", ""),
        ("14:30 GMT", "Z"),
        ("14:30 (GMT+5:45)", "+05:45"),
        ("14:30 UTC−3", "-03:00"),
        ("2:30 p.m. PST", "-08:00"),
        ("14:30 IST", ""),
        ("14:30 CST", ""),
        ("14:30 ET", ""),
        ("14:30 +1400", "+14:00"),
    ],
)
def test_an_hour_keeps_its_offset_and_its_day(hour: str, offset: str) -> None:
    row = dates(f"They left on May 3, 2018, at {hour}.")[-1]
    assert (row.timex_value, row.edtf) == (f"2018-05-03T14:30{offset}", "2018-05-03")
    assert (row.date_start, row.date_end) == (date(2018, 5, 3), date(2018, 5, 3))
    assert PATTERNS["TIME"].fullmatch(row.timex_value)


@pytest.mark.parametrize("text", ["They left at 14:30 UTC+15.", "They left at 14:30 +1500."])
def test_no_zone_has_such_an_offset(text: str) -> None:
    assert all("15" not in row.timex_value for row in dates(text))


@pytest.mark.parametrize(
    "piece",
    [
        "“We leave tomorrow,” he said on May 3. ",
        "“tomorrow” ",
        '"tomorrow, he said on May 3, ',
        "he said " * 9 + "“tomorrow” on May 3, ",
        "The vote was on May 3, 2018. Two days after the vote they left. ",
        "two days after the vote on May 3 ",
        "The vote was on May 3, 2018, ",
        "the day after the vote ",
        "``May 3 ",
    ],
)
@pytest.mark.timeout(100)
@pytest.mark.no_cover
def test_time_grows_with_the_length(piece: str) -> None:
    start = time.process_time()
    dates(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 10


def test_one_sentence_of_many_clauses_takes_no_longer() -> None:
    rows: tuple[Any, ...] = dates("the vote on May 3, 2018 " * 2_000 + "and two days after the vote they left.")
    assert len(rows) > 2_000
