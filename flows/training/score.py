"""Agreement with gold from raw text, tokenisation included: counts, and what is counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.training.words import TrainingPassage, names_of, sentence_spans_of, spans_of

Item = tuple[object, ...]


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


def gold_names(passage: TrainingPassage, types: Mapping[str, str]) -> Iterable[Item]:
    """Yield range and type of each gold name of a passage; `types` renames types, others are left out."""
    spans, offset = spans_of(passage), 0
    for sentence in passage:
        for start, end, kind in names_of(sentence):
            if kind in types:
                yield spans[offset + start][0], spans[offset + end - 1][1], types[kind]
        offset += len(sentence)


def gold_items(passage: TrainingPassage) -> dict[str, list[Item]]:
    """Return the gold items of a passage by the name of what they score."""
    spans, offset = spans_of(passage), 0
    items: dict[str, list[Item]] = {name: [] for name in SyntaxScore.__dataclass_fields__}
    items["sentences"] += sentence_spans_of(passage)
    for sentence in passage:
        own = spans[offset : offset + len(sentence)]
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
