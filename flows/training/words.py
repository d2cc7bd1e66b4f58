"""Annotated text: words in sentences in passages, whatever corpus they come from."""

from dataclasses import dataclass
from typing import NamedTuple

OUTSIDE = "O"
UNKNOWN = "-"
"""An entity label that the corpus does not give: the model learns nothing from it."""


@dataclass(frozen=True, slots=True)
class TrainingWord:
    """One word with its annotation in a corpus; syntax is empty where the corpus has none.

    `head` counts words of the sentence from 0 and points to the word itself at the root. `entity` is `B-<type>`,
    `I-<type>`, `O` (no name) or `-` (not known).
    """

    text: str
    space: bool = True
    tag: str = ""
    pos: str = ""
    morph: str = ""
    head: int = -1
    dep: str = ""
    lemma: str = ""
    entity: str = UNKNOWN


TrainingSentence = tuple[TrainingWord, ...]
TrainingPassage = tuple[TrainingSentence, ...]


class LabelledName(NamedTuple):
    """A name in a sentence: index of its first word, index after its last word, type."""

    start: int
    end: int
    kind: str


def text_of(passage: TrainingPassage) -> str:
    """Return the plain text of `passage`."""
    return "".join(word.text + " " * word.space for sentence in passage for word in sentence).rstrip()


def spans_of(passage: TrainingPassage) -> list[tuple[int, int]]:
    """Return the range of each word of `passage` in its text."""
    spans, position = [], 0
    for sentence in passage:
        for word in sentence:
            spans.append((position, position + len(word.text)))
            position += len(word.text) + word.space
    return spans


def sentence_spans_of(passage: TrainingPassage) -> list[tuple[int, int]]:
    """Return the range of each sentence of `passage` in its text."""
    spans, ranges, offset = spans_of(passage), [], 0
    for sentence in passage:
        ranges.append((spans[offset][0], spans[offset + len(sentence) - 1][1]))
        offset += len(sentence)
    return ranges


def names_of(sentence: TrainingSentence) -> list[LabelledName]:
    """Return the names of `sentence`, in order."""
    names: list[LabelledName] = []
    for index, word in enumerate(sentence):
        if word.entity.startswith("B-"):
            names.append(LabelledName(index, index + 1, word.entity[2:]))
        elif word.entity.startswith("I-") and names and names[-1][1] == index:
            names[-1] = names[-1]._replace(end=index + 1)
    return names


def labelled(names: list[LabelledName], length: int) -> list[str]:
    """Return the entity labels of a sentence of `length` words with these `names`; `-` as a type stays unknown."""
    labels = [OUTSIDE] * length
    for start, end, kind in names:
        for index in range(start, end):
            prefix = "B-" if index == start else "I-"
            labels[index] = UNKNOWN if kind == UNKNOWN else prefix + kind
    return labels
