"""Resolving the time expressions of a paragraph against the document, its discourse state and each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from flows.steps.timex import values
from flows.steps.timex.context import Antecedent, Resolution, ResolutionContext
from flows.steps.timex.discourse import DiscourseState
from flows.steps.timex.event_anchors import EventAnchor
from flows.steps.timex.matcher import TimexMatch
from flows.steps.timex.normalize.registry import NORMALIZERS
from flows.steps.timex.paragraph_context import ParagraphContext
from flows.steps.timex.sentence_context import TimexInContext
from flows.steps.timex.tense import ClauseTense, Tense
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision, TimexType

_AHEAD, _BACK = ClauseTense(lambda: Tense.AHEAD), ClauseTense(lambda: Tense.BACK)
"""Clauses of ranges, whose ends depend on each other."""
_UNDECIDED_CERTAINTY = 0.5
"""Factor on the confidence where both ends of the document's period give different values, by judgement."""
_MAX_ANCHOR_DATES_OF_SENTENCE = 8
"""Clauses of one sentence that are looked at for the date of an event."""


def resolve_all(
    paragraph: ParagraphContext, timexes: Sequence[TimexInContext], state: DiscourseState
) -> Iterator[tuple[TimexInContext, Resolution]]:
    """Yield each of the `timexes` of a paragraph that can be resolved, in order, with its resolution.

    `state` has the dates before it; the caller adds each resolution to it before it asks for the next one.

    An expression with a base that cannot be resolved as one ("clock" and "date") is split in two.
    """
    for timex in timexes:
        from_event = _from_event(paragraph, timex, state)
        resolution = _resolve_once(paragraph, timex, state) if from_event is None else None
        if from_event is not None:
            yield from_event
        elif resolution is not None:
            yield timex, resolution
        elif timex.base is not None:
            yield from resolve_all(paragraph, timex.split(), state)


def normalize(timex: TimexInContext, context: ResolutionContext) -> Resolution | None:
    """Return the resolution of an expression in a context, or None where no calendar has such a date."""
    return resolved(timex.match.rule.normalizer, context)


def resolved(normalizer: str, context: ResolutionContext) -> Resolution | None:
    """Return what a normalizer gives in a context, or None where no calendar has such a date."""
    try:
        return NORMALIZERS[normalizer](context)
    except (ValueError, OverflowError):  # of datetime: 30 February, the year 12000
        return None


def _from_event(
    paragraph: ParagraphContext, timex: TimexInContext, state: DiscourseState
) -> tuple[TimexInContext, Resolution] | None:
    """Return an expression that counts from an event with its resolution, extended over the words for the event.

    None where the expression names no event, or the text gives the event no date.
    """
    anchor = paragraph.event_anchors.get(timex.match.start) if timex.base is None else None
    antecedent = _event_date(paragraph, anchor, timex, state) if anchor is not None else None
    if anchor is None or antecedent is None:
        return None
    resolution = normalize(timex, replace(state.context_of(timex, None), event_anchor=antecedent))
    return (
        (replace(timex, anchor_end=anchor.end), resolution)
        if resolution is not None and resolution.anchor == Anchor.EVENT
        else None
    )


def _event_date(
    paragraph: ParagraphContext, anchor: EventAnchor, timex: TimexInContext, state: DiscourseState
) -> Antecedent | None:
    """Return the one date that the text before or the same sentence gives an event; None where there are more."""
    for anchor_date in paragraph.anchor_dates_by_sentence.get(timex.sentence, ())[:_MAX_ANCHOR_DATES_OF_SENTENCE]:
        antecedent = _antecedent(paragraph, anchor_date.timex, state)
        if antecedent is not None:
            state.add_event_date(anchor_date, antecedent)
    return state.event_date(anchor)


def _antecedent(paragraph: ParagraphContext, timex: TimexInContext, state: DiscourseState) -> Antecedent | None:
    """Return the resolved value of an expression, which may occur further on in its paragraph, as an antecedent."""
    resolution = _resolve_once(paragraph, timex, state)
    return None if resolution is None else Antecedent(resolution.value, paragraph.date_id(timex.match.start, timex.end))


def _resolve_once(paragraph: ParagraphContext, timex: TimexInContext, state: DiscourseState) -> Resolution | None:
    """Return the resolution of an expression, computed once and remembered up to the end of the paragraph."""
    key = timex.match.start, timex.end
    if key not in state.resolutions:
        state.resolutions[key] = None  # where two expressions lean on each other, neither does
        state.resolutions[key] = _resolve_in_document(paragraph, timex, state)
    return state.resolutions[key]


def _resolve_in_document(
    paragraph: ParagraphContext, timex: TimexInContext, state: DiscourseState
) -> Resolution | None:
    """Return the resolution on the day of a quotation, else over both ends of the document's period."""
    attribution = paragraph.quotation_dates.get(timex.match.start)
    antecedent = _antecedent(paragraph, attribution, state) if attribution is not None else None
    if antecedent is not None and antecedent.value.precision == Precision.DAY:
        return _resolve_on_day(paragraph, timex, antecedent.value.start, state, antecedent)
    first_day, last_day = paragraph.period
    at_first_day = _resolve_on_day(paragraph, timex, first_day, state)
    if first_day == last_day or at_first_day is None:
        return at_first_day
    at_last_day = _resolve_on_day(paragraph, timex, last_day, state)
    if at_last_day is None or at_last_day.value == at_first_day.value:
        return at_last_day
    return Resolution(
        _covering_both(at_first_day.value, at_last_day.value),
        at_first_day.anchor,
        at_first_day.anchor_id,
        _UNDECIDED_CERTAINTY,
    )


def _resolve_on_day(
    paragraph: ParagraphContext,
    timex: TimexInContext,
    day: date | None,
    state: DiscourseState,
    quotation_date: Antecedent | None = None,
) -> Resolution | None:
    """Return the resolution of an expression on one reference day, together with the neighbours that belong to it.

    `quotation_date` is the date of the attribution, where that is the day.
    """
    context = state.context_of(timex, day, quotation_date)
    if timex.list_end is not None:
        list_end = normalize(
            TimexInContext(match=timex.list_end, sentence=timex.sentence, clause=None),
            ResolutionContext(groups=timex.list_end.groups),
        )
        if list_end is not None:
            context = replace(
                context,
                list_end=Antecedent(list_end.value, paragraph.date_id(timex.list_end.start, timex.list_end.end)),
            )
    if timex.base is not None:
        base = TimexInContext(match=timex.base, sentence=timex.sentence, clause=timex.clause)
        context = replace(context, base=normalize(base, state.context_of(base, day, quotation_date)))
    resolution = normalize(timex, context)
    if timex.range_start is not None and resolution is not None:
        start = _resolve_on_day(paragraph, _start_of_range(timex, timex.range_start), day, state, quotation_date)
        return resolution if start is None else _end_of_range(timex, resolution, start)
    if timex.range_end is not None and resolution is not None and resolution.anchor == Anchor.DOCUMENT:
        resolution = _start_before_end(timex, timex.range_end, context, resolution)
    return None if resolution is None else state.anchored(resolution, quotation_date)


def _start_of_range(timex: TimexInContext, match: TimexMatch) -> TimexInContext:
    """Return the start of the range that an expression ends."""
    return TimexInContext(match=match, sentence=timex.sentence, clause=timex.clause, range_end=timex.match)


def _end_of_range(timex: TimexInContext, resolution: Resolution, start: Resolution) -> Resolution:
    """Return the end of a range, the first one that is not over by its start; `resolution` where that is unknown."""
    if start.value.start is None:
        return resolution
    context = ResolutionContext(groups=timex.match.groups, day=start.value.start, clause=_AHEAD)
    end = normalize(timex, context)
    if end is None:
        return resolution
    anchor = Anchor.PREVIOUS if start.anchor == Anchor.EXPLICIT else start.anchor
    return replace(end, anchor=anchor, anchor_id=start.anchor_id, certainty=start.certainty)


def _start_before_end(
    timex: TimexInContext, end_match: TimexMatch, context: ResolutionContext, resolution: Resolution
) -> Resolution | None:
    """Return the start of a range that is told as past: the last one before its end, which has begun as well."""
    if context.tense not in {Tense.BACK, Tense.LIKELY_BACK}:
        return resolution
    end = normalize(replace(timex, match=end_match), replace(context, groups=end_match.groups, clause=_BACK))
    if end is None or end.value.start is None:
        return resolution
    return normalize(timex, replace(context, day=end.value.start, clause=_BACK))


def _covering_both(first: Value, last: Value) -> Value:
    """Return the interval over two values of one expression; a duration keeps its length."""
    if first.start is None or first.end is None:
        return first
    if last.start is None or last.end is None:
        return last
    if first.timex_type == TimexType.DURATION:
        ends = (min(first.start, last.start), max(first.end, last.end))
        return values.duration(first.timex_value, ends, first.modifier)
    return values.between(first, last) if first.start <= last.start else values.between(last, first)
