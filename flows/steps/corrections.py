"""Corrections by people: their record, what a right one needs, and where their quotes are in a clean text.

A correction names what it was made on: a document, words of its clean text with a little context, and for an event its
trigger. It holds wherever this evidence is found exactly once, whatever code or model reads the text.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flows.steps.models import CorrectionResult
from flows.steps.text.ids import content_id
from schemas.data_files import NEEDED
from schemas.vocab import CorrectionKind, CorrectionStatus, EventType, Factuality, Precision, Role

NOTHING = "none"
"""The value of a correction that takes an actor, a place, a date, a title or an author away."""
EVENT_KINDS = frozenset(
    {
        CorrectionKind.EVENT_WRONG,
        CorrectionKind.EVENT_TYPE,
        CorrectionKind.ACTOR,
        CorrectionKind.RECIPIENT,
        CorrectionKind.EVENT_DATE,
        CorrectionKind.PLACE,
        CorrectionKind.FACTUALITY,
    }
)
"""Corrections of an event."""
FIELD_KINDS = frozenset({CorrectionKind.DOCUMENT_DATE, CorrectionKind.TITLE, CorrectionKind.AUTHOR})
"""Corrections of a field of a document."""
DOCUMENT_KINDS = FIELD_KINDS | {CorrectionKind.PARAGRAPH_ROLE}
"""Corrections with which a document is processed; all others are made in its rows."""
_MEMBERS: Mapping[CorrectionKind, tuple[str, ...]] = {
    CorrectionKind.EVENT_TYPE: tuple(EventType),
    CorrectionKind.FACTUALITY: tuple(Factuality),
    CorrectionKind.PARAGRAPH_ROLE: tuple(Role),
}
_DATES = frozenset({CorrectionKind.DOCUMENT_DATE, CorrectionKind.EVENT_DATE})
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class Correction(NamedTuple):
    """A row of `corrections.csv`: what is wrong in which document, on what evidence, what is right, and who found it.

    `source_path` is the path of its file, with the number of the document where the file has several (`export.txt#3`);
    `quote` are words of the clean text, `context_before` and `context_after` those beside them; `trigger` is that of
    an event in the quote, `event_type` the type that it had.
    """

    kind: CorrectionKind
    source_path: str = ""
    document_id: str = ""
    quote: str = ""
    context_before: str = ""
    context_after: str = ""
    trigger: str = ""
    event_type: EventType | None = None
    value: str = ""
    author: str = NEEDED
    day: date = NEEDED
    reason: str = NEEDED

    @property
    def correction_id(self) -> str:
        """The id of its row in the table of corrections."""
        return content_id("cor", *self)


class Unfit(NamedTuple):
    """Why a correction cannot be applied."""

    status: CorrectionStatus
    message: str


class Interval(NamedTuple):
    """Days, both inside, with their calendar unit."""

    start: date
    end: date
    precision: Precision


def stale(message: str) -> Unfit:
    """Return that the evidence of a correction is gone."""
    return Unfit(CorrectionStatus.STALE, message)


def refused(message: str) -> Unfit:
    """Return that a correction is not clear enough to be applied."""
    return Unfit(CorrectionStatus.REFUSED, message)


def interval_of(value: str) -> Interval | None:
    """Return the days of 2019, 2019-03, 2019-03-04 or two of these with a slash between; None for anything else."""
    first, slash, second = value.partition("/")
    start, end = _unit(first), _unit(second if slash else first)
    if start is None or end is None or start.start > end.end:
        return None
    if start.start == end.end:
        return Interval(start.start, end.end, Precision.DAY)
    return Interval(start.start, end.end, Precision.INTERVAL) if slash else start


def _unit(value: str) -> Interval | None:
    match = _DAY.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        if day:
            return Interval(date(year, month, day), date(year, month, day), Precision.DAY)
        if month:
            return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH)
        return Interval(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
    except ValueError:  # a day that no calendar has
        return None


def problems(row: Correction) -> Iterator[str]:
    """Yield a clause for each thing that is wrong with a correction by itself, and what would be fine."""
    if not row.source_path and not row.document_id:
        yield "source_path and document_id are empty; at least one should name the document"
    if not row.author.strip() or not row.reason.strip():
        yield "author and reason should have a text each"
    yield from _evidence_problems(row)
    yield from _value_problems(row)


def _evidence_problems(row: Correction) -> Iterator[str]:
    if row.kind in FIELD_KINDS and not row.quote and not row.document_id:
        yield f"a correction of {row.kind} without a quote holds for one file alone; document_id should name it"
    if row.kind not in FIELD_KINDS and not row.quote.strip():
        yield f"quote is empty; a correction of the kind {row.kind} should quote the clean text"
    if row.kind in EVENT_KINDS:
        count = len(list(_occurrences(row.quote, row.trigger))) if row.trigger.strip() else 0
        if count != 1:
            yield f"the quote has the trigger {row.trigger!r} {count} times; it should have it once, as a whole word"
    elif row.trigger or row.event_type:
        yield f"trigger and event_type are of events; with the kind {row.kind} they should be empty"


def _value_problems(row: Correction) -> Iterator[str]:
    if row.kind == CorrectionKind.EVENT_WRONG:
        if row.value:
            yield f"value is {row.value!r}; an event that is wrong has none, so it should be empty"
    elif not row.value.strip():
        yield f"value is empty; it should be what is right{f', or {NOTHING}' if row.kind in _may_be_nothing() else ''}"
    elif row.kind in _MEMBERS and row.value not in _MEMBERS[row.kind]:
        yield f"value is {row.value!r}; it should be one of {', '.join(_MEMBERS[row.kind])}"
    elif row.kind in _DATES and row.value != NOTHING and interval_of(row.value) is None:
        example = "2019, 2019-03, 2019-03-04 or 2019-03-04/2019-03-06"
        yield f"value is {row.value!r}; it should be a date such as {example}, or {NOTHING}"


def _may_be_nothing() -> frozenset[CorrectionKind]:
    return FIELD_KINDS | {
        CorrectionKind.ACTOR,
        CorrectionKind.RECIPIENT,
        CorrectionKind.PLACE,
        CorrectionKind.EVENT_DATE,
    }


# Evidence in a clean text.


class QuotePlace(NamedTuple):
    """A half-open range of one of several texts: the number of the text, start and end."""

    number: int
    start: int
    end: int


def quote_places(texts: Sequence[str], row: Correction) -> list[QuotePlace]:
    """Return where the quote of a correction is, with its context, in the paragraphs of a document.

    Any white space is as good as any other; all else must be equal. Context may reach into other paragraphs.
    """
    before, after = _folded(row.context_before), _folded(row.context_after)
    return [
        QuotePlace(number, start, end)
        for number, text in enumerate(texts)
        for start, end in _ranges(text, row.quote)
        if _before(texts, number, start, len(before)).endswith(before)
        and _after(texts, number, end, len(after)).startswith(after)
    ]


def trigger_place(text: str, place: QuotePlace, trigger: str) -> tuple[int, int]:
    """Return the range of the trigger in a text that has the quote at `place`; raises ValueError without it."""
    for start, end in _occurrences(text[place.start : place.end], trigger):
        return place.start + start, place.start + end
    raise ValueError(f"{trigger!r} is not in the quote")


def _occurrences(quote: str, trigger: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the quote that are the trigger as whole words."""
    yield from _matches(quote, rf"(?<!\w)(?=({_spaced(trigger)})(?!\w))")


def _ranges(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that are these words, with any white space between them."""
    if words.strip():
        yield from _matches(text, f"(?=({_spaced(words)}))")


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def _matches(text: str, pattern: str) -> Iterator[tuple[int, int]]:
    yield from (match.span(1) for match in re.finditer(pattern, text))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _before(texts: Sequence[str], number: int, start: int, size: int) -> str:
    """Return the folded text before a place, at least `size` characters where there are so many."""
    found = _folded(texts[number][:start])
    while len(found) < size and number:
        number -= 1
        found = _folded(f"{texts[number]} {found}")
    return found


def _after(texts: Sequence[str], number: int, end: int, size: int) -> str:
    found = _folded(texts[number][end:])
    while len(found) < size and number + 1 < len(texts):
        number += 1
        found = _folded(f"{found} {texts[number]}")
    return found


def only_place(places: Sequence[QuotePlace]) -> QuotePlace | Unfit:
    """Return the one place of a quote, or that it is nowhere, or in several places."""
    if not places:
        return stale("the quote, with its context, is nowhere in the clean text of the document")
    if len(places) > 1:
        return refused(f"the quote, with its context, is in {len(places)} places; more context would be fine")
    return places[0]


# Documents, and results.


def homes(rows: Iterable[Correction], names: Mapping[str, str]) -> dict[str, str | None]:
    """Return the id of the document of each correction, by the id of the correction; None where there is none.

    `names` are the ids of documents by how they are named to people: by the path of their file, and by their number in
    it where it has several. A file that was renamed is found by its content, one that was edited by its path.
    """
    ids = frozenset(names.values())
    return {
        row.correction_id: row.document_id if row.document_id in ids else names.get(row.source_path) for row in rows
    }


def contradictory(targets: Iterable[tuple[Correction, str]]) -> dict[str, str]:
    """Return the ids of corrections that want different things of one row, each with the authors of all of them.

    `targets` are corrections with the id of the row that each is about.
    """
    wanted: dict[tuple[str, str], list[Correction]] = {}
    for row, row_id in targets:
        wanted.setdefault((row_id, _subject(row)), []).append(row)
    return {
        row.correction_id: ", ".join(sorted({other.author for other in rows}))
        for rows in wanted.values()
        if len({(other.kind, other.value) for other in rows}) > 1
        for row in rows
    }


def _subject(row: Correction) -> str:
    """Return what of a row is corrected: two corrections of one subject must agree."""
    if row.kind in {CorrectionKind.EVENT_WRONG, CorrectionKind.EVENT_TYPE}:
        return CorrectionKind.EVENT_TYPE
    is_name = row.kind in {CorrectionKind.ENTITY_IS, CorrectionKind.ENTITY_IS_NOT}
    return CorrectionKind.ENTITY_IS if is_name else row.kind


def contradiction(authors: str) -> Unfit:
    """Return that several corrections want different things of one row."""
    return refused(f"corrections by {authors} want different things here; one of them would be fine")


def result(row: Correction, source_path: str | None, document_id: str | None, **cells: Any) -> CorrectionResult:
    """Return the row of a correction that is applied, with the cells given by name."""
    own: dict[str, Any] = {
        "correction_id": row.correction_id,
        "kind": row.kind,
        "source_path": source_path or row.source_path or None,
        "source_part": None,
        "document_id": document_id,
        "status": CorrectionStatus.APPLIED,
        **dict.fromkeys(("message", "row_table", "row_id", "value_before", "value_after")),
        **{
            name: getattr(row, name) or None
            for name in ("value", "quote", "context_before", "context_after", "trigger", "event_type")
        },
        "author": row.author,
        "day": row.day,
        "reason": row.reason,
    }
    return CorrectionResult(**{**own, **cells})


def unfit_result(
    row: Correction, unfit: Unfit, source_path: str | None, document_id: str | None, **cells: Any
) -> CorrectionResult:
    """Return the row of a correction that is stale or refused."""
    return result(row, source_path, document_id, status=unfit.status, message=unfit.message, **cells)
