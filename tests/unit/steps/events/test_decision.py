"""What is taken of the events that the rules and the language model propose."""

from datetime import date

import pytest

from flows.annotate import annotate
from flows.steps.entities import find_mentions
from flows.steps.events import find_near_misses
from flows.steps.events.decision import statements
from flows.steps.events.trust import likeliest
from flows.steps.language.engine import load
from tests.builders import passage

DAY = date(2024, 5, 15)


def asserted(text: str) -> list[str]:
    return [event["event_type"] for event in annotate(text, DAY)["events"] if event["factuality"] == "asserted"]


@pytest.mark.parametrize("text", [text for kind in statements().values() for text in kind.yes])
def test_a_mere_statement_is_no_event(text: str) -> None:
    assert asserted(text) == []


@pytest.mark.parametrize("text", [text for kind in statements().values() for text in kind.no])
def test_an_act_in_words_is_one(text: str) -> None:
    assert asserted(text)


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Thousands thronged the square in Lusaka on Friday to denounce the prime minister.", "PROTEST"),
        ("The junta pulled the plug on two radio stations in Bamako on Monday.", "COERCE"),
    ],
)
def test_words_that_nobody_has_listed_are_read(text: str, event_type: str) -> None:
    assert event_type in asserted(text)


def test_a_deed_is_told_once() -> None:
    (event,) = annotate("The targeted killing of a general shocked Oman.", DAY)["events"]
    assert (event["event_type"], event["trigger"]) == ("ASSAULT", "killing")


def test_what_is_too_unlikely_is_a_near_miss_with_its_probability() -> None:
    passages = load().read([passage("The coach attacked the referee's decision, and the club backed the lorry.")])
    named = find_mentions(passages)
    missed = [each.reason for each in find_near_misses(passages, named.mentions, named.entities, ())]
    assert any("the language model gives it" in reason for reason in missed)


def test_a_favoured_label_wins_only_where_it_is_not_far_behind() -> None:
    assert likeliest({"AID": 0.6, "RETREAT": 0.4}, {"RETREAT"}, 1.0) == "RETREAT"
    assert likeliest({"AID": 0.9, "RETREAT": 0.1}, {"RETREAT"}, 1.0) == "AID"
    assert likeliest({"AID": 1.0}, {"RETREAT"}, 1.0) == "AID"


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (
            "Traders in Lira kept their shops shut for a second day on Wednesday in protest at a levy.",
            ["Traders in Lira"],
        ),
        ("Farmers near Sfax blocked the ring road on Tuesday.", ["Farmers"]),
        ("Dockers in Antwerp struck on Monday, the union said.", ["Dockers in Antwerp"]),
    ],
)
def test_who_acts_is_no_place_and_ends_with_no_preposition(text: str, actors: list[str]) -> None:
    (event,) = annotate(text, DAY)["events"]
    assert [row["text"] for row in event["participants"] if row["role"] == "actor"] == actors
