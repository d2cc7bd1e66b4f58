"""Events found on dependency trees: sides, factuality, dates by clause, dates carried on, and what nearly fired."""

from datetime import date

import pytest

from flows.steps.entities import find_mentions
from flows.steps.entities.knowledge_base import NOTHING, UserActors
from flows.steps.events import Coded, find_events, find_near_misses
from flows.steps.events.factuality import cues
from flows.steps.language.engine import load
from flows.steps.models import Event
from flows.steps.text.passage import Passage
from flows.steps.timex import find_dates
from flows.steps.timex.reference import Reference
from tests.builders import by_rules, passage

DAY = date(2021, 3, 4)


def read(text: str) -> tuple[Passage, ...]:
    return by_rules(load().read([passage(text)]))


def coded(text: str, actors: UserActors = NOTHING) -> Coded:
    passages = read(text)
    found = find_mentions(passages, actors=actors)
    reference = Reference(start=DAY, end=DAY, not_before=DAY, not_after=DAY)
    return find_events(passages, found.mentions, found.entities, find_dates(passages, reference), reference, actors)


def first(text: str, event_type: str) -> Event:
    return next(event for event in coded(text).events if event.event_type == event_type)


def sides(text: str, event_type: str) -> tuple[list[str], list[str]]:
    found = coded(text)
    event_id = next(event.event_id for event in found.events if event.event_type == event_type)
    rows = [row for row in found.participants if row.event_id == event_id]
    actors, recipients = ([row.text for row in rows if row.role == role] for role in ("actor", "recipient"))
    return actors, recipients


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("The rebels who attacked the army base fled.", "ASSAULT", ["rebels"], ["army base"]),
        ("Rebels attacking the base killed a nurse.", "ASSAULT", ["Rebels"], ["base"]),
        ("Turkey and Qatar condemned Syria and Iran.", "ACCUSE", ["Turkey", "Qatar"], ["Syria", "Iran"]),
        ("Kenya forced the rebels to attack Somalia.", "ASSAULT", ["rebels"], ["Somalia"]),
        ("The U.S. strike on the camp worried Jordan.", "ASSAULT", ["U.S."], ["camp"]),
        ("Iran-backed militias attacked the embassy.", "ASSAULT", ["Iran-backed militias"], ["embassy"]),
        ("Turkey said that it had attacked the rebels.", "ASSAULT", ["Turkey"], ["rebels"]),
        ("Two villagers were killed in a strike by the army.", "ASSAULT", ["army"], ["villagers"]),
        ("Police arrested dozens of protesters.", "COERCE", ["Police"], ["protesters"]),
        ("The army launched an attack on the rebels.", "ASSAULT", ["army"], ["rebels"]),
        ("Hamas is the group that attacked the base.", "ASSAULT", ["Hamas"], ["base"]),
    ],
)
def test_sides_on_trees(text: str, event_type: str, actors: list[str], recipients: list[str]) -> None:
    assert sides(text, event_type) == (actors, recipients)


@pytest.mark.parametrize("block", list(cues()))
def test_factuality_on_trees_by_its_examples(block: str) -> None:
    row = cues()[block]
    yes = (*row.yes, *row.tree.yes)
    assert [first(text, "ASSAULT").factuality for text in yes] == [block] * len(yes)
    assert block not in [first(text, "ASSAULT").factuality for text in row.no]


@pytest.mark.parametrize(
    ("text", "event_type", "factuality"),
    [
        ("Sudan said that it would attack Chad.", "ASSAULT", "planned"),
        ("Sudan will attack Chad and kill the rebels.", "ASSAULT", "planned"),
        ("The mission should support fresh attacks on the rebels.", "ASSAULT", "demanded"),
        ("The mission should study the attack on the rebels.", "ASSAULT", "asserted"),
        ("Sudan managed to attack Chad.", "ASSAULT", "asserted"),
        ("The minister called for an attack on the rebels.", "ASSAULT", "demanded"),
        ("No soldiers attacked the rebels.", "ASSAULT", "negated"),
        ("After attacking Chad, Sudan will hold elections.", "ASSAULT", "asserted"),
    ],
)
def test_factuality_on_trees(text: str, event_type: str, factuality: str) -> None:
    assert first(text, event_type).factuality == factuality


def test_what_somebody_will_not_do_is_a_refusal() -> None:
    assert [event.event_type for event in coded("Israel will not release the prisoners.").events] == ["REJECT"]
    assert first("Israel did not release the prisoners.", "RETREAT").factuality == "negated"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On Monday, Sudan attacked Chad.", date(2021, 3, 1)),
        ("On Monday, parliament met after the attack on Chad.", None),
        ("On Monday, parliament honoured the soldiers who attacked Chad.", None),
        ("Sudan said on Monday that rebels had attacked Chad.", None),
        ("On Monday, Sudan attacked Chad. Sudan bombed the village of Kera.", date(2021, 3, 1)),
    ],
)
def test_dates_by_clause(text: str, day: date | None) -> None:
    event = [event for event in coded(text).events if event.event_type == "ASSAULT"][-1]
    assert event.date_start == day


def test_a_carried_date_says_so() -> None:
    text = "On Monday, Sudan attacked Chad. Sudan bombed the village of Kera. Sudan had bombed Chad before."
    basis = [event.date_basis for event in coded(text).events if event.event_type == "ASSAULT"]
    assert basis == ["same_clause", "carried", "document_bound"]


def test_near_misses_say_why() -> None:
    text = "The attack worried many farmers. The senate killed the bill."
    found = {(miss.trigger, miss.reason) for miss in find_near_misses(read(text), (), (), ())}
    assert ("attack", "nobody is named to whom it is done") in found
    assert ("killed", "ruled out by the word 'bill'") in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "attacked, " * 900,
        "killed and " * 900,
        "number of " * 900,
        "who " * 900 + "attacked Iran.",
        "he said " * 450,
        "it says its " * 300,
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    assert isinstance(coded(text), Coded)


def kinds(text: str) -> list[str]:
    return [str(event.event_type) for event in coded(text).events]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Norway and Sweden failed to reach a truce.", ["REJECT"]),  # the noun is that of the last verb
        ("Norway and Sweden signed a treaty.", ["SUPPORT"]),
        ("Norway failed.", []),
        ("Lawmakers sent a writ to the envoy.", ["REQUEST"]),  # "to" brings in a receiver, not what is sent
        ("Lawmakers sent an envoy to Chad.", ["CONSULT"]),
        ("Ice blocked the road.", []),  # a plain word that begins a sentence is no name
        ("Students blocked the road.", ["PROTEST"]),
        ("Nike boosted its presence in Asia sales.", []),  # words behind the noun rule a trigger out, too
    ],
)
def test_triggers_of_a_verb_and_its_noun(text: str, wanted: list[str]) -> None:
    assert kinds(text) == wanted


@pytest.mark.parametrize(
    ("text", "rule_id"),
    [
        ("The pope urged Russia to stop the bombing.", "REQUEST.ask_deescalate"),  # an infinitive is no noun
        ("Jordan urged restraint in Jerusalem.", "REQUEST.demand_ceasefire"),
        ("The rebels halted fighting in Chad.", "RETREAT.cease_fighting"),
        ("Lebanon requested money from the International Monetary Fund.", "REQUEST.demand_thing"),  # part of a name
    ],
)
def test_what_is_a_noun_of_a_trigger(text: str, rule_id: str) -> None:
    assert rule_id in {event.rule_id for event in coded(text).events}


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Turkish troops seized control of Afrin.", "ASSAULT", ["Turkish troops"], ["Afrin"]),
        ("A tribunal ordered the release of two activists.", "RETREAT", ["tribunal"], ["activists"]),
    ],
)
def test_sides_that_the_parser_hides(text: str, event_type: str, actors: list[str], recipients: list[str]) -> None:
    assert sides(text, event_type) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Rebels attacked the base on March 3.", date(2021, 3, 3), date(2021, 3, 3)),
        ("Rebels attacked the base in December.", date(2020, 12, 1), date(2020, 12, 31)),
        ("Rebels attacked the base, and a vote is set for June 6.", None, DAY),
        ("Rebels attacked the base on May 3, 2021.", None, DAY),
    ],
)
def test_no_event_is_asserted_after_the_day_of_writing(text: str, start: date | None, end: date) -> None:
    event = first(text, "ASSAULT")
    assert (event.date_start, event.date_end) == (start, end)
