"""Text of a site rather than of an article: the same block at the edge of several documents.

It shows only across documents. Its rows stay, with another role; what was read in it is no content any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flows.corpus.lexical import plain_words
from flows.steps.models import DateExpression, Document, Issue, Outcome, Paragraph
from flows.steps.text.ids import make_issue
from schemas.vocab import CorrectionKind, IssueCode, Role, Severity, Stage

_LEAST_DOCUMENTS = 3
"""Documents that must contain a block word for word; two may quote each other."""
_EDGE_PARAGRAPHS = 3
"""Content paragraphs at either end of a document that may be text of a site."""
_BOILERPLATE_ROLES = {Role.BODY: Role.OTHER, Role.LIST_ITEM: Role.OTHER, Role.HEADING: Role.NAVIGATION}
"""What the roles of such blocks become."""


def exclude_boilerplate(outcome: Outcome) -> Outcome:
    """Return the rows of a build with the blocks of sites out of the content, and an issue for each of them.

    Copies of one document do not count as several; call this after duplicates are linked. A block whose role a person
    gave keeps it.
    """
    judged = {row.row_id for row in outcome.corrections if row.kind == CorrectionKind.PARAGRAPH_ROLE}
    repeated = _repeated(outcome.documents, outcome.paragraphs)
    boilerplate_ids = {row.paragraph_id for row in repeated if row.paragraph_id not in judged}
    if not boilerplate_ids:
        return outcome
    documents = {row.document_id: row for row in outcome.documents}
    events = tuple(row for row in outcome.events if row.paragraph_id not in boilerplate_ids)
    event_ids = {row.event_id for row in events}
    return replace(
        outcome,
        paragraphs=tuple(_excluded(row) if row.paragraph_id in boilerplate_ids else row for row in outcome.paragraphs),
        mentions=tuple(row for row in outcome.mentions if row.paragraph_id not in boilerplate_ids),
        dates=tuple(_kept_dates(outcome.dates, boilerplate_ids)),
        events=events,
        participants=tuple(row for row in outcome.participants if row.event_id in event_ids),
        issues=(
            *outcome.issues,
            *(
                _issue(row, documents[row.document_id])
                for row in outcome.paragraphs
                if row.paragraph_id in boilerplate_ids
            ),
        ),
    )


def _kept_dates(rows: Sequence[DateExpression], boilerplate_ids: set[str]) -> Iterator[DateExpression]:
    """Yield the dates of content; a date that was counted from a removed one loses its anchor's id."""
    gone = {row.date_id for row in rows if row.paragraph_id in boilerplate_ids}
    for row in rows:
        if row.paragraph_id not in boilerplate_ids:
            yield replace(row, anchor_id=None) if row.anchor_id in gone else row


def _repeated(documents: Iterable[Document], paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the blocks at the edges of documents that enough other documents contain, too."""
    originals = {row.document_id for row in documents if row.duplicate_of is None}
    content: dict[str, list[Paragraph]] = defaultdict(list)
    for row in paragraphs:
        if row.role in _BOILERPLATE_ROLES and row.is_content:
            content[row.document_id].append(row)
    holders: dict[tuple[str, ...], list[Paragraph]] = defaultdict(list)
    for rows in content.values():
        for row in _edges(rows):
            holders[plain_words(row.text)].append(row)
    return [
        row
        for words, rows in holders.items()
        if words and len({row.document_id for row in rows} & originals) >= _LEAST_DOCUMENTS
        for row in rows
    ]


def _edges(rows: Sequence[Paragraph]) -> Iterable[Paragraph]:
    return rows if len(rows) <= 2 * _EDGE_PARAGRAPHS else (*rows[:_EDGE_PARAGRAPHS], *rows[-_EDGE_PARAGRAPHS:])


def _excluded(row: Paragraph) -> Paragraph:
    return replace(row, role=_BOILERPLATE_ROLES[Role(row.role)], is_content=False)


def _issue(row: Paragraph, document: Document) -> Issue:
    return make_issue(
        document.source_path,
        Stage.CORPUS,
        IssueCode.BOILERPLATE,
        Severity.INFO,
        f"paragraph {row.position} occurs word for word in several documents; it counts as text of the site",
        source_part=document.source_part,
        document_id=row.document_id,
        raw_start=row.raw_start,
        raw_end=row.raw_end,
    )
