"""From what was read in one document to its rows of documents, paragraphs, edits and issues."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from operator import itemgetter
from typing import Any

from flows.errors import UnusableSeedError
from flows.steps.annotation import ENGLISH, Content
from flows.steps.document_date import Bound
from flows.steps.language.sentences import sentences
from flows.steps.models import DateExpression, Document, Event, Issue, LedgerEdit, Paragraph
from flows.steps.read import Seed, SourceText
from flows.steps.read.markup import MetadataField
from flows.steps.structure import Structure, TextBlock
from flows.steps.structure.completeness import shortfall
from flows.steps.text.draft import Draft, OffsetMap
from flows.steps.text.ids import make_issue, pair_ids
from flows.steps.text.ledger import is_rebuilt, placed_changes
from flows.steps.text.passage import Passage
from schemas.vocab import CONTENT_ROLES, IssueCode, PublishedStatus, Role, Severity, Stage, TimexType

_OF_SECTION = frozenset({Role.BODY, Role.LIST_ITEM, Role.PULL_QUOTE, Role.CAPTION})
"""Roles of the paragraphs that are below the last heading."""


def paragraph_rows(
    document_id: str, draft: Draft, structured: Structure
) -> tuple[tuple[Paragraph, ...], tuple[Passage, ...]]:
    """Return one row and one passage for each block, in reading order; sentences are found here, once."""
    offsets = draft.offsets()
    ids = pair_ids("par", document_id, ((block.position, block.text) for block in structured.blocks))
    rows, passages = [], []
    section: str | None = None
    for block, role in zip(structured.blocks, structured.roles, strict=True):
        if role == Role.HEADING:
            section = block.text
        within = sentences(block.text)
        raw_start, raw_end = offsets.span(block.start, block.end)
        kept_copy = structured.kept_copies.get(block.position)
        rows.append(
            Paragraph(
                paragraph_id=ids[block.position],
                document_id=document_id,
                position=block.position,
                role=role,
                is_content=role in CONTENT_ROLES,
                section=section if role in _OF_SECTION else None,
                text=block.text,
                raw_start=raw_start,
                raw_end=raw_end,
                sentence_count=len(within),
                word_count=len(block.words),
                repeats_paragraph_id=ids[kept_copy.position] if kept_copy else None,
            )
        )
        passages.append(
            Passage(
                document_id=document_id,
                paragraph_id=ids[block.position],
                role=role,
                text=block.text,
                sentences=within,
                offsets=offsets.part(block.start, block.end),
            )
        )
    return tuple(rows), tuple(passages)


def edit_rows(
    document_id: str, draft: Draft, blocks: Sequence[TextBlock], paragraphs: Sequence[Paragraph]
) -> tuple[LedgerEdit, ...]:
    """Return the ledger of one document: every difference between its source and its paragraphs, in order."""
    placed = placed_changes(draft, [(block.start, block.end) for block in blocks])
    edit_ids = pair_ids("edt", document_id, [(change.raw_start, change.raw_end) for _, _, change in placed])
    ids = [row.paragraph_id for row in paragraphs]
    raw = draft.raw
    rows = []
    for sequence, (edit_id, (number, text_start, change)) in enumerate(zip(edit_ids, placed, strict=True)):
        _, start, end, replacement, rule_id, confidence, kept_copy, evidence = change
        twin_start, twin_end = kept_copy or (None, None)
        rows.append(
            LedgerEdit(
                edit_id,
                document_id,
                sequence,
                None if number is None else ids[number],
                text_start,
                rule_id,
                start,
                end,
                raw[start:end],
                replacement,
                confidence,
                twin_start,
                twin_end,
                evidence,
            )
        )
    return tuple(rows)


def document_row(
    seed: Seed,
    source: SourceText,
    structured: Structure,
    content: Content,
    paragraphs: Sequence[Paragraph],
    edits: Sequence[LedgerEdit],
) -> Document:
    """Return the row of a document, each metadata field with its range in the decoded source."""
    metadata, published = structured.metadata, content.published
    return Document(
        document_id=seed.document_id,
        source_path=seed.path,
        source_part=None,
        source_part_label=None,
        source_sha256=seed.sha256,
        source_bytes=len(seed.data),
        media_type=source.media_type,
        encoding=source.encoding,
        text_sha256=sha256(source.text.encode()).hexdigest(),
        language=content.language,
        **_columns("title", metadata.title),
        **_columns("subtitle", metadata.subtitle),
        **_columns("authors", metadata.authors),
        **_columns("publisher", metadata.publisher),
        **_columns("url", metadata.url),
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
        **_reason_columns("not_before", published.lower),
        not_after=published.not_after,
        **_reason_columns("not_after", published.upper),
        raw_start=0,
        raw_end=len(source.text),
        raw_character_count=len(source.text),
        kept_character_count=sum(len(row.text) for row in paragraphs),
        word_count=sum(row.word_count for row in paragraphs),
        paragraph_count=len(paragraphs),
        edit_count=len(edits),
        is_rebuilt_exactly=is_rebuilt(source.text, paragraphs, edits),
    )


def events_of(document: Document, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events of a document with its title and the first day on which it may have been published."""
    facts: dict[str, Any] = {"document_title": document.title, "published_start": document.published_start}
    return tuple(replace(row, **facts) for row in events)


def _columns(field: str, stated: MetadataField | None) -> dict[str, Any]:
    """Return the columns of a metadata field: value, basis and raw range; all null where the document has none."""
    if stated is None:
        return dict.fromkeys((field, f"{field}_basis", f"{field}_start", f"{field}_end"))
    return {
        field: " ".join(stated.value.split()),
        f"{field}_basis": stated.basis,
        f"{field}_start": stated.start,
        f"{field}_end": stated.end,
    }


def _reason_columns(column: str, bound: Bound | None) -> dict[str, Any]:
    """Return the columns with the reason for a bound of the date; all null where it has none."""
    start, end = bound.evidence.raw if bound else (None, None)
    return {
        f"{column}_reason": bound.reason if bound else None,
        f"{column}_evidence": bound.evidence.text if bound else None,
        f"{column}_evidence_start": start,
        f"{column}_evidence_end": end,
    }


def quarantine_issue(seed: Seed, error: UnusableSeedError) -> Issue:
    """Return the issue of a seed that cannot be used."""
    message = f"{seed.path}: {error}"
    return make_issue(seed.path, Stage.READ, error.code, Severity.ERROR, message, is_quarantined=True)


def document_issues(
    seed: Seed,
    source: SourceText,
    draft: Draft,
    structured: Structure,
    content: Content,
    rows: Sequence[Paragraph],
    title: str | None,
) -> tuple[Issue, ...]:
    """Return what a person should look at in a document that could be used, and has this title."""
    notes = (
        *_reading_notes(source, content.language),
        *_structure_notes(structured, rows, title),
        *islice(_repeat_notes(structured, draft.offsets(), rows), _SUSPECTS_AT_MOST),
        *_content_notes(content),
    )
    return tuple(
        make_issue(
            seed.path,
            stage,
            code,
            severity,
            message,
            document_id=seed.document_id,
            raw_start=start,
            raw_end=end,
        )
        for stage, code, severity, message, start, end in dict.fromkeys(notes)  # equal ones would have one id
    )


_SUSPECTS_AT_MOST = 3
"""Suspected repeats of one document that become issues."""
_CLUES_AT_MOST = 3
"""Contradicted clues to the date of one document that its issue names."""
_Note = tuple[Stage, IssueCode, Severity, str, int | None, int | None]


def _reading_notes(source: SourceText, language: str | None) -> Iterator[_Note]:
    if source.is_guessed:
        message = f"the encoding {source.encoding} was told by statistics; a file saved as UTF-8 would be certain"
        severity = Severity.WARNING if language is None else Severity.INFO
        yield Stage.READ, IssueCode.GUESSED_ENCODING, severity, message, None, None
    if source.replaced:
        first, count = source.replaced[0], len(source.replaced)
        count_and_code = (
            f"a lone surrogate ({first.code})" if count == 1 else f"{count} lone surrogates, first {first.code},"
        )
        message = (
            f"{count_and_code} became U+FFFD, because half a character cannot be stored; a character is missing there"
        )
        yield Stage.READ, IssueCode.REPLACED_SURROGATE, Severity.WARNING, message, first.start, first.end


def _structure_notes(structured: Structure, rows: Sequence[Paragraph], title: str | None) -> Iterator[_Note]:
    if title is None:
        yield Stage.STRUCTURE, IssueCode.NO_TITLE, Severity.INFO, "no line of the text is its title", None, None
    if (lack := shortfall(structured.blocks, structured.roles)) is not None:
        row = rows[lack.position]
        yield Stage.STRUCTURE, lack.code, Severity.WARNING, lack.message, row.raw_start, row.raw_end
    for position, kept_copy in sorted(structured.kept_copies.items()):
        if kept_copy.is_whole and rows[position].is_content:
            message = f"says the same as paragraph {kept_copy.position}; it stays, because the text may mean it"
            row = rows[position]
            yield Stage.REPAIR, IssueCode.SUSPECTED_REPEAT, Severity.WARNING, message, row.raw_start, row.raw_end


def _repeat_notes(structured: Structure, offsets: OffsetMap, rows: Sequence[Paragraph]) -> Iterator[_Note]:
    """Yield a note for each repeat of running text, longest first; quotes set apart and whole paragraphs aside."""
    content = [(row.raw_start, row.raw_end) for row in rows if row.is_content]

    def is_in_content(offset: int) -> bool:
        number = bisect_right(content, offset, key=itemgetter(0)) - 1
        return number >= 0 and offset < content[number][1]

    for suspect in structured.suspects:
        spans = [offsets.span(suspect.start, suspect.end), offsets.span(*suspect.first)]
        is_one_place = spans[0] == spans[1]  # a rule replaced the whole, and the source does not repeat it
        if not is_one_place and all(is_in_content(span[0]) for span in spans):
            message = (
                f"{suspect.words} words stand for the second time, first {spans[0][0] - spans[1][0]:,} characters"
                " before; no page break proves it"
            )
            yield Stage.REPAIR, IssueCode.SUSPECTED_REPEAT, Severity.WARNING, message, *spans[0]


def _content_notes(content: Content) -> Iterator[_Note]:
    if content.language not in {ENGLISH, None}:
        message = f"the text is in language {content.language!r}; dates, names and events are read in English only"
        yield Stage.LANGUAGE, IssueCode.NOT_ENGLISH, Severity.WARNING, message, None, None
    published = content.published
    if published.status == PublishedStatus.UNKNOWN:
        yield Stage.DATES, IssueCode.NO_DATE, Severity.INFO, "nothing says when the text was published", None, None
    for message in published.conflicts:
        yield Stage.DATES, IssueCode.CONFLICTING_DATES, Severity.WARNING, message, None, None
    if published.contradicted:
        clues = "; ".join(published.contradicted[:_CLUES_AT_MOST])
        message = f"clues to the day of writing that contradict stronger ones: {clues}"
        yield Stage.DATES, IssueCode.CONFLICTING_DATES, Severity.INFO, message, None, None
    for rejected in published.rejected:
        span = rejected.raw_start, rejected.raw_end
        yield Stage.DATES, IssueCode.REJECTED_DATE, Severity.INFO, rejected.message, *span
    yield from unresolved_note(content.annotations.dates)
    for message in content.annotations.notes:
        yield Stage.ENTITIES, IssueCode.AMBIGUOUS_NAME, Severity.INFO, message, None, None


def unresolved_note(dates: Iterable[DateExpression]) -> Iterator[_Note]:
    """Yield one note for all dates that may be more than one day, at the first of them."""
    unresolved = [
        row for row in dates if row.date_start is None and row.timex_type == TimexType.DATE and "X" in row.timex_value
    ]
    if unresolved:
        first = unresolved[0]
        count = "1 date" if len(unresolved) == 1 else f"{len(unresolved)} dates"
        message = f"{count} could not be resolved, first {first.text!r}: the text does not tell which day is meant"
        yield Stage.DATES, IssueCode.UNRESOLVED_DATE, Severity.INFO, message, first.raw_start, first.raw_end
