"""Rows of documents that were dated late: their time expressions are resolved anew, and their events follow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flows.corpus.sentence_index import SentenceIndex
from flows.steps.assembly import unresolved_note
from flows.steps.events.dating import renewed
from flows.steps.models import DateExpression, Document, Event, Issue, Outcome, Paragraph
from flows.steps.text.draft import OffsetMap
from flows.steps.text.ids import make_issue
from flows.steps.text.passage import Passage
from flows.steps.timex import Reference, find_dates, reference_of
from schemas.vocab import IssueCode

_UNDATED = frozenset({IssueCode.NO_DATE, IssueCode.UNRESOLVED_DATE})
"""Issues of a document without a date."""


def redated(
    outcome: Outcome,
    dated: Mapping[str, Document],
    paragraphs: Mapping[str, Sequence[Paragraph]],
    notes: Iterable[Issue],
    index: SentenceIndex,
) -> Outcome:
    """Return all rows with these documents in the place of the old ones, their dates, events and issues renewed.

    `dated` are the new rows by document id, `paragraphs` the content paragraphs of each document, in order, `notes`
    issues to be added; `index` splits the paragraphs into sentences. Ids and offsets stay as they are.
    """
    references = {key: _reference(row) for key, row in dated.items()}
    resolved = _resolved(outcome.dates, paragraphs, references, index)
    dates = tuple(resolved.get(row.date_id, row) for row in outcome.dates)
    by_id = {row.date_id: row for row in dates}
    return replace(
        outcome,
        documents=tuple(dated.get(row.document_id, row) for row in outcome.documents),
        dates=dates,
        events=tuple(
            _event(row, by_id.get(row.date_id or ""), dated[row.document_id]) if row.document_id in dated else row
            for row in outcome.events
        ),
        issues=(*_issues(outcome.issues, dated, dates), *notes),
    )


def _event(row: Event, expression: DateExpression | None, document: Document) -> Event:
    """Return an event as it is if its document had been dated from the beginning; `expression` is what dates it."""
    facts = renewed(row, expression, _reference(document))._asdict()
    return replace(row, **facts, published_start=document.published_start)


def _reference(row: Document) -> Reference:
    return reference_of(row.published_start, row.published_end, row.not_before, row.not_after)


def _resolved(
    dates: Iterable[DateExpression],
    paragraphs: Mapping[str, Sequence[Paragraph]],
    references: Mapping[str, Reference],
    index: SentenceIndex,
) -> dict[str, DateExpression]:
    """Return the rows of dates of these documents as they read now, by id; no row is new."""
    old = {row.date_id: row for row in dates if row.document_id in references}
    found = (
        row
        for document_id, reference in references.items()
        for row in find_dates([_passage(paragraph, index) for paragraph in paragraphs[document_id]], reference)
    )
    return {
        row.date_id: replace(row, raw_start=old[row.date_id].raw_start, raw_end=old[row.date_id].raw_end)
        for row in found
        if row.date_id in old
    }


def _passage(row: Paragraph, index: SentenceIndex) -> Passage:
    return Passage(
        document_id=row.document_id,
        paragraph_id=row.paragraph_id,
        role=row.role,
        text=row.text,
        sentences=index.spans(row),
        offsets=OffsetMap(),
    )


def _issues(
    issues: Iterable[Issue], dated: Mapping[str, Document], dates: Iterable[DateExpression]
) -> tuple[Issue, ...]:
    """Return the issues without those that have gone; those of dates that still cannot be resolved are made anew."""
    kept = [row for row in issues if row.document_id not in dated or row.code not in _UNDATED]
    by_document: dict[str, list[DateExpression]] = {key: [] for key in dated}
    for row in dates:
        if row.document_id in by_document:
            by_document[row.document_id].append(row)
    for document_id, rows in by_document.items():
        for stage, code, severity, message, start, end in unresolved_note(rows):
            kept.append(
                make_issue(
                    dated[document_id].source_path,
                    stage,
                    code,
                    severity,
                    message,
                    source_part=dated[document_id].source_part,
                    document_id=document_id,
                    raw_start=start,
                    raw_end=end,
                )
            )
    return tuple(kept)
