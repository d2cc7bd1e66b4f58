"""Floors for the shipped language model on labelled data, read in place from the folder that PRESSTABLE_BENCH names."""

import os
import time
from pathlib import Path

import pytest

from flows.steps.language.engine import load
from flows.steps.language.features import open_pipeline
from flows.training.recipe import RE3D_TYPES, UNER_TYPES
from tests.quality.floors import floor, section

BENCH = Path(os.environ.get("PRESSTABLE_BENCH", "does-not-exist"))
CORPORA = BENCH / "language"
MODEL = Path(__file__).parents[2] / "flows/steps/language/model"

pytestmark = [
    pytest.mark.skipif(not BENCH.is_dir(), reason="PRESSTABLE_BENCH names no folder"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def nlp():
    pytest.importorskip("spacy")
    return open_pipeline(MODEL)


@pytest.mark.parametrize("corpus", ["ewt", "gum"])
def test_syntax(nlp, corpus: str) -> None:
    from flows.training.score import score_syntax
    from flows.training.treebanks import read_treebank

    score = score_syntax(nlp, read_treebank(CORPORA / f"{corpus}_test.conllu"))
    floors = section(f"language.{corpus}")["floors"]
    assert score.tokens.f1 >= floor("language.tokens")
    assert score.las.f1 >= floors["las"]
    assert score.upos.f1 >= floors["upos"]


def test_names(nlp) -> None:
    from flows.training.corpora import read_uner
    from flows.training.score import score_names

    with nlp.select_pipes(enable=["ner"]):
        scores = score_names(nlp, read_uner(CORPORA / "uner_ewt_test.iob2"), UNER_TYPES)
    assert scores["all"].f1 >= floor("language.names")


def test_names_in_reports(nlp) -> None:
    """The model alone; knowledge and document rules come on top, and know the armed groups that it takes for places."""
    from flows.training.score import score_overlap

    with nlp.select_pipes(enable=["ner"]):
        scores = score_overlap(nlp, BENCH / "entities/re3d_dev.jsonl", RE3D_TYPES)
    for label, least in section("language.reports")["floors"].items():
        assert scores[label] >= least, label


@pytest.mark.no_cover
def test_the_engine_is_quick_enough_to_use() -> None:
    """A quarter of the speed that is promised for a core of its own, as tests share theirs."""
    engine = load()
    text = "Officials in Harran said on Monday that 20 troops had left the U.S.-led mission near the border. " * 10
    list(engine.parse([text]))
    start = time.process_time()
    parses = list(engine.parse([text] * 40))
    assert sum(len(parse.tokens) for parse in parses) / (time.process_time() - start) >= floor("language.speed")
