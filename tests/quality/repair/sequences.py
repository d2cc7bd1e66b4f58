"""Count which kinds of words follow each other: `python -m tests.quality.repair.sequences` writes the data anew.

Reads the treebanks EWT and GUM below the folder that PRESSTABLE_BENCH names.
"""

import csv
import math
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from flows.steps.repair.sequences import COMMA, kind_of, kinds

_TREEBANKS = ("ewt_train.conllu", "gum_train.conllu")
_FUNCTION = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"})
_UNSORTED = frozenset({"PUNCT", "SYM", "X", "INTJ", "PROPN"}) | _FUNCTION
_ALONE, _LISTED = 40, 3
"""How often a function word, and another word, must stand in the treebanks to be listed."""
_CHANCE, _PRIOR = 1.0, 2.0
"""Expected count from which a pair of kinds is stored, and what is added to both counts."""
Pairs = Counter[tuple[str, str]]
_TOKEN = re.compile(r"\w+|[^\w\s]")
_BESIDE = frozenset("'’-–—\"“”()[]")
"""Marks between words that are passed over; all others but the comma part sentences."""


def main() -> None:
    """Write `word_kinds.toml` and `sequences.csv` beside the code that reads them."""
    folder = Path(str(files("flows.steps.repair")))
    sentences = [sentence for name in _TREEBANKS for sentence in _sentences(_bench() / "language" / name)]
    (folder / "word_kinds.toml").write_text(_word_kinds(sentences), "utf-8")
    kinds.cache_clear()
    with (folder / "sequences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(_rows(_next(sentences), _next_but_one(sentences)))


def _bench() -> Path:
    return Path(os.environ["PRESSTABLE_BENCH"])


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of a CoNLL-U file as written words with their kinds, contractions in one."""
    for block in path.read_text("utf-8").split("\n\n"):
        cells = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        behind, found = 0, []
        for cell in cells:
            if "-" in cell[0]:
                behind = int(cell[0].split("-")[1])
                found.append((cell[1], "X"))
            elif cell[0].isdigit() and int(cell[0]) > behind:
                found.append((cell[1], _kind(cell[3], cell[5])))
        yield found


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


def _word_kinds(sentences: Iterable[list[tuple[str, str]]]) -> str:
    """Return the text of `word_kinds.toml`."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for word, kind in (pair for sentence in sentences for pair in sentence):
        if word.replace("_", "").isalnum():
            seen[word.lower()][kind] += 1
    alone, lists = [], defaultdict(list)
    for word, counts in sorted(seen.items()):
        kind, total = counts.most_common(1)[0][0], counts.total()
        if kind in _FUNCTION and total >= _ALONE:
            alone.append(word)
        elif kind not in _UNSORTED and total >= _LISTED and not word.isdigit():
            lists[kind].append(word)
    listed = [f'{kind} = """\n{_filled(words)}\n"""' for kind, words in sorted(lists.items())]
    head = (
        "# Kinds of common English words, counted in the treebanks EWT (CC BY-SA 4.0) and GUM (CC BY 4.0) of\n"
        "# Universal Dependencies. Written by `python -m tests.quality.repair.sequences`.\n"
    )
    return f'{head}\n[alone]\nwords = """\n{_filled(alone)}\n"""\n\n[kinds]\n' + "\n".join(listed) + "\n"


def _filled(words: Iterable[str]) -> str:
    import textwrap

    return textwrap.fill(" ".join(words), 118)


def _runs(sentences: Iterable[list[tuple[str, str]]]) -> Iterator[list[str]]:
    """Yield the kinds of the words of each sentence between marks that part it, with its commas."""
    for sentence in sentences:
        run: list[str] = []
        for mark in (mark for word, _ in sentence for mark in _TOKEN.findall(word) if mark not in _BESIDE):
            if mark == COMMA or mark[0].isalnum() or mark[0] == "_":
                run.append(mark if mark == COMMA else kind_of(mark))
            else:
                yield run
                run = []
        yield run


def _next(sentences: Iterable[list[tuple[str, str]]]) -> Pairs:
    """Return how often each kind stands right before each other, a comma before a word in place of a word."""
    return Counter(pair for run in _runs(sentences) for pair in pairwise(run) if pair[1] != COMMA)


def _next_but_one(sentences: Iterable[list[tuple[str, str]]]) -> Pairs:
    """Return how often each kind stands before each other with one word between them, commas aside."""
    runs = ([kind for kind in run if kind != COMMA] for run in _runs(sentences))
    return Counter(pair for run in runs for pair in zip(run, run[2:], strict=False))


def _rows(*tables: Pairs) -> Iterator[list[str | int]]:
    """Yield a header and for each table a row for each kind: how much more often than by chance others follow."""
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
    return round(10 * math.log((count + _PRIOR) / (chance + _PRIOR))) if chance >= _CHANCE else 0


if __name__ == "__main__":
    main()
