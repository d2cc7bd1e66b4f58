"""What the network gives for a window, and how it becomes words with heads, relations and names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from flows.steps.language.encoder.events import EventInWindow, EventLabels, EventScores, RoleWeights, find_events
from flows.steps.language.encoder.lemmas import likeliest_lemma
from flows.steps.language.encoder.names import NameInWindow, find_names
from flows.steps.language.encoder.trees import window_heads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from flows.steps.text.passage import Span

    Array = NDArray[np.float32]


class Inventory(NamedTuple):
    """The labels of each head, in the order of its outputs; `lemma` has scripts, `name` BIO labels.

    `event_type`, `factuality` and `role` are empty for a network that finds no events; the first role is none.
    """

    pos: tuple[str, ...]
    tag: tuple[str, ...]
    morph: tuple[str, ...]
    lemma: tuple[str, ...]
    dep: tuple[str, ...]
    name: tuple[str, ...]
    event_type: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    role: tuple[str, ...] = ()

    @property
    def of_events(self) -> EventLabels:
        """Return the labels of the heads of events."""
        return EventLabels(self.event_type, self.factuality, self.role)


class Outputs(NamedTuple):
    """The outputs for the words of a window, in the order of the network's.

    Numbers of labels by word (`pos`, `tag`, `morph`), and of a few scripts (`lemma`), the likeliest first; the
    probability that a sentence `begins` with the word; scores of `arcs` (rows: words; columns: the root and the
    words); parts of the scores of relations by word as a `dependent` and by root and word as a `head`; scores of the
    labels of `name`; scores by word of being outside, the first or a further word of a `trigger`, of the `event_type`
    and the `factuality` of a trigger that begins there; and parts of the scores of roles by word as a trigger
    (`event_side`) and as what fills a role (`argument_side`).
    """

    pos: "Array"
    tag: "Array"
    morph: "Array"
    lemma: "Array"
    begins: "Array"
    arcs: "Array"
    dependent: "Array"
    head: "Array"
    name: "Array"
    trigger: "Array"
    event_type: "Array"
    factuality: "Array"
    event_side: "Array"
    argument_side: "Array"

    @property
    def of_events(self) -> EventScores:
        """Return the outputs of the heads of events."""
        return EventScores(self.trigger, self.event_type, self.factuality, self.event_side, self.argument_side)


class ReadWord(NamedTuple):
    """One word of a window: `head` is an index of the window, its own at the root."""

    pos: str
    tag: str
    morph: str
    lemma: str
    head: int
    dep: str


class ReadWindow(NamedTuple):
    """The words of a window, the ranges of its sentences, its names and its events."""

    words: list[ReadWord]
    sentences: list["Span"]
    names: list[NameInWindow]
    events: list[EventInWindow]


class Relations(NamedTuple):
    """The last layer of the head of relations: `weight` by relation and feature, and `bias`."""

    weight: "Array"
    bias: "Array"

    def numbers(self, outputs: Outputs, heads: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """Return the number of the relation of each word to its head.

        Half of the features are the product of the parts of word and head, half the positive part of their sum. They
        are weighed by `einsum`, not by `@`, whose library starts threads of its own: beside other processes at work
        these wait for each other ten times as long as they compute.
        """
        below, above = outputs.dependent, outputs.head[heads]
        half = below.shape[1] // 2
        features = np.concatenate(
            [below[:, :half] * above[:, :half], np.maximum(below[:, half:] + above[:, half:], 0)], axis=1
        )
        return np.asarray((np.einsum("wf,rf->wr", features, self.weight) + self.bias).argmax(axis=1), dtype=np.int64)


class LastLayers(NamedTuple):
    """The last layers of the heads that score pairs of words, which run only for the pairs that matter."""

    relations: Relations
    roles: RoleWeights


def decode(
    texts: Sequence[str], outputs: Outputs, inventory: Inventory, last: LastLayers, sentences: list["Span"]
) -> ReadWindow:
    """Return the words `texts` of a window as the network reads them; trees keep to `sentences`, ranges of words."""
    heads = window_heads(outputs.arcs, sentences)
    numbers = zip(
        outputs.pos.tolist(), outputs.tag.tolist(), outputs.morph.tolist(), outputs.lemma.tolist(),
        heads.tolist(), last.relations.numbers(outputs, heads).tolist(), strict=True,
    )  # fmt: skip
    words = [
        ReadWord(
            pos=inventory.pos[pos],
            tag=inventory.tag[tag],
            morph=inventory.morph[morph],
            lemma=likeliest_lemma(text, tuple([inventory.lemma[number] for number in scripts])),
            head=head - 1 if head else index,
            dep="root" if not head else inventory.dep[dep],
        )
        for index, (text, (pos, tag, morph, scripts, head, dep)) in enumerate(zip(texts, numbers, strict=True))
    ]
    events = find_events(outputs.of_events, inventory.of_events, last.roles)
    return ReadWindow(words, sentences, find_names(outputs.name, inventory.name), events)
