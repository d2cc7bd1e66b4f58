"""A tiny build that keeps the contract: two documents, one happening told in both, one file left out."""

from datetime import date
from typing import Any

import pytest

from flows.steps.models import (
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
from flows.steps.text.ids import content_id, make_issue
from tests import builders
from tests.builders import SIDE, date_expression, edit, entity, event, mention, paragraph, participant

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


def _document(raw: str, path: str, kept: int, counts: tuple[int, int, int], **facts: Any) -> Document:
    words, paragraphs, edits = counts
    return builders.document(
        path, raw, document_id=document_id(raw), media_type="text/markdown", kept_character_count=kept,
        word_count=words, paragraph_count=paragraphs, edit_count=edits, **facts,
    )  # fmt: skip


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
        paragraph("River states meet", first, paragraph_id=paragraph_id(FIRST, 0), role="title", raw_start=2),
        paragraph(BODY, first, paragraph_id=paragraph_id(FIRST, 1), position=1, raw_start=21, raw_end=60),
        paragraph(SECOND[:19], second, paragraph_id=paragraph_id(SECOND, 0)),
    )


def _edit(
    raw: str, sequence: int, span: tuple[int, int], rule: str, place: tuple[str, int] | tuple[None, None] = (None, None)
) -> LedgerEdit:
    start, end = span
    home, text_start = place
    return edit(
        raw[start:end], start, document_id(raw), edit_id=content_id("edt", raw, sequence), sequence=sequence, rule_id=rule,
        paragraph_id=home, text_start=text_start,
    )  # fmt: skip


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
    home = next(row for row in _paragraphs() if row.paragraph_id == paragraph_id(raw, position))
    own = {"mention_id": mention_id(raw, span[0]), "entity_id": entity_id}
    return mention(text, home, raw_start=raw_span[0], raw_end=raw_span[1], **own)


def _mentions() -> tuple[Mention, ...]:
    return (
        _mention(FIRST, 1, "Q20", (0, 6), (21, 27)),
        _mention(FIRST, 1, "Q33", (11, 18), (32, 41)),
        _mention(FIRST, 1, "Q585", (22, 26), (45, 49)),
        _mention(SECOND, 0, "Q20", (0, 6), (0, 6)),
        _mention(SECOND, 0, "Q33", (11, 18), (11, 18)),
    )


def _entities() -> tuple[Entity, ...]:
    twice = {"sector": "GOV", "mention_count": 2, "document_count": 2}
    return (
        _entity("Norway", "Q20", "NOR", **twice),
        _entity("Finland", "Q33", "FIN", **twice),
        _entity("Oslo", "Q585", "NOR", entity_type="place", aliases="Christiania"),
    )


def _entity(name: str, wikidata_id: str, country: str, **cells: Any) -> Entity:
    own = {"wikidata_id": wikidata_id, "country": country, "first_document_id": document_id(FIRST)}
    return entity(name, entity_id=wikidata_id, **own, **cells)


def _sides(raw: str, position: int) -> tuple[Participant, ...]:
    countries = {"Q20": ("NOR", "GOV"), "Q33": ("FIN", "GOV"), "Q585": ("NOR", None)}
    roles = {"Q20": "actor", "Q33": "recipient", "Q585": "place"}
    return tuple(
        participant(
            named.text, _home(named), event_id=event_id(raw), role=roles[named.entity_id], raw_start=named.raw_start,
            raw_end=named.raw_end, entity_id=named.entity_id, mention_id=named.mention_id,
            country=countries[named.entity_id][0], sector=countries[named.entity_id][1],
        )
        for named in _mentions()
        if named.paragraph_id == paragraph_id(raw, position)
    )  # fmt: skip


def _home(row: Mention) -> Paragraph:
    return next(home for home in _paragraphs() if home.paragraph_id == row.paragraph_id)


def _date() -> DateExpression:
    return date_expression("Sunday", _paragraphs()[1], date_id=content_id("dat", FIRST), raw_start=53, raw_end=59)


def _event(raw: str, home: Paragraph, raw_start: int, **facts: Any) -> Event:
    sides = {
        f"{side}_{part}": value
        for side, values in (
            ("actor", ("Norway", "Q20", "NOR", "GOV", "NOR GOV")),
            ("recipient", ("Finland", "Q33", "FIN", "GOV", "FIN GOV")),
        )
        for part, value in zip(SIDE, values, strict=True)
    }
    cluster = {"cluster_id": content_id("clu", "met"), "cluster_mentions": 2, "cluster_documents": 2}
    place = {"raw_start": raw_start, "raw_end": raw_start + 3, "cameo_code": "040"}
    return event(home, event_id=event_id(raw), **{"is_cluster_head": False, **sides, **cluster, **place, **facts})


def _events() -> tuple[Event, ...]:
    where = {"place_name": "Oslo", "place_country": "NOR", "place_entity_id": "Q585"}
    when = {
        "date_start": SUNDAY,
        "date_end": SUNDAY,
        "date_precision": "day",
        "date_basis": "same_clause",
        "date_id": content_id("dat", FIRST),
    }
    home = {"document_title": "River states meet", "published_start": MONDAY}
    return (
        _event(FIRST, _paragraphs()[1], 28, **where, **when, **home, is_cluster_head=True),
        _event(SECOND, _paragraphs()[2], 7),
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
