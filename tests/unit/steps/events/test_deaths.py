"""Days of death that the knowledge base has, and what may not take them."""

from datetime import date

import pytest

from flows.steps.entities.knowledge_base import known_person, thing_id
from flows.steps.entities.mentions import entity_id
from flows.steps.entities.tables import DeathRow, death_rows
from flows.steps.entities.user_actors import parse_knowledge
from flows.steps.events import deaths
from tests.unit.steps.events.test_syntax import coded

RABIN = date(1995, 11, 4)


def killings(text: str) -> list[tuple[date | None, str]]:
    found = [event for event in coded(text).events if event.event_type == "ASSAULT"]
    return [(event.date_start, event.date_basis) for event in found]


@pytest.mark.parametrize("name", ["death", "failed"])
def test_patterns_find_what_they_must_and_nothing_else(name: str) -> None:
    block = getattr(deaths.death_cues(), name)
    says = {"death": deaths.is_death, "failed": deaths.is_failed}[name]
    assert [text for text in block.yes if not says(text)] == []
    assert [text for text in block.no if says(text)] == []


@pytest.mark.parametrize("row", death_rows(), ids=lambda row: row.person)
def test_each_day_is_that_of_a_known_person(row: DeathRow) -> None:
    person = known_person(row.person, "deaths.csv")
    assert entity_id(person, "doc_1") == thing_id(person), "a person of one word needs a Wikidata id"
    assert row.died < date(2025, 1, 1)


def test_nobody_dies_twice() -> None:
    people = [thing_id(known_person(row.person, "deaths.csv")) for row in death_rows()]
    assert len(set(people)) == len(people)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A gunman assassinated Yitzhak Rabin.", [(RABIN, "known")]),
        ("On Monday, a gunman assassinated Yitzhak Rabin.", [(date(2021, 3, 1), "same_clause")]),
        ("The assassination of Yitzhak Rabin shocked Israel.", [(RABIN, "known")]),
        ("A gunman attacked Yitzhak Rabin.", [(None, "document_bound")]),
        ("A gunman killed a farmer.", [(None, "document_bound")]),
        ("A gunman killed Hassan Nasrallah.", [(None, "document_bound")]),
    ],
)
def test_only_a_known_death_has_its_day(text: str, found: list[tuple[date | None, str]]) -> None:
    """The document is of 2021, when Hassan Nasrallah was alive."""
    assert killings(text) == found


SADAT = date(1981, 10, 6)
SHIPPED = thing_id(known_person("Anwar Sadat", "deaths.csv"))
HEADER = "name,entity_type,wikidata_id,country\n"


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("Anwar Sadat,person,,EGY", None),  # a user's own, who may be anybody
        ("Anwar Sadat,person,Q99999999,USA", None),
        ("Ada Quill,person,,NOR", SADAT),  # another name leaves the shipped person alone
    ],
)
def test_a_namesake_of_a_user_does_not_die_with_ours(row: str, day: date | None) -> None:
    own = parse_knowledge((HEADER + row + "\n").encode(), "my.csv")
    found = coded("A gunman killed Anwar Sadat.", own)
    (event,) = found.events
    assert event.date_start == day
    assert (event.recipient_entity_id == SHIPPED) == (day is not None)


def test_what_did_not_happen_has_no_day() -> None:
    assert ("known" in {basis for _, basis in killings("A gunman did not kill Yitzhak Rabin.")}) is False


def test_what_happened_the_night_somebody_died_has_its_day() -> None:
    text = "Bill Clinton travelled to Berlin the night Yitzhak Rabin was killed."
    travelled = next(event for event in coded(text).events if event.event_type == "CONSULT")
    assert (travelled.date_start, travelled.date_basis) == (RABIN, "known")
