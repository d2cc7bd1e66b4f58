"""Candidates for the date of a document: front matter, datelines, wire datelines, addresses and file names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.steps.document_date.datelines import text_range
from flows.steps.document_date.dateparser_fallback import full_date
from flows.steps.document_date.scoring import ScoredDateline
from flows.steps.read.markup import MetadataField
from flows.steps.text.passage import Passage
from flows.steps.timex import values
from flows.steps.timex.lexicon import words
from flows.steps.timex.numbers import full_year
from flows.steps.timex.standalone import StandaloneTimex, standalone_timexes
from flows.steps.timex.values import Value
from schemas.vocab import Basis, Precision, Role

_URL_DAYS = (
    re.compile(r"[/_-]((?:19|20)\d\d)([/-])(\d{1,2}|[a-z]{3,9})\2(\d{1,2})(?=[/?#_.-]|$)", re.IGNORECASE),
    re.compile(r"[/_-]((?:19|20)\d\d)()(\d\d)(\d\d)(?=[/?#_.-]|$)"),
)
_FILE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_BARE_URL = re.compile(r"https?://[^\s<>()\[\]]+")
_MENTIONS_ORIGIN = re.compile(
    r"\b(?:publish|appear|originally|first (?:ran|posted)|reprint|repost|cross-?post)", re.IGNORECASE
)
_WIRE_DATELINE = re.compile(
    r"\(?(?!(?:The|On|In|At|By) )[A-Z][\w.'’-]+(?:(?:,? | (?:de|al|el) )[A-Z][\w.'’-]*){0,5}"
    r"(?: \([A-Z][\w .'’-]{2,40}\))?[,.]?\s\(?"
    r"(?P<date>[^\s—–(][^—–!?\n(:]{2,40}?)\)?\s?(?:\([^()]{2,40}\)\s?)?(?:[—–]|--|\s-\s|(?<=\)):\s)"
)
"""Place, date and perhaps an agency before a dash: AMMAN, March 3, 2021 (Agency) —, Amman (3 March 2021) –."""
_SHORT_YEAR = re.compile(r",? ['’]?(\d\d)(?=\s*(?:[(—–]|--|-\s))")
"""The year in two digits that a wire sets behind its day; nowhere else are two digits believed to be a year."""
_WIRE_STAMP = re.compile(r"\b[A-Z]{2,4}-[A-Z]{2,3}-(\d\d)-(\d\d)-(\d\d) \d{4}[A-Z]{1,4}\b")
"""The stamp that ends a dispatch: agency, bureau, month, day and year, and the time: HP-NY-02-16-21 1432EST."""
_WIRE_DATELINE_REACH_PARAGRAPHS = 3
"""Paragraphs of running text that may open with a wire dateline, as captions may come first."""
_MAX_STAMP_CHARACTERS = 200
"""Characters of the longest paragraph with a wire's stamp."""
_CONFIDENCE = {Basis.FRONT_MATTER: 0.97, Basis.DATELINE: 0.95, Basis.URL: 0.9}
_URL_CONFIDENCE = {Role.PUBLICATION_NOTE: 0.9, Role.AUTHOR_NOTE: 0.75}
_FILE_CONFIDENCE = 0.6
"""Confidences, by judgement."""
_MIN_CONFIDENCE, _CONFIDENCE_PER_POINT, _MAX_CONFIDENCE, _MIN_POINTS = 0.85, 0.03, 0.97, 3
"""Confidence in a dateline with just enough points, for each further one, and at most; the fewest points."""
_BASES = {
    Role.BYLINE: Basis.BYLINE,
    Role.TITLE: Basis.TITLE_BLOCK,
    Role.PUBLICATION_NOTE: Basis.PUBLICATION_NOTE,
    Role.AUTHOR_NOTE: Basis.AUTHOR_NOTE,
}
_MAX_DATES_IN_NOTE = 3
"""Dates that the note about rejected ones names."""


class LinkedUrl(NamedTuple):
    """A link in a paragraph: the paragraph, the target, and the range of the link's text in the paragraph."""

    passage: Passage
    url: str
    start: int
    end: int


class WireDateline(NamedTuple):
    """The date that opens a dispatch, with its paragraph; it may lack its year."""

    passage: Passage
    timex: StandaloneTimex


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that a document may have been published on; `raw` is None twice where it is a file name."""

    value: Value
    basis: str
    evidence: str
    raw: tuple[int | None, int | None]
    confidence: float

    def agrees(self, other: "DateCandidate") -> bool:
        """Return whether both may be the same day."""
        mine, theirs = self.value, other.value
        if mine.start is None or mine.end is None or theirs.start is None or theirs.end is None:
            return False
        return mine.start <= theirs.end and theirs.start <= mine.end


@dataclass(frozen=True, slots=True)
class RejectedDates:
    """Why some dates do not date a document (a message for people), with the raw offsets of the first of them."""

    message: str
    raw_start: int
    raw_end: int


def from_front_matter(stated: MetadataField | None) -> Iterator[DateCandidate]:
    """Yield the date that front matter or the metadata of a page states."""
    if stated is None:
        return
    value = next((timex.value for timex in standalone_timexes(stated.value, ()) if timex.is_stated), None)
    value = value or full_date(stated.value)
    if value is not None:
        raw = stated.start, stated.end
        yield DateCandidate(value, stated.basis, stated.value, raw, _CONFIDENCE[Basis.FRONT_MATTER])


def from_address(address: MetadataField | None) -> Iterator[DateCandidate]:
    """Yield the day in the address that front matter or the metadata of a page states."""
    if address is not None and (value := day_in(address.value)) is not None:
        raw = address.start, address.end
        yield DateCandidate(value, Basis.URL, address.value, raw, _CONFIDENCE[Basis.URL])


def from_datelines(blocks: Sequence[Passage], scored: Sequence[ScoredDateline]) -> Iterator[DateCandidate]:
    """Yield the datelines with enough points, the best one first; the day of an update only where there is no other."""
    enough = [candidate for candidate in scored if candidate.is_enough]
    first_published = [candidate for candidate in enough if candidate.dateline.label != "updated"] or enough
    for candidate in first_published:
        block, dateline = blocks[candidate.dateline.position], candidate.dateline
        confidence = min(_MIN_CONFIDENCE + _CONFIDENCE_PER_POINT * (candidate.points - _MIN_POINTS), _MAX_CONFIDENCE)
        basis = _BASES.get(Role(block.role), Basis.DATELINE)
        evidence = block.text[dateline.start : dateline.end]
        yield DateCandidate(
            dateline.value, basis, evidence, block.raw_span(dateline.start, dateline.end), round(confidence, 2)
        )


def rejected(
    blocks: Sequence[Passage], scored: Sequence[ScoredDateline], best: DateCandidate | None
) -> tuple[RejectedDates, ...]:
    """Return why the other days of `scored` do not date the document, one note for each reason.

    `blocks` are all paragraphs of the document, `best` is the candidate that was chosen, or None.
    """
    chosen = best.value if best else None
    passed = [
        candidate
        for candidate in scored
        if not (candidate.is_enough and candidate.dateline.label != "updated")
        and candidate.dateline.value.precision == Precision.DAY
    ]
    others = sorted((candidate for candidate in passed if candidate.dateline.value != chosen), key=_by_reason)
    return tuple(
        _rejection(blocks, reason, list(group))
        for reason, group in groupby(others, key=lambda candidate: candidate.reason)
    )


def _by_reason(candidate: ScoredDateline) -> tuple[str, int, int]:
    return candidate.reason, candidate.dateline.position, candidate.dateline.start


def _rejection(blocks: Sequence[Passage], reason: str, group: Sequence[ScoredDateline]) -> RejectedDates:
    texts = [
        blocks[candidate.dateline.position].text[candidate.dateline.start : candidate.dateline.end]
        for candidate in group
    ]
    different = list(dict.fromkeys(texts))
    more = len(different) - _MAX_DATES_IN_NOTE
    examples = ", ".join(map(repr, different[:_MAX_DATES_IN_NOTE])) + (f" and {more} more" if more > 0 else "")
    dateline = group[0].dateline
    raw = blocks[dateline.position].raw_span(dateline.start, dateline.end)
    return RejectedDates(f"not believed as the document's date: {examples}; {reason}", *raw)


def wire_dateline(blocks: Sequence[Passage]) -> WireDateline | None:
    """Return the date that opens a dispatch, between the place and a dash, with its paragraph."""
    first, _ = text_range(blocks)
    opening = [
        block for block in blocks[max(first, 0) : first + _WIRE_DATELINE_REACH_PARAGRAPHS] if block.role == Role.BODY
    ]
    for block in opening:
        match = _WIRE_DATELINE.match(block.text)
        timexes = [*standalone_timexes(block.text[: match.end()], ((0, match.end()),))] if match else []
        if match and len(timexes) == 1 and timexes[0].start <= match.start("date") + 1:
            return WireDateline(block, _with_short_year(block.text, timexes[0]))
    return None


def _with_short_year(text: str, timex: StandaloneTimex) -> StandaloneTimex:
    """Return the day of a wire dateline with the two digits of its year, where they follow it."""
    match = _SHORT_YEAR.match(text, timex.end)
    if match is None or timex.value.month_day is None:
        return timex
    try:
        day = date(full_year(int(match[1])), *timex.value.month_day)
    except ValueError:  # of datetime: 29 February
        return timex
    longer_match = replace(timex.timex.match, end=match.end())
    return replace(timex, timex=replace(timex.timex, match=longer_match), value=values.day(day), is_stated=True)


def from_wire_dateline(opening: WireDateline | None) -> Iterator[DateCandidate]:
    """Yield the date of a wire dateline, if it is a full one."""
    if opening is not None and opening.timex.is_stated:
        yield with_evidence(opening.passage, opening.timex, Basis.DATELINE, _CONFIDENCE[Basis.DATELINE])


def from_wire_stamp(blocks: Sequence[Passage]) -> Iterator[DateCandidate]:
    """Yield the day in the stamp with which a dispatch ends, the last one first."""
    for block in reversed(blocks):
        match = _WIRE_STAMP.search(block.text) if len(block.text) <= _MAX_STAMP_CHARACTERS else None
        try:
            day = date(full_year(int(match[3])), int(match[1]), int(match[2])) if match else None
        except ValueError:  # of datetime: month 13
            continue
        if match and day:
            raw = block.raw_span(*match.span())
            yield DateCandidate(values.day(day), Basis.DATELINE, match[0], raw, _CONFIDENCE[Basis.DATELINE])


def with_evidence(block: Passage, timex: StandaloneTimex, basis: str, confidence: float) -> DateCandidate:
    """Return the date of `timex` as a candidate, with its words in the paragraph `block` as evidence.

    `basis` is a member of `schemas.vocab.Basis`, `confidence` a share from 0 to 1.
    """
    return DateCandidate(
        timex.value, basis, block.text[timex.start : timex.end], block.raw_span(timex.start, timex.end), confidence
    )


def from_links(blocks: Sequence[Passage], urls: Sequence[LinkedUrl]) -> Iterator[DateCandidate]:
    """Yield the days in addresses of publication notes, then of author notes that mention a first publication."""
    bare = [
        LinkedUrl(block, match[0], match.start(), match.end())
        for block in blocks
        if block.role in _URL_CONFIDENCE
        for match in _BARE_URL.finditer(block.text)
    ]
    for role, confidence in _URL_CONFIDENCE.items():
        for block, url, start, end in (*urls, *bare):
            if block.role == role and (role == Role.PUBLICATION_NOTE or _MENTIONS_ORIGIN.search(block.text)):
                value = day_in(url)
                if value is not None:
                    yield DateCandidate(value, Basis.URL, url, block.raw_span(start, end), confidence)


def from_file_name(source_path: str) -> DateCandidate | None:
    """Return the full date in a file's name."""
    name = PurePosixPath(source_path).name
    value = _day(_FILE_DAY.search(name))
    return None if value is None else DateCandidate(value, Basis.FILE_NAME, name, (None, None), _FILE_CONFIDENCE)


def day_in(url: str) -> Value | None:
    """Return the day in the path of an address: /2019/03/04/, /2019/mar/4/, /2019-03-04-, /20190304/."""
    days = (_day(pattern.search(url)) for pattern in _URL_DAYS)
    return next((value for value in days if value is not None), None)


def _day(match: re.Match[str] | None) -> Value | None:
    """Return the day that the groups 1, 3 and 4 of a match name, if any calendar has it."""
    if match is None:
        return None
    month = int(match[3]) if match[3].isdigit() else int(words()["month"].get(match[3].lower(), 0))
    try:
        return values.day(date(int(match[1]), month, int(match[4])))
    except ValueError:  # of datetime: month 13
        return None
