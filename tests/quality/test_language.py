"""Floors for the shipped language model on labelled data, read in place from the folder that PRESSTABLE_BENCH names.

The model alone; knowledge and document rules come on top, and know the armed groups that it takes for places.
"""

import json
import os
import time
from pathlib import Path

import pytest

from flows.steps.language import engine
from flows.steps.language.encoder.reading import Encoder
from flows.steps.language.encoder.session import open_encoder
from flows.training.encoder.corpora import JudgedPassage, judged_passages, tokeniser
from flows.training.encoder.judge import UNER_TYPES, score_named, score_trees
from flows.training.score import Tally
from tests.quality.floors import floor, section

BENCH = Path(os.environ.get("PRESSTABLE_BENCH", "does-not-exist"))
CORPORA = BENCH / "language"
REPORT_TYPES = {"person": "Person", "organization": "Organisation", "place": "Location", "facility": "Location"}
PRONOUNS = frozenset({"i", "he", "she", "we", "they", "you", "it", "his", "her", "our", "their", "my", "who"})
EVERY = 4
"""Of the passages of a treebank one in so many is read: the encoder takes a minute for the whole of one."""
Ranges = list[tuple[int, int]]

pytestmark = [
    pytest.mark.skipif(not BENCH.is_dir(), reason="PRESSTABLE_BENCH names no folder"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder(Path(engine.__file__).with_name("model"))


def part(name: str, every: int) -> list[JudgedPassage]:
    """Return each passage of a part whose number can be divided by `every`."""
    return list(judged_passages(CORPORA, name, tokeniser()))[::every]


@pytest.mark.parametrize("corpus", ["ewt", "gum"])
def test_syntax(encoder: Encoder, corpus: str) -> None:
    score = score_trees(encoder, part(f"{corpus}_test", EVERY))
    floors = section(f"language.{corpus}")["floors"]
    reached = score.figures()
    assert reached["tokens"] >= floor("language.tokens")
    assert {name: (reached[name], least) for name, least in floors.items() if reached[name] < least} == {}


def test_names(encoder: Encoder) -> None:
    scores = score_named(encoder, part("uner_test", 1), UNER_TYPES)
    assert scores["all"].f1 >= floor("language.names")


def test_names_in_reports() -> None:
    rows = [json.loads(line) for line in (BENCH / "entities/re3d_dev.jsonl").read_text("utf-8").splitlines()]
    parses = list(engine.load().parse(row["text"] for row in rows))
    found = [
        [(name.start, name.end, REPORT_TYPES.get(name.entity_type, "")) for name in parse.names] for parse in parses
    ]
    for kind, least in section("language.reports")["floors"].items():
        precision, recall = Tally(), Tally()
        for row, names in zip(rows, found, strict=True):
            gold = [(each["begin"], each["end"]) for each in row["entities"] if each["type"] == kind]
            given = [(start, end) for start, end, named in names if named == kind]
            count(precision, given, gold)
            count(recall, [(start, end) for start, end in gold if is_name(row["text"][start:end])], given)
        shares = precision.right / precision.given, recall.right / recall.given
        assert 2 * shares[0] * shares[1] / sum(shares) >= least, kind


def count(tally: Tally, spans: Ranges, others: Ranges) -> None:
    """Count the spans that overlap one of the others."""
    tally.given += len(spans)
    tally.right += sum(any(span[0] < end and start < span[1] for start, end in others) for span in spans)


def is_name(text: str) -> bool:
    """Return whether a gold mention is a name: re3d also marks "I" and "the villagers"."""
    return text != text.lower() and text.lower() not in PRONOUNS


@pytest.mark.no_cover
def test_the_engine_is_quick_enough_to_use() -> None:
    """A quarter of the speed that is promised for a core of its own, as tests share theirs."""
    own = engine.load()
    text = "Officials in Harran said on Monday that 20 troops had left the U.S.-led mission near the border. " * 10
    list(own.parse([text]))
    start = time.process_time()
    parses = list(own.parse([text] * 20))
    assert sum(len(parse.tokens) for parse in parses) / (time.process_time() - start) >= floor("language.speed")
