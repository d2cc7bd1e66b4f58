"""One row a happening: the best date, sides and place of all its tellings."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from flows.views.clusters import COLUMNS, event_clusters

DAY, FIRST, LAST = date(2020, 1, 3), date(2020, 1, 1), date(2020, 1, 31)
DATED = {"date_start": DAY, "date_end": DAY, "date_precision": "day", "date_basis": "same_clause", "date_id": "dat_1"}
MONTH = {
    "date_start": FIRST,
    "date_end": LAST,
    "date_precision": "month",
    "date_basis": "same_clause",
    "date_id": "dat_2",
}
NORWAY = {"actor_name": "Norway", "actor_entity_id": "Q1", "actor_country": "NOR"}
TROOPS = {"actor_name": "troops", "actor_entity_id": None, "actor_country": "NOR"}
SWEDEN = {"actor_name": "Sweden", "actor_entity_id": "Q2", "actor_country": "SWE"}
BERGEN = {"place_name": "Bergen", "place_entity_id": "Q3", "place_country": "NOR"}
COPY = {"paragraph_id": "par_copy"}


def frames(*tellings: dict[str, Any]) -> dict[str, pd.DataFrame]:
    names = (*COLUMNS, "paragraph_id", "date_basis", "is_cluster_head")
    bare = dict.fromkeys(names) | {"cluster_id": "clu_1", "paragraph_id": "par_1", "date_basis": "none"}
    events = [
        bare | {"event_id": f"evt_{number}", "is_cluster_head": number == 0} | told
        for number, told in enumerate(tellings)
    ]
    paragraphs = [("par_1", None, None), ("par_copy", None, "par_1")]
    return {
        "events": pd.DataFrame(events, columns=list(names), dtype=object),
        "paragraphs": pd.DataFrame(paragraphs, columns=["paragraph_id", "repeats_paragraph_id", "duplicate_of"]),
    }


@pytest.mark.parametrize(
    ("tellings", "facts"),
    [
        ([{}], {"actor_name": None, "date_start": None, "killed": None, "place_country": None}),
        ([{}, DATED, MONTH], {"date_start": DAY, "date_precision": "day", "date_id": "dat_1"}),
        ([{}, DATED | COPY, MONTH], {"date_start": FIRST, "date_precision": "month"}),
        ([MONTH | {"date_basis": "carried"}], {"date_start": FIRST, "date_id": "dat_2"}),
        ([TROOPS, TROOPS, NORWAY], {"actor_name": "Norway", "actor_entity_id": "Q1", "actor_country": "NOR"}),
        ([SWEDEN, NORWAY, NORWAY], {"actor_name": "Norway"}),
        ([SWEDEN, NORWAY | COPY, NORWAY | COPY], {"actor_name": "Sweden"}),
        ([NORWAY | COPY], {"actor_name": "Norway"}),
        ([SWEDEN, NORWAY], {"actor_name": "Norway"}),
        ([NORWAY, BERGEN], {"actor_name": "Norway", "place_name": "Bergen", "place_entity_id": "Q3"}),
        ([{"killed": 12}, {"killed": 9}, {"killed": 9}], {"killed": 9}),
        ([{"killed": 9}, {"killed": 12}, {"injured": 3}], {"killed": 12, "injured": 3}),
    ],
)
def test_best_of_all_tellings(tellings: list[dict[str, Any]], facts: dict[str, Any]) -> None:
    (row,) = event_clusters(frames(*tellings)).to_dict("records")
    assert {name: None if pd.isna(row[name]) else row[name] for name in facts} == facts
    assert row["event_id"] == "evt_0"


def test_one_row_a_cluster_by_id() -> None:
    found = event_clusters(frames({"cluster_id": "clu_b"}, {"cluster_id": "clu_a", "is_cluster_head": True}))
    assert list(found["cluster_id"]) == ["clu_a", "clu_b"]
    assert tuple(found.columns) == COLUMNS


def test_no_events_give_no_rows() -> None:
    assert len(event_clusters({name: frame.iloc[:0] for name, frame in frames({}).items()})) == 0
