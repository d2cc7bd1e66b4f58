"""Which words are common, of which kind, and how often kinds follow each other: on treebanks of a few lines."""

import os
from importlib.resources import files
from pathlib import Path

import pytest

from flows.training.word_kinds import tagged_sentences, word_kinds, write

DATA = ("word_kinds.toml", "sequences.csv")


def row(number: str, word: str, tag: str, features: str = "_") -> str:
    return f"{number}\t{word}\t{word}\t{tag}\t_\t{features}\t0\troot\t_\t_"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row("1", "Guards", "NOUN", "Number=Plur"), row("2", "slept", "VERB", "Tense=Past|VerbForm=Fin")],
         [("Guards", "NNS"), ("slept", "VBD")]),
        ([row("1-2", "didn't", "_"), row("1", "did", "AUX"), row("2", "n't", "PART"), row("3", "go", "VERB")],
         [("didn't", "X"), ("go", "VB")]),
        ([row("1", "took", "VERB", "Tense=Past|VerbForm=Part"), row("1.1", "it", "PRON")], [("took", "VBN")]),
        ([row("1", "going", "VERB", "Tense=Pres|VerbForm=Part")], [("going", "VBG")]),
        ([row("1", "goes", "VERB", "Number=Sing|Person=3|VerbForm=Fin")], [("goes", "VBZ")]),
        (["# text = Yes", row("1", "Yes", "INTJ")], [("Yes", "INTJ")]),
    ],
)  # fmt: skip
def test_words_of_a_treebank_get_their_kinds(tmp_path: Path, rows: list[str], sentence: list[tuple[str, str]]) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    assert list(tagged_sentences(path)) == [sentence]


@pytest.mark.parametrize(
    ("word", "kind", "count", "is_alone", "is_listed"),
    [
        ("of", "ADP", 39, False, False),
        ("of", "ADP", 40, True, False),
        ("raid", "NN", 2, False, False),
        ("raid", "NN", 3, False, True),
        ("Raid", "NN", 3, False, True),
        ("Maldon", "PROPN", 99, False, False),
        ("1999", "NUM", 99, False, False),
        ("co-op", "NN", 99, False, False),
        (",", "PUNCT", 99, False, False),
    ],
)
def test_only_common_words_are_listed(word: str, kind: str, count: int, is_alone: bool, is_listed: bool) -> None:
    found = word_kinds([[(word, kind)]] * count)
    assert found.alone == [word.lower()] * is_alone
    assert found.by_kind == ({kind: [word.lower()]} if is_listed else {})


def test_a_word_has_the_kind_that_it_most_often_has() -> None:
    assert word_kinds([[("raid", "NN")]] * 2 + [[("raid", "VB")]] * 3).mapping() == {"raid": "VB"}


def test_the_shipped_tables_are_those_of_the_treebanks(tmp_path: Path) -> None:
    corpora = Path(os.environ.get("PRESSTABLE_BENCH", "nowhere")) / "language"
    if not corpora.is_dir():
        pytest.skip("PRESSTABLE_BENCH names no folder with treebanks")
    write(corpora, tmp_path)
    shipped = files("flows.steps.repair")
    assert [name for name in DATA if (tmp_path / name).read_bytes() != shipped.joinpath(name).read_bytes()] == []
