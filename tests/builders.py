"""Rows and passages for tests: every cell has a sane default, and keywords replace it; a new column is added here once.

The defaults belong together: `event()` is in `paragraph()`, and `mention()`, `participant()` and `date_expression()`
are in the same words. Places follow from the text: `event(paragraph("Sweden sued them."), "sued")`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from flows.steps import process
from flows.steps.language.sentences import sentences
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
from flows.steps.options import DEFAULT, Options
from flows.steps.read.seed import seed_of
from flows.steps.text.draft import OffsetMap
from flows.steps.text.ids import content_id
from flows.steps.text.passage import Passage, Span
from schemas.plover import actor_code

TEXT = "Norway met Finland in Oslo on Sunday."
SIDE = ("name", "entity_id", "country", "sector", "code")
"""The columns of events on each side."""
SUNDAY = date(2019, 3, 3)


def read(text: str, path: str = "a.txt", options: Options = DEFAULT) -> Outcome:
    """Return all rows of a text, through the whole road."""
    return process(seed_of(path, text.encode()), options)


def passage(
    text: str = TEXT,
    *,
    role: str = "body",
    paragraph_id: str = "par_0",
    document_id: str = "doc_0",
    spans: tuple[Span, ...] | None = None,
    raw_start: int = 0,
) -> Passage:
    """Return a paragraph with its sentences; it begins at `raw_start` of a source that has the same characters."""
    return Passage(
        document_id=document_id,
        paragraph_id=paragraph_id,
        role=role,
        text=text,
        sentences=sentences(text) if spans is None else spans,
        offsets=OffsetMap(origin=raw_start),
    )


def by_rules(read: Iterable[Passage]) -> tuple[Passage, ...]:
    """Return passages with their trees, but without what the language model takes for events: the rules code alone."""
    return tuple(replace(each, parse=replace(each.parse, events=None) if each.parse else None) for each in read)


def passages(*blocks: str | tuple[str, str], raw_start: int = 0) -> list[Passage]:
    """Return body paragraphs, or those of (role, text), of one document; ids count them."""
    rows = [("body", block) if isinstance(block, str) else block for block in blocks]
    return [
        passage(text, role=role, paragraph_id=f"par_{number}", raw_start=raw_start)
        for number, (role, text) in enumerate(rows)
    ]


def document(path: str = "a.txt", raw: str = TEXT, **cells: Any) -> Document:
    """Return a document whose source is `raw`; nothing is stated in it."""
    digest = sha256(raw.encode()).hexdigest()
    facts = ("title", "subtitle", "authors", "publisher", "url")
    empty = [f"{fact}{part}" for fact in facts for part in ("", "_basis", "_start", "_end")]
    empty += ["source_part", "source_part_label"]
    empty += [f"published_{part}" for part in ("start", "end", "precision", "basis", "confidence")]
    empty += [f"published_evidence{part}" for part in ("", "_start", "_end")]
    reason = ("", "_reason", "_evidence", "_evidence_start", "_evidence_end")
    empty += [f"{bound}{part}" for bound in ("not_before", "not_after") for part in reason]
    own = {
        "document_id": content_id("doc", path, raw),
        "source_path": path,
        "source_sha256": digest,
        "source_bytes": len(raw.encode()),
        "media_type": "text/plain",
        "encoding": "utf-8",
        "text_sha256": digest,
        "language": "en",
        "published_status": "unknown",
        "raw_start": 0,
        "raw_end": len(raw),
        "raw_character_count": len(raw),
        "kept_character_count": len(raw),
        "word_count": len(raw.split()),
        "paragraph_count": 1,
        "edit_count": 0,
        "is_rebuilt_exactly": True,
    }
    return Document(**{**dict.fromkeys(empty), **own, **cells})


def paragraph(text: str = TEXT, document_id: str = "doc_0", **cells: Any) -> Paragraph:
    """Return a body paragraph that begins where its source does."""
    raw_start = cells.get("raw_start", 0)
    own = {
        "paragraph_id": content_id("par", document_id, text),
        "document_id": document_id,
        "position": 0,
        "role": "body",
        "is_content": True,
        "section": None,
        "text": text,
        "raw_start": raw_start,
        "raw_end": raw_start + len(text),
        "sentence_count": 1,
        "word_count": len(text.split()),
    }
    return Paragraph(**{**own, **cells})


def place_of(home: Paragraph, words: str) -> dict[str, Any]:
    """Return the cells that say where words occur in a paragraph; raises ValueError where they do not."""
    start = home.text.index(words)
    return {
        "document_id": home.document_id,
        "paragraph_id": home.paragraph_id,
        "start": start,
        "end": start + len(words),
        "raw_start": home.raw_start + start,
        "raw_end": home.raw_start + start + len(words),
        "text": words,
    }


def entity(name: str = "Norway", **cells: Any) -> Entity:
    """Return a country that one document names once; its id follows from its name."""
    own = {
        "entity_id": content_id("ent", name),
        "entity_type": "country",
        "name": name,
        "aliases": None,
        "wikidata_id": None,
        "country": None,
        "sector": None,
        "mention_count": 1,
        "document_count": 1,
        "first_document_id": "doc_0",
    }
    return Entity(**{**own, **cells})


def mention(words: str = "Norway", home: Paragraph | None = None, **cells: Any) -> Mention:
    """Return a mention by the full name, of the entity of that name."""
    place = place_of(home or paragraph(), words)
    own = {
        "mention_id": content_id("men", place["paragraph_id"], place["start"]),
        "entity_id": content_id("ent", words),
        "mention_kind": "full",
        "link_method": "knowledge",
        "link_confidence": 0.9,
        "recogniser": "knowledge",
        "language_model": "rules",
    }
    return Mention(**{**place, **own, **cells})


def date_expression(words: str = "Sunday", home: Paragraph | None = None, **cells: Any) -> DateExpression:
    """Return a day that was resolved against the document."""
    place = place_of(home or paragraph(), words)
    own = {
        "date_id": content_id("dat", place["paragraph_id"], place["start"]),
        "timex_type": "DATE",
        "timex_value": "2019-03-03",
        "edtf": "2019-03-03",
        "date_start": SUNDAY,
        "date_end": SUNDAY,
        "precision": "day",
        "modifier": None,
        "anchor": "document",
        "anchor_id": None,
        "rule_id": "weekday",
        "confidence": 0.9,
    }
    return DateExpression(**{**place, **own, **cells})


def event(home: Paragraph | None = None, trigger: str = "met", **cells: Any) -> Event:
    """Return an asserted meeting without sides, date or place, in the whole paragraph as its sentence."""
    home = home or paragraph()
    place = place_of(home, trigger)
    event_id = cells.get("event_id", content_id("evt", home.paragraph_id, trigger))
    empty = [f"{side}_{part}" for side in ("actor", "recipient") for part in SIDE]
    empty += ["event_mode", "cameo_code", "acled_event_type", "date_start", "date_end", "date_id", "place_name"]
    empty += ["place_country", "place_entity_id", "attributed_to", "killed", "injured"]
    own = {
        "event_id": event_id,
        "document_id": home.document_id,
        "paragraph_id": home.paragraph_id,
        "sentence_start": 0,
        "sentence_end": len(home.text),
        "sentence": home.text[cells.get("sentence_start", 0) : cells.get("sentence_end")],
        "trigger_start": place["start"],
        "trigger_end": place["end"],
        "raw_start": place["raw_start"],
        "raw_end": place["raw_end"],
        "trigger": trigger,
        "event_type": "CONSULT",
        "quad_class": "verbal_cooperation",
        "plover_score": 2.5,
        "date_precision": "open",
        "date_basis": "none",
        "factuality": "asserted",
        "rule_id": "CONSULT.meet",
        "confidence": 0.8,
        "cluster_id": content_id("clu", event_id),
    }
    return Event(**{**dict.fromkeys(empty), **own, **cells})


def participant(
    words: str = "Norway", home: Paragraph | None = None, trigger: str = "met", **cells: Any
) -> Participant:
    """Return the first actor of `event(home, trigger)`, without an entity."""
    home = home or paragraph()
    own = {
        "event_id": content_id("evt", home.paragraph_id, trigger),
        "role": "actor",
        "position": 0,
        "name": words,
        "entity_id": None,
        "mention_id": None,
        "country": None,
        "sector": None,
        "quantity": None,
    }
    given = {**place_of(home, words), **own, **cells}
    is_side = given["role"] in {"actor", "recipient"}
    made = {"actor_code": actor_code(given["country"], given["sector"]) if is_side else None}
    made |= {} if is_side or given["role"] == "place" else {"name": None}
    return Participant(**{**given, **made, **cells})


def edit(raw_text: str = "\n\n", raw_start: int = 0, document_id: str = "doc_0", **cells: Any) -> LedgerEdit:
    """Return an edit that removes `raw_text` outside of paragraphs."""
    own = {
        "edit_id": content_id("edt", document_id, raw_start),
        "document_id": document_id,
        "sequence": 0,
        "paragraph_id": None,
        "text_start": None,
        "rule_id": "paragraph_break",
        "raw_start": raw_start,
        "raw_end": raw_start + len(raw_text),
        "raw_text": raw_text,
        "replacement": "",
        "confidence": 1.0,
        "twin_start": None,
        "twin_end": None,
        "evidence": None,
    }
    return LedgerEdit(**{**own, **cells})


def outcome(*rows: Any) -> Outcome:
    """Return an outcome with the rows in their tables, in the order given."""
    tables: dict[type, str] = {
        Document: "documents",
        Paragraph: "paragraphs",
        Entity: "entities",
        Event: "events",
        Participant: "participants",
        Mention: "mentions",
        DateExpression: "dates",
        LedgerEdit: "edits",
    }
    names = [tables.get(type(row), "issues") for row in rows]
    return Outcome(
        **{name: tuple(row for row, home in zip(rows, names, strict=True) if home == name) for name in names}
    )
