"""The rows of the tables as plain records: same fields, same names, same order as the models in `schemas`.

Days are `datetime.date`; offsets are half-open counts of Unicode code points. `raw_*` offsets point into the decoded
source, all others into `paragraphs.text`. Members of `schemas.vocab` are strings. Null is None.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, dataclass_transform

_Record = TypeVar("_Record")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(made: type[_Record]) -> type[_Record]:
    """Return a class as a record whose fields mypy lets nobody set.

    A dataclass that is frozen when it runs takes three times as long to make, and a document has many of them.
    """
    return dataclass(slots=True, unsafe_hash=True)(made)


def source_name(path: str, part: int | None) -> str:
    """Return how a document is named to people: by the path of its file, and its number in it where it has several."""
    return path if part is None else f"{path}#{part}"


@record
class Document:
    """A row of documents: one source that could be read."""

    document_id: str
    source_path: str
    source_part: int | None
    source_part_label: str | None
    source_sha256: str
    source_bytes: int
    media_type: str
    encoding: str | None
    text_sha256: str
    language: str | None
    title: str | None
    title_basis: str | None
    title_start: int | None
    title_end: int | None
    subtitle: str | None
    subtitle_basis: str | None
    subtitle_start: int | None
    subtitle_end: int | None
    authors: str | None
    authors_basis: str | None
    authors_start: int | None
    authors_end: int | None
    publisher: str | None
    publisher_basis: str | None
    publisher_start: int | None
    publisher_end: int | None
    url: str | None
    url_basis: str | None
    url_start: int | None
    url_end: int | None
    published_start: date | None
    published_end: date | None
    published_precision: str | None
    published_status: str
    published_basis: str | None
    published_evidence: str | None
    published_evidence_start: int | None
    published_evidence_end: int | None
    published_confidence: float | None
    not_before: date | None
    not_before_reason: str | None
    not_before_evidence: str | None
    not_before_evidence_start: int | None
    not_before_evidence_end: int | None
    not_after: date | None
    not_after_reason: str | None
    not_after_evidence: str | None
    not_after_evidence_start: int | None
    not_after_evidence_end: int | None
    raw_start: int
    raw_end: int
    raw_character_count: int
    kept_character_count: int
    word_count: int
    paragraph_count: int
    edit_count: int
    is_rebuilt_exactly: bool
    duplicate_of: str | None = None
    duplicate_similarity: float | None = None

    @property
    def source(self) -> str:
        """Return how the document is named to people: by its path, and its number where the file has several."""
        return source_name(self.source_path, self.source_part)


@record
class Paragraph:
    """A row of paragraphs: one block of a document, in reading order."""

    paragraph_id: str
    document_id: str
    position: int
    role: str
    is_content: bool
    section: str | None
    text: str
    raw_start: int
    raw_end: int
    sentence_count: int
    word_count: int
    repeats_paragraph_id: str | None = None
    duplicate_of: str | None = None


@record
class Entity:
    """A row of entities: one real-world entity; counts are of one document until the corpus adds them up."""

    entity_id: str
    entity_type: str
    name: str
    aliases: str | None
    wikidata_id: str | None
    country: str | None
    sector: str | None
    mention_count: int
    document_count: int
    first_document_id: str
    part_of_entity_id: str | None = None
    confidence: float | None = None


@record
class Mention:
    """A row of mentions: one range of text that refers to an entity."""

    mention_id: str
    entity_id: str
    document_id: str
    paragraph_id: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    text: str
    mention_kind: str
    link_method: str
    link_confidence: float
    recogniser: str
    language_model: str
    refers_to_entity_id: str | None = None


@record
class DateExpression:
    """A row of dates: one time expression in content."""

    date_id: str
    document_id: str
    paragraph_id: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    text: str
    timex_type: str
    timex_value: str
    edtf: str | None
    date_start: date | None
    date_end: date | None
    precision: str | None
    modifier: str | None
    anchor: str
    anchor_id: str | None
    rule_id: str
    confidence: float


@record
class Event:
    """A row of events: one reported event; a cluster of its own until the corpus groups them."""

    event_id: str
    document_id: str
    paragraph_id: str
    sentence_start: int
    sentence_end: int
    sentence: str
    trigger_start: int
    trigger_end: int
    raw_start: int
    raw_end: int
    trigger: str
    event_type: str
    event_mode: str | None
    quad_class: str
    plover_score: float
    cameo_code: str | None
    acled_event_type: str | None
    actor_name: str | None
    actor_entity_id: str | None
    actor_country: str | None
    actor_sector: str | None
    actor_code: str | None
    recipient_name: str | None
    recipient_entity_id: str | None
    recipient_country: str | None
    recipient_sector: str | None
    recipient_code: str | None
    date_start: date | None
    date_end: date | None
    date_precision: str
    date_basis: str
    date_id: str | None
    place_name: str | None
    place_country: str | None
    place_entity_id: str | None
    factuality: str
    attributed_to: str | None
    killed: int | None
    injured: int | None
    rule_id: str
    confidence: float
    cluster_id: str
    is_cluster_head: bool = True
    cluster_mentions: int = 1
    cluster_documents: int = 1
    document_title: str | None = None
    published_start: date | None = None


@record
class Participant:
    """A row of participants: one entity or phrase with its role in one event."""

    event_id: str
    role: str
    position: int
    document_id: str
    paragraph_id: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    text: str
    name: str | None
    entity_id: str | None
    mention_id: str | None
    country: str | None
    sector: str | None
    actor_code: str | None
    quantity: int | None


@record
class LedgerEdit:
    """A row of edits: one difference between the source and the paragraphs."""

    edit_id: str
    document_id: str
    sequence: int
    paragraph_id: str | None
    text_start: int | None
    rule_id: str
    raw_start: int
    raw_end: int
    raw_text: str
    replacement: str
    confidence: float
    twin_start: int | None
    twin_end: int | None
    evidence: str | None


@record
class Issue:
    """A row of issues: what a person should look at."""

    issue_id: str
    source_path: str
    source_part: int | None
    document_id: str | None
    stage: str
    code: str
    severity: str
    message: str
    is_quarantined: bool
    raw_start: int | None = None
    raw_end: int | None = None


@record
class CorrectionResult:
    """A row of corrections: what a person wants changed, and what became of it."""

    correction_id: str
    kind: str
    source_path: str | None
    source_part: int | None
    document_id: str | None
    status: str
    message: str | None
    row_table: str | None
    row_id: str | None
    value_before: str | None
    value_after: str | None
    value: str | None
    quote: str | None
    context_before: str | None
    context_after: str | None
    trigger: str | None
    event_type: str | None
    author: str
    day: date
    reason: str


@record
class Outcome:
    """All rows of one seed, one field per table."""

    documents: tuple[Document, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    participants: tuple[Participant, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    edits: tuple[LedgerEdit, ...] = ()
    issues: tuple[Issue, ...] = ()
    corrections: tuple[CorrectionResult, ...] = ()
