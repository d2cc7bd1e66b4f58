"""Floors for the shipped language model on labelled data, read in place from the folder that PRESSTABLE_BENCH names.

Its names are measured with what knowledge and document rules make of them, in `test_names.py`.
"""

import os
import time
from pathlib import Path

import pytest

from flows.steps.language import engine
from flows.steps.language.encoder.reading import Encoder
from flows.steps.language.encoder.session import open_encoder
from flows.training.encoder.corpora import JudgedPassage, judged_passages, tokeniser
from flows.training.encoder.judge import score_trees
from tests.quality.floors import floor, section

BENCH = Path(os.environ.get("PRESSTABLE_BENCH", "does-not-exist"))
CORPORA = BENCH / "language"
EVERY = 4
"""Of the passages of a treebank one in so many is read: the encoder takes a minute for the whole of one."""

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


@pytest.mark.no_cover
def test_the_engine_is_quick_enough_to_use() -> None:
    """A quarter of the speed that is promised for a core of its own, as tests share theirs."""
    own = engine.load()
    text = "Officials in Harran said on Monday that 20 troops had left the U.S.-led mission near the border. " * 10
    list(own.parse([text]))
    start = time.process_time()
    parses = list(own.parse([text] * 20))
    assert sum(len(parse.tokens) for parse in parses) / (time.process_time() - start) >= floor("language.speed")
