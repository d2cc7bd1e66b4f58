"""From content paragraphs to rows of dates."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from flows.steps.dates import values
from flows.steps.dates.cues import cues, looks_ahead
from flows.steps.dates.finder import Find, find
from flows.steps.dates.forms import FORMS
from flows.steps.dates.reference import Reference
from flows.steps.dates.scene import Answer, Known, Scene
from flows.steps.ids import content_id
from flows.steps.language.passages import Passage, Span
from flows.steps.records import DateExpression
from schemas.vocab import Anchor, Precision, TimexType

CONFIDENCE = {Anchor.EXPLICIT: 0.95, Anchor.DOCUMENT: 0.85, Anchor.PREVIOUS: 0.7, Anchor.NONE: 0.6}
"""How often an answer of each kind is right, by judgement."""
_UNDECIDED = 0.5
"""What remains of the confidence where the document's date leaves the answer open."""
_MEMORY = 8
"""How many dates back "a day later" may look."""
_YEAR_REACH = 1
"""How many sentences on a stated year holds for dates without one."""


@dataclass(slots=True)
class _Memory:
    """What earlier expressions of the document say about later ones."""

    previous: deque[Known] = field(default_factory=lambda: deque(maxlen=_MEMORY))
    year: Known | None = None
    year_sentence: int = 0


def find_dates(passages: Sequence[Passage], reference: Reference) -> tuple[DateExpression, ...]:
    """Return the time expressions of one document's content paragraphs, in reading order.

    `reference` is the document's own date. Where it is an interval, each expression is resolved at both ends: equal
    answers are kept, different ones give the interval from one to the other. What cannot be resolved has no days.
    """
    memory = _Memory()
    return tuple(row for passage in passages for row in _dates_of(passage, reference, memory))


def _dates_of(passage: Passage, reference: Reference, memory: _Memory) -> Iterator[DateExpression]:
    """Yield the rows of one paragraph; a year does not hold beyond its paragraph."""
    memory.year = None
    sentences = passage.sentences or ((0, len(passage.text)),)
    number, cued = 0, -1
    sides: tuple[tuple[int, bool], ...] = ()
    for expression in find(passage.text):
        while number + 1 < len(sentences) and sentences[number + 1][0] <= expression.start:
            number += 1
        if cued != number:
            cued, sides = number, cues(passage.text, *sentences[number])
        row = _row(passage, expression, sentences[number], looks_ahead(sides, expression.start), reference, memory, number)
        if row is not None:
            yield row
