"""What may date a document: front matter, stamps, the opening of a dispatch, addresses and file names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath

from flows.steps.dates import values
from flows.steps.dates.expressions import Expression, expressions
from flows.steps.dates.numbers import full_year
from flows.steps.dates.stamp_points import Weighed
from flows.steps.dates.stamps import text_range
from flows.steps.dates.unusual import full_date
from flows.steps.dates.values import Value
from flows.steps.dates.words import words
from flows.steps.language.passages import Passage
from schemas.vocab import Basis, Precision, Role

_URL_DAYS = (
    re.compile(r"[/_-]((?:19|20)\d\d)([/-])(\d{1,2}|[a-z]{3,9})\2(\d{1,2})(?=[/?#_.-]|$)", re.IGNORECASE),
    re.compile(r"[/_-]((?:19|20)\d\d)()(\d\d)(\d\d)(?=[/?#_.-]|$)"),
)
_FILE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_BARE_URL = re.compile(r"https?://[^\s<>()\[\]]+")
_TELLS_ORIGIN = re.compile(
    r"\b(?:publish|appear|originally|first (?:ran|posted)|reprint|repost|cross-?post)", re.IGNORECASE
)
_DISPATCH = re.compile(
    r"\(?(?!(?:The|On|In|At|By) )[A-Z][\w.'’-]+(?:(?:,? | (?:de|al|el) )[A-Z][\w.'’-]*){0,5}"
    r"(?: \([A-Z][\w .'’-]{2,40}\))?[,.]?\s\(?"
    r"(?P<date>[^\s—–(][^—–!?\n(:]{2,40}?)\)?\s?(?:\([^()]{2,40}\)\s?)?(?:[—–]|--|\s-\s|(?<=\)):\s)"
)
"""Place, date and perhaps an agency in front of a dash: AMMAN, March 3, 2021 (Agency) —, Amman (3 March 2021) –."""
_SHORT_YEAR = re.compile(r",? ['’]?(\d\d)(?=\s*(?:[(—–]|--|-\s))")
"""The year in two digits that a wire sets behind its day; nowhere else are two digits believed to be a year."""
_DISPATCH_REACH = 3
"""Paragraphs of running text among which the opening of a dispatch may be, behind captions."""
_STATED = {Basis.FRONT_MATTER: 0.97, Basis.DATELINE: 0.95, Basis.URL: 0.9}
_URL_CONFIDENCE = {Role.PUBLICATION_NOTE: 0.9, Role.AUTHOR_NOTE: 0.75}
_FILE_CONFIDENCE = 0.6
"""Confidences, by judgement."""
_LEAST, _STEP, _MOST, _ENOUGH = 0.85, 0.03, 0.97, 3
"""Confidence in a stamp with just enough points, for each further one, and at most."""
_BASES = {
    Role.BYLINE: Basis.BYLINE,
    Role.TITLE: Basis.TITLE_BLOCK,
    Role.PUBLICATION_NOTE: Basis.PUBLICATION_NOTE,
    Role.AUTHOR_NOTE: Basis.AUTHOR_NOTE,
}
_MOST_NAMED = 3
"""Dates that the note about rejected ones names."""

LinkedUrl = tuple[Passage, str, int, int]
"""The paragraph that a link stands in, the link's target, and its range in the paragraph."""
Stated = tuple[str, int, int, str]
"""What front matter or the metadata of a page says in a field, with its raw offsets and its basis."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that a document may have been published on; `raw` is None twice where it is a file name."""

    value: Value
    basis: str
    evidence: str
    raw: tuple[int | None, int | None]
    confidence: float

    def agrees(self, other: "Candidate") -> bool:
        """Return whether both may be the same day."""
        mine, theirs = self.value, other.value
        if mine.start is None or mine.end is None or theirs.start is None or theirs.end is None:
            return False
        return mine.start <= theirs.end and theirs.start <= mine.end


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why some dates do not date a document, with the raw offsets of the first of them."""

    message: str
    raw_start: int
    raw_end: int


def from_front_matter(stated: Stated | None) -> Iterator[Candidate]:
    """Yield the date that front matter or the metadata of a page states."""
    if stated is None:
        return
    text, raw_start, raw_end, basis = stated
    value = next((one.value for one in expressions(text, ()) if one.is_stated), None) or full_date(text)
    if value is not None:
        yield Candidate(value, basis, text, (raw_start, raw_end), _STATED[Basis.FRONT_MATTER])


def from_address(address: Stated | None) -> Iterator[Candidate]:
    """Yield the day in the address that front matter or the metadata of a page states."""
    if address is not None and (value := day_in(address[0])) is not None:
        yield Candidate(value, Basis.URL, address[0], address[1:3], _STATED[Basis.URL])


def from_stamps(blocks: Sequence[Passage], found: Sequence[Weighed]) -> Iterator[Candidate]:
    """Yield the stamps with enough points, the best one first; the day of a change only where it stands alone."""
    enough = [one for one in found if one.is_enough]
    first_published = [one for one in enough if one.stamp.label != "updated"] or enough
    for one in first_published:
        block, stamp = blocks[one.stamp.position], one.stamp
        confidence = min(_LEAST + _STEP * (one.points - _ENOUGH), _MOST)
        basis = _BASES.get(Role(block.role), Basis.DATELINE)
        evidence = block.text[stamp.start : stamp.end]
        yield Candidate(stamp.value, basis, evidence, block.raw_span(stamp.start, stamp.end), round(confidence, 2))


def rejected(blocks: Sequence[Passage], found: Sequence[Weighed], best: Candidate | None) -> tuple[Rejected, ...]:
    """Return why the days that stand in short paragraphs do not date the document, one note for each reason."""
    chosen = best.value if best else None
    passed = [one for one in found if not one.is_enough and one.stamp.value.precision == Precision.DAY]
    others = sorted((one for one in passed if one.stamp.value != chosen), key=_by_reason)
    return tuple(
        _rejection(blocks, reason, list(group)) for reason, group in groupby(others, key=lambda one: one.reason)
    )


def _by_reason(one: Weighed) -> tuple[str, int, int]:
    return one.reason, one.stamp.position, one.stamp.start


def _rejection(blocks: Sequence[Passage], reason: str, group: Sequence[Weighed]) -> Rejected:
    words_of = [blocks[one.stamp.position].text[one.stamp.start : one.stamp.end] for one in group]
    different = list(dict.fromkeys(words_of))
    more = len(different) - _MOST_NAMED
    said = ", ".join(map(repr, different[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
    stamp = group[0].stamp
    raw = blocks[stamp.position].raw_span(stamp.start, stamp.end)
    return Rejected(f"not believed as the document's date: {said}; {reason}", *raw)


def dispatch(blocks: Sequence[Passage]) -> tuple[Passage, Expression] | None:
    """Return the date that opens a dispatch, between the place and a dash, with its paragraph; it may lack its year."""
    first, _ = text_range(blocks)
    opening = [block for block in blocks[max(first, 0) : first + _DISPATCH_REACH] if block.role == Role.BODY]
    for block in opening:
        match = _DISPATCH.match(block.text)
        found = [*expressions(block.text[: match.end()], ((0, match.end()),))] if match else []
        if match and len(found) == 1 and found[0].start <= match.start("date") + 1:
            return block, _with_short_year(block.text, found[0])
    return None


def _with_short_year(text: str, one: Expression) -> Expression:
    """Return the day of an opening with the two digits of its year, where they stand behind it."""
    match = _SHORT_YEAR.match(text, one.end)
    if match is None or one.value.month_day is None:
        return one
    try:
        day = date(full_year(int(match[1])), *one.value.month_day)
    except ValueError:  # of datetime: 29 February
        return one
    found = replace(one.place.found, end=match.end())
    return replace(one, place=replace(one.place, found=found), value=values.day(day), is_stated=True)


def from_dispatch(found: tuple[Passage, Expression] | None) -> Iterator[Candidate]:
    """Yield the full date that opens a dispatch."""
    if found is not None and found[1].is_stated:
        yield quoted(*found, Basis.DATELINE, _STATED[Basis.DATELINE])


def quoted(block: Passage, one: Expression, basis: str, confidence: float) -> Candidate:
    """Return a date with the words of its paragraph as evidence."""
    return Candidate(one.value, basis, block.text[one.start : one.end], block.raw_span(one.start, one.end), confidence)


def from_links(blocks: Sequence[Passage], urls: Sequence[LinkedUrl]) -> Iterator[Candidate]:
    """Yield the days in addresses of publication notes, then of author notes that tell of a first publication."""
    bare = [
        (block, match[0], match.start(), match.end())
        for block in blocks
        if block.role in _URL_CONFIDENCE
        for match in _BARE_URL.finditer(block.text)
    ]
    for role, confidence in _URL_CONFIDENCE.items():
        for block, url, start, end in (*urls, *bare):
            if block.role == role and (role == Role.PUBLICATION_NOTE or _TELLS_ORIGIN.search(block.text)):
                value = day_in(url)
                if value is not None:
                    yield Candidate(value, Basis.URL, url, block.raw_span(start, end), confidence)


def from_file_name(source_path: str) -> Candidate | None:
    """Return the full date in a file's name."""
    name = PurePosixPath(source_path).name
    value = _day(_FILE_DAY.search(name))
    return None if value is None else Candidate(value, Basis.FILE_NAME, name, (None, None), _FILE_CONFIDENCE)


def day_in(url: str) -> Value | None:
    """Return the day in the path of an address: /2019/03/04/, /2019/mar/4/, /2019-03-04-, /20190304/."""
    found = (_day(pattern.search(url)) for pattern in _URL_DAYS)
    return next((value for value in found if value is not None), None)


def _day(found: re.Match[str] | None) -> Value | None:
    """Return the day that the groups 1, 3 and 4 of a match name, if any calendar has it."""
    if found is None:
        return None
    month = int(found[3]) if found[3].isdigit() else int(words()["month"].get(found[3].lower(), 0))
    try:
        return values.day(date(int(found[1]), month, int(found[4])))
    except ValueError:  # of datetime: month 13
        return None
