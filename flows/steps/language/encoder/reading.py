"""Words of a text read by the encoder: cut into windows, run through the network, decoded, and put together again."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows.steps.language.encoder.names import NameInWindow
from flows.steps.language.encoder.outputs import Inventory, Outputs, ReadWindow, ReadWord, Relations, decode
from flows.steps.language.encoder.pieces import ToPieces, Window, window, window_ranges
from flows.steps.language.sentences import sentences
from flows.steps.text.passage import Span

Run = Callable[[Iterable[Window]], Iterable[Outputs]]
"""The network: from windows to the outputs of their words, in order. A window's outputs depend on it alone."""


class CutText(NamedTuple):
    """A text with the ranges of its tokens, and the sentences that are given; None where the encoder finds them."""

    text: str
    tokens: Sequence[Span]
    sentences: Sequence[Span] | None = None


@dataclass(frozen=True, slots=True)
class Encoder:
    """A trained encoder: how words become pieces, the network, and what its outputs mean."""

    to_pieces: ToPieces
    run: Run
    inventory: Inventory
    relations: Relations
    version: str = ""

    def read(self, texts: Iterable[CutText]) -> Iterator[ReadWindow]:
        """Yield the words of each text with heads, sentences and names; indexes count the tokens of the text."""
        texts = list(texts)
        plans = [(text, list(self._ranges(text))) for text in texts]
        outputs = iter(self.run(self._windows(plans)))
        for text, ranges in plans:
            yield _joined([(start, self._decoded(text, start, end, next(outputs))) for start, end in ranges])

    def _ranges(self, text: CutText) -> Iterator[Span]:
        """Return the ranges of tokens that make windows, cut between sentences where they can be."""
        found = sentences(text.text) if text.sentences is None else text.sentences
        return window_ranges(_words(text), token_starts(text.tokens, found), self.to_pieces)

    def _windows(self, plans: Iterable[tuple[CutText, Sequence[Span]]]) -> Iterator[Window]:
        for text, ranges in plans:
            words = _words(text)
            for start, end in ranges:
                yield window(words[start:end], self.to_pieces)

    def _decoded(self, text: CutText, start: int, end: int, outputs: Outputs) -> ReadWindow:
        given = None
        if text.sentences is not None:
            given = [index - start for index in token_starts(text.tokens, text.sentences) if start <= index < end]
        return decode(_words(text)[start:end], outputs, self.inventory, self.relations, given)


def _words(text: CutText) -> list[str]:
    return [text.text[start:end] for start, end in text.tokens]


def token_starts(tokens: Sequence[Span], spans: Iterable[Span]) -> list[int]:
    """Return the index of the first token of each of `spans`, ranges of the text of `tokens`."""
    starts = [start for start, _ in tokens]
    found = (bisect_left(starts, start) for start, _ in spans)
    return sorted({index for index in found if index < len(tokens)})


def _joined(parts: Sequence[tuple[int, ReadWindow]]) -> ReadWindow:
    """Return windows, each with the index of its first token, as one."""
    whole = ReadWindow([], [], [])
    for offset, part in parts:
        whole.words.extend(_moved(word, offset) for word in part.words)
        whole.sentences.extend((start + offset, end + offset) for start, end in part.sentences)
        whole.names.extend(
            NameInWindow(name.start + offset, name.end + offset, name.kind, name.probability) for name in part.names
        )
    return whole


def _moved(word: ReadWord, offset: int) -> ReadWord:
    return word._replace(head=word.head + offset) if offset else word
