"""Small moves on disk that the rest of the store is made of."""

import os
import shutil
from hashlib import file_digest
from pathlib import Path

SNAPSHOTS_NAME = "snapshots"
DEBRIS = ".tmp-"
"""What the name of anything begins with, in the folder of snapshots, that no snapshot is made of yet or any more."""


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; raises OSError where it cannot be read."""
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait until it is on the disk; raises FileExistsError where there is one."""
    with path.open("xb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder; nothing happens where there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def clear_debris(data_dir: Path) -> None:
    """Remove what killed commands have left in the folder of snapshots; only for who holds the lock of `data_dir`."""
    for path in (data_dir / SNAPSHOTS_NAME).glob(f"{DEBRIS}*"):
        remove(path)


def share(path: Path, twin: Path) -> bool:
    """Return whether `path` could be made a hard link to `twin`, which holds the same bytes."""
    linked = path.with_name(f".link-{path.name}")
    try:
        os.link(twin, linked)
    except OSError:  # no hard links on this file system, or too many: the copy in `path` is as good
        return False
    linked.replace(path)
    return True
