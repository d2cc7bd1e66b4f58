"""One document as a person reads it: its paragraphs with what was found in them, its source, and its copies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.explore.database import QueryEngine, Row
from flows.explore.evidence import EventEvidence, event_evidence
from flows.explore.marks import TextMark, TextPiece, TextRepair, pieces
from flows.explore.search import SearchTerm, found_in

VERSIONS = {"repaired": "As repaired", "saved": "As saved", "both": "Both, with each change"}
"""The ways of showing the text, by their names in an address."""
_FIELDS = ("title", "subtitle", "authors", "publisher", "url")


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A paragraph with its events, or, where `paragraph` is None, a part of the source that no paragraph has."""

    paragraph: Row | None
    pieces: Sequence[TextPiece]
    events: Sequence[EventEvidence] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All that the page of a document shows; `fields` are (name, value, basis) of what is known of it."""

    facts: Row
    fields: Sequence[tuple[str, str, str]]
    blocks: Sequence[ReadBlock]
    issues: Sequence[Row]
    copies: Sequence[Row]
    event_count: int
    repair_count: int


def read_document(
    engine: QueryEngine, document_id: str, version: str = "repaired", terms: Sequence[SearchTerm] = ()
) -> ReadDocument | None:
    """Return a document in one of the VERSIONS, None where there is none; what the terms find in it is marked, too."""
    facts = engine.one("SELECT * FROM documents WHERE document_id = ?", [document_id])
    if facts is None:
        return None
    paragraphs = _of_document(engine, "paragraphs", document_id, "position")
    edits = _of_document(engine, "edits", document_id, "sequence")
    evidence = event_evidence(engine, document_id, {row["paragraph_id"]: row for row in paragraphs})
    marks = _marks(engine, document_id, evidence)
    events: dict[str, list[EventEvidence]] = defaultdict(list)
    for each in evidence:
        events[each.facts["paragraph_id"]].append(each)
    blocks = _blocks(paragraphs, edits if version != "repaired" else (), marks, events, terms)
    return ReadDocument(
        facts=facts,
        fields=tuple(_fields(facts)),
        blocks=[_in_version(block, version) for block in blocks],
        issues=_of_document(engine, "issues", document_id, "raw_start NULLS FIRST, issue_id"),
        copies=copies_of(engine, facts),
        event_count=len(evidence),
        repair_count=sum(1 for edit in edits if _is_seen(edit)),
    )


def _of_document(engine: QueryEngine, table: str, document_id: str, order: str) -> list[Row]:
    return engine.rows(f"SELECT * FROM {table} WHERE document_id = ? ORDER BY {order}", [document_id])


def copies_of(engine: QueryEngine, facts: Row) -> list[Row]:
    """Return the documents with the same text as one: its original, and the copies of both."""
    original = facts["duplicate_of"] or facts["document_id"]
    return engine.rows(
        """
        SELECT document_id, title, source_path, publisher, published_start, published_end, duplicate_of,
            duplicate_similarity
        FROM documents WHERE (document_id = $original OR duplicate_of = $original) AND document_id != $this
        ORDER BY duplicate_of NULLS FIRST, source_path
        """,
        {"original": original, "this": facts["document_id"]},
    )


def _fields(facts: Row) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and basis of what the document states of itself."""
    for name in _FIELDS:
        if facts[name] is not None:
            yield name, facts[name], facts[f"{name}_basis"]


def _marks(engine: QueryEngine, document_id: str, evidence: Iterable[EventEvidence]) -> dict[str, list[TextMark]]:
    """Return the marks of each paragraph: mentions, dates, triggers and their sides."""
    marks: dict[str, list[TextMark]] = defaultdict(list)
    mentions = """
        SELECT mentions.*, name, entity_type, country FROM mentions JOIN entities USING (entity_id)
        WHERE document_id = ?
    """
    for row in engine.rows(mentions, [document_id]):
        where = f", {row['country']}" if row["country"] else ""
        note = f"{row['name']} ({row['entity_type'].replace('_', ' ')}{where})"
        marks[row["paragraph_id"]].append(TextMark(row["start"], row["end"], "mention", row["entity_id"], note))
    for row in _of_document(engine, "dates", document_id, "raw_start"):
        note = f"{row['timex_type'].lower()} {row['timex_value']}, resolved against: {row['anchor']}"
        marks[row["paragraph_id"]].append(TextMark(row["start"], row["end"], "date", row["date_id"], note))
    for event in evidence:
        row = event.facts
        note = f"{row['event_type']}, {row['factuality']}"
        start, end = row["trigger_start"], row["trigger_end"]
        marks[row["paragraph_id"]].append(TextMark(start, end, "event", row["event_id"], note))
        for side in event.participants:
            mark = TextMark(
                side["start"], side["end"], "side", row["event_id"], f"{side['role']} of {row['event_type']}"
            )
            marks[side["paragraph_id"]].append(mark)
    return marks


def _repair(edit: Row) -> TextRepair:
    note = ": ".join(filter(None, (edit["rule_id"].replace("_", " "), edit["evidence"])))
    return TextRepair(edit["text_start"], edit["raw_text"], edit["replacement"], note)


def _is_seen(edit: Row) -> bool:
    """Return whether an edit changes more than white space."""
    return bool(edit["raw_text"].strip() or edit["replacement"].strip())


def _blocks(
    paragraphs: Sequence[Row],
    edits: Sequence[Row],
    marks: Mapping[str, list[TextMark]],
    events: Mapping[str, list[EventEvidence]],
    terms: Sequence[SearchTerm],
) -> Iterator[ReadBlock]:
    """Yield paragraphs, and what lies between them but for white space, in the order of the source."""
    inside: dict[str, list[TextRepair]] = defaultdict(list)
    placed: list[tuple[int, int, Row, bool]] = []
    for edit in edits:
        if edit["paragraph_id"] is None and _is_seen(edit):
            placed.append((edit["raw_start"], 0, edit, False))
        elif edit["paragraph_id"] is not None:
            inside[edit["paragraph_id"]].append(_repair(edit))
    placed += [(row["raw_start"], 1, row, True) for row in paragraphs]
    placed.sort(key=lambda item: item[:2])
    for _, _, row, is_paragraph in placed:
        if not is_paragraph:
            repair = _repair(row)
            yield ReadBlock(
                None, [TextPiece(text=repair.removed, change="removed", note=repair.note)], note=repair.note
            )
            continue
        paragraph_id, text = row["paragraph_id"], row["text"]
        found = [TextMark(start, end, "found", "", "") for start, end in found_in(text, terms)]
        shown = pieces(text, [*marks.get(paragraph_id, ()), *found], inside[paragraph_id])
        yield ReadBlock(row, shown, events.get(paragraph_id, ()))


def _in_version(block: ReadBlock, version: str) -> ReadBlock:
    """Return a block as one version shows it: of the source as saved, what a repair has added is left out."""
    if version != "saved":
        return block
    kept = [piece for piece in block.pieces if piece.change != "added"]
    return ReadBlock(block.paragraph, kept, block.events, block.note)
