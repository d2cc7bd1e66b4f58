"""The date of a document: stated, or bounds, or unknown; never a guess that looks like a fact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from flows.steps.dates import values
from flows.steps.dates.bounds import Bounds, Found, bounds_of
from flows.steps.dates.candidates import (
    Candidate,
    LinkedUrl,
    Rejected,
    dispatch,
    from_address,
    from_dispatch,
    from_file_name,
    from_front_matter,
    from_links,
    from_stamps,
    quoted,
    rejected,
)
from flows.steps.dates.expressions import Expression
from flows.steps.dates.stamp_points import weighed_stamps
from flows.steps.language.passages import Passage
from flows.steps.read.markup import MetadataField
from schemas.vocab import Basis, Precision, PublishedStatus

_AGREED = 0.99
_CONFLICTED = 0.7
_COMPLETED = 0.8
_WINDOW = 0.7
"""Confidences, by judgement."""
_SOON = 92
"""Days from the latest date told to a dispatch that lacks its year: about a quarter."""


@dataclass(frozen=True, slots=True)
class Published:
    """When a document was published; days, both inside; raw offsets of the evidence, None where it is a file name.

    `conflicts` says which other dates were found that would do as well, `rejected` which ones would not, and why.
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
    conflicts: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def date_document(
    blocks: Sequence[Passage],
    source_path: str,
    urls: Sequence[LinkedUrl],
    front_matter: MetadataField | None = None,
    address: MetadataField | None = None,
) -> Published:
    """Return when a document was published, from all its paragraphs (of every role), its path and its links.

    Front matter is believed first, then the best stamp (a dateline, a byline, "Posted on ..."), the opening of a
    dispatch, and the address of the publication (`address` is that of the front matter). Where none has a date, what
    the text tells of its own day, or else a full date in the file name, is inferred; else there are only bounds. The
    time of the file never counts.
    """
    weighed = weighed_stamps(blocks)
    opening = dispatch(blocks)
    candidates = [
        *from_front_matter(front_matter),
        *from_stamps(blocks, weighed),
        *from_dispatch(opening),
        *chain(from_address(address), from_links(blocks, urls)),
    ]
    passed_over = rejected(blocks, weighed, candidates[0] if candidates else None)
    found = _decided(candidates) if candidates else _inferred(blocks, source_path, opening)
    return replace(found, rejected=passed_over)


def _decided(candidates: Sequence[Candidate]) -> Published:
    """Return the first candidate, surer where another kind of evidence agrees with it, less sure where one does not."""
    best = candidates[0]
    against = [other for other in candidates[1:] if not other.agrees(best)]
    is_agreed = any(other.basis != best.basis and other.agrees(best) for other in candidates[1:])
    confidence = _CONFLICTED if against else _AGREED if is_agreed else best.confidence
    conflicts = tuple(
        f"{best.value.edtf} ({best.basis}) against {other.value.edtf} ({other.basis})" for other in against
    )
    return _published(best, PublishedStatus.STATED, min(confidence, _AGREED), tuple(dict.fromkeys(conflicts)))


def _inferred(blocks: Sequence[Passage], source_path: str, opening: tuple[Passage, Expression] | None) -> Published:
    """Return what can be concluded where nothing states the date."""
    bounds = bounds_of(blocks)
    completed = _completed(opening, bounds.past)
    named = from_file_name(source_path)
    if completed is not None:
        return _published(completed, PublishedStatus.INFERRED, completed.confidence)
    if named is not None:
        return _published(named, PublishedStatus.INFERRED, named.confidence)
    return _from_window(bounds.window) if bounds.window else _unknown(bounds)


def _completed(opening: tuple[Passage, Expression] | None, past: Found | None) -> Candidate | None:
    """Return the date of a dispatch that lacks its year: the first from the latest day told on, if near."""
    if opening is None or past is None or opening[1].value.month_day is None:
        return None
    block, one = opening
    days = (past.first + timedelta(step) for step in range((past.last - past.first).days + _SOON))
    day = next((day for day in days if (day.month, day.day) == one.value.month_day), None)
    if day is None or (past.last - past.first).days > _SOON:
        return None
    return replace(quoted(block, one, Basis.DATELINE, _COMPLETED), value=values.day(day))


def _published(best: Candidate, status: str, confidence: float, conflicts: tuple[str, ...] = ()) -> Published:
    value = best.value
    return Published(
        value.start,
        value.end,
        value.precision,
        status,
        best.basis,
        best.evidence,
        *best.raw,
        confidence,
        value.start,
        value.end,
        conflicts,
    )


def _from_window(window: Found) -> Published:
    """Return the days between which the text tells that it was written."""
    precision = Precision.DAY if window.is_day else Precision.INTERVAL
    return Published(
        window.first,
        window.last,
        precision,
        PublishedStatus.INFERRED,
        Basis.BODY_BOUNDS,
        window.evidence,
        *window.raw,
        _WINDOW,
        window.first,
        window.last,
    )


def _unknown(bounds: Bounds) -> Published:
    """Return only the bounds; the evidence is that of the lower one, or else of the upper one."""
    past, announced = bounds.past, bounds.announced
    shown = past or announced
    start, end = shown.raw if shown else (None, None)
    return Published(
        None,
        None,
        None,
        PublishedStatus.UNKNOWN,
        Basis.BODY_BOUNDS if shown else None,
        shown.evidence if shown else None,
        start,
        end,
        None,
        past.first if past else None,
        announced.last if announced else None,
    )
