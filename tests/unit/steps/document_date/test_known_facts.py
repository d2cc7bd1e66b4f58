"""Clues by deaths and terms of office of known people, and words that look like such clues."""

import pytest

from flows.steps.document_date.bounds import bounds_of
from flows.steps.document_date.known_facts import FactCues, fact_cues
from tests.builders import passages


@pytest.mark.parametrize("kind", FactCues._fields)
def test_examples_of_the_cues(kind: str) -> None:
    row = getattr(fact_cues(), kind)
    assert row.yes and row.no
    assert [text for text in row.yes if not row.pattern.search(text)] == []
    assert [text for text in row.no if row.pattern.search(text)] == []


def days(*texts: str) -> tuple[str | None, str | None]:
    found = bounds_of(passages(*texts)).time
    return (str(found.first.day) if found.first else None, str(found.last.day) if found.last else None)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The killing of Anwar Sadat shook Cairo.", "1981-10-06"),
        ("Anwar Sadat was assassinated at a parade.", "1981-10-06"),
        ("Anwar Sadat, the president, was murdered.", "1981-10-06"),
        ("Soldiers killed President Anwar Sadat at a parade.", "1981-10-06"),
        ("Mourners recall Anwar Sadat. Few had foreseen Sadat's death.", "1981-10-06"),
        ("Widows honoured the late Anwar Sadat.", "1981-10-06"),
        ("Anwar Sadat died in Cairo.", "1981-10-06"),
        ("They plotted the killing of Anwar Sadat.", None),
        ("If Anwar Sadat was murdered, nobody said so.", None),
        ("The death of Anwar Sadat would change little.", None),
        ("Anwar Sadat was wounded at a parade.", None),
        ("Rebels denied reports of the death of Anwar Sadat.", None),
        ("Anwar Sadat mourned the death of his brother.", None),
        ("The guards of Anwar Sadat killed a thief.", None),
        ("Tarek Sadat was assassinated at a parade.", None),
        ("Anwar Sadat spoke. Tarek Sadat was murdered.", None),
        ("“The death of Anwar Sadat might be near.”", None),
    ],
)
def test_a_death_bounds_below(text: str, first: str | None) -> None:
    assert days(text)[0] == first


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Last week, a soldier killed Anwar Sadat.", "1981-10-18"),
        ("Anwar Sadat was killed on Tuesday.", "1981-10-12"),
        ("The past three weeks, beginning with the killing of Anwar Sadat, have changed Cairo.", "1981-10-27"),
        ("In recent weeks, ending with the death of Anwar Sadat, prices fell.", "1981-12-01"),
        ("In October, soldiers killed Anwar Sadat.", "1982-04-04"),
        ("In May, soldiers killed Anwar Sadat.", None),
        ("On Tuesday, the court said that Anwar Sadat was killed.", None),
        ("Last week, thousands met after the killing of Anwar Sadat.", None),
        ("Last week, thousands marched to mark the death of Anwar Sadat.", None),
        ("In October 1981, soldiers killed Anwar Sadat.", None),
        ("Nearly two years after the killing of Anwar Sadat, Cairo is calm.", "1983-10-06"),
        ("Six weeks after Anwar Sadat was killed in Cairo, the army is calm.", "1981-11-24"),
        ("Six weeks after Anwar Sadat was killed in Cairo, the army was calm.", None),
        ("Anwar Sadat was murdered. Nearly two years after the assassination, Cairo is calm.", "1983-10-06"),
        ("Anwar Sadat was murdered. Nearly two years after the assassination, Cairo was calm.", None),
        ("Cairo marked the second anniversary of the death of Anwar Sadat.", "1983-10-16"),
        ("Cairo was sealed off ahead of the second anniversary of the death of Anwar Sadat.", "1983-10-06"),
        ("Prices rose on the second anniversary of the death of Anwar Sadat.", None),
    ],
)
def test_the_time_of_a_death_bounds_above(text: str, last: str | None) -> None:
    assert days(text)[1] == last


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (("Prime Minister Theresa May is in Oslo.",), "2019-07-24"),
        (("The May government has fallen behind.", "Theresa May met ministers."), "2019-07-24"),
        (("Prime Minister Theresa May met ministers on Aug. 3.",), "2019-01-30"),
        (("Prime Minister Theresa May met ministers.",), None),
        (("Former Prime Minister Theresa May is in Oslo.",), None),
        (("The then Prime Minister Theresa May has left.",), None),
        (("Prime Minister Theresa May has left Oslo, as in 2018.",), None),
        (("“Prime Minister Theresa May is in Oslo.”",), None),
        (("On 4 May 2017, talks began.", "Prime Minister Theresa May met ministers on Aug. 3."), None),
        (("Prime Minister Theresa May resigned on June 7.",), None),
        (("Deputy Prime Minister Theresa May is in Oslo.",), None),
        (("President Theresa May is in Oslo.",), None),
        (("Theresa May is in Oslo.",), None),
    ],
)
def test_who_is_in_office_bounds_above(texts: tuple[str, ...], last: str | None) -> None:
    assert days(*texts)[1] == last


def test_the_dead_are_not_in_office() -> None:
    assert days("On July 7, gunmen shot at President Jovenel Moise. Jovenel Moise was killed.") == ("2021-07-07", None)


def test_a_season_that_is_not_over_depends_on_the_hemisphere() -> None:
    north = "Anwar Sadat was murdered. It rained earlier this summer in Italy and France."
    south = "Anwar Sadat was murdered. It rained earlier this summer in Chile, Peru and Argentina."
    assert days(north)[0] == "1982-06-01"
    assert days(south)[0] == "1981-12-01"
