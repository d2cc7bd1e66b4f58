"""Floors of event coding, and of its confidence, on labelled sentences in the folder of PRESSTABLE_BENCH, if any."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from flows.steps.events.confidence import probability
from flows.steps.models import Event, Outcome
from tests.quality import calibrate
from tests.quality.calibrate import coded
from tests.quality.floors import ceiling, floor, section

BENCH = Path(os.environ.get("PRESSTABLE_BENCH", ""))
pytestmark = pytest.mark.skipif(
    not (os.environ.get("PRESSTABLE_BENCH") and (BENCH / "events").is_dir()), reason="PRESSTABLE_BENCH is not set"
)


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (BENCH / name).read_text("utf-8").splitlines()]


def predicted(text: str) -> list[dict]:
    """Return the events as the scorer wants them: asserted ones first, then the surer ones."""
    found, sides = coded(text), defaultdict(list)
    for row in found.participants:
        sides[row.event_id, row.role].append(row.text)
    ordered = sorted(found.events, key=lambda event: (event.factuality != "asserted", -event.confidence))
    return [
        {
            "type": str(event.event_type),
            "source": sides[event.event_id, "actor"],
            "target": sides[event.event_id, "recipient"],
        }
        for event in ordered
    ]


@cache
def scores(folder: Path) -> dict[str, float]:
    """Return the scorer's figures on all of plv_train, by their printed names."""
    gold = [row | {"split": "test"} for row in rows("events/plv_train.jsonl")]
    answers = [{"id": row["id"], "events": predicted(row["text"])} for row in gold]
    for name, content in (("gold.jsonl", gold), ("answers.jsonl", answers)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in content), "utf-8")
    command = [sys.executable, BENCH / "events/score_events.py", folder / "gold.jsonl", folder / "answers.jsonl"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.findall(r"(coverage|type top-1|macroF1|type any|quad|source text|target text|triple) ([\d.]+)", printed)
    return {name: float(value) for name, value in found}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("events")


@pytest.mark.parametrize("figure", ["type top-1", "macroF1", "quad", "source text", "target text", "triple"])
def test_plover_types_and_sides(figure: str, folder: Path) -> None:
    assert scores(folder)[figure] >= section("events.plover")["floors"][figure]


@pytest.fixture(scope="module")
def sorted_statements() -> list[tuple[set[str], set[str]]]:
    """Return for each sentence of CAMEO's class of statements its PLOVER types, and those of its asserted events."""
    sorted_by_hand = tomllib.loads(Path(__file__).with_name("mere_statements.toml").read_text("utf-8"))["sentence"]
    texts = {row["id"]: row["text"] for row in rows("events/cameo_quad_train.jsonl")}
    return [
        (
            set(row["types"]),
            {str(event.event_type) for event in coded(texts[row["id"]]).events if event.factuality == "asserted"},
        )
        for row in sorted_by_hand
    ]


def test_mere_statements_stay_empty(sorted_statements: list[tuple[set[str], set[str]]]) -> None:
    fired = [bool(found) for wanted, found in sorted_statements if not wanted]
    assert sum(fired) <= ceiling("events.negatives") * len(fired)


def test_acts_in_words_are_found(sorted_statements: list[tuple[set[str], set[str]]]) -> None:
    right = [bool(wanted & found) for wanted, found in sorted_statements if wanted]
    assert sum(right) >= floor("events.acts_in_words") * len(right)


def test_records_of_a_peer() -> None:
    """Of the sentences whose CAMEO code has a PLOVER type, in how many that type is found."""
    plover = {row["code"]: row["plover"] for row in rows("events/cameo_codes.jsonl")}
    results = []
    for row in rows("events/petrarch2_validation.jsonl"):
        wanted = {plover[event["cameo"]] for event in row["events"] if plover.get(event["cameo"])}
        if wanted:
            results.append(bool(wanted & {str(event.event_type) for event in coded(row["text"]).events}))
    assert len(results) > 50
    assert sum(results) / len(results) >= floor("events.petrarch")


def meets(event: Event, names: dict[str, set[str]], gold: dict) -> bool:
    """Return whether an event has an accepted type and, where labelled, an accepted actor and recipient."""
    sides = {"actor": gold["source"], "recipient": gold["target"]}
    return event.event_type in gold["types"] and all(
        not wanted or any(related(name, want) for name in names[role] for want in wanted)
        for role, wanted in sides.items()
    )


def related(found: str, wanted: str) -> bool:
    words, other = set(found.lower().split()), set(wanted.lower().split())
    return bool(words) and (words <= other or other <= words)


@pytest.mark.parametrize("document", ["000", "004"])
def test_core_events_of_the_labelled_articles(document: str) -> None:
    floors = section("events.articles")["floors"][document]
    found = coded((BENCH / f"seeds/{document}.body.txt").read_text("utf-8"))
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    entity_names = {event.event_id: (event.actor_name, event.recipient_name) for event in found.events}
    for row in found.participants:
        names[row.event_id][row.role].add(row.text)
    for event_id, (actor, recipient) in entity_names.items():
        names[event_id]["actor"].add(actor or "")
        names[event_id]["recipient"].add(recipient or "")
    text = (BENCH / f"seeds/{document}.body.txt").read_text("utf-8")
    core = [row for row in rows("seeds/events.jsonl") if row["doc"] == document and row["core"]]
    typed = [(row, near(found, text, row)) for row in core]
    assert sum(bool(events) for _, events in typed) >= floors["type"]
    assert sum(any(meets(e, names[e.event_id], row) for e in events) for row, events in typed) >= floors["sides"]


def near(found: Outcome, text: str, gold: dict) -> list[Event]:
    """Return the events of an accepted type whose trigger lies in, or just beside, the labelled words."""
    start = text.find(gold["trigger"])
    end = start + len(gold["trigger"])
    return [
        event
        for event in found.events
        if start >= 0
        and event.event_type in gold["types"]
        and event.trigger_start < end + 12
        and event.trigger_end > start - 12
    ]


_LEAST = 60
"""Events of a row of the table below which its share is left to chance."""


@pytest.fixture(scope="module")
def judged() -> tuple[list[float], list[bool]]:
    seeds = os.environ.get("PRESSTABLE_REAL_SEEDS")
    found = calibrate.samples(BENCH, Path(seeds) if seeds else None)
    return [probability(row.event_type, row.features) for row in found], [row.is_right for row in found]


def test_the_table_of_reliability_rises(judged: tuple[list[float], list[bool]]) -> None:
    rows = [row for row in calibrate.reliability(*judged) if row.events >= _LEAST]
    assert len(rows) > 4
    assert all(one.right < other.right for one, other in pairwise(rows))


def test_the_confidence_is_near_the_share_that_is_right(judged: tuple[list[float], list[bool]]) -> None:
    rows = [row for row in calibrate.reliability(*judged) if row.events >= _LEAST]
    assert max(abs(row.confidence - row.right) for row in rows) < ceiling("events.reliability")
