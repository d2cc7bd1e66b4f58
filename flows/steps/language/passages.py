"""A passage: one content paragraph with its sentences, and the way back to the source."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.steps.edits import OffsetMap

if TYPE_CHECKING:
    from flows.steps.language.parses import Parse

Span = tuple[int, int]
"""A half-open range of Unicode code points."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One content paragraph, ready for dates, entities and events.

    `sentences` are half-open ranges of `text`, in order; `offsets` leads from `text` to the decoded source; `parse` is
    the analysis of the text by a language engine, None where none was asked.
    """

    document_id: str
    paragraph_id: str
    role: str
    text: str
    sentences: tuple[Span, ...]
    offsets: OffsetMap = field(default=OffsetMap(), compare=False)
    parse: "Parse | None" = field(default=None, compare=False)

    def raw_span(self, start: int, end: int) -> Span:
        """Return the range of the decoded source behind the range `start` to `end` of the text."""
        return self.offsets.span(start, end)

    def sentence_at(self, position: int) -> Span:
        """Return the sentence that holds `position`, or the last one before it."""
        best = self.sentences[0] if self.sentences else (0, len(self.text))
        for sentence in self.sentences:
            if sentence[0] > position:
                break
            best = sentence
        return best
