"""From content paragraphs to rows of dates."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from flows.steps.dates import values
from flows.steps.dates.forms import FORMS
from flows.steps.dates.memory import Memory
from flows.steps.dates.narrative import is_narrative
from flows.steps.dates.places import Place, places
from flows.steps.dates.reference import Reference
from flows.steps.dates.scene import Answer, Known, Scene
from flows.steps.dates.values import Value
from flows.steps.ids import content_id
from flows.steps.language.passages import Passage
from flows.steps.records import DateExpression
from schemas.vocab import Anchor, TimexType

__all__ = ["Place", "find_dates", "places", "read"]

CONFIDENCE = {Anchor.EXPLICIT: 0.95, Anchor.DOCUMENT: 0.85, Anchor.PREVIOUS: 0.7, Anchor.NONE: 0.6}
"""How often an answer of each kind is right, by judgement."""
_UNDECIDED = 0.5
"""What remains of the confidence where the document's date leaves the answer open."""


def find_dates(passages: Sequence[Passage], reference: Reference) -> tuple[DateExpression, ...]:
    """Return the time expressions of one document's content paragraphs, in reading order.

    `reference` is the document's own date. Where it is an interval, each expression is resolved at both ends: equal
    answers are kept, different ones give the interval from one to the other. What cannot be resolved has no days. In a
    text that tells of other times, dates without a year are resolved against the date before them instead.
    """
    placed = [tuple(places(passage.text, passage.sentences)) for passage in passages]
    ends = reference.ends() or (None, None)
    memory = Memory(is_narrative((place.found for found in placed for place in found), ends[0]))
    return tuple(
        row for passage, found in zip(passages, placed, strict=True) for row in _dates_of(passage, found, ends, memory)
    )


def _dates_of(
    passage: Passage, found: Sequence[Place], ends: tuple[date | None, date | None], memory: Memory
) -> Iterator[DateExpression]:
    """Yield the rows of one paragraph; a year does not hold beyond its paragraph."""
    memory.new_paragraph()
    for place, answer in _answers(passage, found, ends, memory):
        row = _row(passage, place, answer)
        memory.keep(place, answer, row.date_id)
        yield row


def _answers(
    passage: Passage, found: Sequence[Place], ends: tuple[date | None, date | None], memory: Memory
) -> Iterator[tuple[Place, Answer]]:
    """Yield what can be read; two expressions that make no sense as one are read apart."""
    for place in found:
        answer = _resolve(passage, place, ends, memory)
        if answer is not None:
            yield place, answer
        elif place.base is not None:
            yield from _answers(passage, place.apart(), ends, memory)


def _resolve(passage: Passage, place: Place, ends: tuple[date | None, date | None], memory: Memory) -> Answer | None:
    """Return the answer at the document's date, or the interval over its answers at both ends."""
    first, last = ends
    answer = _answer(passage, place, first, memory)
    if first == last or answer is None:
        return answer
    other = _answer(passage, place, last, memory)
    if other is None or other.value == answer.value:
        return other
    return Answer(_union(answer.value, other.value), answer.anchor, answer.anchor_id, _UNDECIDED)


def _answer(passage: Passage, place: Place, day: date | None, memory: Memory) -> Answer | None:
    """Return what an expression means on one day, together with the neighbours that belong to it."""
    scene = memory.scene(place, day)
    if place.ahead is not None:
        ahead = read(Place(place.ahead, place.sentence, None), Scene(place.ahead.groups))
        if ahead is not None:
            scene = replace(scene, ahead=Known(ahead.value, _identity(passage, place.ahead.start, place.ahead.end)))
    if place.base is not None:
        base = Place(place.base, place.sentence, place.looks_ahead)
        scene = replace(scene, base=read(base, memory.scene(base, day)))
    answer = read(place, scene)
    return None if answer is None else memory.anchored(answer)


def _union(first: Value, last: Value) -> Value:
    """Return the interval over two readings of one expression; a length keeps its length."""
    if first.start is None or first.end is None:
        return first
    if last.start is None or last.end is None:
        return last
    if first.timex_type == TimexType.DURATION:
        ends = (min(first.start, last.start), max(first.end, last.end))
        return values.duration(first.timex_value, ends, first.modifier)
    return values.between(first, last) if first.start <= last.start else values.between(last, first)


def read(place: Place, scene: Scene) -> Answer | None:
    """Return what an expression means, or None where no calendar has such a date."""
    try:
        return FORMS[place.found.rule.form](scene)
    except (ValueError, OverflowError):  # of datetime: 30 February, the year 12000
        return None


def _identity(passage: Passage, start: int, end: int) -> str:
    return content_id("dat", passage.document_id, passage.paragraph_id, start, end)


def _row(passage: Passage, place: Place, answer: Answer) -> DateExpression:
    """Return the row of one expression."""
    value, start, end = answer.value, place.found.start, place.end
    raw_start, raw_end = passage.raw_span(start, end)
    return DateExpression(
        date_id=_identity(passage, start, end),
        document_id=passage.document_id,
        paragraph_id=passage.paragraph_id,
        start=start,
        end=end,
        raw_start=raw_start,
        raw_end=raw_end,
        text=passage.text[start:end],
        timex_type=value.timex_type,
        timex_value=value.timex_value,
        edtf=value.edtf,
        date_start=value.start,
        date_end=value.end,
        precision=value.precision,
        modifier=value.modifier,
        anchor=answer.anchor,
        anchor_id=answer.anchor_id,
        rule_id=place.found.rule.rule_id,
        confidence=round(CONFIDENCE[Anchor(answer.anchor)] * answer.certainty, 3),
    )
