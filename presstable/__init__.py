"""Presstable for analysts: published tables opened, viewed as wide rows, and new articles judged or annotated.

- `open_dataset(data)` opens the latest snapshot of a data folder, a copy of one, or with `snapshot=` any other;
  `list_snapshots(data)` lists them
- `events_flat(frames)`, `events_dyads(frames)`, `actors_rolled_up(frames)` and `event_clusters(frames)` are views over
  its tables: one wide row per event, pairs of actors in the columns of ICEWS, one row per actor, one per event cluster
- `write_csv(frame, path)` writes a table or view for a spreadsheet; `original_text(cell)` undoes its apostrophes
- `annotate(text, day)` returns mentions, dates and events of clean text
- `validate(paths, against)` judges files before they become seeds
- `build(seeds, data)` publishes a snapshot; `explain(path)` prints everything that is found in one article
- `PresstableError` is the base of all errors of ours; those below it have their reasons in `flows.errors`

Each name is imported when first used, so that `import presstable` takes no time. The code is in the packages `flows`
and `schemas`.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.annotate import annotate
    from flows.errors import (
        ContractError,
        DataFolderError,
        DataLockedError,
        DatasetError,
        LossError,
        PresstableError,
        SnapshotGoneError,
        UsageError,
    )
    from flows.explain import explain
    from flows.launch import build
    from flows.store import Dataset, Snapshot, list_snapshots, open_dataset
    from flows.validate import Report, validate
    from flows.views.actors import actors_rolled_up
    from flows.views.clusters import event_clusters
    from flows.views.flat import events_flat
    from flows.views.icews import events_dyads
    from flows.views.spreadsheets import original_text, write_csv

    __version__: str

__all__ = [
    "ContractError",
    "DataFolderError",
    "DataLockedError",
    "Dataset",
    "DatasetError",
    "LossError",
    "PresstableError",
    "Report",
    "Snapshot",
    "SnapshotGoneError",
    "UsageError",
    "__version__",
    "actors_rolled_up",
    "annotate",
    "build",
    "event_clusters",
    "events_dyads",
    "events_flat",
    "explain",
    "list_snapshots",
    "open_dataset",
    "original_text",
    "validate",
    "write_csv",
]

_MODULES = {
    "flows.annotate": ("annotate",),
    "flows.errors": tuple(name for name in __all__ if name.endswith("Error")),
    "flows.explain": ("explain",),
    "flows.launch": ("build",),
    "flows.store": ("Dataset", "Snapshot", "list_snapshots", "open_dataset"),
    "flows.validate": ("Report", "validate"),
    "flows.views.actors": ("actors_rolled_up",),
    "flows.views.clusters": ("event_clusters",),
    "flows.views.flat": ("events_flat",),
    "flows.views.icews": ("events_dyads",),
    "flows.views.spreadsheets": ("original_text", "write_csv"),
}
"""The public names by the module of each."""
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Return a public name from its module (PEP 562); raises AttributeError for any other."""
    if name == "__version__":
        return version("presstable")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})
