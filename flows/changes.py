"""What changed from one snapshot to another: documents by their path, events by their id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.errors import LossError
from flows.escaping import visible

if TYPE_CHECKING:
    import pandas as pd

KEYS = {"documents": "source_path", "events": "event_id"}
"""The tables that are compared, and the column by which their rows are the same from snapshot to snapshot."""
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
    return {name: _changes(old[name].set_index(key), new[name].set_index(key)) for name, key in KEYS.items()}


def _changes(old: "pd.DataFrame", new: "pd.DataFrame") -> TableChanges:
    both = old.index.intersection(new.index)
    before, after = (frame.loc[both].reset_index(drop=True) for frame in (old, new))
    differs = [False] * len(both)
    for column in before.columns.intersection(after.columns):
        one, other = before[column], after[column]
        is_same = ((one == other) | (one.isna() & other.isna())).fillna(value=False)  # null beside a value is null
        differs = [differs_so_far or not same for differs_so_far, same in zip(differs, is_same.tolist(), strict=True)]
    return TableChanges(
        added=tuple(sorted(new.index.difference(old.index))),
        removed=tuple(sorted(old.index.difference(new.index))),
        changed=tuple(sorted(key for key, is_other in zip(both, differs, strict=True) if is_other)),
    )


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
