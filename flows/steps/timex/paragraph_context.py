"""The paragraph context: attributions and event anchors by which the time expressions of a paragraph are resolved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from flows.steps.text.ids import content_id
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.event_anchors import AnchorDate, EventAnchor, anchor_dates, event_anchor_after
from flows.steps.timex.quotations import quotation_dates
from flows.steps.timex.sentence_context import TimexInContext

DocumentPeriod = tuple[date | None, date | None]
"""The first and the last day that a document may be of."""


@dataclass(frozen=True, slots=True)
class ParagraphContext:
    """A paragraph with its time expressions, in a document of the days `period`.

    By the offset where an expression starts: `quotation_dates` has the date of the attribution of the quotation around
    it, `event_anchors` the event that it counts from, `anchor_dates` the events that it dates.
    `anchor_dates_by_sentence` has the latter by sentence.
    """

    passage: Passage
    timexes: Sequence[TimexInContext]
    period: DocumentPeriod
    quotation_dates: Mapping[int, TimexInContext]
    event_anchors: Mapping[int, EventAnchor]
    anchor_dates: dict[int, list[AnchorDate]] = field(default_factory=dict)
    anchor_dates_by_sentence: dict[Span, list[AnchorDate]] = field(default_factory=dict)

    def date_id(self, start: int, end: int) -> str:
        """Return the `date_id` of the expression from `start` to `end` of the paragraph."""
        return content_id("dat", self.passage.document_id, self.passage.paragraph_id, start, end)


def paragraph_contexts(
    passages: Sequence[Passage], timexes_of: Sequence[Sequence[TimexInContext]], ends: DocumentPeriod
) -> list[ParagraphContext]:
    """Return the context of each paragraph; `timexes_of` has the time expressions of each, in the same order.

    `ends` are the first and the last day that the document may be of.
    """
    contexts = [
        ParagraphContext(
            passage=passage,
            timexes=timexes,
            period=ends,
            quotation_dates=quotation_dates(passage, timexes),
            event_anchors=dict(_event_anchors(passage.text, timexes)),
        )
        for passage, timexes in zip(passages, timexes_of, strict=True)
    ]
    wanted = frozenset(anchor.event_type for paragraph in contexts for anchor in paragraph.event_anchors.values())
    for paragraph in contexts if wanted else ():
        for anchor_date in anchor_dates(paragraph.passage, paragraph.timexes, wanted):
            paragraph.anchor_dates.setdefault(anchor_date.timex.match.start, []).append(anchor_date)
            paragraph.anchor_dates_by_sentence.setdefault(anchor_date.timex.sentence, []).append(anchor_date)
    return contexts


def _event_anchors(text: str, timexes: Sequence[TimexInContext]) -> Iterator[tuple[int, EventAnchor]]:
    """Yield (start of the expression, event) for expressions that count from an event without another date between."""
    for timex, next_timex in pairwise([*timexes, None]):
        anchor = event_anchor_after(text, timex) if timex is not None and timex.base is None else None
        if timex is not None and anchor is not None and (next_timex is None or next_timex.match.start >= anchor.end):
            yield timex.match.start, anchor
