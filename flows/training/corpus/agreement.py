"""How far two annotations of the same texts agree: kappa for types, F1 for spans."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flows.steps.text.passage import Span
from flows.training.corpus.texts import LabelledEvent, LabelledText

NONE = "none"


class Agreement(NamedTuple):
    """Agreement of two annotations, 0 to 1; `texts` both have read.

    `type_kappa` is Cohen's kappa for the type by trigger, a trigger of one alone being `none` to the other.
    """

    texts: int
    type_kappa: float
    triggers: float
    actors: float
    recipients: float
    factuality: float


def agreement(first: Iterable[LabelledText], second: Iterable[LabelledText]) -> Agreement:
    """Return how far annotations agree on the texts of the same id."""
    others = {text.head.id: text for text in second}
    pairs = [(text, others[text.head.id]) for text in first if text.head.id in others]
    joined = [pair for left, right in pairs for pair in _aligned(left, right)]
    both = [(left, right) for left, right in joined if left and right]
    return Agreement(
        texts=len(pairs),
        type_kappa=kappa([(_type(left), _type(right)) for left, right in joined]),
        triggers=2 * len(both) / max(1, sum(bool(left) + bool(right) for left, right in joined)),
        actors=_side_f1(pairs, "actor"),
        recipients=_side_f1(pairs, "recipient"),
        factuality=sum(left.factuality == right.factuality for left, right in both if left and right)
        / max(1, len(both)),
    )


_Pair = tuple[LabelledEvent | None, LabelledEvent | None]


def _type(event: LabelledEvent | None) -> str:
    return event.event_type if event else NONE


def _aligned(left: LabelledText, right: LabelledText) -> list[_Pair]:
    """Return the events of two annotations whose triggers overlap as pairs, and those of one alone with None."""
    waiting = list(right.events)
    found: list[_Pair] = []
    for event in left.events:
        match = next(
            (other for other in waiting if overlap(left.spans[event.trigger], right.spans[other.trigger])), None
        )
        if match is not None:
            waiting.remove(match)
        found.append((event, match))
    return [*found, *((None, event) for event in waiting)]


def overlap(one: Span, other: Span) -> bool:
    """Return whether two ranges share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _side_f1(pairs: Iterable[tuple[LabelledText, LabelledText]], role: str) -> float:
    """Return F1 of the spans of a role of all events whose triggers overlap; spans agree where they overlap."""
    shared = total = 0
    for left, right in pairs:
        for event, other in _aligned(left, right):
            if event is None or other is None:
                continue
            ours = [left.spans[label] for label in event.roles.get(role, ())]
            theirs = [right.spans[label] for label in other.roles.get(role, ())]
            shared += sum(any(overlap(span, each) for each in theirs) for span in ours)
            shared += sum(any(overlap(span, each) for each in ours) for span in theirs)
            total += len(ours) + len(theirs)
    return shared / max(1, total)


def kappa(pairs: Iterable[tuple[str, str]]) -> float:
    """Return Cohen's kappa (1960) of two series of labels; 1 where both have one label only."""
    pairs = list(pairs)
    if not pairs:
        return 1.0
    observed = sum(left == right for left, right in pairs) / len(pairs)
    left_counts, right_counts = (Counter(side) for side in zip(*pairs, strict=True))
    chance = _chance(left_counts, right_counts, len(pairs))
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def _chance(left: Mapping[str, int], right: Mapping[str, int], count: int) -> float:
    return sum(left[label] * right.get(label, 0) for label in left) / count**2
