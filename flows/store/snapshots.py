"""Publishing: a complete build becomes a snapshot, and readers see the old one or the new one."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import DataFolderError, DatasetError
from flows.store.files import DEBRIS, SNAPSHOTS_NAME, clear_debris, remove, share, sync, write_synced
from flows.store.lock import holds_lock
from flows.store.manifest import (
    MANIFEST_NAME,
    damaged_files,
    describe_files,
    make_manifest,
    manifest_bytes,
    read_manifest,
    snapshot_id_of,
)

if TYPE_CHECKING:
    import pyarrow as arrow

LATEST_NAME = "latest"
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EXTRA_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_SNAPSHOT_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Published:
    """What a build has published; `is_new` is whether readers now see another content than before."""

    snapshot_id: str
    path: Path
    is_new: bool


def publish(
    data_dir: Path,
    tables: Mapping[str, "arrow.Table"],
    extras: Mapping[str, bytes],
    run: Callable[[], Mapping[str, Any]],
    keep: int = 5,
) -> Published:
    """Return the snapshot of these tables, once `data_dir/latest` points at it.

    `extras` are further files by name. Their bytes count for the identity of the snapshot as the tables do, so
    neither may hold a time of the run; what `run` returns is for these, and goes into the manifest. It is called once
    the tables are on the disk. The same content as in the latest snapshot changes nothing on disk. The newest `keep`
    snapshots stay.

    The caller holds `data_lock(data_dir)`; RuntimeError if not. Raises ValueError for names that are no file names
    and for `keep` below 1. A failure or a kill at any instant leaves the latest snapshot in place.
    """
    _check(data_dir, tables, extras, keep)
    folder = data_dir / SNAPSHOTS_NAME
    folder.mkdir(exist_ok=True)
    try:
        counts = {name: table.num_rows for name, table in tables.items()}
        published = _publish(data_dir, _write_draft(data_dir, tables, extras), counts, run)
        _prune(folder, keep, published.snapshot_id)
    finally:
        clear_debris(data_dir)
    return published


def latest_snapshot(data_dir: Path) -> Path | None:
    """Return the folder that `data_dir/latest` points at, or None where nothing was published.

    Raises DataFolderError where `latest` is no link, as after copying with links followed, or `data_dir` no folder.
    """
    link = data_dir / LATEST_NAME
    try:
        return data_dir / SNAPSHOTS_NAME / link.readlink().name
    except FileNotFoundError:
        return None
    except OSError as error:
        if not data_dir.is_dir():
            raise DataFolderError(f"{data_dir} is not a folder; a data folder would be fine") from error
        raise DataFolderError(f"{link} is not the link to a snapshot that it should be; remove it and build") from error


def _check(data_dir: Path, tables: Iterable[str], extras: Iterable[str], keep: int) -> None:
    if not holds_lock(data_dir):
        raise RuntimeError(f"publishing into {data_dir} needs its lock; call it inside data_lock")
    if keep < 1:
        raise ValueError(f"{keep} snapshots cannot be kept; 1 or more can")
    bad = [name for name in tables if not _TABLE_NAME.fullmatch(name)]
    bad += [name for name in extras if not _EXTRA_NAME.fullmatch(name) or name == MANIFEST_NAME]
    bad += sorted({f"{name}.parquet" for name in tables} & set(extras))
    if bad:
        raise ValueError(f"{', '.join(map(repr, bad))} cannot name a file of a snapshot, or names two")


def _write_draft(data_dir: Path, tables: Mapping[str, "arrow.Table"], extras: Mapping[str, bytes]) -> Path:
    """Return a folder of the snapshot to be, without its manifest; all files are on the disk."""
    from pyarrow import parquet  # heavy: whoever reads seeds should not pay for it

    draft = data_dir / SNAPSHOTS_NAME / f"{DEBRIS}{os.getpid()}"
    draft.mkdir()
    for name, table in tables.items():
        path = draft / f"{name}.parquet"
        parquet.write_table(table, path, compression="zstd")
        sync(path)
    for name, data in extras.items():
        write_synced(draft / name, data)
    return draft


def _publish(data_dir: Path, draft: Path, counts: Mapping[str, int], run: Callable[[], Mapping[str, Any]]) -> Published:
    """Return the published snapshot: the draft, or the one of the same content that is there."""
    files = describe_files(draft)
    target = draft.with_name(snapshot_id_of(files))
    previous = latest_snapshot(data_dir)
    manifest = make_manifest(files, counts, run(), 1 + max(map(_sequence, draft.parent.iterdir())))
    if target.exists():
        _mend(target, draft, manifest)
    else:
        _share_files(draft, previous, files)
        write_synced(draft / MANIFEST_NAME, manifest_bytes(manifest))
        sync(draft)
        draft.rename(target)
        sync(target.parent)
    if target != previous:
        point_latest(data_dir, target.name)
    return Published(target.name, target, is_new=target != previous)


def _share_files(draft: Path, previous: Path | None, files: Mapping[str, Mapping[str, Any]]) -> None:
    """Put hard links in the place of files that the previous snapshot has, too, and still whole."""
    if previous is None:
        return
    damaged = damaged_files(previous, files)
    for name in files.keys() - damaged.keys():
        share(draft / name, previous / name)


def _mend(target: Path, draft: Path, manifest: Mapping[str, Any]) -> None:
    """Replace files of an older snapshot that are damaged or gone, one by one; mostly there are none."""
    for name in damaged_files(target, manifest["files"]):
        (draft / name).replace(target / name)
    try:
        read_manifest(target)
    except DatasetError:
        write_synced(draft / MANIFEST_NAME, manifest_bytes(manifest))
        (draft / MANIFEST_NAME).replace(target / MANIFEST_NAME)
    sync(target)


def snapshot_folders(data_dir: Path) -> list[Path]:
    """Return the folders of all snapshots of a data folder, in no order worth relying on."""
    folder = data_dir / SNAPSHOTS_NAME
    return [path for path in folder.iterdir() if _SNAPSHOT_ID.fullmatch(path.name)] if folder.is_dir() else []


def point_latest(data_dir: Path, snapshot_id: str) -> None:
    """Make `latest` a link to a snapshot, in one step; only for who holds the lock of `data_dir`."""
    link = data_dir / SNAPSHOTS_NAME / f"{DEBRIS}{LATEST_NAME}"
    link.symlink_to(Path(SNAPSHOTS_NAME, snapshot_id), target_is_directory=True)
    link.replace(data_dir / LATEST_NAME)
    sync(data_dir)


def _prune(folder: Path, keep: int, latest_id: str) -> None:
    """Remove the oldest snapshots; each gets the name of debris first, so that a kill leaves no half of one."""
    others = [path for path in snapshot_folders(folder.parent) if path.name != latest_id]
    others.sort(key=lambda path: (_sequence(path), path.name), reverse=True)
    for path in others[keep - 1 :]:
        remove(path.rename(folder / f"{DEBRIS}{path.name}"))


def _sequence(snapshot: Path) -> int:
    """Return the place of a snapshot in the order of publishing; 0 where it cannot be known."""
    try:
        return int(read_manifest(snapshot)["sequence"])
    except (DatasetError, NotADirectoryError, ValueError, KeyError):
        return 0
