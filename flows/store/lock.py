"""One command that writes at a time on a data folder; it begins by clearing what a killed one has left.

The library filelock holds the lock. It was tried against a lock of our own, with processes that hold it and are killed
with SIGKILL: the next one gets it at once, also where a forked or a spawned child of the killed one lives on; a second
thread and a forked child are kept out, and a child that leaves its copy of the block does not free its parent's.
`tests/unit/store/test_lock.py` keeps trying. What is ours is the name of the process in the message.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.errors import DataFolderError, DataLockedError
from flows.store.files import clear_debris

LOCK_NAME = ".lock"
_PAUSE = 0.05
"""Seconds between two tries."""
_MODE = 0o666
"""Of the file, less the user's umask: several users may build into one folder."""
_MISTAKES = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG}
)
"""Errors that another folder would mend; a full disk, or one without locks, is no mistake of the user."""
_held: dict[Path, FileLock] = {}
"""The locks of this process by the real path of their folders; those of its parent are no longer held in a fork."""


@contextmanager
def data_lock(data_dir: Path, wait: float | None = None) -> Iterator[None]:
    """Hold the lock of `data_dir` (made if missing), waiting at most `wait` seconds; None waits without end.

    It is a lock of the system, which a killed process gives back; what that one left half done is removed before the
    work within begins. Raises DataLockedError when the time is over, DataFolderError where nothing can be written.
    """
    file, folder = data_dir / LOCK_NAME, data_dir.resolve()
    lock = FileLock(  # a soft lock, for file systems without flock, would outlive a killed build
        file, timeout=-1 if wait is None else wait, mode=_MODE, poll_interval=_PAUSE, fallback_to_soft=False
    )
    _acquire(lock, data_dir)
    try:
        _held[folder] = lock
        clear_debris(data_dir)
        yield
    finally:
        _held.pop(folder, None)
        lock.release()


def _acquire(lock: FileLock, data_dir: Path) -> None:
    """Acquire the lock of a data folder, made if missing, and write into it which process has it."""
    file = data_dir / LOCK_NAME
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        file.write_text(f"{os.getpid()}\n", "ascii")
    except Timeout:
        raise DataLockedError(_who_holds(file, data_dir)) from None
    except OSError as error:
        lock.release()
        if error.errno not in _MISTAKES:
            raise
        reason = f"{error.filename or file}: {error.strerror or error}"
        said = f"the data folder {data_dir} cannot be used ({reason}); a folder that this user may write would be fine"
        raise DataFolderError(said) from error


def holds_lock(data_dir: Path) -> bool:
    """Return whether this process holds the lock of `data_dir`."""
    lock = _held.get(data_dir.resolve())
    return lock is not None and lock.is_locked


def _who_holds(file: Path, data_dir: Path) -> str:
    pid = file.read_text("ascii", "replace").strip()
    who = f"another build (process {pid})" if pid else "another build"
    return f"{who} is writing to {data_dir}; wait until it is done, or build into another folder"
