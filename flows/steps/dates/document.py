"""The date of a document: stated, or bounds, or unknown; never a guess that looks like a fact."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from flows.steps.dates import values
from flows.steps.dates.engine import Place, places, read
from flows.steps.dates.scene import Scene
from flows.steps.dates.unusual import full_date
from flows.steps.dates.values import Value
from flows.steps.language.passages import Passage, Span
from schemas.vocab import CONTENT_ROLES, Anchor, Basis, Precision, PublishedStatus, Role

_URL_DAY = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$|[?#])")
_FILE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_TELLS_ORIGIN = re.compile(
    r"\b(?:publish|appear|originally|first (?:ran|posted)|reprint|repost|cross-?post)", re.IGNORECASE
)
_AIMS_AT = re.compile(r"\b(?:by|until|till|through|before|beyond|to|for)\s+(?:the\s+)?$", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:would|could|may|might|should|must|can|will|shall|if|unless|until|expect\w*|plan(?:s|ned)?|schedul\w*|due|likely"
    r"|next|propos\w*|promis\w*|vow\w*|deadline|expires?|runs?|ends?)\b",
    re.IGNORECASE,
)
"""Words behind which a date need not be past, wherever they stand before it in the sentence."""
_DISPATCH = re.compile(r"[A-Z][A-Z'’.-]{2,}[^!?\n]{0,80}?\s(?:[—–-]|--)\s")
_DISPATCH_CONFIDENCE = 0.95
_STATING = {Role.DATELINE: (Basis.DATELINE, 0.95), Role.BYLINE: (Basis.BYLINE, 0.9)}
_URL_CONFIDENCE = {Role.PUBLICATION_NOTE: 0.9, Role.AUTHOR_NOTE: 0.75}
_FRONT_MATTER = 0.97
_FILE_CONFIDENCE = 0.6
_AGREED = 0.99
_CONFLICTED = 0.7
"""Confidences, by judgement."""
_FITTING = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


LinkedUrl = tuple[Passage, str, int, int]
"""The paragraph that a link stands in, the link's target, and its range in the paragraph."""
Stated = tuple[str, int, int, str]
"""What front matter or the metadata of a page says of the date, with its raw offsets and its basis."""


@dataclass(frozen=True, slots=True)
class Published:
    """When a document was published; days, both inside; raw offsets of the evidence, None where it is a file name.

    `conflicts` says which other dates were found and not believed.
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    value: Value
    basis: str
    evidence: str
    raw: tuple[int | None, int | None]
    confidence: float

    def agrees(self, other: "_Candidate") -> bool:
        """Return whether both may be the same day."""
        mine, theirs = self.value, other.value
        if mine.start is None or mine.end is None or theirs.start is None or theirs.end is None:
            return False
        return mine.start <= theirs.end and theirs.start <= mine.end


def date_document(
    blocks: Sequence[Passage], source_path: str, urls: Sequence[LinkedUrl], front_matter: Stated | None = None
) -> Published:
    """Return when a document was published, from all its paragraphs (of every role), its path and its links.

    Front matter is believed before a dateline, that before a byline, and that before the address of the first
    publication. Only when none of them has a date, a full one in the file name is inferred, and else the text gives a
    lower bound. Navigation never dates a document, nor does the time of the file.
    """
    candidates = [*_from_front_matter(front_matter), *_stated(blocks), *_linked(urls)]
    if candidates:
        return _decided(candidates)
    named = _named(source_path)
    bound = _latest_past(blocks)
    if named is not None:
        return _published(named, PublishedStatus.INFERRED, named.confidence)
    if bound is None:
        return Published(None, None, None, PublishedStatus.UNKNOWN, None, None, None, None, None, None, None)
    basis, evidence, raw = bound.basis, bound.evidence, bound.raw
    earliest = bound.value.start
    return Published(None, None, None, PublishedStatus.UNKNOWN, basis, evidence, *raw, None, earliest, None)


def _decided(candidates: Sequence[_Candidate]) -> Published:
    """Return the first candidate, surer where another kind of evidence agrees; the day where it gives the finer one."""
    best = candidates[0]
    others = [other for other in candidates[1:] if other.agrees(best)]
    against = [other for other in candidates[1:] if not other.agrees(best)]
    is_agreed = any(other.basis != best.basis for other in others)
    confidence = _CONFLICTED if against else _AGREED if is_agreed else best.confidence
    conflicts = tuple(
        f"{best.value.edtf} ({best.basis}) against {other.value.edtf} ({other.basis})" for other in against
    )
    return _published(best, PublishedStatus.STATED, min(confidence, _AGREED), tuple(dict.fromkeys(conflicts)))


def _published(best: _Candidate, status: str, confidence: float, conflicts: tuple[str, ...] = ()) -> Published:
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


def _from_front_matter(stated: Stated | None) -> Iterator[_Candidate]:
    """Yield the date that front matter or the metadata of a page states."""
    if stated is None:
        return
    text, raw_start, raw_end, basis = stated
    value = next((value for _, value in _explicit(text, ())), None) or full_date(text)
    if value is not None:
        yield _Candidate(value, basis, text, (raw_start, raw_end), _FRONT_MATTER)


def _stated(blocks: Sequence[Passage]) -> Iterator[_Candidate]:
    """Yield the dates with a year in datelines, then those in bylines."""
    for role, (basis, confidence) in _STATING.items():
        for block in blocks:
            if block.role == role:
                found = [*_explicit(block.text, block.sentences)]
                for place, value in found:
                    yield _quoted(block, place, value, basis, confidence)
                unusual = full_date(block.text) if not found and role == Role.DATELINE else None
                if unusual is not None:
                    whole = block.raw_span(0, len(block.text))
                    yield _Candidate(unusual, basis, block.text, whole, confidence)
    yield from _opening(blocks)


def _opening(blocks: Sequence[Passage]) -> Iterator[_Candidate]:
    """Yield the date that opens the first paragraph of a dispatch, between the place in capitals and a dash."""
    for block in [block for block in blocks if block.role == Role.BODY][:1]:
        opening = _DISPATCH.match(block.text)
        if opening:
            for place, value in _explicit(opening[0], ((0, opening.end()),)):
                yield _quoted(block, place, value, Basis.DATELINE, _DISPATCH_CONFIDENCE)


def _quoted(block: Passage, place: Place, value: Value, basis: str, confidence: float) -> _Candidate:
    """Return a date with the words of its paragraph as evidence."""
    start, end = place.found.start, place.found.end
    return _Candidate(value, basis, block.text[start:end], block.raw_span(start, end), confidence)


def _explicit(text: str, sentences: Sequence[Span]) -> Iterator[tuple[Place, Value]]:
    """Yield the days, months and years that a text states in full."""
    for place in places(text, sentences):
        answer = read(place, Scene(place.found.groups))
        if answer is not None and answer.anchor == Anchor.EXPLICIT and answer.value.precision in _FITTING:
            yield place, answer.value


def _is_past(place: Place, value: Value, before: str) -> bool:
    """Return whether a date is told as past; a day passes without a past verb, a month or a year needs one."""
    if place.looks_ahead or _AIMS_AT.search(before) or _UNREAL.search(before):
        return False
    return value.precision == Precision.DAY or place.looks_ahead is False


def _linked(urls: Sequence[LinkedUrl]) -> Iterator[_Candidate]:
    """Yield the days in link targets of publication notes, then of author notes that tell of a first publication."""
    for role, confidence in _URL_CONFIDENCE.items():
        for block, url, start, end in urls:
            if block.role == role and (role == Role.PUBLICATION_NOTE or _TELLS_ORIGIN.search(block.text)):
                value = _day(_URL_DAY.search(url), (1, 2, 3))
                if value is not None:
                    yield _Candidate(value, Basis.URL, url, block.raw_span(start, end), confidence)


def _named(source_path: str) -> _Candidate | None:
    """Return the full date in a file's name."""
    name = PurePosixPath(source_path).name
    value = _day(_FILE_DAY.search(name), (1, 3, 4))
    return None if value is None else _Candidate(value, Basis.FILE_NAME, name, (None, None), _FILE_CONFIDENCE)


def _day(found: re.Match[str] | None, groups: tuple[int, int, int]) -> Value | None:
    """Return the day that three groups of a match name, if any calendar has it."""
    if found is None:
        return None
    try:
        return values.day(date(*(int(found[group]) for group in groups)))
    except ValueError:  # of datetime: month 13
        return None


def _latest_past(blocks: Sequence[Passage]) -> _Candidate | None:
    """Return the latest date with a year that the content tells of as past: the text was written after its start."""
    found = (
        _quoted(block, place, value, Basis.BODY_BOUNDS, 0.0)
        for block in blocks
        if block.role in CONTENT_ROLES
        for place, value in _explicit(block.text, block.sentences)
        if _is_past(place, value, block.text[place.sentence[0] : place.found.start])
    )
    return max(found, key=lambda candidate: candidate.value.start or date.min, default=None)
