"""Pairs of actors and recipients, from the fewest columns that the view reads."""

from datetime import date

import pandas as pd
import pytest

from flows.views.icews import events_dyads

ENTITIES = [
    ("Q1", "Norway", "country"),
    ("Q2", "Sweden", "country"),
    ("Q3", "Bergen", "place"),
    ("Q4", "Finland", "country"),
]
DAY = date(2020, 5, 4)
Sides = list[tuple[str, str | None, str]]


def frames(
    event_type: str, sides: Sides, days: tuple[date | None, date | None] = (DAY, DAY), place: str | None = None
) -> dict[str, pd.DataFrame]:
    names = {key: name for key, name, _ in ENTITIES}
    positions: dict[str, int] = {}
    people = []
    for role, entity_id, text in sides:
        positions[role] = positions.get(role, -1) + 1
        people.append(
            ("evt_1", role, positions[role], names.get(entity_id or "", text), entity_id, "NOR GOV", "NOR", "GOV")
        )
    recipient = next((text for role, _, text in sides if role == "recipient"), None)
    event = {
        "event_id": "evt_1", "document_id": "doc_1", "event_type": event_type, "event_mode": None, "cameo_code": None,
        "plover_score": 1.5, "date_start": days[0], "date_end": days[1], "recipient_name": recipient,
        "place_name": names.get(place or ""), "place_entity_id": place, "place_country": "NOR", "factuality": "asserted",
        "cluster_id": "clu_1", "is_cluster_head": True,
    }  # fmt: skip
    return {
        "entities": pd.DataFrame(ENTITIES, columns=["entity_id", "name", "entity_type"]),
        "documents": pd.DataFrame([("doc_1", "The Gazette")], columns=["document_id", "publisher"]),
        "participants": pd.DataFrame(
            people, columns=["event_id", "role", "position", "name", "entity_id", "actor_code", "country", "sector"]
        ),
        "events": pd.DataFrame([event]),
    }


@pytest.mark.parametrize(
    ("event_type", "sides", "pairs"),
    [
        ("ACCUSE", [], []),
        ("ACCUSE", [("actor", "Q1", "Oslo")], [("Norway", None)]),
        ("ACCUSE", [("recipient", None, "the rebels")], [(None, "the rebels")]),
        ("ACCUSE", [("actor", "Q1", "Oslo"), ("recipient", "Q2", "Swedes")], [("Norway", "Sweden")]),
        ("ACCUSE", [("actor", "Q1", "a"), ("actor", "Q2", "b"), ("recipient", "Q4", "c"), ("recipient", None, "d")],
         [("Norway", "Finland"), ("Norway", "d"), ("Sweden", "Finland"), ("Sweden", "d")]),
        ("ACCUSE", [("actor", "Q1", "a"), ("actor", "Q2", "b")], [("Norway", None), ("Sweden", None)]),
        ("CONSULT", [("actor", "Q1", "a"), ("actor", "Q2", "b")], [("Norway", "Sweden"), ("Sweden", "Norway")]),
        ("CONSULT", [("actor", "Q1", "a")], [("Norway", None)]),
        ("CONSULT", [("actor", "Q1", "a"), ("actor", "Q2", "b"), ("recipient", "Q4", "c")], [("Norway", "Finland"), ("Sweden", "Finland")]),
        ("ACCUSE", [("place", "Q3", "Bergen"), ("casualty", None, "five men")], []),
    ],
)  # fmt: skip
def test_pairs(event_type: str, sides: Sides, pairs: list[tuple[str | None, str | None]]) -> None:
    found = events_dyads(frames(event_type, sides)).astype(object)
    rows = found.where(found.notna(), None)
    assert list(zip(rows["Source Name"], rows["Target Name"], strict=True)) == pairs


@pytest.mark.parametrize(
    ("days", "place", "facts"),
    [
        ((DAY, DAY), "Q3", {"Event Date": DAY, "City": "Bergen", "Country": "NOR"}),
        ((None, DAY), "Q1", {"Event Date": None, "Last Day": DAY, "First Day": None, "City": None, "Country": "NOR"}),
        (
            (date(2020, 5, 1), DAY),
            None,
            {"Event Date": None, "First Day": date(2020, 5, 1), "Last Day": DAY, "City": None},
        ),
        (
            (DAY, DAY),
            None,
            {
                "Publisher": "The Gazette",
                "Story ID": "doc_1",
                "Intensity": 1.5,
                "Event Text": "ACCUSE",
                "Latitude": None,
            },
        ),
    ],
)
def test_facts(days: tuple[date | None, date | None], place: str | None, facts: dict[str, object]) -> None:
    found = events_dyads(frames("ACCUSE", [("actor", "Q1", "Oslo")], days, place)).astype(object)
    (row,) = found.where(found.notna(), None).to_dict("records")
    assert {name: row[name] for name in facts} == facts


def test_no_events_give_all_columns_and_no_row() -> None:
    empty = {name: frame.iloc[:0] for name, frame in frames("ACCUSE", [("actor", "Q1", "Oslo")]).items()}
    found = events_dyads(empty)
    assert len(found) == 0
    assert list(found.columns)[:3] == ["Event ID", "Event Date", "Source Name"]
    assert {str(kind) for kind in found.dtypes} == {
        "string[pyarrow]",
        "date32[day][pyarrow]",
        "double[pyarrow]",
        "int32[pyarrow]",
        "bool[pyarrow]",
    }
