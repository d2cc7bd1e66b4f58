"""Whether every document is rebuilt to the last byte from its paragraphs and edits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import pandas as pd

from schemas.failures import Failure, failing, rows

Frames = Mapping[str, pd.DataFrame]


class Source(NamedTuple):
    """What rebuilding must give for a document."""

    document_id: str
    encoding: str | None
    text_sha256: str
    source_sha256: str
    source_bytes: int
    raw_character_count: int


class Block(NamedTuple):
    """What rebuilding needs of a paragraph."""

    paragraph_id: str
    text: str
    raw_start: int
    raw_end: int


class Change(NamedTuple):
    """What rebuilding needs of an edit."""

    edit_id: str
    paragraph_id: str | None
    text_start: int | None
    raw_start: int
    raw_end: int
    raw_text: str
    replacement: str


def rebuilt(blocks: Sequence[Block], changes: Sequence[Change]) -> str:
    """Return the decoded source of one document from its paragraphs and its edits in order of sequence.

    Raises ValueError where the two leave a gap, overlap or contradict each other.
    """
    inside: dict[str | None, list[Change]] = defaultdict(list)
    for change in changes:
        inside[change.paragraph_id].append(change)
    pieces = [(change.raw_start, change.raw_text) for change in inside.pop(None, [])]
    strange = inside.keys() - {block.paragraph_id for block in blocks}
    if strange:
        raise ValueError(f"the edits of {', '.join(sorted(map(str, strange)))} have no paragraph")
    for block in blocks:
        pieces += _pieces(block, inside[block.paragraph_id])
    return _joined(pieces)


def _pieces(block: Block, changes: Sequence[Change]) -> Iterator[tuple[int, str]]:
    """Yield the source behind one paragraph: kept text and replaced text, each with its raw offset."""
    taken, position = 0, block.raw_start
    for change in changes:
        at = change.text_start if change.text_start is not None else -1
        kept = block.text[taken:at]
        if at < taken or position + len(kept) != change.raw_start:
            raise ValueError(f"edit {change.edit_id} does not stand where it says")
        yield position, kept
        yield change.raw_start, change.raw_text
        taken, position = at + len(change.replacement), change.raw_end
        if block.text[at:taken] != change.replacement:
            raise ValueError(f"the replacement of edit {change.edit_id} is not in its paragraph")
    yield position, block.text[taken:]
    if position + len(block.text) - taken != block.raw_end:
        raise ValueError(f"paragraph {block.paragraph_id} does not end where it says")


def _joined(pieces: list[tuple[int, str]]) -> str:
    """Return the pieces in raw order; raises ValueError unless each begins where the one before ends."""
    position, joined = 0, []
    for start, text in sorted(piece for piece in pieces if piece[1]):
        if start != position:
            raise ValueError(f"the source has a {'gap' if start > position else 'overlap'} at raw offset {position}")
        joined.append(text)
        position += len(text)
    return "".join(joined)


def not_rebuilt(frames: Frames) -> Iterator[Failure]:
    """Yield the documents whose bytes do not come back from their paragraphs and edits."""
    blocks, changes = _by_document(frames["paragraphs"], Block), _by_document(frames["edits"], Change)
    frame = frames["documents"]
    sources = [Source._make(fields) for fields in rows(frame, *Source._fields)]
    faults = [_fault(source, blocks[source.document_id], changes[source.document_id]) for source in sources]
    yield from failing("documents", frame, ["source_sha256"], "paragraphs and edits rebuild the source", faults)


def _by_document(frame: pd.DataFrame, kind: type[Any]) -> Mapping[str, list[Any]]:
    """Return the rows of each document as `kind`, in the frame's order, which is that of the sort key."""
    grouped: dict[str, list[Any]] = defaultdict(list)
    for document_id, *fields in rows(frame, "document_id", *kind._fields):
        grouped[document_id].append(kind(*fields))
    return grouped


def _fault(source: Source, blocks: Sequence[Block], changes: Sequence[Change]) -> str | None:
    """Return what is wrong with one document, None if it is rebuilt to the last byte."""
    try:
        raw = rebuilt(blocks, changes)
        digest = sha256(raw.encode()).hexdigest()
    except ValueError as error:
        return str(error)
    if len(raw) != source.raw_character_count:
        return f"{len(raw)} characters are rebuilt, not {source.raw_character_count}"
    if digest != source.text_sha256:
        return "the rebuilt text has another SHA-256"
    return None if source.encoding is None else _byte_fault(source, raw, source.encoding)


def _byte_fault(source: Source, raw: str, encoding: str) -> str | None:
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
