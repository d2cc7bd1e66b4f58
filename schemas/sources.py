"""The check that every document is rebuilt to the last byte from its paragraphs and edits.

The documents of a file that holds several are put together for that, unless one of them was quarantined.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import pandas as pd

from schemas.failures import Failure, failing, rows

Frames = Mapping[str, pd.DataFrame]


class SourceFacts(NamedTuple):
    """The figures that rebuilding a document must reproduce."""

    document_id: str
    source_path: str
    source_part: int | None
    raw_start: int
    encoding: str | None
    text_sha256: str
    source_sha256: str
    source_bytes: int
    raw_character_count: int


class ParagraphPart(NamedTuple):
    """The columns of a paragraph that rebuilding needs."""

    paragraph_id: str
    text: str
    raw_start: int
    raw_end: int


class EditPart(NamedTuple):
    """The columns of an edit that rebuilding needs."""

    edit_id: str
    rule_id: str
    paragraph_id: str | None
    text_start: int | None
    raw_start: int
    raw_end: int
    raw_text: str
    replacement: str


_AROUND = "container_"
"""How the rules begin that set apart what a file has around its documents."""


def rebuilt(paragraphs: Sequence[ParagraphPart], edits: Sequence[EditPart], start: int = 0) -> str:
    """Return the decoded source of one document from its paragraphs and its edits in order of sequence.

    `start` is the raw offset where the document begins in its source. Raises ValueError where the two leave a gap,
    overlap or contradict each other.
    """
    inside: dict[str | None, list[EditPart]] = defaultdict(list)
    for edit in edits:
        inside[edit.paragraph_id].append(edit)
    pieces = [(edit.raw_start, edit.raw_text) for edit in inside.pop(None, [])]
    strange = inside.keys() - {paragraph.paragraph_id for paragraph in paragraphs}
    if strange:
        raise ValueError(f"the edits of {', '.join(sorted(map(str, strange)))} have no paragraph")
    for paragraph in paragraphs:
        pieces += _pieces(paragraph, inside[paragraph.paragraph_id])
    return _joined(pieces, start)


def _pieces(paragraph: ParagraphPart, edits: Sequence[EditPart]) -> Iterator[tuple[int, str]]:
    """Yield the source behind one paragraph: kept text and replaced text, each with its raw offset."""
    consumed, position = 0, paragraph.raw_start
    for edit in edits:
        replaced_at = edit.text_start if edit.text_start is not None else -1
        kept_text = paragraph.text[consumed:replaced_at]
        if replaced_at < consumed or position + len(kept_text) != edit.raw_start:
            raise ValueError(f"edit {edit.edit_id} is not at its offsets")
        yield position, kept_text
        yield edit.raw_start, edit.raw_text
        consumed, position = replaced_at + len(edit.replacement), edit.raw_end
        if paragraph.text[replaced_at:consumed] != edit.replacement:
            raise ValueError(f"the replacement of edit {edit.edit_id} is not in its paragraph")
    yield position, paragraph.text[consumed:]
    if position + len(paragraph.text) - consumed != paragraph.raw_end:
        raise ValueError(f"paragraph {paragraph.paragraph_id} does not end at its raw_end")


def _joined(pieces: list[tuple[int, str]], position: int) -> str:
    """Return the pieces in raw order from a raw offset on; raises ValueError unless each begins where one ends."""
    joined = []
    for start, text in sorted(piece for piece in pieces if piece[1]):
        if start != position:
            raise ValueError(f"the source has a {'gap' if start > position else 'overlap'} at raw offset {position}")
        joined.append(text)
        position += len(text)
    return "".join(joined)


def not_rebuilt(frames: Frames) -> Iterator[Failure]:
    """Yield the documents whose bytes do not come back from their paragraphs and edits."""
    paragraphs, edits = _by_document(frames["paragraphs"], ParagraphPart), _by_document(frames["edits"], EditPart)
    frame = frames["documents"]
    sources = [SourceFacts._make(fields) for fields in rows(frame, *SourceFacts._fields)]
    texts: dict[str, str] = {}
    faults = [_fault(source, paragraphs[source.document_id], edits[source.document_id], texts) for source in sources]
    files: dict[str, list[SourceFacts]] = defaultdict(list)
    for source in sources:
        files[source.source_path].append(source)
    faults = [
        fault or (_file_fault(files[source.source_path], texts) if source.source_part == 1 else None)
        for source, fault in zip(sources, faults, strict=True)
    ]
    yield from failing("documents", frame, ["source_sha256"], "paragraphs and edits rebuild the source", faults)


def _by_document(frame: pd.DataFrame, kind: type[Any]) -> Mapping[str, list[Any]]:
    """Return the rows of each document as `kind`, in the frame's order, which is that of the sort key."""
    grouped: dict[str, list[Any]] = defaultdict(list)
    for document_id, *fields in rows(frame, "document_id", *kind._fields):
        grouped[document_id].append(kind(*fields))
    return grouped


def _fault(
    source: SourceFacts, paragraphs: Sequence[ParagraphPart], edits: Sequence[EditPart], texts: dict[str, str]
) -> str | None:
    """Return what is wrong with one document, None if it is rebuilt to the last byte; its text is put into `texts`."""
    try:
        raw = rebuilt(paragraphs, edits, source.raw_start)
        digest = sha256(_without_around(raw, paragraphs, edits).encode()).hexdigest()
    except ValueError as error:
        return str(error)
    texts[source.document_id] = raw
    if len(raw) != source.raw_character_count:
        return f"{len(raw)} characters are rebuilt, not {source.raw_character_count}"
    if digest != source.text_sha256:
        return "the rebuilt text has another SHA-256"
    is_whole = source.source_part is None
    return _byte_fault(source, raw, source.encoding) if is_whole and source.encoding is not None else None


def _without_around(raw: str, paragraphs: Sequence[ParagraphPart], edits: Sequence[EditPart]) -> str:
    """Return the text of a document without what its file has before and behind it."""
    around = [edit for edit in edits if edit.rule_id.startswith(_AROUND)]
    first = min((paragraph.raw_start for paragraph in paragraphs), default=0)
    before = sum(len(edit.raw_text) for edit in around if edit.raw_end <= first)
    return raw[before : len(raw) + before - sum(len(edit.raw_text) for edit in around)]


def _file_fault(sources: Sequence[SourceFacts], texts: Mapping[str, str]) -> str | None:
    """Return what is wrong with the bytes of a file that holds several documents, None if they are those of the file.

    Nor is anything wrong where a document is not there: it was quarantined.
    """
    position, pieces = 0, []
    for source in sorted(sources, key=lambda source: source.raw_start):
        if source.raw_start != position or source.document_id not in texts:
            return None
        pieces.append(texts[source.document_id])
        position += source.raw_character_count
    first = sources[0]
    data = "".join(pieces).encode(first.encoding) if first.encoding is not None else b""
    if len(data) != first.source_bytes:
        return None
    return None if sha256(data).hexdigest() == first.source_sha256 else "the rebuilt bytes of the file differ"


def _byte_fault(source: SourceFacts, raw: str, encoding: str) -> str | None:
    """Return what is wrong with the bytes of a rebuilt text, None if they are those of the file."""
    try:
        data = raw.encode(encoding)
    except LookupError:
        return f"there is no encoding {encoding!r}"
    except ValueError as error:
        return str(error)
    if len(data) != source.source_bytes:
        return f"{len(data)} bytes are rebuilt, not {source.source_bytes}"
    return None if sha256(data).hexdigest() == source.source_sha256 else "the rebuilt bytes have another SHA-256"
