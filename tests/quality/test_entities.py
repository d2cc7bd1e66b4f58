"""Floors for names on labelled data, read in place from the folder that PRESSTABLE_BENCH names."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from flows.steps.entities import Found, find_mentions
from flows.steps.entities.actors import describe
from flows.steps.language.passages import Passage
from flows.steps.language.sentences import sentences

BENCH = Path(os.environ.get("PRESSTABLE_BENCH", "does-not-exist"))
TYPES = {
    "person": "PER",
    "organization": "ORG",
    "armed_group": "ORG",
    "country": "LOC",
    "place": "LOC",
    "nationality_or_group": "NORP",
    "facility": "FAC",
}
LABELS = {"GPE": "LOC"}
OUTSIDE_THE_BODY = {"title", "byline", "dek"}
RE3D = {"PER": "Person", "ORG": "Organisation", "LOC": "Location", "FAC": "Location", "NORP": "Nationality"}

pytestmark = pytest.mark.skipif(not BENCH.is_dir(), reason="PRESSTABLE_BENCH names no folder")


def rows(name: str) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file of the bench."""
    return [json.loads(line) for line in (BENCH / name).read_text("utf-8").splitlines()]


def find(*texts: str) -> Found:
    """Return what the paragraphs `texts` of one document name."""
    return find_mentions(
        [
            Passage("doc_1", f"par_{number}", "body", text, sentences(text), lambda start, end: (start, end))
            for number, text in enumerate(texts)
        ]
    )


def typed(found: Found) -> list[tuple[str, str, int, int]]:
    """Return text, label and place of each mention."""
    types = {entity.entity_id: TYPES.get(entity.entity_type, "MISC") for entity in found.entities}
    return [(mention.text, types[mention.entity_id], mention.start, mention.end) for mention in found.mentions]


@pytest.mark.parametrize("seed", ["000", "004"])
def test_seeds(seed: str) -> None:
    body = (BENCH / f"seeds/{seed}.body.txt").read_text("utf-8").split("\n\n")
    got = Counter((text, label) for text, label, _, _ in typed(find(*body)))
    want = Counter(
        (row["text"].replace("\n", " "), LABELS.get(row["type"], row["type"]))
        for row in rows("seeds/entities.jsonl")
        if row["doc"] == seed
        and not row["in_boilerplate"]
        and not row["duplicate_region"]
        and row["region"] not in OUTSIDE_THE_BODY
    )
    right = sum((got & want).values())
    assert 2 * right / (got.total() + want.total()) >= 0.98


@pytest.mark.parametrize("seed", ["000", "004"])
def test_seeds_are_linked(seed: str) -> None:
    """Every mention that the labels give a Wikidata id has this id or none of Wikidata's, never another."""
    found = find(*(BENCH / f"seeds/{seed}.body.txt").read_text("utf-8").split("\n\n"))
    labels = rows("seeds/entities.jsonl")
    ids = {row["text"]: row["qid"] for row in labels if row["doc"] == seed and row["qid"]}
    got = [(mention.text, mention.entity_id) for mention in found.mentions if mention.text in ids]
    assert got
    assert [pair for pair in got if pair[1] != ids[pair[0]]] == []


def test_precision_on_unseen_reports() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows("entities/re3d_dev.jsonl"):
        gold = [(entity["begin"], entity["end"], entity["type"]) for entity in row["entities"]]
        for _, label, start, end in typed(find(row["text"])):
            if label in RE3D:
                total[label] += 1
                right[label] += any(kind == RE3D[label] and start < to and at < end for at, to, kind in gold)
    assert right["PER"] / total["PER"] >= 0.95
    assert right["ORG"] / total["ORG"] >= 0.92
    assert right["LOC"] / total["LOC"] >= 0.85
    assert total.total() >= 850


@pytest.mark.parametrize(("keys", "place", "floor"), [(("country", "cc"), 0, 0.69), (("code_1",), 1, 0.66)])
def test_actor_phrases(keys: tuple[str, ...], place: int, floor: float) -> None:
    results = [
        (describe(row["input"])[place] or "") == row["expected"][key]["value"]
        for row in rows("entities/ngec_actor_tests_dev.jsonl")
        if row["method"] != "query_wiki"
        for key in keys
        if row["expected"].get(key, {}).get("op") == "Eq"
    ]
    assert sum(results) / len(results) >= floor
