"""Names decoded from the scores of BIO labels, each with its probability."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    LabelScores = NDArray[np.floating]

_IMPOSSIBLE = -1e9


class NameInWindow(NamedTuple):
    """A name: the index of its first word, that after its last, its type, and the probability that it is right."""

    start: int
    end: int
    kind: str
    probability: float


def find_names(scores: "LabelScores", labels: Sequence[str]) -> list[NameInWindow]:
    """Return the names of a window whose words have `scores`, a column for each of `labels` ("O", "B-person" ...).

    Of the sequences in which no name begins with its second word the best is chosen. The probability of a name is that
    of its least likely label.
    """
    if not len(scores):
        return []
    chosen = scores.argmax(axis=1)
    allowed = _transitions(labels)
    if not (allowed[chosen[:-1], chosen[1:]].all() and allowed[labels.index("O"), chosen[0]]):
        chosen = _best_sequence(scores, allowed, labels.index("O"))
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    sure = exponents[np.arange(len(chosen)), chosen] / exponents.sum(axis=1)
    return [
        NameInWindow(start, end, labels[chosen[start]][2:], float(sure[start:end].min()))
        for start, end in _ranges([labels[number] for number in chosen])
    ]


def _transitions(labels: Sequence[str]) -> "NDArray[np.bool_]":
    """Return whether the label of a column may follow that of a row."""
    return np.array([
        [not after.startswith("I-") or before[1:] == after[1:] for after in labels] for before in labels
    ])  # fmt: skip


def _best_sequence(scores: "LabelScores", allowed: "NDArray[np.bool_]", outside: int) -> "NDArray[np.int64]":
    """Return the labels of the best allowed sequence (Viterbi 1967)."""
    costs = np.where(allowed, 0.0, _IMPOSSIBLE)
    total = scores[0] + costs[outside]
    came_from = []
    for row in scores[1:]:
        paths = total[:, None] + costs
        came_from.append(paths.argmax(axis=0))
        total = paths.max(axis=0) + row
    best = [int(total.argmax())]
    for pointers in reversed(came_from):
        best.append(int(pointers[best[-1]]))
    return np.array(best[::-1], dtype=np.int64)


def _ranges(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for index, label in enumerate([*labels, "O"]):
        if start is not None and not label.startswith("I-"):
            yield start, index
            start = None
        if label.startswith("B-"):
            start = index
