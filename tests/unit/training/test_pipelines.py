"""Pipelines trained on a handful of words, scored, and trained again to the same weights."""

import random
from pathlib import Path
from typing import Any

import pytest

from flows.steps.language.features import open_pipeline
from flows.training import pipelines
from flows.training.examples import name_example, syntax_example
from flows.training.loop import Lesson, Schedule, train
from flows.training.score import Tally, score_names, score_syntax
from flows.training.slim import slim
from flows.training.words import TrainingPassage, TrainingWord

pytest.importorskip("spacy")


def sentence(subject: str, verb: str, place: str) -> TrainingPassage:
    """Return "<subject> <verb> <place>." with its tree and names."""
    return (
        (
            TrainingWord(subject, True, "NNP", "PROPN", "Number=Sing", 1, "nsubj", subject, "B-person"),
            TrainingWord(verb, True, "VBD", "VERB", "Tense=Past", 1, "ROOT", verb.removesuffix("ed"), "O"),
            TrainingWord(place, False, "NNP", "PROPN", "Number=Sing", 1, "obj", place, "B-place"),
            TrainingWord(".", True, ".", "PUNCT", "", 1, "punct", ".", "O"),
        ),
    )


PASSAGES = [
    sentence(*words)
    for words in [("Ada", "visited", "Maldon"), ("Olek", "bombed", "Harran"), ("Ivo", "left", "Duqm")] * 9
]


def unchanged(passage: TrainingPassage, _rng: random.Random) -> TrainingPassage:
    return passage


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines, "WIDTHS", {"syntax": 16, "names": 16})
    monkeypatch.setattr(pipelines, "ROWS", (50,) * len(pipelines.ROWS))


def trained(make: Any, to_example: Any) -> Any:
    nlp = make()
    reached = train(
        nlp, Lesson(PASSAGES, to_example, unchanged), lambda _: 1.0, Schedule(20, rate=0.02, words_a_batch=(8, 8))
    )
    assert reached == 1.0
    return nlp


def test_syntax_is_learnt_and_scored() -> None:
    nlp = trained(pipelines.syntax_pipeline, syntax_example)
    figures = score_syntax(nlp, PASSAGES).figures()
    assert figures["tokens"] == 1.0
    assert figures["upos"] > 0.9
    assert figures["las"] > 0.7


def test_names_are_learnt_the_same_way_twice() -> None:
    first, second = (trained(pipelines.name_pipeline, name_example) for _ in range(2))
    assert first.get_pipe("ner").to_bytes() == second.get_pipe("ner").to_bytes()
    scores = score_names(first, PASSAGES, {"person": "PER", "place": "LOC"})
    assert scores["all"].f1 > 0.9
    assert scores["PER"].gold == len(PASSAGES)


def test_names_may_begin_with_the_vectors_of_syntax() -> None:
    syntax = pipelines.syntax_pipeline()
    syntax.initialize(lambda: [syntax_example(syntax, passage) for passage in PASSAGES])
    names = pipelines.name_pipeline()
    names.initialize(lambda: [name_example(names, passage) for passage in PASSAGES])
    pipelines.lend_vectors(syntax, names)
    doc = names.make_doc("Ada visited Maldon.")
    own = names.get_pipe("ner").model.get_ref("tok2vec").layers[0].predict([doc])[0]
    lent = syntax.get_pipe("tok2vec").model.predict([doc])[0]
    assert (own == lent).all()


def test_unknown_labels_teach_nothing() -> None:
    nlp = pipelines.name_pipeline()
    example = name_example(
        nlp,
        ((TrainingWord("Ada", entity="B-person"), TrainingWord("saw", entity="-"), TrainingWord("it", entity="O")),),
    )
    assert example.get_aligned_ner() == ["U-person", None, "O"]


def test_words_that_the_tokenizer_cuts_keep_their_names() -> None:
    nlp = pipelines.name_pipeline()
    example = name_example(nlp, ((TrainingWord("Al-Zob", entity="B-person"), TrainingWord("left", entity="O")),))
    assert example.get_aligned_ner()[:3] == ["B-person", "I-person", "L-person"]


def test_the_best_epoch_of_the_second_half_is_kept() -> None:
    nlp = pipelines.name_pipeline()
    scores = iter([0.4, 0.7, 0.5])
    lesson = Lesson(PASSAGES, name_example, unchanged)
    assert train(nlp, lesson, lambda _: next(scores), Schedule(5)) == 0.7
    assert next(scores, None) is None


def test_schedule() -> None:
    schedule = Schedule(3, rate=1.0, words_a_batch=(100, 200))
    assert [schedule.words_at(epoch) for epoch in range(3)] == [100, 150, 200]
    assert [round(schedule.rate_at(share), 3) for share in (0, 0.5, 1)] == [1.0, 0.525, 0.05]
    assert [schedule.is_settled(epoch) for epoch in range(3)] == [False, True, True]
    assert Schedule(1).words_at(0) == 300


def test_tally() -> None:
    tally = Tally()
    assert tally.f1 == 0.0
    tally.add([(1,), (1,), (2,)], [(1,), (3,)])
    assert (tally.right, tally.given, tally.gold) == (1, 3, 2)
    assert tally.f1 == pytest.approx(0.4)


def test_a_slimmed_pipeline_says_the_same(tmp_path: Path) -> None:
    nlp = trained(pipelines.syntax_pipeline, syntax_example)
    nlp.vocab.strings.add("leftover")
    nlp.to_disk(tmp_path / "model")
    slim(tmp_path / "model")
    other = open_pipeline(tmp_path / "model")
    assert "leftover" not in other.vocab.strings
    text = "Ada visited Harran. Zed bombarded Maldon."
    fields = [[(t.lemma_, t.tag_, t.pos_, str(t.morph), t.dep_, t.head.i) for t in some(text)] for some in (nlp, other)]
    assert fields[0] == fields[1]
