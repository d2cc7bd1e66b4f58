"""A passage: one content paragraph with its sentences, and the way back to the source."""

from collections.abc import Callable
from dataclasses import dataclass, field

Span = tuple[int, int]
"""A half-open range of Unicode code points."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One content paragraph, ready for dates, entities and events.

    `sentences` are half-open ranges of `text`, in order; `raw_span` turns a range of `text` into the range of the
    decoded source behind it.
    """

    document_id: str
    paragraph_id: str
    role: str
    text: str
    sentences: tuple[Span, ...]
    raw_span: Callable[[int, int], Span] = field(compare=False)

    def sentence_at(self, position: int) -> Span:
        """Return the sentence that holds `position`, or the last one before it."""
        best = self.sentences[0] if self.sentences else (0, len(self.text))
        for sentence in self.sentences:
            if sentence[0] > position:
                break
            best = sentence
        return best
