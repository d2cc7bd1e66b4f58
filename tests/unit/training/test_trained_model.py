"""What an encoder gives, counted against gold; the card of a model; the folder in which a stopped training goes on."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from flows import launch
from flows.errors import UsageError
from flows.steps.language.encoder.events import RoleInWindow, RoleWeights
from flows.steps.language.encoder.outputs import Inventory, LastLayers, Outputs, Relations
from flows.steps.language.encoder.pieces import word_pieces
from flows.steps.language.encoder.reading import CutText, Encoder
from flows.training import card
from flows.training.encoder.corpora import JudgedPassage
from flows.training.encoder.judge import (
    UNER_TYPES,
    judge_events,
    measures,
    score_named,
    score_trees,
    shares_by_probability,
)
from flows.training.encoder.windows import TaughtEvent, TaughtPassage
from flows.training.score import Tally
from flows.training.words import UNKNOWN, TrainingPassage, TrainingWord

INVENTORY = Inventory(
    pos=("PROPN", "VERB"),
    tag=("NNP", "VBD"),
    morph=("",),
    lemma=("k0|",),
    dep=("obj",),
    name=("O", "B-person", "B-place", "I-person", "I-place"),
    event_type=("RETREAT",),
    factuality=("asserted",),
    role=("", "actor", "mutual"),
)


def gold(*labels: str) -> TrainingPassage:
    """Return "Ada left Maldon" with labels of names."""
    rows = [("Ada", "PROPN", 1, "nsubj"), ("left", "VERB", 1, "ROOT"), ("Maldon", "PROPN", 1, "obj")]
    return (
        tuple(
            TrainingWord(text=text, pos=pos, tag="NNP", head=head, dep=dep, lemma=text, entity=label)
            for (text, pos, head, dep), label in zip(rows, labels, strict=True)
        ),
    )


def fixed(windows):
    """Yield for each window "Ada left Maldon": a verb with two objects, a sure person and a doubtful place."""
    for _ in windows:
        arcs = np.zeros((3, 4))
        arcs[[0, 1, 2], [2, 0, 2]] = 9.0
        name = np.zeros((3, 5))
        name[[0, 1, 2], [1, 0, 2]] = [9.0, 9.0, 2.0]
        yield Outputs(
            pos=np.array([0, 1, 0]),
            tag=np.array([0, 1, 0]),
            morph=np.zeros(3, dtype=int),
            lemma=np.zeros((3, 1), dtype=int),
            begins=np.array([1.0, 0.0, 0.0]),
            arcs=arcs,
            dependent=np.zeros((3, 2)),
            head=np.zeros((4, 2)),
            name=name,
            trigger=np.array([[9.0, 0.0, 0.0], [0.0, 9.0, 0.0], [9.0, 0.0, 0.0]]),
            event_type=np.zeros((3, 1)),
            factuality=np.zeros((3, 1)),
            event_side=np.ones((3, 2)),
            argument_side=np.array([[1.0, 1.0], [0.0, -1.0], [0.0, -1.0]]),
        )


ROLES = RoleWeights(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]]), np.array([0.5, 0.0, 0.0]), np.zeros((41, 3)))
LAST = LastLayers(Relations(np.zeros((1, 2)), np.zeros(1)), ROLES)
ENCODER = Encoder(word_pieces(lambda _: [7]), fixed, INVENTORY, LAST)
TOKENS = ((0, 3), (4, 8), (9, 15))


def judged(*labels: str) -> JudgedPassage:
    return JudgedPassage(gold(*labels), TOKENS)


def test_events_are_read_with_their_roles() -> None:
    ((event,),) = (read.events for read in ENCODER.read([CutText("Ada left Maldon", TOKENS)]))
    assert (event.start, event.end, event.types, event.factuality) == (1, 2, {"RETREAT": 1.0}, {"asserted": 1.0})
    assert event.roles == (RoleInWindow("actor", 0, 1),) and event.probability > 0.99
    assert event.moved(3).roles == (RoleInWindow("actor", 3, 4),) and event.moved(3).start == 4


def test_events_are_judged_by_words() -> None:
    taught = TaughtEvent((1,), "RETREAT", "asserted", (("actor", (0,)),))
    figures = judge_events(ENCODER, [TaughtPassage(gold("O", "O", "O"), has_syntax=True, events=(taught,))])
    assert figures == {"triggers": 1.0, "types": 1.0, "factuality": 1.0, "sides": 1.0}


def test_tally() -> None:
    tally = Tally()
    assert tally.f1 == 0.0
    tally.add([(1,), (1,), (2,)], [(1,), (3,)])
    assert (tally.right, tally.given, tally.gold) == (1, 3, 2)
    assert tally.f1 == pytest.approx(0.4)


def test_trees_are_counted_word_by_word() -> None:
    figures = score_trees(ENCODER, [judged("O", "O", "O")]).figures()
    assert figures["tokens"] == figures["sentences"] == figures["upos"] == figures["uas"] == 1.0
    assert figures["las"] == figures["xpos"] == pytest.approx(2 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "f1"),
    [
        (("B-person", "O", "B-facility"), 1.0),
        (("B-person", "O", "O"), 2 / 3),
        (("B-person", "O", UNKNOWN), 1.0),
        (("B-place", "O", "B-place"), 1 / 2),
    ],
)
def test_names_count_where_span_and_type_are_right(labels: tuple[str, ...], f1: float) -> None:
    assert score_named(ENCODER, [judged(*labels)], UNER_TYPES)["all"].f1 == pytest.approx(f1)


def test_shares_of_right_names_are_given_by_probability() -> None:
    shares = shares_by_probability(ENCODER, [judged("B-person", "O", "O")] * 3)
    assert shares["from 0.9"]["names"] == shares["from 0.0"]["names"] == 3
    assert (shares["from 0.9"]["right"], shares["from 0.0"]["right"]) == (1.0, 0.0)
    assert shares["from 0.8"] == {"names": 0, "probability": 0.0, "right": 0.0}


def test_gold_cuts_are_words_and_sentences_of_gold() -> None:
    passage = gold("O", "O", "O") * 2
    assert JudgedPassage(passage, ()).with_gold_cuts().sentences == ((0, 15), (16, 31))


def test_the_card_has_the_figures_and_the_version_of_the_weights(tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text(json.dumps({"version": "9.1.0"}))
    figures = measures(ENCODER, lambda _: [judged("B-person", "O", "B-place")])
    card.write_card(tmp_path, figures._asdict(), "an abacus")
    written = (tmp_path / "README.md").read_text("utf-8")
    assert "version 9.1.0" in written and "Trained on an abacus" in written
    assert "| ewt dev | 100.0 | 100.0 | 100.0 | 66.7 |" in written
    assert "| uner test | 100.0 |" in written
    assert {path.name for path in tmp_path.iterdir()} == {"labels.json", "README.md", "LICENSE", "SHA256SUMS"}


def test_the_shipped_card_is_one_that_the_flow_writes() -> None:
    """All lines but those with figures, and the device."""
    template = Path(card.__file__).with_name("card.md").read_text("utf-8")
    shipped = (Path(card.__file__).parents[1] / "steps/language/model/README.md").read_text("utf-8")
    assert [line for line in template.splitlines() if "{" not in line and line not in shipped] == []


def test_training_without_its_libraries_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "find_spec", lambda name: None if name == "torch" else name)
    with pytest.raises(UsageError, match="training needs torch; pip install"):
        launch.train("corpora", "out")


def test_a_stopped_training_goes_on_with_the_same_corpora_and_code_alone(tmp_path: Path) -> None:
    from flows.train import work_folder

    corpora, out = tmp_path / "corpora", tmp_path / "model"
    corpora.mkdir()
    (corpora / "ewt_train.conllu").write_text("one")
    before = work_folder(corpora, out)
    assert before.parent == tmp_path / "model.work"
    assert work_folder(corpora, out) == before
    shutil.copytree(corpora, tmp_path / "copy")
    assert work_folder(tmp_path / "copy", out) == before
    (corpora / "ewt_train.conllu").write_text("two")
    assert work_folder(corpora, out) != before


def test_a_training_that_was_stopped_keeps_its_work_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import train

    corpora, out = tmp_path / "corpora", tmp_path / "model"
    corpora.mkdir()
    (corpora / "ewt_train.conllu").write_text("one")
    out.mkdir()
    (out / "old").touch()
    done: list[str] = []

    def step(name: str, _source: str, target: str) -> dict[str, object]:
        done.append(name)
        if name == "export" and len(done) < 4:
            raise RuntimeError(name)
        if name == "export":
            Path(target).mkdir()
            (Path(target) / "labels.json").write_text(json.dumps({"version": "9.1.0"}))
        return {"device": "an abacus", "trees": {}, "names": {}, "sure": {}}

    monkeypatch.setattr(train, "_step", step)
    monkeypatch.setattr(train, "create_markdown_artifact", lambda *_, **__: None)
    for task in ("prepare", "train_network", "export", "measure"):
        monkeypatch.setattr(train, task, getattr(train, task).fn)
    with pytest.raises(RuntimeError):
        train.train_model.fn(str(corpora), str(out))
    assert (out / "old").exists() and train.work_folder(corpora, out).is_dir()
    train.train_model.fn(str(corpora), str(out))
    assert done == ["prepare", "train", "export", "prepare", "train", "export", "measure"]
    assert {path.name for path in out.iterdir()} == {"labels.json", "README.md", "LICENSE", "SHA256SUMS"}
    assert not train.work_folder(corpora, out).parent.exists()
