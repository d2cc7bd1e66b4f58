"""What the corrections of a dataset show: which are applied, and how far people and the machine agree.

An event is judged by a correction that it is wrong or of its type; one whose type is that of the machine confirms it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from flows.coding.agreement import kappa_line, precisions
from flows.frames import rows
from flows.steps.models import source_name
from schemas.vocab import CorrectionKind, CorrectionStatus

if TYPE_CHECKING:
    import pandas as pd

NO_EVENT = "none"
"""The type that a person gives to what is no event."""
_COLUMNS = (
    *("kind", "source_path", "source_part", "document_id", "status", "message", "row_id"),
    *("value_before", "value_after", "value", "quote", "event_type", "author", "day", "reason"),
)
_JUDGING = (CorrectionKind.EVENT_WRONG, CorrectionKind.EVENT_TYPE)


def report(frames: "Mapping[str, pd.DataFrame]") -> str:
    """Return the corrections of a dataset by status, and the agreement that follows from them, as lines of text."""
    found = rows(frames["corrections"], _COLUMNS)
    if not found:
        return "There are no corrections in this dataset."
    types = {row["event_id"]: row["event_type"] for row in rows(frames["events"], ("event_id", "event_type"))}
    return "\n".join((*_listed(found), *_agreement(found, types)))


def machine_types(frames: "Mapping[str, pd.DataFrame]") -> dict[str, str]:
    """Return the type that the machine gave each event, by its id, whatever people made of it."""
    types = {row["event_id"]: row["event_type"] for row in rows(frames["events"], ("event_id", "event_type"))}
    judged = rows(frames["corrections"], ("kind", "row_id", "value_before"))
    return types | {
        row["row_id"]: row["value_before"] for row in judged if row["kind"] in _JUDGING and row["value_before"]
    }


def _listed(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for status in CorrectionStatus:
        chosen = [row for row in found if row["status"] == status]
        yield f"{status}: {len(chosen)}"
        for row in chosen:
            where = source_name(row["source_path"] or row["document_id"], row["source_part"])
            quote = f" {row['quote']!r}" if row["quote"] else ""
            yield f"  {where}: {row['kind']}{quote} by {row['author']}, {row['day']}: {row['reason']}"
            if status == CorrectionStatus.APPLIED:
                yield f"    {row['value_before'] or 'nothing'} -> {row['value_after'] or 'nothing'}"
            if row["message"]:
                yield f"    {row['message']}"


def _agreement(found: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> Iterator[str]:
    """Yield precision by type and kappa by pair of authors over the events that were judged."""
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    machine: dict[str, str] = {}
    for row in found:
        if row["kind"] in _JUDGING and row["row_id"]:
            answers[row["author"]][row["row_id"]] = row["value"] or NO_EVENT
            before = row["value_before"] or types.get(row["row_id"]) or row["event_type"]
            if before:
                machine[row["row_id"]] = before
    if not answers:
        return
    judged = [
        (machine[event_id], answer)
        for author in sorted(answers)
        for event_id, answer in answers[author].items()
        if event_id in machine
    ]
    yield "\nPrecision of the types of events that people judged (no random sample: presstable sample draws one):"
    yield from (f"  {line}" for line in precisions(judged))
    for first, second in combinations(sorted(answers), 2):
        shared = answers[first].keys() & answers[second].keys()
        if shared:
            yield kappa_line(first, second, [(answers[first][key], answers[second][key]) for key in sorted(shared)])
