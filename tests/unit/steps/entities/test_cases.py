"""Kinds of faults in names that users of comparable tools reported, with variants and look-alikes."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.annotate import annotate
from flows.steps.entities.user_actors import parse_knowledge
from flows.steps.options import DEFAULT
from schemas.data_files import load_toml

DAY = date(2024, 5, 15)
HEADER = "name,entity_type,country,sector,aliases\n"


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and what is wanted of its names and of the sides of its events.

    `names` are mentions, each with type, entity and country (none where it is unknown), the last mention of a text
    where several are alike; `absent` are words that are no mention; `sides` are name and country of all sides of its
    events; `place` is the country of the place of an event.
    """

    text: str
    names: dict[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    sides: dict[str, str] = field(default_factory=dict)
    place: str | None = None
    knowledge: tuple[str, ...] = ()


CASES = load_toml(Path(__file__).with_name("cases.toml"), dict[str, tuple[Case, ...]])["case"]


def annotated(case: Case) -> dict[str, list[dict[str, Any]]]:
    actors = parse_knowledge((HEADER + "\n".join(case.knowledge)).encode(), "a.csv")
    return annotate(case.text, DAY, replace(DEFAULT, knowledge=actors) if case.knowledge else DEFAULT)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_reported_kind_of_fault_is_not_made(case: Case) -> None:
    found = annotated(case)
    names = {row["text"]: f"{row['entity_type']} {row['name']} {row['country'] or '-'}" for row in found["mentions"]}
    assert {text: names.get(text) for text in case.names} == case.names
    assert [text for text in case.absent if text in names] == []
    rows = [row for event in found["events"] for row in event["participants"]]
    sides = {row["name"]: row["country"] or "-" for row in rows if row["role"] in {"actor", "recipient"}}
    assert {name: sides.get(name) for name in case.sides} == case.sides
    if case.place is not None:
        assert case.place in {event["place_country"] for event in found["events"]}
