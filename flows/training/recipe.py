"""The recipe of the shipped model: which corpora teach what, how long, and what decides."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flows.steps.language.features import open_pipeline
from flows.steps.language.tokenizer import make_tokenizer
from flows.training.augment import names_by_type, varied_names, varied_syntax
from flows.training.corpora import read_crossner, read_redocred, read_uner, retidied
from flows.training.examples import name_example, syntax_example
from flows.training.loop import Lesson, Schedule, train
from flows.training.pipelines import joined, lend_vectors, name_pipeline, syntax_pipeline
from flows.training.score import Tally, score_names, score_overlap, score_syntax
from flows.training.silver import with_silver
from flows.training.slim import slim
from flows.training.treebanks import read_treebank
from flows.training.words import TrainingPassage

if TYPE_CHECKING:
    from spacy.language import Language

EPOCHS = {"syntax": 17, "names": 8}
DROPOUT = {"syntax": 0.1, "names": 0.1}
UNER_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "facility": "LOC"}
"""UNER has three types, buildings among its places."""
RE3D_TYPES = {"person": "Person", "organization": "Organisation", "place": "Location", "facility": "Location"}
EXCHANGED = ("organization", "place")
"""Types whose names are exchanged within the type in training; people get names that no corpus has."""
_MAX_SENTENCES = {"syntax": 7, "names": 8}
"""Sentences of a training passage."""


def syntax_corpus(corpora: Path) -> list[TrainingPassage]:
    """Return what syntax is learnt from: both treebanks, their people marked so that they can be swapped."""
    ewt = with_silver(read_treebank(corpora / "ewt_train.conllu"))
    return [*ewt, *_gum(corpora, "train")]


def name_corpus(corpora: Path) -> list[TrainingPassage]:
    """Return what names are learnt from; EWT has no gold here but what `silver` finds."""
    files = [corpora / f"redocred_{part}.json" for part in ("dev", "test")]
    passages = [passage for file in files for passage in read_redocred(file)]
    for part in ("train", "dev"):
        passages += read_crossner(corpora / f"crossner_politics_{part}.txt")
    passages += _gum(corpora, "train")
    passages += 2 * read_uner(corpora / "uner_ewt_dev.iob2")  # little, but the only names of the web by hand
    passages += with_silver(read_treebank(corpora / "ewt_train.conllu"))
    return passages


def train_syntax(corpora: Path, out: Path, epochs: int = EPOCHS["syntax"]) -> float:
    """Save the pipeline of tagger, morphologizer, lemmatizer and parser in `out`; return its score (F1, 0 to 1).

    The epoch with the best mean of LAS and UPOS on the development parts of EWT and GUM is kept.
    """
    dev = [read_treebank(corpora / f"{name}_dev.conllu") for name in ("ewt", "gum")]

    def score(nlp: "Language") -> float:
        scores = [score_syntax(nlp, passages) for passages in dev]
        return sum(score.las.f1 + score.upos.f1 for score in scores) / (2 * len(scores))

    nlp = syntax_pipeline()
    lesson = Lesson(syntax_corpus(corpora), syntax_example, varied_syntax, _MAX_SENTENCES["syntax"])
    best = train(nlp, lesson, score, Schedule(epochs, DROPOUT["syntax"]))
    nlp.to_disk(out)
    return best


def train_names(corpora: Path, syntax: Path, out: Path, epochs: int = EPOCHS["names"]) -> float:
    """Save the pipeline of names in `out`; return its score (F1, 0 to 1).

    Its vector layer begins as that of the pipeline saved in `syntax`. The epoch is kept that is best on text of
    other kinds: GUM's development part, exactly, and the reports of re3d (beside the corpora, if they are there),
    by overlap.
    """
    gum, reports = _gum(corpora, "dev"), corpora.parent / "entities" / "re3d_dev.jsonl"

    def score(nlp: "Language") -> float:
        exact = score_names(nlp, gum, UNER_TYPES)["all"].f1
        if not reports.is_file():
            return exact
        overlaps = score_overlap(nlp, reports, RE3D_TYPES)
        return (exact + sum(overlaps.values()) / len(overlaps)) / 2

    def start(nlp: "Language") -> None:
        lend_vectors(open_pipeline(syntax), nlp)

    nlp = name_pipeline()
    passages = name_corpus(corpora)
    vary = partial(varied_names, others=names_by_type(passages, EXCHANGED))
    lesson = Lesson(passages, name_example, vary, _MAX_SENTENCES["names"])
    best = train(nlp, lesson, score, Schedule(epochs, DROPOUT["names"]), start)
    nlp.to_disk(out)
    return best


def join(syntax: Path, names: Path, out: Path, version: str) -> None:
    """Save in the folder `out` one pipeline made of those in the folders `syntax` and `names`; `version` is its own."""
    nlp = joined(open_pipeline(syntax), open_pipeline(names))
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.meta.update(
        {
            "name": "presstable",
            "version": version,
            "description": "English tagger, parser, lemmatizer and recogniser of names, trained by Presstable",
            "license": "CC BY-SA 4.0",
            "author": "Presstable",
        }
    )
    nlp.to_disk(out)
    slim(out)


Figures = dict[str, dict[str, float]]


def figures(corpora: Path, model: Path) -> Figures:
    """Return F1 scores (0 to 1) of a saved pipeline on the test parts, by corpus and then by what is scored."""
    nlp = open_pipeline(model)
    by_corpus: Figures = {}
    for name in ("ewt", "gum"):
        by_corpus[name] = score_syntax(nlp, read_treebank(corpora / f"{name}_test.conllu")).figures()
    by_corpus["uner"] = _rounded(score_names(nlp, read_uner(corpora / "uner_ewt_test.iob2"), UNER_TYPES))
    by_corpus["gum names"] = _rounded(score_names(nlp, _gum(corpora, "test"), {kind: kind for kind in _types(nlp)}))
    return by_corpus


def _types(nlp: "Language") -> Iterable[str]:
    return sorted(nlp.pipe_labels["ner"])


def _rounded(tallies: dict[str, Tally]) -> dict[str, float]:
    return {name: round(tally.f1, 4) for name, tally in tallies.items()}


def _gum(corpora: Path, part: str) -> list[TrainingPassage]:
    return retidied(read_treebank(corpora / f"gum_{part}.conllu", with_entities=True))
