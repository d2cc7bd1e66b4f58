"""Gold carried over to our tokens, passages varied, and a small network trained, stopped and resumed."""

import random
from pathlib import Path

import pytest

from flows.steps.language.encoder.outputs import Inventory
from flows.steps.language.encoder.pieces import word_pieces
from flows.training.encoder.alignment import NO_HEAD, retokenised
from flows.training.encoder.variation import cut_short, headline, misread, unstopped, variations, varied
from flows.training.encoder.windows import (
    LABELS,
    NOTHING,
    TaughtEvent,
    TaughtPassage,
    epoch_windows,
    load_windows,
    save_windows,
)
from flows.training.words import TrainingPassage, TrainingWord, text_of


def word(text: str, pos: str, head: int, dep: str, *, space: bool = True, entity: str = "O") -> TrainingWord:
    return TrainingWord(
        text=text, space=space, tag=pos, pos=pos, morph="", head=head, dep=dep, lemma=text.lower(), entity=entity
    )


SLEPT = (
    word("Ada", "PROPN", 1, "nsubj", entity="B-person"),
    word("slept", "VERB", 1, "ROOT"),
    word("in", "ADP", 3, "case"),
    word("Maldon", "PROPN", 1, "obl", space=False, entity="B-place"),
    word(".", "PUNCT", 1, "punct"),
)
CANNOT = (
    word("We", "PRON", 3, "nsubj"),
    word("can", "AUX", 3, "aux", space=False),
    word("not", "PART", 3, "advmod"),
    word("wait", "VERB", 3, "ROOT"),
)


def tokens(passage: TrainingPassage, *texts: str) -> list[tuple[int, int]]:
    """Return the ranges of tokens in the text of a passage."""
    text, position, ranges = text_of(passage), 0, []
    for token in texts:
        position = text.index(token, position)
        ranges.append((position, position + len(token)))
        position += len(token)
    return ranges


def shown(passage: TrainingPassage) -> list[tuple[str, int, str, str]]:
    return [(each.text, each.head, each.dep, each.entity) for sentence in passage for each in sentence]


def test_tokens_that_are_gold_words_keep_everything():
    passage = (SLEPT, CANNOT)
    kept = retokenised(passage, tokens(passage, *(each.text for sentence in passage for each in sentence)))
    assert kept == passage


def test_a_token_of_two_words_has_the_head_that_leads_out_of_it():
    merged = retokenised((CANNOT,), tokens((CANNOT,), "We", "cannot", "wait"))
    assert shown(merged) == [("We", 2, "nsubj", "O"), ("cannot", 2, "advmod", "O"), ("wait", 2, "ROOT", "O")]
    assert merged[0][1].pos == "" and merged[0][1].lemma == ""


def test_parts_of_a_word_teach_names_alone():
    parted = retokenised((SLEPT,), tokens((SLEPT,), "Ada", "slept", "in", "Mal", "don", "."))
    assert shown(parted)[3:5] == [("Mal", 1, "", "B-place"), ("don", NO_HEAD, "", "I-place")]


def test_a_stop_is_left_out_where_nothing_depends_on_it():
    assert [each.text for each in unstopped(SLEPT)] == ["Ada", "slept", "in", "Maldon"]
    assert unstopped(CANNOT) == CANNOT and unstopped(SLEPT[:1]) == SLEPT[:1]


def test_a_headline_has_capitals_but_on_small_words():
    assert [each.text for each in headline(SLEPT)] == ["Ada", "Slept", "in", "Maldon"]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_cut_short_has_its_heads_inside_or_none(seed):
    (cut,) = cut_short((SLEPT,), random.Random(seed))
    assert 3 <= len(cut) < len(SLEPT)
    assert all(NO_HEAD <= each.head < len(cut) for each in cut)
    assert cut_short((SLEPT[:4],), random.Random(seed)) == (SLEPT[:4],)


def test_misread_letters_keep_words_and_heads(monkeypatch):
    monkeypatch.setattr("flows.training.encoder.variation.variations", lambda: variations()._replace(misread_words=1.0))
    (seen,) = misread((SLEPT,), random.Random(1))
    assert len(seen) == len(SLEPT) and seen != SLEPT
    assert all(each.lemma == "" for each, gold in zip(seen, SLEPT, strict=True) if each.text != gold.text)


@pytest.mark.parametrize("seed", range(20))
def test_varied_passages_keep_one_label_a_word(seed):
    for sentence in varied((SLEPT, CANNOT), random.Random(seed)):
        assert all(each.head < len(sentence) for each in sentence)


INVENTORY = Inventory(
    pos=("ADP", "AUX", "PART", "PRON", "PROPN", "PUNCT", "VERB"),
    tag=("ADP", "AUX", "PART", "PRON", "PROPN", "PUNCT", "VERB"),
    morph=("",),
    lemma=("l0|",),
    dep=("advmod", "aux", "case", "nsubj", "obl", "punct"),
    name=("O", "B-person", "B-place", "I-person", "I-place"),
    event_type=("COERCE", "RETREAT"),
    factuality=("asserted", "denied"),
    role=("", "actor", "place"),
)
TO_PIECES = word_pieces(lambda text: [200 + ord(letter) for letter in text[:2]])
LEFT = TaughtEvent((1, 2), "RETREAT", "denied", (("actor", (0,)), ("place", (3,))))
TAUGHT = [
    TaughtPassage((SLEPT, CANNOT), has_syntax=True),
    TaughtPassage((SLEPT,), has_syntax=False),
    TaughtPassage((SLEPT,), has_syntax=True, events=(LEFT,)),
]


def test_windows_are_the_same_for_the_same_seed_and_survive_saving(tmp_path):
    first, again = (list(epoch_windows(TAUGHT, INVENTORY, TO_PIECES, {}, "1")) for _ in range(2))
    save_windows(tmp_path / "e.npz", first)
    for one, two, saved in zip(first, again, load_windows(tmp_path / "e.npz"), strict=True):
        assert all((a == b).all() and (a == c).all() for a, b, c in zip(one, two, saved, strict=True))
    with_events, names_only = first[0], first[-1].labels
    rows = {name: with_events.labels[LABELS.index(name)].tolist() for name in ("trigger", "event_type", "factuality")}
    assert rows["trigger"] == [0, 1, 2, 0, 0]
    assert (rows["event_type"][1], rows["factuality"][1]) == (1, 1) and rows["event_type"][0] == NOTHING
    assert with_events.roles.tolist() == [[1, 1, 0, 0, 2, 0]]
    assert (names_only[LABELS.index("head")] == NOTHING).all()
    assert (names_only[LABELS.index("name")] != NOTHING).any()


def trained(folder: Path, epochs: int, *, stop_after: int | None = None):
    """Return a network trained for some epochs in `folder`; `stop_after` ends the run as a breakdown would."""
    torch = pytest.importorskip("torch")
    from flows.training.encoder.loop import train_network
    from flows.training.encoder.network import Network
    from flows.training.encoder.recipe import whole

    recipe = whole()._replace(epochs=epochs, pieces_a_batch=64)
    paths = [folder / f"{number}.npz" for number in range(epochs)]
    for number, path in enumerate(paths):
        save_windows(path, epoch_windows(TAUGHT * 3, INVENTORY, TO_PIECES, {}, str(number)))
    torch.manual_seed(1)
    network = Network(INVENTORY, recipe.sizes, recipe.dropouts)

    def progress(number, _network):
        if number + 1 == stop_after:
            raise KeyboardInterrupt

    train_network(network, recipe, paths, folder, progress)
    return network


def test_weights_at_the_begin_are_kept_in_part_but_for_heads_of_events() -> None:
    torch = pytest.importorskip("torch")
    from flows.training.encoder.run import mixed

    trained, begun = ({"root": torch.tensor([value]), "events.mixture": torch.tensor([value])} for value in (1.0, 0.0))
    assert {name: float(value) for name, value in mixed(trained, begun, 0.25).items()} == {
        "root": 0.75,
        "events.mixture": 1.0,
    }


@pytest.mark.slow
def test_a_run_that_was_stopped_goes_on_to_the_same_weights(tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    transformer = pytest.importorskip("flows.training.encoder.transformer")
    monkeypatch.setattr(transformer, "_VOCABULARY", 512)
    (tmp_path / "whole").mkdir()
    (tmp_path / "stopped").mkdir()
    whole = trained(tmp_path / "whole", 3)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "stopped", 3, stop_after=1)
    resumed = trained(tmp_path / "stopped", 3)
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name
