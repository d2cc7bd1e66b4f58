"""Passages as arrays: windows of word pieces with the number of each label, for one epoch at a time."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from flows.steps.language.encoder.lemmas import lemma_script
from flows.steps.language.encoder.outputs import Inventory
from flows.steps.language.encoder.pieces import ToPieces, window
from flows.training.augment import Others, varied_names, varied_syntax
from flows.training.encoder.alignment import NO_HEAD
from flows.training.encoder.variation import varied
from flows.training.words import UNKNOWN, TrainingPassage, TrainingSentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOTHING = -100
"""A label that teaches nothing."""
LABELS = (
    "pos", "tag", "morph", "lemma", "begins", "sentence", "head", "dep", "name", "trigger", "event_type", "factuality"
)  # fmt: skip
"""Rows of the labels of a window. `sentence` is the number of a sentence; `head` counts the words from 1.

`trigger` is 0 outside, 1 for the first and 2 for a further word; type and factuality stand at the first.
"""
MAX_PIECES = 220
_MAX_SENTENCES = 7
_TEXTS_TOGETHER = (1, 1, 2, 3, 5)
"""Texts with events that make one window, at random: alone, as in a short document, and among others."""


class TaughtEvent(NamedTuple):
    """An event of a passage; all indexes count the words of the passage.

    `factuality` and `roles` (by role, each with the words that fill it) are None where they are not annotated.
    """

    trigger: tuple[int, ...]
    event_type: str
    factuality: str | None
    roles: tuple[tuple[str, tuple[int, ...]], ...] | None


@dataclass(frozen=True, slots=True)
class TaughtPassage:
    """A passage and what it teaches: syntax and names, or names alone, and its events.

    `events` is None where they are not annotated; `has_all_events` is false where there may be others.
    """

    sentences: TrainingPassage
    has_syntax: bool
    events: tuple[TaughtEvent, ...] | None = None
    has_all_events: bool = True


class TrainingWindow(NamedTuple):
    """Piece ids and shapes, the first piece of each word, and the numbers of its labels (`LABELS` by words).

    `roles` has a row for each event whose roles are known: the index of its trigger's first word, then the number of
    the role of each word.
    """

    ids: "NDArray[np.int16]"
    shapes: "NDArray[np.int16]"
    first: "NDArray[np.int16]"
    labels: "NDArray[np.int16]"
    roles: "NDArray[np.int16]"


class Numbers:
    """The numbers of labels: the reverse of an inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self._numbers = {
            name: {label: number for number, label in enumerate(labels)} for name, labels in inventory._asdict().items()
        }

    def of(self, name: str, label: str) -> int:
        """Return the number of a label of the head `name`; NOTHING where it has none."""
        return self._numbers[name].get(label, NOTHING)


def epoch_windows(
    taught: Sequence[TaughtPassage], inventory: Inventory, to_pieces: ToPieces, others: Others, seed: str
) -> Iterator[TrainingWindow]:
    """Yield the windows of one epoch: passages cut and changed at random, the same for the same `seed`."""
    rng, numbers = random.Random(seed), Numbers(inventory)  # noqa: S311  # not for secrets
    yield from event_windows([passage for passage in taught if passage.events is not None], numbers, to_pieces, rng)
    for passage in taught:
        for part in () if passage.events is not None else _cut(passage.sentences, rng):
            changed = varied_syntax(part, rng) if passage.has_syntax else varied_names(part, rng, others)
            yield from _windows(varied(changed, rng), passage.has_syntax, numbers, to_pieces)


def _cut(passage: TrainingPassage, rng: random.Random) -> Iterator[TrainingPassage]:
    """Yield `passage` in runs of one to _MAX_SENTENCES sentences."""
    start = 0
    while start < len(passage):
        end = start + rng.randint(1, _MAX_SENTENCES)
        yield passage[start:end]
        start = end


def _windows(
    passage: TrainingPassage,
    has_syntax: bool,  # noqa: FBT001
    numbers: Numbers,
    to_pieces: ToPieces,
) -> Iterator[TrainingWindow]:
    """Yield `passage` as windows of at most MAX_PIECES; a longer sentence is left out."""
    gathered: list[TrainingSentence] = []
    count = 0
    for sentence in passage:
        length = sum(len(to_pieces(word.text)) for word in sentence)
        if gathered and count + length > MAX_PIECES:
            yield _encoded(gathered, has_syntax, numbers, to_pieces)
            gathered, count = [], 0
        if sentence and length <= MAX_PIECES:
            gathered.append(sentence)
            count += length
    if gathered:
        yield _encoded(gathered, has_syntax, numbers, to_pieces)


def _encoded(
    sentences: Sequence[TrainingSentence],
    has_syntax: bool,  # noqa: FBT001
    numbers: Numbers,
    to_pieces: ToPieces,
) -> TrainingWindow:
    columns: list[tuple[int, ...]] = []
    for number, sentence in enumerate(sentences):
        columns += _labels(sentence, number, len(columns), numbers)
    labels = np.full((len(LABELS), len(columns)), NOTHING, dtype=np.int16)
    labels[: LABELS.index("trigger")] = np.array(columns, dtype=np.int16).T
    if not has_syntax:
        labels[: LABELS.index("name")] = NOTHING
        labels[LABELS.index("sentence")] = 0
    encoded = window([word.text for sentence in sentences for word in sentence], to_pieces)
    ids, shapes, first = (np.array(values, dtype=np.int16) for values in encoded)
    return TrainingWindow(ids, shapes, first, labels, np.zeros((0, len(columns) + 1), dtype=np.int16))


def event_windows(
    taught: Sequence[TaughtPassage], numbers: Numbers, to_pieces: ToPieces, rng: random.Random
) -> Iterator[TrainingWindow]:
    """Yield passages with events, in random order and groups; one that is too long beside others is left out."""
    waiting = list(taught)
    rng.shuffle(waiting)
    while waiting:
        size = rng.choice(_TEXTS_TOGETHER)
        group, waiting = waiting[:size], waiting[size:]
        changed = [varied_syntax(passage.sentences, rng) for passage in group]
        while sum(len(to_pieces(word.text)) for part in changed for each in part for word in each) > MAX_PIECES:
            changed.pop()
        if changed:
            made = _encoded([sentence for part in changed for sentence in part], True, numbers, to_pieces)  # noqa: FBT003
            yield _with_events(made, group[: len(changed)], numbers)


def _with_events(made: TrainingWindow, group: Sequence[TaughtPassage], numbers: Numbers) -> TrainingWindow:
    """Return a window with the labels of the events of its passages."""
    rows: list[NDArray[np.int16]] = []
    offset = 0
    trigger, kind, told = (made.labels[LABELS.index(name)] for name in ("trigger", "event_type", "factuality"))
    for passage in group:
        count = sum(map(len, passage.sentences))
        if passage.has_all_events:
            trigger[offset : offset + count] = 0
        for event in passage.events or ():
            words = [offset + index for index in event.trigger]
            trigger[words] = 2
            trigger[words[0]] = 1
            kind[words[0]] = numbers.of("event_type", event.event_type)
            told[words[0]] = numbers.of("factuality", event.factuality) if event.factuality else NOTHING
            if event.roles is not None:
                rows.append(_role_row(event, offset, len(trigger), numbers))
        offset += count
    return made._replace(roles=np.stack(rows)) if rows else made


def _role_row(event: TaughtEvent, offset: int, count: int, numbers: Numbers) -> "NDArray[np.int16]":
    """Return the trigger and the number of the role of each word of a window; a word has the first of several roles."""
    row = np.zeros(count + 1, dtype=np.int16)
    row[0] = offset + event.trigger[0]
    for role, words in event.roles or ():
        for index in words:
            if not row[1 + offset + index]:
                row[1 + offset + index] = numbers.of("role", role)
    return row


def _labels(sentence: TrainingSentence, number: int, offset: int, numbers: Numbers) -> Iterator[tuple[int, ...]]:
    for index, word in enumerate(sentence):
        is_root = word.head == index
        yield (
            numbers.of("pos", word.pos),
            numbers.of("tag", word.tag),
            numbers.of("morph", word.morph) if word.pos else NOTHING,
            numbers.of("lemma", lemma_script(word.text, word.lemma)) if word.lemma else NOTHING,
            int(index == 0),
            number,
            0 if is_root else NOTHING if word.head == NO_HEAD else offset + word.head + 1,
            NOTHING if is_root or word.head == NO_HEAD else numbers.of("dep", word.dep),
            NOTHING if word.entity == UNKNOWN else numbers.of("name", word.entity),
        )


def save_windows(path: Path, windows: Iterable[TrainingWindow]) -> None:
    """Write windows to one file: the arrays of all one after the other, and how long each is."""
    gathered = list(windows)
    flat = {
        "ids": np.concatenate([each.ids for each in gathered]),
        "shapes": np.concatenate([each.shapes for each in gathered]),
        "first": np.concatenate([each.first for each in gathered]),
        "labels": np.concatenate([each.labels for each in gathered], axis=1),
        "roles": np.concatenate([each.roles.ravel() for each in gathered]),
        "sizes": np.array([(len(each.ids), len(each.first), len(each.roles)) for each in gathered], dtype=np.int32),
    }
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **flat)  # type: ignore[arg-type]  # no key of these is an option of it
    partial.replace(path)


def load_windows(path: Path) -> list[TrainingWindow]:
    """Return the windows that `save_windows` wrote."""
    with np.load(path) as flat:
        pieces, words, events = flat["sizes"].T
        by_piece, by_word = pieces.cumsum()[:-1], words.cumsum()[:-1]
        parts = zip(
            np.split(flat["ids"], by_piece),
            np.split(flat["shapes"], by_piece),
            np.split(flat["first"], by_word),
            np.split(flat["labels"], by_word, axis=1),
            np.split(flat["roles"], (events * (words + 1)).cumsum()[:-1]),
            words.tolist(),
            strict=True,
        )
        return [
            TrainingWindow(ids, shapes, first, labels, roles.reshape(-1, count + 1))
            for ids, shapes, first, labels, roles, count in parts
        ]
