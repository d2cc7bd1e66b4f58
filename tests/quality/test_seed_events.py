"""The events that a careful analyst would code in the two labelled documents: found, with their sides and their days.

A side is right if its words hold those of a labelled name or are held by them, or if the label is a state and the side
is of it; what no words of an event name may come from another telling of its cluster.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.corpus import merge, reconcile
from flows.steps import process
from flows.steps.models import Event, Outcome
from flows.steps.read.seed import seed_of
from tests.quality.floors import section

STATES = {"United States": "USA", "Iraq": "IRQ", "Iraqi Parliament": "IRQ"}
_NEAR = 15
"""Characters that a trigger may stand outside its label."""


@pytest.fixture(scope="module")
def outcome(real_seeds: Path) -> Outcome:
    paths = sorted(real_seeds.glob("*.txt"))
    return reconcile(merge(process(seed_of(path.name, path.read_bytes())) for path in paths))


@pytest.fixture(scope="module")
def core(bench: Path) -> list[dict[str, Any]]:
    lines = (bench / "seeds" / "events.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["core"]]


def found_for(label: dict[str, Any], outcome: Outcome) -> list[Event]:
    """Return the events of an accepted type whose trigger stands where the label is."""
    home = next(row.document_id for row in outcome.documents if row.source_path.startswith(label["doc"]))
    return [
        row
        for row in outcome.events
        if row.document_id == home
        and row.event_type in label["types"]
        and row.raw_start < label["end"] + _NEAR
        and row.raw_end > label["start"] - _NEAR
    ]


def sides(event: Event, role: str, outcome: Outcome) -> Iterator[tuple[str, str | None]]:
    """Yield names and countries of the sides of an event, or else of its cluster."""
    names = {row.entity_id: row.name for row in outcome.entities}
    by_event = defaultdict(list)
    for row in outcome.participants:
        if row.role == role:
            by_event[row.event_id].append(row)
    own = by_event[event.event_id]
    others = [row.event_id for row in outcome.events if row.cluster_id == event.cluster_id]
    for row in own or [side for event_id in others for side in by_event[event_id]]:
        yield row.text, row.country
        yield names.get(row.entity_id or "", row.text), row.country


def is_right(event: Event, label: dict[str, Any], outcome: Outcome) -> bool:
    return all(
        not label[key] or any(_fits(side, name) for side in sides(event, role, outcome) for name in label[key])
        for role, key in (("actor", "source"), ("recipient", "target"))
    )


def _fits(side: tuple[str, str | None], name: str) -> bool:
    words, wanted = (set(text.lower().replace("-", " ").split()) for text in (side[0], name))
    return words <= wanted or wanted <= words or (name in STATES and side[1] == STATES[name])


def test_every_core_event_is_found(outcome: Outcome, core: list[dict[str, Any]]) -> None:
    assert [label["trigger"] for label in core if not found_for(label, outcome)] == []


def test_sides_of_core_events(outcome: Outcome, core: list[dict[str, Any]]) -> None:
    right = [label for label in core if any(is_right(row, label, outcome) for row in found_for(label, outcome))]
    assert len(right) >= section("events.seeds")["floors"]["sides"] * len(core)


def test_days_of_core_events(outcome: Outcome, core: list[dict[str, Any]]) -> None:
    dated = [label for label in core if label["date"]]
    right = [
        label
        for label in dated
        if any([str(row.date_start), str(row.date_end)] == label["date"] for row in found_for(label, outcome))
    ]
    assert len(right) >= section("events.seeds")["floors"]["days"] * len(dated)


def test_one_killing_is_one_cluster_over_all_documents(outcome: Outcome) -> None:
    killed = [
        row
        for row in outcome.events
        if row.rule_id in {"ASSAULT.kill", "ASSAULT.killing_of", "ASSAULT.assassinate"}
        and row.factuality == "asserted"
        and any("Soleimani" in name or "Suleimani" in name for name, _ in sides(row, "recipient", outcome))
    ]
    assert len({row.cluster_id for row in killed}) == 1
    assert {row.cluster_documents for row in killed} == {5}
