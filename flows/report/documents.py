"""The section on documents: those that were used, those that were quarantined, and the check of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.frames import DocumentSources, SourceRange, among, column, rows
from flows.steps.models import source_name

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class HeadlineNumbers:
    """The numbers on top; `broken` are the files that paragraphs and edits do not rebuild."""

    document_count: int
    quarantined_count: int
    paragraph_count: int
    content_count: int
    entity_count: int
    event_count: int
    dated_count: int
    edit_count: int
    character_count: int
    kept_count: int
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A file that was not used, with the code and the reason of its issue."""

    path: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of the table of documents; `facts` are its columns in the table documents, by name."""

    facts: Mapping[str, Any]
    source: SourceRange
    evidence: SourceRange | None
    original: SourceRange | None


_COLUMNS = (
    "document_id", "title", "authors", "authors_basis", "authors_start", "authors_end", "publisher",
    "publisher_basis", "publisher_start", "publisher_end", "language", "encoding", "published_start",
    "published_end", "published_status", "published_basis", "published_evidence", "published_evidence_start",
    "published_evidence_end", "not_before", "not_after", "raw_start", "raw_end", "raw_character_count",
    "word_count", "edit_count", "is_rebuilt_exactly", "duplicate_of", "duplicate_similarity",
)  # fmt: skip


def headline(frames: Mapping[str, "pd.DataFrame"]) -> HeadlineNumbers:
    """Return the numbers on top of the report."""
    documents, paragraphs = frames["documents"], frames["paragraphs"]
    names = map(source_name, column(documents, "source_path"), column(documents, "source_part"))
    rebuilt = zip(names, column(documents, "is_rebuilt_exactly"), strict=True)
    return HeadlineNumbers(
        document_count=len(documents),
        quarantined_count=len({row.path for row in quarantined_files(frames["issues"])}),
        paragraph_count=len(paragraphs),
        content_count=sum(column(paragraphs, "is_content")),
        entity_count=len(frames["entities"]),
        event_count=len(frames["events"]),
        dated_count=int(frames["events"][["date_start", "date_end"]].notna().all(axis=1).sum()),
        edit_count=len(frames["edits"]),
        character_count=sum(column(documents, "raw_character_count")),
        kept_count=sum(column(documents, "kept_character_count")),
        broken=tuple(sorted(path for path, is_rebuilt in rebuilt if not is_rebuilt)),
    )


def quarantined_files(issues: "pd.DataFrame") -> list[QuarantinedFile]:
    """Return every quarantined file, by path: none is left out, however many there are."""
    files = rows(issues[issues["is_quarantined"]], ("source_path", "source_part", "code", "message"))
    order = sorted(files, key=lambda row: (row["source_path"], row["source_part"] or 0, row["code"], row["message"]))
    names = [source_name(row["source_path"], row["source_part"]) for row in order]
    return [
        QuarantinedFile(name, row["code"], row["message"].removeprefix(f"{name}: "))
        for name, row in zip(names, order, strict=True)
    ]


def document_rows(documents: "pd.DataFrame", sources: DocumentSources) -> list[DocumentRow]:
    """Return the lines of the table of documents, by path, as many as are shown."""
    by_id = {row["document_id"]: row for row in rows(among(documents, "document_id", sources.shown), _COLUMNS)}
    return [_document_row(by_id[document_id], sources) for document_id in sources.shown]


def _document_row(row: dict[str, Any], sources: DocumentSources) -> DocumentRow:
    here, start, end = row["document_id"], row["published_evidence_start"], row["published_evidence_end"]
    return DocumentRow(
        facts=row,
        source=sources.at(here, row["raw_start"], row["raw_end"]),
        evidence=None if start is None else sources.at(here, start, end),
        original=sources.at(row["duplicate_of"]) if row["duplicate_of"] else None,
    )
