"""Events decoded from the scores of their heads: triggers with types and factuality, and the words that fill roles."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

LOWEST = 0.1
"""Probability of a trigger below which a word is not looked at."""
_OUTSIDE, _FIRST, _FURTHER = range(3)
REACH = 20
"""Words between a trigger and another word from which all distances are one."""
MUTUAL = "mutual"
"""The role of those who are actor and recipient: "X and Y met"."""
_SIDES = ("actor", "recipient")


class EventLabels(NamedTuple):
    """The labels of types, factuality and roles, in the order of the outputs; the first role is none."""

    event_type: tuple[str, ...]
    factuality: tuple[str, ...]
    role: tuple[str, ...]


class EventScores(NamedTuple):
    """Scores by word, as in `Outputs`."""

    trigger: "Array"
    event_type: "Array"
    factuality: "Array"
    event_side: "Array"
    argument_side: "Array"


class RoleInWindow(NamedTuple):
    """Words, from `start` to `end` (half-open), that fill a role of an event."""

    role: str
    start: int
    end: int


class EventInWindow(NamedTuple):
    """A trigger from the word `start` to `end` (half-open), and what is said of its event.

    `probability` is that of the words to be a trigger; `types` and `factuality` are probabilities by label.
    """

    start: int
    end: int
    probability: float
    types: dict[str, float]
    factuality: dict[str, float]
    roles: tuple[RoleInWindow, ...]

    def moved(self, offset: int) -> "EventInWindow":
        """Return the event with its words counted from `offset`."""
        roles = tuple(RoleInWindow(role, start + offset, end + offset) for role, start, end in self.roles)
        return self._replace(start=self.start + offset, end=self.end + offset, roles=roles)


class RoleWeights(NamedTuple):
    """The last layer of the head of roles: `weight` by role and feature, `bias`, `distance` by distance and role."""

    weight: "Array"
    bias: "Array"
    distance: "Array"

    def numbers(self, scores: EventScores, trigger: int) -> "NDArray[np.int64]":
        """Return the number of the role that each word has in the event whose trigger begins at a word.

        Half of the features are the product of the parts of trigger and word, half the positive part of their sum.
        """
        own, others = scores.event_side[trigger], scores.argument_side
        half = len(own) // 2
        features = np.concatenate([own[:half] * others[:, :half], np.maximum(own[half:] + others[:, half:], 0)], axis=1)
        distances = np.clip(np.arange(len(others)) - trigger, -REACH, REACH) + REACH
        found = np.einsum("wf,rf->wr", features, self.weight) + self.bias + self.distance[distances]
        return np.asarray(found.argmax(axis=1), dtype=np.int64)


def find_events(scores: EventScores, labels: EventLabels, weights: RoleWeights) -> list[EventInWindow]:
    """Return what may be events in a window, in order, each with the probability that it is one."""
    if not len(scores.trigger):
        return []
    share = _probabilities(scores.trigger)
    return [
        EventInWindow(
            start=start,
            end=end,
            probability=float(1 - share[start:end, _OUTSIDE].min()),
            types=_named(scores.event_type[start], labels.event_type),
            factuality=_named(scores.factuality[start], labels.factuality),
            roles=tuple(_roles(weights.numbers(scores, start).tolist(), labels.role)),
        )
        for start, end in _triggers(share)
    ]


def _triggers(share: "Array") -> Iterator[tuple[int, int]]:
    """Yield the ranges of words that may be triggers: a first one, and those behind it that rather go on."""
    likely = share[:, _OUTSIDE] < 1 - LOWEST
    goes_on = share[:, _FURTHER] > np.maximum(share[:, _FIRST], share[:, _OUTSIDE])
    index = 0
    while index < len(share):
        start = index
        index += 1
        if likely[start]:
            while index < len(share) and goes_on[index]:
                index += 1
            yield start, index


def _probabilities(scores: "Array") -> "Array":
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Array = exponents / exponents.sum(axis=-1, keepdims=True)
    return result


def _named(scores: "Array", labels: Sequence[str]) -> dict[str, float]:
    return dict(zip(labels, _probabilities(scores).tolist(), strict=True))


def _roles(numbers: Sequence[int], labels: Sequence[str]) -> Iterator[RoleInWindow]:
    """Yield the runs of words that have one role; those of both sides fill two."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index < len(numbers) and numbers[index] == numbers[start]:
            continue
        label = labels[numbers[start]]
        for role in () if not numbers[start] else _SIDES if label == MUTUAL else (label,):
            yield RoleInWindow(role, start, index)
        start = index
