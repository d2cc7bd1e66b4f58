"""The snapshots of a data folder: which there are, a step back to one of them, and what the latest was built from."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.errors import DataFolderError, DatasetError
from flows.store.folders import check_data_folder
from flows.store.lock import data_lock
from flows.store.manifest import damaged_files, read_manifest
from flows.store.snapshots import latest_snapshot, point_latest, snapshot_folders

_LAST_BUILD_NAME = ".last-build.json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot of a data folder: id, time of its build (ISO 8601), rows by table, and whether it is the latest."""

    snapshot_id: str
    built_at: str
    counts: dict[str, int]
    is_latest: bool


def list_snapshots(data_dir: Path) -> tuple[Snapshot, ...]:
    """Return the snapshots of a data folder, the newest first; those without a sound manifest are left out.

    Raises DataFolderError where there is no such folder, or its `latest` is no link.
    """
    check_data_folder(data_dir)
    latest = latest_snapshot(data_dir)
    found = []
    for folder in snapshot_folders(data_dir):
        try:
            found.append((folder, read_manifest(folder)))
        except DatasetError:
            continue
    found.sort(key=lambda pair: (pair[1]["sequence"], pair[0].name), reverse=True)
    return tuple(_snapshot(folder, manifest, is_latest=folder == latest) for folder, manifest in found)


def _snapshot(folder: Path, manifest: dict[str, Any], *, is_latest: bool) -> Snapshot:
    counts = {name: table["rows"] for name, table in manifest["tables"].items()}
    return Snapshot(folder.name, manifest["run"].get("built_at", ""), counts, is_latest)


def rollback(data_dir: Path, snapshot_id: str, lock_wait_seconds: float = 0) -> Snapshot:
    """Return an older snapshot, once `latest` points at it; the newer ones stay until builds replace them.

    Raises DataFolderError where there is no such folder or snapshot, DatasetError where a file of it is damaged,
    DataLockedError while a build runs.
    """
    check_data_folder(data_dir)
    with data_lock(data_dir, lock_wait_seconds):
        found = {snapshot.snapshot_id: snapshot for snapshot in list_snapshots(data_dir)}
        if snapshot_id not in found:
            there = ", ".join(found) or "none"
            raise DataFolderError(f"there is no snapshot {snapshot_id!r} in {data_dir}; there are: {there}")
        folder = data_dir / "snapshots" / snapshot_id
        damaged = damaged_files(folder, read_manifest(folder)["files"])
        if damaged:
            raise DatasetError(f"snapshot {snapshot_id} is damaged ({', '.join(damaged)}); choose another, or build")
        point_latest(data_dir, snapshot_id)
    return found[snapshot_id]


@dataclass(frozen=True, slots=True)
class LastBuild:
    """A build: the digest of everything that it depends on, the snapshot that it gave, and what it could not use.

    `unfit_count` are corrections that were stale or refused.
    """

    inputs: str
    snapshot_id: str
    quarantined_count: int
    unfit_count: int = 0


def record_build(data_dir: Path, build: LastBuild) -> None:
    """Keep what the build that ends was made from; only for who holds the lock of `data_dir`."""
    draft = data_dir / f"{_LAST_BUILD_NAME}.new"
    draft.write_text(f"{json.dumps(asdict(build))}\n", "ascii")
    draft.replace(data_dir / _LAST_BUILD_NAME)


def last_build(data_dir: Path) -> LastBuild | None:
    """Return what the last build was made from, None where that is not known."""
    try:
        return LastBuild(**json.loads((data_dir / _LAST_BUILD_NAME).read_bytes()))
    except (OSError, ValueError, TypeError):  # none yet, or a damaged one: the build does everything once more
        return None


def repeated(data_dir: Path, inputs: str, keep: int) -> tuple[LastBuild, dict[str, Any]] | None:
    """Return the last build and the manifest of its snapshot where a build from `inputs` would change nothing.

    That is so where the last build had the same inputs, its snapshot is the latest, every file of it has the bytes
    that the manifest records, and no more than `keep` snapshots are there.
    """
    build = last_build(data_dir)
    if build is None or build.inputs != inputs or len(snapshot_folders(data_dir)) > keep:
        return None
    try:
        folder = latest_snapshot(data_dir)
        if folder is None or folder.name != build.snapshot_id:
            return None
        manifest = read_manifest(folder)
    except (DatasetError, OSError):
        return None
    return None if damaged_files(folder, manifest["files"]) else (build, manifest)
