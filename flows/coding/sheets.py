"""Coding sheets: a sample of events for people to code, and what two of them agree on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.coding.agreement import kappa_line, precisions
from flows.coding.judgements import NO_EVENT
from flows.errors import UsageError
from flows.frames import DocumentSources, rows
from flows.views.spreadsheets import spreadsheet_text
from schemas.data_files import DataFileError, load_table, write_table
from schemas.vocab import EventType

if TYPE_CHECKING:
    import pandas as pd

STRATA = ("event_type", "quad_class", "factuality", "date_basis")
"""Columns of events by which a sample may be drawn evenly."""
_CONTEXT = 300
"""Characters of the paragraph on either side of the sentence."""
_MACHINE = ("event_type", "actor_name", "recipient_name", "date_start", "date_end", "place_name", "factuality")
_COLUMNS = (
    *("event_id", "document_id", "paragraph_id", "sentence_start", "sentence_end", "sentence", "trigger", "rule_id"),
    *("quad_class", "date_basis"),
    *_MACHINE,
)


class CodingRow(NamedTuple):
    """A row of a coding sheet: an event in its context; then what the person writes, `coded_type` above all."""

    event_id: str
    source_path: str
    context_before: str = ""
    sentence: str = ""
    context_after: str = ""
    trigger: str = ""
    machine: str = ""
    coded_type: str = ""
    coded_actor: str = ""
    coded_recipient: str = ""
    coded_date: str = ""
    coded_place: str = ""
    coded_factuality: str = ""
    remark: str = ""


def sheet(frames: "Mapping[str, pd.DataFrame]", count: int, stratify: str, seed: int, *, is_open: bool = False) -> str:
    """Return a coding sheet of at most `count` events as CSV, drawn evenly over the values of a column of events.

    The same dataset and seed give the same bytes. With `is_open` the machine's answer is on the sheet. Raises
    UsageError for another column than those of STRATA.
    """
    if stratify not in STRATA:
        raise UsageError(f"{stratify!r} is no column to stratify by; {', '.join(STRATA)} would be fine")
    texts = {row["paragraph_id"]: row["text"] for row in rows(frames["paragraphs"], ("paragraph_id", "text"))}
    sources = DocumentSources(frames["documents"])
    chosen = drawn(rows(frames["events"], _COLUMNS), count, stratify, seed)
    out = StringIO()
    coded = (_row(row, texts[row["paragraph_id"]], sources.path(row["document_id"]), is_open=is_open) for row in chosen)
    write_table(out, CodingRow._fields, ([spreadsheet_text(cell) for cell in row] for row in coded))
    return out.getvalue()


def drawn(events: Iterable[dict[str, Any]], count: int, stratify: str, seed: int) -> list[dict[str, Any]]:
    """Return at most `count` events, as many of each stratum as there are, in an order that follows from the seed."""
    strata: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(events, key=lambda row: _lot(row, seed)):
        strata[row[stratify]].append(row)
    found: list[dict[str, Any]] = []
    turn = 0
    while len(found) < count and any(len(rest) > turn for rest in strata.values()):
        found += [strata[name][turn] for name in sorted(strata) if len(strata[name]) > turn]
        turn += 1
    return sorted(found[:count], key=lambda row: _lot(row, seed))


def _lot(row: Mapping[str, Any], seed: int) -> str:
    return sha256(f"{seed} {row['event_id']}".encode()).hexdigest()


def _row(row: Mapping[str, Any], text: str, path: str, *, is_open: bool) -> CodingRow:
    start, end = row["sentence_start"], row["sentence_end"]
    answer = "; ".join(f"{name}={row[name]}" for name in _MACHINE if row[name] is not None)
    return CodingRow(
        event_id=row["event_id"],
        source_path=path,
        context_before=text[max(start - _CONTEXT, 0) : start].strip(),
        sentence=row["sentence"],
        context_after=text[end : end + _CONTEXT].strip(),
        trigger=row["trigger"],
        machine=answer if is_open else "",
    )


def read_sheet(path: Path) -> dict[str, str]:
    """Return the types that a person coded, by event id; what is not coded is left out.

    Raises UsageError where the file is no coding sheet, or has a type that is none.
    """
    try:
        table = load_table(path, CodingRow, ("event_id",))
    except DataFileError as error:
        raise UsageError(str(error)) from error
    allowed = {*EventType, NO_EVENT}
    for row in table:
        if row.coded_type and row.coded_type not in allowed:
            fine = f"a type of PLOVER, or {NO_EVENT} where there is no event, would be fine"
            raise UsageError(f"{path.name}: {row.event_id} has the coded_type {row.coded_type!r}; {fine}")
    return {row.event_id: row.coded_type for row in table if row.coded_type}


def agreement(sheets: Sequence[Path], machine: Mapping[str, str] | None = None) -> str:
    """Return what two coded sheets agree on, and with the types of the machine by event its precision by type."""
    first, second = (read_sheet(path) for path in sheets)
    names = [path.name for path in sheets]
    shared = sorted(first.keys() & second.keys())
    lines = [kappa_line(names[0], names[1], [(first[key], second[key]) for key in shared])]
    if machine is not None:
        both = {key: first[key] for key in shared if first[key] == second[key]}
        for name, coded in ((names[0], first), (names[1], second), ("both, where they agree", both)):
            lines += _precision_lines(name, coded, machine)
    return "\n".join(lines)


def _precision_lines(name: str, coded: Mapping[str, str], machine: Mapping[str, str]) -> Iterator[str]:
    """Yield the precision of the machine by the answers of one person, by type; a type is a stratum of the sample."""
    gone = coded.keys() - machine.keys()
    note = f" ({len(gone)} coded events are not in the dataset)" if gone else ""
    yield f"\nPrecision of the machine's types by {name}{note}:"
    yield from (f"  {line}" for line in precisions((machine[key], coded[key]) for key in coded if key in machine))
