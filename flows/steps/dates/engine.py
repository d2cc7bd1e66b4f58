"""From content paragraphs to rows of dates."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from flows.steps.dates import values
from flows.steps.dates.cues import cues, side
from flows.steps.dates.finder import Find, find
from flows.steps.dates.forms import FORMS
from flows.steps.dates.reference import Reference
from flows.steps.dates.scene import Answer, Known, Scene
from flows.steps.dates.values import Value
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
_OPENING = 3
"""How many characters, such as "In ", may stand before what opens a sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """An expression in its sentence, with the side its cues point to: ahead, back, or None where there are none."""

    found: Find
    sentence: Span
    looks_ahead: bool | None

    @property
    def opens_sentence(self) -> bool:
        """Return whether the expression stands first, or behind one short word such as "In"."""
        return self.found.start - self.sentence[0] <= _OPENING


@dataclass(slots=True)
class _Memory:
    """What earlier expressions of the document say about later ones."""

    previous: deque[Known] = field(default_factory=lambda: deque(maxlen=_MEMORY))
    year: Known | None = None

    def scene(self, place: Place, day: date | None) -> Scene:
        """Return what the reader of an expression may look at, given the document's day."""
        return Scene(
            words=place.found.groups,
            day=day,
            is_future=place.looks_ahead is True,
            opens_sentence=place.found.start == place.sentence[0],
            previous=tuple(self.previous),
            year=self.year,
        )

    def keep(self, place: Place, answer: Answer, row: DateExpression) -> None:
        """Remember an answer for the expressions behind it."""
        value = answer.value
        if value.timex_type not in {TimexType.DATE, TimexType.TIME} or not (value.start or value.month_day):
            return
        known = Known(value, row.date_id)
        self.previous.append(known)
        if answer.anchor == Anchor.DOCUMENT:
            self.year = None
        elif answer.anchor == Anchor.EXPLICIT and _sets_year(place, value):
            self.year = known


def _sets_year(place: Place, value: Value) -> bool:
    """Return whether dates behind this one are of its year: a full date, or a month or year that opens its sentence."""
    if value.precision == Precision.DAY:
        return True
    return value.precision in {Precision.MONTH, Precision.YEAR} and place.opens_sentence


def places(text: str, sentences: Sequence[Span]) -> Iterator[Place]:
    """Yield the time expressions of `text` with the sentence each stands in."""
    spans = sentences or ((0, len(text)),)
    number, sides_of = 0, -1
    sides: tuple[tuple[int, bool], ...] = ()
    for found in find(text):
        while number + 1 < len(spans) and spans[number + 1][0] <= found.start:
            number += 1
        if sides_of != number:
            sides_of, sides = number, cues(text, *spans[number])
        yield Place(found, spans[number], side(sides, found.start))


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
    for place in places(passage.text, passage.sentences):
        answer = _resolve(place, reference, memory)
        if answer is not None:
            row = _row(passage, place.found, answer)
            memory.keep(place, answer, row)
            yield row


def _resolve(place: Place, reference: Reference, memory: _Memory) -> Answer | None:
    """Return the answer at the document's date, or the interval over its answers at both ends."""
    first, last = reference.ends() or (None, None)
    answer = read(place, memory.scene(place, first))
    if first == last or answer is None:
        return answer
    other = read(place, memory.scene(place, last))
    if other is None or other.value == answer.value:
        return other
    return Answer(_union(answer.value, other.value), answer.anchor, answer.anchor_id, _UNDECIDED)


def _union(first: Value, last: Value) -> Value:
    """Return the interval over two readings of one expression; a length keeps its length."""
    if first.start is None or last.end is None:
        return values.unknown(first.timex_value, first.edtf)
    if first.timex_type == TimexType.DURATION:
        return values.duration(first.timex_value, (first.start, last.end), first.modifier)
    return values.between(first, last)


def read(place: Place, scene: Scene) -> Answer | None:
    """Return what an expression means, or None where no calendar has such a date."""
    try:
        return FORMS[place.found.rule.form](scene)
    except (ValueError, OverflowError):  # of datetime: 30 February, the year 12000
        return None


def _row(passage: Passage, found: Find, answer: Answer) -> DateExpression:
    """Return the row of one expression."""
    raw_start, raw_end = passage.raw_span(found.start, found.end)
    value = answer.value
    return DateExpression(
        date_id=content_id("dat", passage.document_id, passage.paragraph_id, found.start, found.end),
        document_id=passage.document_id,
        paragraph_id=passage.paragraph_id,
        start=found.start,
        end=found.end,
        raw_start=raw_start,
        raw_end=raw_end,
        text=passage.text[found.start : found.end],
        timex_type=value.timex_type,
        timex_value=value.timex_value,
        edtf=value.edtf,
        date_start=value.start,
        date_end=value.end,
        precision=value.precision,
        modifier=value.modifier,
        anchor=answer.anchor,
        anchor_id=answer.anchor_id,
        rule_id=found.rule.rule_id,
        confidence=round(CONFIDENCE[Anchor(answer.anchor)] * answer.certainty, 3),
    )
