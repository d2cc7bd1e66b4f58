"""Reading a published dataset: one snapshot, whole, whatever is published meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import DataFolderError, DatasetError, SnapshotGoneError
from flows.store.manifest import MANIFEST_NAME, damaged_files, read_manifest
from flows.store.snapshots import latest_snapshot, snapshot_folders

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as arrow

_TRIES = 2
"""A snapshot that was resolved can be removed by a build before it is opened: then the next one is there."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One snapshot: its folder, its manifest, and the tables in it."""

    path: Path
    manifest: dict[str, Any]

    @property
    def snapshot_id(self) -> str:
        """Return the id of the snapshot, which follows from its content."""
        return str(self.manifest["snapshot_id"])

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the tables, sorted."""
        return tuple(sorted(self.manifest["tables"]))

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables."""
        return iter(self.names)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self.names)

    def table(self, name: str) -> "arrow.Table":
        """Return a table; raises DatasetError for unknown names and SnapshotGoneError where it was removed."""
        from pyarrow import parquet  # heavy

        try:
            return parquet.ParquetFile(self._file(name)).read()
        except FileNotFoundError as error:
            raise self._gone() from error

    def frame(self, name: str) -> "pd.DataFrame":
        """Return a table as a pandas frame with Arrow types; raises like `table`."""
        import pandas as pd  # heavy

        try:
            with self._file(name).open("rb") as handle:  # a path with `=` in it would be taken for a partition
                return pd.read_parquet(handle, engine="pyarrow")
        except FileNotFoundError as error:
            raise self._gone() from error

    def verify(self) -> None:
        """Return if all files have the bytes that the manifest records; raises DatasetError naming the others."""
        damaged = damaged_files(self.path, self.manifest["files"])
        if damaged and not self.path.exists():
            raise self._gone()
        if damaged:
            said = "; ".join(f"{name} {problem}" for name, problem in damaged.items())
            raise DatasetError(f"snapshot {self.snapshot_id} is damaged: {said}; build again")

    def _file(self, name: str) -> Path:
        if name not in self.manifest["tables"]:
            raise DatasetError(f"there is no table {name!r}, only {', '.join(self.names)}")
        return self.path / f"{name}.parquet"

    def _gone(self) -> SnapshotGoneError:
        return SnapshotGoneError(f"snapshot {self.snapshot_id} was removed by later builds; open the dataset again")


def open_dataset(data_dir: str | Path = "data", snapshot: str | None = None) -> Dataset:
    """Return a snapshot of a data folder, fixed from now on: later builds do not change what it reads.

    `snapshot` is the id of one, None the latest. `data_dir` may also be a snapshot itself, or a copy of one, as a link
    such as `data/latest` is. Raises DataFolderError where there is no such snapshot, DatasetError where the manifest is
    damaged.
    """
    if snapshot is not None:
        return _snapshot(Path(data_dir), snapshot)
    if (Path(data_dir) / MANIFEST_NAME).is_file():
        folder = Path(data_dir).resolve()
        return Dataset(folder, read_manifest(folder, is_copy=True))
    for tries_left in reversed(range(_TRIES)):
        path = latest_snapshot(Path(data_dir))
        if path is None:
            raise DataFolderError(f"there is no dataset in {data_dir}; make one with: presstable build")
        try:
            return Dataset(path, read_manifest(path))
        except SnapshotGoneError:
            if not tries_left:
                raise
    raise AssertionError  # the last try returns or raises


def _snapshot(data_dir: Path, snapshot_id: str) -> Dataset:
    found = {folder.name: folder for folder in snapshot_folders(data_dir)}
    if snapshot_id not in found:
        raise DataFolderError(
            f"there is no snapshot {snapshot_id!r} in {data_dir}; there are: {', '.join(found) or 'none'}"
        )
    return Dataset(found[snapshot_id], read_manifest(found[snapshot_id]))
