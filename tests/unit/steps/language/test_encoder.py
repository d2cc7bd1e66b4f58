"""The encoder's own code: pieces, windows, lemma scripts, trees, names; and the shipped network."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from flows.errors import UnusableWeightsError
from flows.steps.language import engine
from flows.steps.language.encoder import boundaries, lemmas, names, pieces, reading, session, trees
from tests.builders import passage

LABELS = ("O", "B-person", "B-place", "I-person", "I-place")
MODEL = Path(engine.__file__).with_name("model")


def by_letter(word: str) -> list[int]:
    return [ord(letter) for letter in word]


@pytest.mark.parametrize(
    ("word", "lemma", "script"),
    [
        ("Houses", "house", "l1|"),
        ("Iraqis", "Iraqi", "k1|"),
        ("BAGHDAD", "Baghdad", "t0|"),
        ("men", "man", "l2|an"),
        ("was", "be", "=be"),
        ("US", "US", "k0|"),
        (".", ".", "l0|"),
    ],
)
def test_lemma_scripts_lead_from_word_to_lemma(word, lemma, script):
    assert lemmas.lemma_script(word, lemma) == script
    assert lemmas.apply_script(word, script) == lemma


def test_of_likely_lemmas_the_first_that_english_has_is_taken():
    assert lemmas.likeliest_lemma("suffered", ("l1|", "l2|")) == "suffer"
    assert lemmas.likeliest_lemma("zwxqed", ("l1|", "l2|")) == "zwxqe"
    assert lemmas.likeliest_lemma("ab", ("l2|",)) == "ab"
    assert lemmas.likeliest_lemma("criticised", ("l2|", "l1|")) == "criticise"
    assert lemmas.likeliest_lemma("apologised", ("l0|", "l1|")) == "apologise"
    assert lemmas.likeliest_lemma("promised", ("l1|",)) == "promise"


def test_words_have_shapes_and_at_most_a_few_pieces():
    words = ["Ada", "went", "to", "IBM", "A", "McDonald", "iPhone", "24-hour", "24", "..."]
    assert [pieces.shape(word) for word in words] == [6, 3, 3, 4, 5, 7, 8, 3, 2, 1]
    assert len(pieces.word_pieces(by_letter)("a" * 50)) == pieces.MAX_PIECES_OF_WORD
    assert pieces.word_pieces(by_letter)("“") == pieces.word_pieces(by_letter)('"')
    assert pieces.word_pieces(lambda _: [])("x") == (pieces.UNKNOWN,)


def test_window_marks_the_first_piece_of_each_word():
    made = pieces.window(["Ada", "ran"], pieces.word_pieces(by_letter))
    assert made.ids == [pieces.FIRST, *by_letter("Adaran"), pieces.LAST]
    assert made.first == [1, 4] and made.shapes == [0, 6, 9, 9, 3, 9, 9, 0]


def test_windows_are_cut_between_sentences_and_else_between_words():
    words, cut = ["ab"] * 300, pieces.word_pieces(by_letter)
    assert list(pieces.window_ranges(words, [0, 100, 120, 200], cut)) == [(0, 120), (120, 200), (200, 300)]
    assert list(pieces.window_ranges(words, [0], cut)) == [(0, 127), (127, 254), (254, 300)]
    assert list(pieces.window_ranges([], [], cut)) == []


def is_tree(heads: tuple[int, ...]) -> bool:
    """Return whether heads (0 is the root) make one tree with one root."""
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_heads_are_those_of_the_best_tree_with_one_root(size):
    generator = np.random.default_rng(size)
    for _ in range(40):
        scores = generator.normal(size=(size, size + 1))
        candidates = [heads for heads in product(range(size + 1), repeat=size) if is_tree(heads)]
        best = max(candidates, key=lambda heads: sum(scores[index, head] for index, head in enumerate(heads)))
        assert tuple(trees.sentence_heads(scores)) == best


def test_heads_stay_in_their_sentences():
    scores = np.random.default_rng(3).normal(size=(9, 10))
    heads = trees.window_heads(scores, [(0, 4), (4, 9)])
    assert list(heads[:4]).count(0) == list(heads[4:]).count(0) == 1
    assert set(heads[:4]) <= {0, 1, 2, 3, 4} and set(heads[4:]) <= {0, 5, 6, 7, 8, 9}


def scored(*labels: str) -> np.ndarray:
    return np.array([[4.0 * (label == given) for label in LABELS] for given in labels])


def test_names_have_types_and_probabilities():
    found = names.find_names(scored("B-person", "I-person", "O", "B-place", "B-place"), LABELS)
    assert [name[:3] for name in found] == [(0, 2, "person"), (3, 4, "place"), (4, 5, "place")]
    assert found[0].probability == pytest.approx(np.exp(4) / (np.exp(4) + 4))
    assert names.find_names(np.zeros((0, 5)), LABELS) == []


def test_no_name_begins_with_its_second_word():
    scores = scored("O", "I-person", "I-person")
    scores[1, LABELS.index("B-person")] = 3.0
    assert [name[:3] for name in names.find_names(scores, LABELS)] == [(1, 3, "person")]


def test_sentences_are_those_found_or_those_given():
    begins = np.array([0.1, 0.2, 0.9, 0.4, 0.6, 0.1])
    assert boundaries.sentence_starts(begins, []) == [0, 2]
    assert boundaries.sentence_starts(begins, [1, 3]) == [0, 2, 3]
    assert boundaries.sentence_starts(begins, [3], [5]) == [0, 2, 3, 5]
    assert boundaries.ranges_from([3], 6) == [(0, 3), (3, 6)]


@pytest.fixture(scope="module")
def encoder():
    return session.open_encoder(MODEL)


def cut(text: str) -> reading.CutText:
    """Return a text cut at blanks."""
    starts = [index for index in range(len(text)) if text[index] != " " and text[index - 1 : index] in {"", " "}]
    return reading.CutText(text, [(start, (text + " ").index(" ", start)) for start in starts])


TEXTS = ["Ada Brandt slept .", "Rebels shelled Maldon on Monday and the mayor fled " * 30, "Yes", "Ships left Duqm"]


def test_a_text_is_read_alike_whatever_is_read_beside_it(encoder):
    together = list(encoder.read([cut(text) for text in TEXTS]))
    alone = [next(iter(encoder.read([cut(text)]))) for text in TEXTS]
    assert together == alone
    assert [name.kind for name in together[0].names] == ["person"]
    assert together[0].words[2].lemma == "sleep" and together[0].words[2].dep == "root"


def test_changed_weights_are_refused(tmp_path):
    for path in MODEL.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / session.LABELS).write_bytes(b"{}")
    with pytest.raises(UnusableWeightsError, match=session.LABELS):
        session.open_encoder(tmp_path)


@pytest.mark.parametrize(
    "parts",
    [
        ("The talks failed on Monday", "The two sides blame each other"),
        ("Photo: Reuters", "The ministers met in Oslo on Monday."),
        ("1. Ceasefire begins", "2. Prisoners are freed", "3. Troops leave"),
        ("the army said it had taken the town.", "rebels denied it.", "no one was hurt."),
        ("Gen. Brandt met Lt. Col. Ames at St. Petersburg.", "They left."),
        ("OSLO, May 3 (Reuters) --", "Rebels left the town."),
    ],
)
def test_sentences_of_a_passage_are_found_without_stops_and_kept_in_spite_of_them(parts):
    text = " ".join(parts)
    (read,) = engine.load().read([passage(text)])
    assert tuple(text[start:end] for start, end in read.sentences) == parts
