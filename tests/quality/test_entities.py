"""Floors for names on labelled data, read in place from the folder that PRESSTABLE_BENCH names."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.steps.entities import LinkedMentions, find_mentions
from flows.steps.entities.actor_phrases import describe
from flows.steps.language.engine import RULES, load
from tests.builders import passage
from tests.quality.floors import floor, section

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
BREAK = "\n\n"
OUTSIDE_THE_BODY = {"title", "byline", "dek"}
RE3D = {"PER": "Person", "ORG": "Organisation", "LOC": "Location", "FAC": "Location", "NORP": "Nationality"}

pytestmark = pytest.mark.skipif(not BENCH.is_dir(), reason="PRESSTABLE_BENCH names no folder")


def rows(name: str) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file of the bench."""
    return [json.loads(line) for line in (BENCH / name).read_text("utf-8").splitlines()]


def find(*texts: str, engine: str = RULES) -> LinkedMentions:
    """Return what the paragraphs `texts` of one document name; places run on from one paragraph to the next."""
    passages, base = [], 0
    for text in texts:
        passages.append(passage(text, paragraph_id=f"par_{base}", raw_start=base))
        base += len(text) + len(BREAK)
    return find_mentions(load(engine).read(passages))


def typed(found: LinkedMentions) -> list[tuple[str, str, int, int]]:
    """Return text, label and place of each mention."""
    types = {entity.entity_id: TYPES.get(entity.entity_type, "MISC") for entity in found.entities}
    return [(mention.text, types[mention.entity_id], mention.start, mention.end) for mention in found.mentions]


def labelled(seed: str) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the labels of a body by their place in it: they stand in its order, with offsets of another text."""
    body = (BENCH / f"seeds/{seed}.body.txt").read_text("utf-8")
    found, position = {}, 0
    for row in sorted(rows("seeds/entities.jsonl"), key=lambda row: int(row["start"])):
        is_aside = row["in_boilerplate"] or row["duplicate_region"] or row["region"] in OUTSIDE_THE_BODY
        if row["doc"] == seed and not is_aside:
            text = row["text"].replace("\n", " ")
            position = body.index(text, position)
            found[position, position + len(text)] = row
            position += len(text)
    return found


@cache
def read(seed: str) -> LinkedMentions:
    """Return what the language model and all rules find in the body of a seed."""
    return find(*(BENCH / f"seeds/{seed}.body.txt").read_text("utf-8").split(BREAK), engine="presstable")


def b_cubed(got: Mapping[Any, Hashable], want: Mapping[Any, Hashable]) -> float:
    """Return the B3 F1 of two groupings of places; a place that only one of them has counts against it."""
    ours, theirs = groups(got), groups(want)
    shared = got.keys() & want.keys()
    sizes = {
        key: (len(ours[got[key]]), len(theirs[want[key]]), len(ours[got[key]] & theirs[want[key]])) for key in shared
    }
    precision = sum(both / our for our, _, both in sizes.values()) / len(got)
    recall = sum(both / their for _, their, both in sizes.values()) / len(want)
    return 2 * precision * recall / (precision + recall)


def groups(places: Mapping[Any, Hashable]) -> dict[Hashable, set[Any]]:
    found: dict[Hashable, set[Any]] = defaultdict(set)
    for place, name in places.items():
        found[name].add(place)
    return found


@pytest.mark.parametrize("seed", ["000", "004"])
def test_names_and_types_with_the_model(seed: str) -> None:
    """Strict: both ends and the type must be right; offices are no names."""
    found = read(seed)
    types = {entity.entity_id: TYPES.get(entity.entity_type, "MISC") for entity in found.entities}
    names = [mention for mention in found.mentions if mention.mention_kind != "role"]
    got = {(mention.raw_start, mention.raw_end, types[mention.entity_id]) for mention in names}
    want = {(*place, LABELS.get(row["type"], row["type"])) for place, row in labelled(seed).items()}
    six = set(TYPES.values()) | {"WORK"}
    got, want = ({row for row in side if row[2] in six} for side in (got, want))
    assert 2 * len(got & want) / (len(got) + len(want)) >= floor("entities.seeds_with_model")


@pytest.mark.parametrize("seed", ["000", "004"])
def test_mentions_of_one_thing_are_one_entity(seed: str) -> None:
    names = [mention for mention in read(seed).mentions if mention.mention_kind != "role"]
    got = {(mention.raw_start, mention.raw_end): mention.entity_id for mention in names}
    want = {place: row["canonical"] for place, row in labelled(seed).items()}
    assert b_cubed(got, want) >= floor("entities.seeds_b_cubed")


@pytest.mark.parametrize("seed", ["000", "004"])
def test_capitals_that_stand_for_governments(seed: str) -> None:
    found = read(seed)
    names = {entity.entity_id: entity.name for entity in found.entities}
    got = {
        (mention.raw_start, mention.raw_end): names[mention.refers_to_entity_id]
        for mention in found.mentions
        if mention.refers_to_entity_id
    }
    want = {place: row["refers_to"] for place, row in labelled(seed).items() if row["metonym"]}
    right = sum(place in got and got[place].endswith(name) for place, name in want.items())
    assert 2 * right / (len(got) + len(want)) >= floor("entities.seeds_metonyms")


def test_offices_that_name_their_holders() -> None:
    """Every office that the seeds are found to name is that of a labelled person; pronouns are never taken."""
    holders = {row["canonical"] for row in rows("seeds/nominals.jsonl")}
    found = [read(seed) for seed in ("000", "004")]
    for one in found:
        names = {entity.entity_id: entity.name for entity in one.entities}
        assert {names[mention.entity_id] for mention in one.mentions if mention.mention_kind == "role"} <= holders
    assert sum(mention.mention_kind == "role" for one in found for mention in one.mentions) >= floor(
        "entities.seeds_office_holders"
    )


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
    assert 2 * right / (got.total() + want.total()) >= floor("entities.seeds_with_rules")


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
    for label, least in section("entities.reports")["floors"].items():
        assert (total.total() if label == "names" else right[label] / total[label]) >= least, label


@pytest.mark.parametrize(("name", "keys", "place"), [("country", ("country", "cc"), 0), ("sector", ("code_1",), 1)])
def test_actor_phrases(name: str, keys: tuple[str, ...], place: int) -> None:
    results = [
        (describe(row["input"])[place] or "") == row["expected"][key]["value"]
        for row in rows("entities/ngec_actor_tests_dev.jsonl")
        if row["method"] != "query_wiki"
        for key in keys
        if row["expected"].get(key, {}).get("op") == "Eq"
    ]
    assert sum(results) / len(results) >= section("entities.actor_phrases")["floors"][name]
