"""The row of a document, and what a person should look at."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any

from flows.errors import UnusableSeedError
from flows.steps.annotation import ENGLISH, Content
from flows.steps.models import DateExpression, Document, Issue, LedgerEdit, Paragraph
from flows.steps.read import Seed, SourceText
from flows.steps.read.markup import MetadataField
from flows.steps.structure import Structure
from flows.steps.text.draft import Draft, OffsetMap
from flows.steps.text.ids import make_issue
from flows.steps.text.ledger import is_rebuilt
from schemas.vocab import IssueCode, PublishedStatus, Severity, Stage, TimexType


def document_row(
    seed: Seed,
    source: SourceText,
    found: Structure,
    content: Content,
    paragraphs: Sequence[Paragraph],
    edits: Sequence[LedgerEdit],
) -> Document:
    """Return the row of a document, each fact with its place in the decoded source."""
    facts, published = found.metadata, content.published
    return Document(
        document_id=seed.document_id,
        source_path=seed.path,
        source_sha256=seed.sha256,
        source_bytes=len(seed.data),
        media_type=source.media_type,
        encoding=source.encoding,
        text_sha256=sha256(source.text.encode()).hexdigest(),
        language=content.language,
        **_columns("title", facts.title),
        **_columns("subtitle", facts.subtitle),
        **_columns("authors", facts.authors),
        **_columns("publisher", facts.publisher),
        **_columns("url", facts.url),
        published_start=published.start,
        published_end=published.end,
        published_precision=published.precision,
        published_status=published.status,
        published_basis=published.basis,
        published_evidence=published.evidence,
        published_evidence_start=published.evidence_start,
        published_evidence_end=published.evidence_end,
        published_confidence=published.confidence,
        not_before=published.not_before,
        not_after=published.not_after,
        raw_character_count=len(source.text),
        kept_character_count=sum(len(row.text) for row in paragraphs),
        word_count=sum(row.word_count for row in paragraphs),
        paragraph_count=len(paragraphs),
        edit_count=len(edits),
        is_rebuilt_exactly=is_rebuilt(source.text, paragraphs, edits),
    )


def _columns(field: str, fact: MetadataField | None) -> dict[str, Any]:
    """Return the columns of a metadata field: value, basis and raw range; all null where the document has none."""
    if fact is None:
        return dict.fromkeys((field, f"{field}_basis", f"{field}_start", f"{field}_end"))
    return {
        field: " ".join(fact.value.split()),
        f"{field}_basis": fact.basis,
        f"{field}_start": fact.start,
        f"{field}_end": fact.end,
    }


def quarantine(seed: Seed, error: UnusableSeedError) -> Issue:
    """Return the issue of a seed that cannot be used."""
    message = f"{seed.path}: {error}"
    return make_issue(seed.path, Stage.READ, error.code, Severity.ERROR, message, is_quarantined=True)


def notes_on(
    seed: Seed, source: SourceText, draft: Draft, found: Structure, content: Content, rows: Sequence[Paragraph]
) -> tuple[Issue, ...]:
    """Return what a person should look at in a document that could be used."""
    return tuple(
        make_issue(
            seed.path, stage, code, severity, message, document_id=seed.document_id, raw_start=start, raw_end=end
        )
        for stage, code, severity, message, start, end in (
            *_reading_notes(source),
            *_structure_notes(found, rows),
            *islice(_repeat_notes(found, draft.offsets(), rows), _SUSPECTS),
            *_content_notes(content),
        )
    )


_SUSPECTS = 3
"""Suspected repeats that are named in one document at most."""
Note = tuple[Stage, IssueCode, Severity, str, int | None, int | None]


def _reading_notes(source: SourceText) -> Iterator[Note]:
    if source.is_guessed:
        said = f"the encoding {source.encoding} was told by statistics; a file saved as UTF-8 would be certain"
        yield Stage.READ, IssueCode.GUESSED_ENCODING, Severity.INFO, said, None, None
    if source.replaced:
        first, count = source.replaced[0], len(source.replaced)
        halves = f"a lone surrogate ({first.code})" if count == 1 else f"{count} lone surrogates, first {first.code},"
        said = f"{halves} became U+FFFD, because half a character cannot be stored; a character is missing there"
        yield Stage.READ, IssueCode.REPLACED_SURROGATE, Severity.WARNING, said, first.start, first.end


def _structure_notes(found: Structure, rows: Sequence[Paragraph]) -> Iterator[Note]:
    if found.metadata.title is None:
        yield Stage.STRUCTURE, IssueCode.NO_TITLE, Severity.INFO, "no line of the text is its title", None, None
    for position, kept_copy in sorted(found.kept_copies.items()):
        if kept_copy.is_whole and rows[position].is_content:
            said = f"says the same as paragraph {kept_copy.position}; it stays, because the text may mean it"
            row = rows[position]
            yield Stage.REPAIR, IssueCode.SUSPECTED_REPEAT, Severity.WARNING, said, row.raw_start, row.raw_end


def _repeat_notes(found: Structure, offsets: OffsetMap, rows: Sequence[Paragraph]) -> Iterator[Note]:
    """Yield a note for each repeat of running text, longest first; quotes set apart and whole paragraphs aside."""
    content = [(row.raw_start, row.raw_end) for row in rows if row.is_content]
    for suspect in found.suspects:
        places = [offsets.span(suspect.start, suspect.end), offsets.span(*suspect.first)]
        if all(any(start <= place[0] < end for start, end in content) for place in places):
            said = f"{suspect.words} words stand for the second time, first at {places[1][0]}; no page break proves it"
            yield Stage.REPAIR, IssueCode.SUSPECTED_REPEAT, Severity.WARNING, said, *places[0]


def _content_notes(content: Content) -> Iterator[Note]:
    if content.language not in {ENGLISH, None}:
        said = f"the text is in language {content.language!r}; dates, names and events are read in English only"
        yield Stage.LANGUAGE, IssueCode.NOT_ENGLISH, Severity.WARNING, said, None, None
    published = content.published
    if published.status == PublishedStatus.UNKNOWN:
        yield Stage.DATES, IssueCode.NO_DATE, Severity.INFO, "nothing says when the text was published", None, None
    for said in published.conflicts:
        yield Stage.DATES, IssueCode.CONFLICTING_DATES, Severity.WARNING, said, None, None
    for passed in published.rejected:
        place = passed.raw_start, passed.raw_end
        yield Stage.DATES, IssueCode.REJECTED_DATE, Severity.INFO, passed.message, *place
    yield from unresolved_note(content.annotations.dates)
    for said in content.annotations.notes:
        yield Stage.ENTITIES, IssueCode.AMBIGUOUS_NAME, Severity.INFO, said, None, None


def unresolved_note(dates: Iterable[DateExpression]) -> Iterator[Note]:
    """Yield one note for all dates that may be more than one day, at the first of them."""
    found = [
        row for row in dates if row.date_start is None and row.timex_type == TimexType.DATE and "X" in row.timex_value
    ]
    if found:
        first = found[0]
        count = "1 date" if len(found) == 1 else f"{len(found)} dates"
        said = f"{count} could not be resolved, first {first.text!r}: the text does not tell which day is meant"
        yield Stage.DATES, IssueCode.UNRESOLVED_DATE, Severity.INFO, said, first.raw_start, first.raw_end
