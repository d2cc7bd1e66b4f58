"""What changed from one snapshot to another: documents by their path, events by their id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.errors import LossError
from flows.escaping import visible

if TYPE_CHECKING:
    import pandas as pd

KEYS = {"documents": "source_path", "events": "event_id"}
"""The tables that are compared, and the column by which their rows are the same from snapshot to snapshot.

Documents of a file that holds several are the same by path and id: their numbers change when one of them goes.
"""
_NAMED = 10
"""Paths or reasons that an error names."""


@dataclass(frozen=True, slots=True)
class TableChanges:
    """Keys of the rows of a table that are new, gone, or have other values in a column; each sorted."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        """Return the numbers in words."""
        return f"+{len(self.added)} -{len(self.removed)}, {len(self.changed)} changed"


Changes = Mapping[str, TableChanges]
"""The changes of documents and events."""


def changes(old: "Mapping[str, pd.DataFrame]", new: "Mapping[str, pd.DataFrame]") -> dict[str, TableChanges]:
    """Return what changed from the tables `old` to `new`; columns that only one of them has are not compared."""
    return {name: _changes(old[name], new[name], key) for name, key in KEYS.items()}


def _changes(old: "pd.DataFrame", new: "pd.DataFrame", key: str) -> TableChanges:
    """Return what changed from one table to another; the rows of both have their ids in the column `key`."""
    import pyarrow as arrow  # heavy: whoever reads seeds should not pay for it
    from pyarrow import compute

    from schemas.renewed import differs

    before, after = (arrow.array(_keys(frame, key), "string") for frame in (old, new))
    places = compute.index_in(before, value_set=after)
    both = compute.is_valid(places)
    there, here = compute.indices_nonzero(both), compute.drop_null(places)
    is_other = compute.is_null(here)
    for column in old.columns.intersection(new.columns):
        one, other = (arrow.array(frame[column]).take(rows) for frame, rows in ((old, there), (new, here)))
        is_other = compute.or_(is_other, differs(one, other))
    return TableChanges(
        added=tuple(sorted(after.filter(compute.invert(compute.is_in(after, value_set=before))).to_pylist())),
        removed=tuple(sorted(before.filter(compute.invert(both)).to_pylist())),
        changed=tuple(sorted(after.take(here).filter(is_other).to_pylist())),
    )


def document_names(documents: "pd.DataFrame") -> list[str]:
    """Return a name for each document that no other has: its path, and its id where the file holds several."""
    paths: list[str] = documents["source_path"].tolist()
    if "source_part" not in documents:
        return paths
    is_part = documents["source_part"].notna().tolist()
    ids = documents["document_id"].tolist()
    return [f"{path}#{own}" if part else path for path, own, part in zip(paths, ids, is_part, strict=True)]


def _keys(frame: "pd.DataFrame", key: str) -> list[str]:
    keys: list[str] = document_names(frame) if key == "source_path" else frame[key].tolist()
    return keys


def checksums(documents: "pd.DataFrame") -> dict[str, str]:
    """Return the checksum of each document by its name: of its file, or of its text where the file has several."""
    names = document_names(documents)
    parts = documents["source_part"].notna().tolist()
    sums = zip(names, parts, documents["source_sha256"].tolist(), documents["text_sha256"].tolist(), strict=True)
    return {name: of_text if is_part else of_file for name, is_part, of_file, of_text in sums}


def check_loss(
    old: "Mapping[str, str]", new: "Mapping[str, str]", max_loss: float, reasons: Sequence[str] = ()
) -> None:
    """Return if the documents `new` may replace `old`; both are checksums of the sources by path.

    A document is lost whose path and bytes are both gone. `max_loss` is the share of the old documents that may be;
    `reasons` are the messages of files that gave none. Raises LossError, which names what would go, where more would,
    or where there is no new document.
    """
    if not new:
        said = "no file gave a document; nothing was published (--allow-loss publishes the reasons alone):"
        raise LossError("\n".join([said, *_first(reasons)]))
    there = set(new.values())
    lost = sorted(path for path, checksum in old.items() if path not in new and checksum not in there)
    if len(lost) > max_loss * len(old):
        count = f"{len(lost)} of {len(old)} documents ({100 * len(lost) // len(old)} %)"
        said = f"{count} of the last snapshot would go; nothing was published."
        said += " If that is meant, use --allow-loss, or a higher --max-loss. Gone:"
        raise LossError("\n".join([said, *_first(lost)]))


def _first(texts: Sequence[str]) -> list[str]:
    """Return a line for each of the first texts, and one for the number of the others."""
    more = [f"    and {len(texts) - _NAMED} more"] if len(texts) > _NAMED else []
    return [f"    {visible(text)}" for text in texts[:_NAMED]] + more
