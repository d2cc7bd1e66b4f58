"""The sentences of the paragraphs of a build, each paragraph split once."""

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

from flows.steps.language.sentences import sentences
from flows.steps.models import Paragraph
from flows.steps.text.passage import Span


@dataclass(slots=True)
class SentenceIndex:
    """Sentence spans by paragraph, computed at the first request and kept for the rest of the build.

    All spans are half-open ranges of Unicode code points of the paragraph's text.
    """

    _spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, row: Paragraph) -> tuple[Span, ...]:
        """Return the spans of all sentences of a paragraph, in reading order."""
        found = self._spans.get(row.paragraph_id)
        if found is None:
            found = self._spans[row.paragraph_id] = sentences(row.text)
        return found

    def span_at(self, row: Paragraph, offset: int) -> Span:
        """Return the span of the sentence that holds `offset`, or of the whole paragraph where none does."""
        spans = self.spans(row)
        number = bisect_right(spans, offset, key=itemgetter(0)) - 1
        return spans[number] if number >= 0 and offset < spans[number][1] else (0, len(row.text))
