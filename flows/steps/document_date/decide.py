"""The date of a document: stated, or bounds, or unknown; never a guess that looks like a fact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import get_args

from flows.steps.document_date.bounds import Bounds, bounds_of
from flows.steps.document_date.candidates import (
    DateCandidate,
    LinkedUrl,
    RejectedDates,
    WireDateline,
    from_address,
    from_datelines,
    from_file_name,
    from_front_matter,
    from_links,
    from_wire_dateline,
    from_wire_stamp,
    rejected,
    wire_dateline,
    with_evidence,
)
from flows.steps.document_date.constraints import Bound, CreationTime, Days
from flows.steps.document_date.datelines import FieldOrder, field_orders
from flows.steps.document_date.scoring import scored_datelines
from flows.steps.read.markup import MetadataField
from flows.steps.text.passage import Passage
from flows.steps.timex import values
from flows.steps.timex.arithmetic import days_around
from schemas.vocab import Basis, Precision, PublishedStatus

_AGREED_CONFIDENCE = 0.99
_CONFLICT_CONFIDENCE = 0.7
_COMPLETED_YEAR_CONFIDENCE = 0.8
_INTERVAL_CONFIDENCE = 0.8
_CONTRADICTED_FACTOR = 0.7
"""Confidences, by judgement: of an interval at most, and the factor where clues contradict each other."""
_MAX_INTERVAL_DAYS = 366
"""Days between bounds that date a document; bounds further apart only bound it."""
_MAX_DAYS_AFTER_PAST = 92
"""Days from the latest past date of the text to a wire dateline without a year: about a quarter, by judgement."""


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """When a document was published; days, both inside; raw offsets of the evidence, None where it is a file name.

    `lower` and `upper` are the clues in the text that give its bounds, None where it has a date. `conflicts` names the
    other dates that would do as well, `contradicted` the clues that contradict stronger ones, `rejected` the dates that
    would not do, and why.
    """

    start: date | None
    end: date | None
    precision: str | None
    status: str
    basis: str | None
    evidence: str | None
    evidence_start: int | None
    evidence_end: int | None
    confidence: float | None
    not_before: date | None
    not_after: date | None
    lower: Bound | None = None
    upper: Bound | None = None
    conflicts: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    rejected: tuple[RejectedDates, ...] = ()


def date_document(
    blocks: Sequence[Passage],
    source_path: str,
    urls: Sequence[LinkedUrl],
    front_matter: MetadataField | None = None,
    address: MetadataField | None = None,
) -> DocumentDate:
    """Return when a document was published.

    `blocks` are all its paragraphs (of every role), `source_path` its relative path, `urls` its links, `front_matter`
    and `address` the date and the address that front matter or the metadata of the page contain.

    Front matter is believed first, then the best dateline (a byline, "Posted on ..."), the wire dateline, the wire's
    stamp, and the address of the publication. Where none has a date, the date is inferred from the creation time that
    the text implies, or else from a full date in the file name; else there are only bounds. The time of the file never
    counts.
    """
    orders = field_orders(blocks)
    scored = scored_datelines(blocks, orders[0] if len(orders) == 1 else None)
    wire = wire_dateline(blocks)
    candidates = [
        *from_front_matter(front_matter),
        *from_datelines(blocks, scored),
        *from_wire_dateline(wire),
        *from_wire_stamp(blocks),
        *chain(from_address(address), from_links(blocks, urls)),
    ]
    passed_over = rejected(blocks, scored, candidates[0] if candidates else None)
    if candidates:
        return replace(_decided(candidates), rejected=passed_over)
    bounds = bounds_of(blocks)
    settled = _settled_by_bounds(blocks, orders, bounds.time)
    decided = _decided(settled) if settled else _inferred(bounds, source_path, wire)
    return replace(decided, rejected=passed_over)


def _settled_by_bounds(
    blocks: Sequence[Passage], orders: Sequence[FieldOrder], time: CreationTime
) -> list[DateCandidate]:
    """Return the datelines with a numeric date of two readings, if the bounds of the text allow one of them only."""
    if len(orders) < len(get_args(FieldOrder)):
        return []
    best = [next(from_datelines(blocks, scored_datelines(blocks, order)), None) for order in orders]
    allowed = [candidate for candidate in best if candidate and _is_within(candidate, time)]
    return allowed[:1] if len({candidate.value for candidate in allowed}) == 1 else []


def _is_within(candidate: DateCandidate, time: CreationTime) -> bool:
    """Return whether the bounds of a text allow it to be of a day; None is no bound."""
    day = candidate.value.start
    if day is None or (time.first and day < time.first.day):
        return False
    return time.last is None or day <= time.last.day


def _decided(candidates: Sequence[DateCandidate]) -> DocumentDate:
    """Return the first candidate, surer where another kind of evidence agrees with it, less sure where one does not."""
    best = candidates[0]
    against = [other for other in candidates[1:] if not other.agrees(best)]
    is_agreed = any(other.basis != best.basis and other.agrees(best) for other in candidates[1:])
    confidence = _CONFLICT_CONFIDENCE if against else _AGREED_CONFIDENCE if is_agreed else best.confidence
    conflicts = tuple(
        f"{best.value.edtf} ({best.basis}) against {other.value.edtf} ({other.basis})" for other in against
    )
    return _document_date(
        best, PublishedStatus.STATED, min(confidence, _AGREED_CONFIDENCE), tuple(dict.fromkeys(conflicts))
    )


def _inferred(bounds: Bounds, source_path: str, wire: WireDateline | None) -> DocumentDate:
    """Return what can be inferred where nothing states the date."""
    completed = _completed_wire_dateline(wire, bounds.past)
    named = from_file_name(source_path)
    if completed is not None:
        return _document_date(completed, PublishedStatus.INFERRED, completed.confidence)
    if named is not None:
        return _document_date(named, PublishedStatus.INFERRED, named.confidence)
    return _from_bounds(bounds.time)


def _completed_wire_dateline(wire: WireDateline | None, past: Days | None) -> DateCandidate | None:
    """Return the date of a wire dateline without a year: the first from the latest past day on, if near."""
    if wire is None or past is None or wire[1].value.month_day is None:
        return None
    block, timex = wire
    width = (past[1] - past[0]).days
    days = days_around(past[0], 0, width + _MAX_DAYS_AFTER_PAST - 1) if width <= _MAX_DAYS_AFTER_PAST else []
    day = next((day for day in days if (day.month, day.day) == timex.value.month_day), None)
    if day is None:
        return None
    return replace(with_evidence(block, timex, Basis.DATELINE, _COMPLETED_YEAR_CONFIDENCE), value=values.day(day))


def _document_date(
    best: DateCandidate, status: str, confidence: float, conflicts: tuple[str, ...] = ()
) -> DocumentDate:
    value = best.value
    evidence_start, evidence_end = best.raw
    return DocumentDate(
        start=value.start,
        end=value.end,
        precision=value.precision,
        status=status,
        basis=best.basis,
        evidence=best.evidence,
        evidence_start=evidence_start,
        evidence_end=evidence_end,
        confidence=confidence,
        not_before=value.start,
        not_after=value.end,
        conflicts=conflicts,
    )


def _from_bounds(time: CreationTime) -> DocumentDate:
    """Return the days between the bounds as an inferred date where they are near each other, else only the bounds.

    The evidence is that of the lower bound, or else of the upper one.
    """
    first, last = time.first.day if time.first else None, time.last.day if time.last else None
    shown = time.first or time.last
    raw = shown.evidence.raw if shown else (None, None)
    undated = DocumentDate(
        start=None,
        end=None,
        precision=None,
        status=PublishedStatus.UNKNOWN,
        basis=Basis.BODY_BOUNDS if shown else None,
        evidence=shown.evidence.text if shown else None,
        evidence_start=raw[0],
        evidence_end=raw[1],
        confidence=None,
        not_before=first,
        not_after=last,
        lower=time.first,
        upper=time.last,
        contradicted=time.contradicted,
    )
    if first is None or last is None or (last - first).days > _MAX_INTERVAL_DAYS:
        return undated
    confidence = min(time.weight, _INTERVAL_CONFIDENCE) * (_CONTRADICTED_FACTOR if time.contradicted else 1)
    return replace(
        undated,
        start=first,
        end=last,
        precision=Precision.DAY if first == last else Precision.INTERVAL,
        status=PublishedStatus.INFERRED,
        confidence=round(confidence, 2),
    )
