"""Words of a text read by the encoder: cut into windows, run through the network, decoded, and put together again."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows.steps.language.encoder.boundaries import ranges_from, sentence_starts, with_numbers
from flows.steps.language.encoder.names import NameInWindow
from flows.steps.language.encoder.outputs import Inventory, LastLayers, Outputs, ReadWindow, ReadWord, decode
from flows.steps.language.encoder.pieces import ToPieces, Window, window, window_ranges
from flows.steps.language.sentences import sentences, wire_dateline_length
from flows.steps.text.passage import Span

Run = Callable[[Iterable[Window]], Iterable[Outputs]]
"""The network: from windows to the outputs of their words, in order. A window's outputs depend on it alone."""


class CutText(NamedTuple):
    """A text with the ranges of its tokens, and the sentences that are given; None where the encoder finds them."""

    text: str
    tokens: Sequence[Span]
    sentences: Sequence[Span] | None = None


class Plan(NamedTuple):
    """How a text is read: its words, the ranges of them that make windows, and where its sentences may begin.

    `begins` are the words that begin the given sentences, or where none are given those behind punctuation that may
    end one; `fixed` is the word behind a wire dateline, which is a sentence of its own.
    """

    words: list[str]
    windows: list[Span]
    begins: list[int]
    fixed: list[int]
    is_given: bool

    def sentences(self, window: Span, outputs: Outputs) -> list[Span]:
        """Return the sentences of a window, as ranges of its words."""
        start, end = window
        begins = _within(self.begins, window)
        if not self.is_given:
            begins = sentence_starts(outputs.begins, begins, _within(self.fixed, window))
            begins = with_numbers(self.words[start:end], begins)
        return ranges_from(begins, end - start)


def _within(indexes: Sequence[int], window: Span) -> list[int]:
    """Return those of `indexes`, which are in order, that are in a window, counted from its start."""
    start, end = window
    return [index - start for index in indexes[bisect_left(indexes, start) : bisect_left(indexes, end)]]


@dataclass(frozen=True, slots=True)
class Encoder:
    """A trained encoder: how words become pieces, the network, and what its outputs mean."""

    to_pieces: ToPieces
    run: Run
    inventory: Inventory
    last: LastLayers
    version: str = ""

    def read(self, texts: Iterable[CutText]) -> Iterator[ReadWindow]:
        """Yield the words of each text with heads, sentences and names; indexes count the tokens of the text."""
        plans = [self._plan(text) for text in texts]
        outputs = iter(self.run(self._windows(plans)))
        for plan in plans:
            yield _joined(plan, [self._decoded(plan, window, next(outputs)) for window in plan.windows])

    def _plan(self, text: CutText) -> Plan:
        """Return the plan of a text, whose windows are cut between sentences where they can be."""
        words = [text.text[start:end] for start, end in text.tokens]
        spans = sentences(text.text) if text.sentences is None else text.sentences
        begins = token_starts(text.tokens, spans)
        dateline = wire_dateline_length(text.text)
        return Plan(
            words=words,
            windows=list(window_ranges(words, begins, self.to_pieces)),
            begins=begins,
            fixed=token_starts(text.tokens, [(dateline, dateline)] if dateline else []),
            is_given=text.sentences is not None,
        )

    def _windows(self, plans: Iterable[Plan]) -> Iterator[Window]:
        for plan in plans:
            for start, end in plan.windows:
                yield window(plan.words[start:end], self.to_pieces)

    def _decoded(self, plan: Plan, window: Span, outputs: Outputs) -> ReadWindow:
        words = plan.words[slice(*window)]
        return decode(words, outputs, self.inventory, self.last, plan.sentences(window, outputs))


def token_starts(tokens: Sequence[Span], spans: Iterable[Span]) -> list[int]:
    """Return the index of the first token of each of `spans`, ranges of the text of `tokens`."""
    starts = [start for start, _ in tokens]
    found = (bisect_left(starts, start) for start, _ in spans)
    return sorted({index for index in found if index < len(tokens)})


def _joined(plan: Plan, parts: Sequence[ReadWindow]) -> ReadWindow:
    """Return the windows of a plan as one; a sentence that is longer than a window has a root in each."""
    whole = ReadWindow([], [], [], [])
    begins = set(plan.begins)
    for (offset, _), part in zip(plan.windows, parts, strict=True):
        whole.words.extend(_moved(word, offset) for word in part.words)
        found = [(start + offset, end + offset) for start, end in part.sentences]
        if whole.sentences and offset not in begins:
            found[0] = (whole.sentences.pop()[0], found[0][1])
        whole.sentences.extend(found)
        whole.names.extend(
            NameInWindow(name.start + offset, name.end + offset, name.kind, name.probability) for name in part.names
        )
        whole.events.extend(event.moved(offset) for event in part.events)
    return whole


def _moved(word: ReadWord, offset: int) -> ReadWord:
    return word._replace(head=word.head + offset) if offset else word
