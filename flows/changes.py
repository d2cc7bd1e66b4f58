"""What changed from one snapshot to another: documents by their path, events by their id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.errors import LossError
from flows.escaping import visible

if TYPE_CHECKING:
    import pandas as pd

KEYS = {"documents": "source_path", "events": "event_id"}
"""The tables that are compared, and the column by which their rows are the same from snapshot to snapshot."""
_NAMED = 10
"""Paths that an error names."""


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


def check_loss(old_paths: "set[str]", new_paths: "set[str]", seed_count: int, max_loss: float) -> None:
    """Return if the documents at `new_paths` may replace those at `old_paths`.

    `seed_count` is the number of files that were read, `max_loss` the share of the old documents that may go. Raises
    LossError, which names what would go, where more would, or where no file gave a document.
    """
    if seed_count and not new_paths:
        raise LossError(f"none of the {seed_count} files gave a document; nothing was published, --allow-loss would")
    lost = sorted(old_paths - new_paths)
    if len(lost) > max_loss * len(old_paths):
        share = 100 * len(lost) // len(old_paths)
        count = f"{len(lost)} of {len(old_paths)} documents ({share} %)"
        said = f"{count} of the last snapshot would go; nothing was published."
        lines = [f"{said} If that is meant, use --allow-loss, or a higher --max-loss. Gone:"]
        lines += [f"    {visible(path)}" for path in lost[:_NAMED]]
        if len(lost) > _NAMED:
            lines.append(f"    and {len(lost) - _NAMED} more")
        raise LossError("\n".join(lines))
