"""Checks that quoted text is at its offsets, and that every file is accounted for."""

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from schemas.failures import Failure, failing, rows
from schemas.vocab import CORRECTION_ISSUES

Frames = Mapping[str, pd.DataFrame]

_QUOTED = (
    ("mentions", "text", "start", "end"),
    ("dates", "text", "start", "end"),
    ("participants", "text", "start", "end"),
    ("events", "trigger", "trigger_start", "trigger_end"),
    ("events", "sentence", "sentence_start", "sentence_end"),
)
_PART = ("source_path", "source_part")
_INSIDE = ("paragraphs", "events", "participants", "mentions", "dates", "edits", "issues")


def misquoted(frames: Frames) -> Iterator[Failure]:
    """Yield the rows whose text is not that of the paragraph at their offsets."""
    texts = dict(rows(frames["paragraphs"], "paragraph_id", "text"))
    for table, *columns in _QUOTED:
        quoted = rows(frames[table], "paragraph_id", *columns)
        is_broken = [
            paragraph_id in texts and texts[paragraph_id][start:end] != quotation
            for paragraph_id, quotation, start, end in quoted
        ]
        yield from failing(table, frames[table], columns, "the words are in the paragraph at these offsets", is_broken)
    lengths = {key: len(text) for key, text in texts.items()}
    ends = rows(frames["events"], "paragraph_id", "sentence_end")
    is_broken = [paragraph_id in lengths and end > lengths[paragraph_id] for paragraph_id, end in ends]
    yield from failing(
        "events", frames["events"], ["sentence_end"], "the sentence ends within the paragraph", is_broken
    )


def outside_source(frames: Frames) -> Iterator[Failure]:
    """Yield the rows whose raw range begins before or ends behind their document in its source."""
    own = {key: span for key, *span in rows(frames["documents"], "document_id", "raw_start", "raw_end")}
    for table in _INSIDE:
        ranges = rows(frames[table], "document_id", "raw_start", "raw_end")
        is_broken = [
            document_id in own and start is not None and (start < own[document_id][0] or end > own[document_id][1])
            for document_id, start, end in ranges
        ]
        yield from failing(table, frames[table], ["raw_end"], "lies within the source", is_broken)


def unaccounted(frames: Frames) -> Iterator[Failure]:
    """Yield the issues of files, or parts of files, that are read and quarantined, quarantined twice, or neither.

    A correction may be of a file that is gone.
    """
    read = {place for path, part in rows(frames["documents"], *_PART) for place in ((path, part), (path, None))}
    frame = frames["issues"]
    issues = list(rows(frame, *_PART, "code", "is_quarantined"))
    left_out = Counter((path, part) for path, part, _, is_quarantined in issues if is_quarantined)
    faults = [
        _fault(
            is_read=(path, part) in read,
            quarantines=left_out[path, part],
            is_correction=code in CORRECTION_ISSUES,
        )
        for path, part, code, _ in issues
    ]
    yield from failing(
        "issues", frame, ["source_path", "is_quarantined"], "each file is in documents, or quarantined once", faults
    )


def repeated_sources(frames: Frames) -> Iterator[Failure]:
    """Yield the documents that are the same part of the same file, or a part of one that is a document as a whole."""
    frame = frames["documents"]
    sources = list(rows(frame, *_PART))
    seen = Counter(sources)
    whole = {path for path, part in sources if part is None}
    is_broken = [seen[path, part] > 1 or (part is not None and path in whole) for path, part in sources]
    yield from failing("documents", frame, _PART, "is unique: the only document there", is_broken)


def _fault(*, is_read: bool, quarantines: int, is_correction: bool) -> str | None:
    """Return the fault of one file, None if it is accounted for exactly once."""
    if is_read:
        return "the file is in documents and quarantined" if quarantines else None
    is_gone = is_correction and not quarantines
    return None if is_gone or quarantines == 1 else f"the file is not in documents and quarantined {quarantines} times"
