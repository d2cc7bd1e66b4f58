"""A tiny build that keeps the contract: two documents, one happening told in both, one file left out."""

from datetime import date
from hashlib import sha256

import pytest

from flows.steps.ids import content_id, make_issue
from flows.steps.records import (
    DateExpression,
    Document,
    Entity,
    Event,
    LedgerEdit,
    Mention,
    Outcome,
    Paragraph,
    Participant,
)

FIRST = "# River states meet\n\nNorway met Fin-\nland in Oslo on Sunday.\n"
SECOND = "Norway met Finland.\r\n"
BODY = "Norway met Finland in Oslo on Sunday."
SUNDAY = date(2019, 3, 3)
MONDAY = date(2019, 3, 4)


def document_id(raw: str) -> str:
    """Return the id of a document with this text."""
    return content_id("doc", raw)


def paragraph_id(raw: str, position: int) -> str:
    """Return the id of a paragraph."""
    return content_id("par", raw, position)


def mention_id(raw: str, start: int) -> str:
    """Return the id of a mention in the last paragraph."""
    return content_id("men", raw, start)


def event_id(raw: str) -> str:
    """Return the id of the one event of a document."""
    return content_id("evt", raw)


def _document(raw: str, path: str, kept: int, counts: tuple[int, int, int], **facts: object) -> Document:
    data = raw.encode()
    words, paragraphs, edits = counts
    nothing = dict.fromkeys(
        [
            f"{fact}{part}"
            for fact in ("title", "subtitle", "authors", "publisher", "url")
            for part in ("", "_basis", "_start", "_end")
        ]
        + [f"published_{part}" for part in ("start", "end", "precision", "basis", "confidence")]
        + [f"published_evidence{part}" for part in ("", "_start", "_end")]
        + ["not_before", "not_after"]
    )
    own = {
        "document_id": document_id(raw),
        "source_path": path,
        "source_sha256": sha256(data).hexdigest(),
        "source_bytes": len(data),
        "media_type": "text/markdown",
        "encoding": "utf-8",
        "text_sha256": sha256(data).hexdigest(),
        "language": "en",
        "published_status": "unknown",
        "raw_character_count": len(raw),
        "kept_character_count": kept,
        "word_count": words,
        "paragraph_count": paragraphs,
        "edit_count": edits,
        "is_rebuilt_exactly": True,
    }
    return Document(**{**nothing, **own, **facts})  # type: ignore[arg-type]


def _documents() -> tuple[Document, ...]:
    stated = {
        "title": "River states meet",
        "title_basis": "title_block",
        "title_start": 2,
        "title_end": 19,
        "published_start": MONDAY,
        "published_end": MONDAY,
        "published_precision": "day",
        "published_status": "stated",
        "published_basis": "file_name",
        "published_evidence": "2019-03-04.md",
        "published_confidence": 0.9,
        "not_before": MONDAY,
        "not_after": MONDAY,
    }
    return (
        _document(FIRST, "2019-03-04.md", 17 + 37, (10, 2, 4), **stated),
        _document(SECOND, "note.txt", 19, (3, 1, 1)),
    )


def _paragraphs() -> tuple[Paragraph, ...]:
    first, second = document_id(FIRST), document_id(SECOND)
    return (
        Paragraph(paragraph_id(FIRST, 0), first, 0, "title", True, None, "River states meet", 2, 19, 1, 3),
        Paragraph(paragraph_id(FIRST, 1), first, 1, "body", True, None, BODY, 21, 60, 1, 7),
        Paragraph(paragraph_id(SECOND, 0), second, 0, "body", True, None, SECOND[:19], 0, 19, 1, 3),
    )


def _edit(
    raw: str, sequence: int, span: tuple[int, int], rule: str, place: tuple[str, int] | tuple[None, None] = (None, None)
) -> LedgerEdit:
    identity = content_id("edt", raw, sequence)
    start, end = span
    return LedgerEdit(
        identity, document_id(raw), sequence, *place, rule, start, end, raw[start:end], "", 1.0, None, None, None
    )


def _edits() -> tuple[LedgerEdit, ...]:
    return (
        _edit(FIRST, 0, (0, 2), "markdown_heading"),
        _edit(FIRST, 1, (19, 21), "paragraph_break"),
        _edit(FIRST, 2, (35, 37), "hyphen_join", (paragraph_id(FIRST, 1), 14)),
        _edit(FIRST, 3, (60, 61), "paragraph_break"),
        _edit(SECOND, 0, (19, 21), "paragraph_break"),
    )


def _mention(raw: str, position: int, entity_id: str, span: tuple[int, int], raw_span: tuple[int, int]) -> Mention:
    text = (BODY if raw == FIRST else SECOND)[slice(*span)]
    place = (document_id(raw), paragraph_id(raw, position), *span, *raw_span)
    return Mention(mention_id(raw, span[0]), entity_id, *place, text, "full", "knowledge", 0.9, "knowledge", "rules")


def _mentions() -> tuple[Mention, ...]:
    return (
        _mention(FIRST, 1, "Q20", (0, 6), (21, 27)),
        _mention(FIRST, 1, "Q33", (11, 18), (32, 41)),
        _mention(FIRST, 1, "Q585", (22, 26), (45, 49)),
        _mention(SECOND, 0, "Q20", (0, 6), (0, 6)),
        _mention(SECOND, 0, "Q33", (11, 18), (11, 18)),
    )


def _entities() -> tuple[Entity, ...]:
    first = document_id(FIRST)
    return (
        Entity("Q20", "country", "Norway", None, "Q20", "NOR", "GOV", 2, 2, first),
        Entity("Q33", "country", "Finland", None, "Q33", "FIN", "GOV", 2, 2, first),
        Entity("Q585", "place", "Oslo", "Christiania", "Q585", "NOR", None, 1, 1, first),
    )


def _sides(raw: str, position: int) -> tuple[Participant, ...]:
    countries = {"Q20": ("NOR", "GOV"), "Q33": ("FIN", "GOV"), "Q585": ("NOR", None)}
    roles = {"Q20": "actor", "Q33": "recipient", "Q585": "place"}
    return tuple(
        Participant(
            event_id(raw), roles[named.entity_id], 0, named.document_id, named.paragraph_id, named.start, named.end,
            named.raw_start, named.raw_end, named.text, named.entity_id, named.mention_id, *countries[named.entity_id],
            None,
        )
        for named in _mentions()
        if named.paragraph_id == paragraph_id(raw, position)
    )  # fmt: skip


def _date() -> DateExpression:
    place = (document_id(FIRST), paragraph_id(FIRST, 1), 30, 36, 53, 59)
    value = ("DATE", "2019-03-03", "2019-03-03", SUNDAY, SUNDAY, "day", None)
    return DateExpression(content_id("dat", FIRST), *place, "Sunday", *value, "document", None, "weekday", 0.9)


def _event(raw: str, position: int, sentence_end: int, raw_start: int, **facts: object) -> Event:
    own = {
        "event_id": event_id(raw),
        "document_id": document_id(raw),
        "paragraph_id": paragraph_id(raw, position),
        "sentence_start": 0,
        "sentence_end": sentence_end,
        "trigger_start": 7,
        "trigger_end": 10,
        "raw_start": raw_start,
        "raw_end": raw_start + 3,
        "trigger": "met",
        "event_type": "CONSULT",
        "event_mode": None,
        "quad_class": "verbal_cooperation",
        "plover_score": 2.5,
        "cameo_code": "040",
        "acled_event_type": None,
        "actor_name": "Norway",
        "actor_entity_id": "Q20",
        "actor_country": "NOR",
        "actor_sector": "GOV",
        "recipient_name": "Finland",
        "recipient_entity_id": "Q33",
        "recipient_country": "FIN",
        "recipient_sector": "GOV",
        "date_start": None,
        "date_end": None,
        "date_precision": "open",
        "date_basis": "none",
        "date_id": None,
        "place_name": None,
        "place_country": None,
        "place_entity_id": None,
        "factuality": "asserted",
        "attributed_to": None,
        "killed": None,
        "injured": None,
        "rule_id": "CONSULT.meet",
        "confidence": 0.8,
        "cluster_id": content_id("clu", "met"),
        "is_cluster_head": False,
        "cluster_mentions": 2,
        "cluster_documents": 2,
    }
    return Event(**{**own, **facts})  # type: ignore[arg-type]


def _events() -> tuple[Event, ...]:
    where = {"place_name": "Oslo", "place_country": "NOR", "place_entity_id": "Q585"}
    when = {
        "date_start": SUNDAY,
        "date_end": SUNDAY,
        "date_precision": "day",
        "date_basis": "same_clause",
        "date_id": content_id("dat", FIRST),
    }
    return (
        _event(FIRST, 1, len(BODY), 28, **where, **when, is_cluster_head=True),
        _event(SECOND, 0, 19, 7),
    )


@pytest.fixture
def outcome() -> Outcome:
    """Return all rows of the tiny build."""
    second = document_id(SECOND)
    return Outcome(
        documents=_documents(),
        paragraphs=_paragraphs(),
        entities=_entities(),
        events=_events(),
        participants=(*_sides(FIRST, 1), *_sides(SECOND, 0)),
        mentions=_mentions(),
        dates=(_date(),),
        edits=_edits(),
        issues=(
            make_issue("empty.txt", "read", "empty", "error", "the file is empty", is_quarantined=True),
            make_issue("note.txt", "structure", "no_title", "info", "no title was found", document_id=second),
        ),
    )
