"""The kinds of common words and how often they follow each other, counted in treebanks.

`python -m flows.training.word_kinds --corpora FOLDER --out FOLDER` writes `word_kinds.toml` and `sequences.csv`, which
`flows/steps/repair/sequences.py` reads. Sources: the training parts of the English treebanks EWT and GUM of Universal
Dependencies, `ewt_train.conllu` and `gum_train.conllu` (CC BY-SA 4.0, CC BY 4.0).
"""

import argparse
import math
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from flows.steps.repair.sequences import COMMA, kind_by
from schemas.data_files import write_table

_TREEBANKS = ("ewt_train.conllu", "gum_train.conllu")
_FUNCTION = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"})
_UNSORTED = frozenset({"PUNCT", "SYM", "X", "INTJ", "PROPN"}) | _FUNCTION
_MIN_COUNT_OF_FUNCTION_WORD, _MIN_COUNT = 40, 3
"""How often a function word, and another word, must occur in the treebanks to be listed."""
_MIN_EXPECTED_COUNT, _PRIOR = 1.0, 2.0
"""Expected count from which a pair of kinds is stored, and what is added to both counts."""
_LINE_CHARACTERS = 118
_TOKEN = re.compile(r"\w+|[^\w\s]")
_IGNORED_MARKS = frozenset("'’-–—\"“”()[]")
"""Marks between words that are passed over; all others but the comma part sentences."""
Pairs = Counter[tuple[str, str]]
TaggedSentence = list[tuple[str, str]]
"""The written words of a sentence, each with its kind."""


class WordKinds(NamedTuple):
    """Common words in lower case, in alphabetical order: those that are a kind of their own, and the others by kind."""

    alone: list[str]
    by_kind: dict[str, list[str]]

    def mapping(self) -> dict[str, str]:
        """Return the kind of each word; a word that is alone is its own kind."""
        return {word: kind for kind, words in self.by_kind.items() for word in words} | {w: w for w in self.alone}


def write(corpora: Path, out: Path) -> None:
    """Write `word_kinds.toml` and `sequences.csv` to the folder `out`, from the treebanks in the folder `corpora`."""
    sentences = [sentence for name in _TREEBANKS for sentence in tagged_sentences(corpora / name)]
    kinds = word_kinds(sentences)
    (out / "word_kinds.toml").write_text(_toml(kinds), "utf-8")
    header, *rows = _rows(sentences, kinds.mapping())
    with (out / "sequences.csv").open("w", encoding="utf-8", newline="") as file:
        write_table(file, [str(cell) for cell in header], rows)


def tagged_sentences(path: Path) -> Iterator[TaggedSentence]:
    """Yield the sentences of a CoNLL-U file as written words with their kinds; a contraction is one word, of kind X."""
    for block in path.read_text("utf-8").split("\n\n"):
        cells = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        last_of_contraction, sentence = 0, []
        for number, word, _, tag, _, features, *_ in cells:
            if "-" in number:
                last_of_contraction = int(number.split("-")[1])
                sentence.append((word, "X"))
            elif number.isdigit() and int(number) > last_of_contraction:
                sentence.append((word, _kind(tag, features)))
        yield sentence


def _kind(tag: str, features: str) -> str:
    """Return the kind of a word with a universal tag and features: nouns by number, verbs by form."""
    if tag == "NOUN":
        return "NNS" if "Number=Plur" in features else "NN"
    if tag != "VERB":
        return tag
    if "VerbForm=Ger" in features or ("VerbForm=Part" in features and "Tense=Pres" in features):
        return "VBG"
    if "VerbForm=Part" in features:
        return "VBN"
    if "Tense=Past" in features:
        return "VBD"
    return "VBZ" if "Person=3" in features and "Number=Sing" in features else "VB"


def word_kinds(sentences: Iterable[TaggedSentence]) -> WordKinds:
    """Return the words that are common in sentences, each under the kind that it most often has."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, kind in (pair for sentence in sentences for pair in sentence):
        if word.replace("_", "").isalnum():
            counts[word.lower()][kind] += 1
    kinds = WordKinds([], {})
    for word, by_kind in sorted(counts.items()):
        kind, total = by_kind.most_common(1)[0][0], by_kind.total()
        if kind in _FUNCTION and total >= _MIN_COUNT_OF_FUNCTION_WORD:
            kinds.alone.append(word)
        elif kind not in _UNSORTED and total >= _MIN_COUNT and not word.isdigit():
            kinds.by_kind.setdefault(kind, []).append(word)
    return kinds


def _toml(kinds: WordKinds) -> str:
    """Return the text of `word_kinds.toml`."""
    listed = [f'{kind} = """\n{_filled(words)}\n"""' for kind, words in sorted(kinds.by_kind.items())]
    head = (
        "# Kinds of common English words, counted in the treebanks EWT (CC BY-SA 4.0) and GUM (CC BY 4.0) of\n"
        "# Universal Dependencies. Written by `python -m flows.training.word_kinds`.\n"
    )
    return f'{head}\n[alone]\nwords = """\n{_filled(kinds.alone)}\n"""\n\n[kinds]\n' + "\n".join(listed) + "\n"


def _filled(words: Iterable[str]) -> str:
    return textwrap.fill(" ".join(words), _LINE_CHARACTERS)


def _runs(sentences: Iterable[TaggedSentence], kinds: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the kinds of the words of each sentence between marks that part it, with its commas."""
    for sentence in sentences:
        run: list[str] = []
        for mark in (mark for word, _ in sentence for mark in _TOKEN.findall(word) if mark not in _IGNORED_MARKS):
            if mark == COMMA or mark[0].isalnum() or mark[0] == "_":
                run.append(mark if mark == COMMA else kind_by(mark, kinds))
            else:
                yield run
                run = []
        yield run


def _next(runs: Iterable[list[str]]) -> Pairs:
    """Return how often each kind occurs right before each other, a comma before a word in place of a word."""
    return Counter(pair for run in runs for pair in pairwise(run) if pair[1] != COMMA)


def _next_but_one(runs: Iterable[list[str]]) -> Pairs:
    """Return how often each kind occurs before each other with one word between them, commas aside."""
    without_commas = ([kind for kind in run if kind != COMMA] for run in runs)
    return Counter(pair for run in without_commas for pair in zip(run, run[2:], strict=False))


def _rows(sentences: Iterable[TaggedSentence], kinds: Mapping[str, str]) -> Iterator[list[str | int]]:
    """Yield the header of `sequences.csv`, and a row for each distance (1 or 2) and kind with a rate per column."""
    runs = list(_runs(sentences, kinds))
    tables = (_next(runs), _next_but_one(runs))
    columns = sorted({right for pairs in tables for _, right in pairs})
    yield ["apart", "before", *columns]
    for apart, pairs in enumerate(tables, 1):
        lefts, rights = Counter[str](), Counter[str]()
        for (left, right), count in pairs.items():
            lefts[left] += count
            rights[right] += count
        total = pairs.total()
        for left in sorted(lefts):
            yield [apart, left, *(_rate(pairs[left, right], lefts[left] * rights[right] / total) for right in columns)]


def _rate(count: int, chance: float) -> int:
    """Return how much more often than by chance a pair is, in tenths of natural logarithms; 0 where it is rare."""
    return round(10 * math.log((count + _PRIOR) / (chance + _PRIOR))) if chance >= _MIN_EXPECTED_COUNT else 0


def main() -> None:
    """Write the two files from the command line."""
    parser = argparse.ArgumentParser(description="Count the kinds of common words and how they follow each other.")
    parser.add_argument("--corpora", type=Path, required=True, help="a folder with " + " and ".join(_TREEBANKS))
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to, such as flows/steps/repair")
    arguments = parser.parse_args()
    write(arguments.corpora, arguments.out)


if __name__ == "__main__":
    main()
