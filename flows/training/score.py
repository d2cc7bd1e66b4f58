"""How good a pipeline is: agreement with gold from raw text, tokenisation included."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flows.training.words import TrainingPassage, names_of, spans_of, text_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Item = tuple[object, ...]
_PRONOUNS = frozenset({"i", "he", "she", "we", "they", "you", "it", "his", "her", "our", "their", "my", "who"})


@dataclass
class Tally:
    """Counts behind an F1 score."""

    right: int = 0
    given: int = 0
    gold: int = 0

    def add(self, given: Iterable[Item], gold: Iterable[Item]) -> None:
        """Count what two collections have in common."""
        left, other = Counter(given), Counter(gold)
        self.right += (left & other).total()
        self.given += left.total()
        self.gold += other.total()

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / (self.given + self.gold) if self.given + self.gold else 0.0


@dataclass
class SyntaxScore:
    """F1 as the CoNLL 2018 shared task counts it: a word counts where its span is right, LAS without subtypes."""

    tokens: Tally = field(default_factory=Tally)
    sentences: Tally = field(default_factory=Tally)
    upos: Tally = field(default_factory=Tally)
    xpos: Tally = field(default_factory=Tally)
    feats: Tally = field(default_factory=Tally)
    lemmas: Tally = field(default_factory=Tally)
    uas: Tally = field(default_factory=Tally)
    las: Tally = field(default_factory=Tally)

    def figures(self) -> dict[str, float]:
        """Return all F1 scores by name."""
        return {name: round(getattr(self, name).f1, 4) for name in self.__dataclass_fields__}


def score_syntax(nlp: "Language", passages: Iterable[TrainingPassage]) -> SyntaxScore:
    """Return how well `nlp` analyses the raw text of `passages`."""
    score = SyntaxScore()
    passages = list(passages)
    for passage, doc in zip(passages, nlp.pipe(map(text_of, passages)), strict=True):
        given, gold = _given(doc), gold_items(passage)
        for name, items in given.items():
            getattr(score, name).add(items, gold[name])
    return score


def score_names(nlp: "Language", passages: Iterable[TrainingPassage], types: Mapping[str, str]) -> dict[str, Tally]:
    """Return a tally of exact names by type, and of all under `all`; `types` renames types, others are left out."""
    tallies = {kind: Tally() for kind in ("all", *sorted(set(types.values())))}
    passages = list(passages)
    for passage, doc in zip(passages, nlp.pipe(map(text_of, passages)), strict=True):
        given = [(e.start_char, e.end_char, types[e.label_]) for e in doc.ents if e.label_ in types]
        gold = list(gold_names(passage, types))
        tallies["all"].add(given, gold)
        for kind in set(types.values()):
            tallies[kind].add([n for n in given if n[2] == kind], [n for n in gold if n[2] == kind])
    return tallies


def score_overlap(nlp: "Language", path: Path, types: Mapping[str, str]) -> dict[str, float]:
    """Return F1 by type on a JSON Lines file of `text` and `entities`, where any overlap of the same type counts.

    Gold counts for recall only if it has a capital letter and is no pronoun: re3d also marks "I" and "the villagers".
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    parsed = list(nlp.pipe(row["text"] for row in rows))
    f1_by_type = {}
    for kind in sorted(set(types.values())):
        precision, recall = Tally(), Tally()
        for row, doc in zip(rows, parsed, strict=True):
            gold = [(e["begin"], e["end"]) for e in row["entities"] if e["type"] == kind]
            given = [(e.start_char, e.end_char) for e in doc.ents if types.get(e.label_) == kind]
            proper = [(start, end) for start, end in gold if _is_proper(row["text"][start:end])]
            precision.given += len(given)
            precision.right += sum(_overlaps(span, gold) for span in given)
            recall.gold += len(proper)
            recall.right += sum(_overlaps(span, given) for span in proper)
        share, reached = precision.right / max(1, precision.given), recall.right / max(1, recall.gold)
        f1_by_type[kind] = 2 * share * reached / (share + reached) if share + reached else 0.0
    return f1_by_type


def _is_proper(text: str) -> bool:
    return text != text.lower() and text.lower() not in _PRONOUNS


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def gold_names(passage: TrainingPassage, types: Mapping[str, str]) -> Iterable[Item]:
    """Yield range and type of each gold name of a passage; `types` renames types, others are left out."""
    spans, offset = spans_of(passage), 0
    for sentence in passage:
        for start, end, kind in names_of(sentence):
            if kind in types:
                yield spans[offset + start][0], spans[offset + end - 1][1], types[kind]
        offset += len(sentence)


def _given(doc: "Doc") -> dict[str, list[Item]]:
    words = [token for token in doc if not token.is_space]
    spans = {token.i: (token.idx, token.idx + len(token)) for token in words}
    sentences = [[token for token in sentence if not token.is_space] for sentence in doc.sents]
    return {
        "tokens": [spans[token.i] for token in words],
        "sentences": [(spans[s[0].i][0], spans[s[-1].i][1]) for s in sentences if s],
        "upos": [(*spans[token.i], token.pos_) for token in words],
        "xpos": [(*spans[token.i], token.tag_) for token in words],
        "feats": [(*spans[token.i], str(token.morph)) for token in words],
        "lemmas": [(*spans[token.i], token.lemma_) for token in words],
        "uas": [(*spans[t.i], None if t.head == t else spans.get(t.head.i)) for t in words],
        "las": [
            (*spans[t.i], None if t.head == t else spans.get(t.head.i), t.dep_.lower().split(":")[0]) for t in words
        ],
    }


def gold_items(passage: TrainingPassage) -> dict[str, list[Item]]:
    """Return the gold items of a passage by the name of what they score."""
    spans, offset = spans_of(passage), 0
    items: dict[str, list[Item]] = {name: [] for name in SyntaxScore.__dataclass_fields__}
    for sentence in passage:
        own = spans[offset : offset + len(sentence)]
        items["sentences"].append((own[0][0], own[-1][1]))
        for index, (span, word) in enumerate(zip(own, sentence, strict=True)):
            head = None if word.head == index else own[word.head]
            items["tokens"].append(span)
            items["upos"].append((*span, word.pos))
            items["xpos"].append((*span, word.tag))
            items["feats"].append((*span, word.morph))
            items["lemmas"].append((*span, word.lemma))
            items["uas"].append((*span, head))
            items["las"].append((*span, head, word.dep.lower().split(":")[0]))
        offset += len(sentence)
    return items
