"""One build at a time on a data folder."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flows.errors import DataLockedError

LOCK_NAME = ".lock"
_PAUSE = 0.05
"""Seconds between two tries."""
_held: dict[int, Path] = {}
"""Open descriptors of the locks that this process holds, with the folders they stand for."""


@contextmanager
def data_lock(data_dir: Path, wait: float | None = None) -> Iterator[None]:
    """Hold the lock of `data_dir` (made if missing), waiting at most `wait` seconds; None waits without end.

    It is an OS lock (flock), which a killed process gives back. Raises DataLockedError when the time is over.
    """
    _forget_locks_in_children()
    owner = os.getpid()
    data_dir.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _acquire(descriptor, data_dir, wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{owner}\n".encode(), 0)
        _held[descriptor] = data_dir.resolve()
        yield
    finally:
        if owner == os.getpid():  # a forked child has closed it already
            _held.pop(descriptor, None)
            os.close(descriptor)


def holds_lock(data_dir: Path) -> bool:
    """Return whether this process holds the lock of `data_dir`."""
    return data_dir.resolve() in _held.values()


def _acquire(descriptor: int, data_dir: Path, wait: float | None) -> None:
    import fcntl  # readers of a dataset need no lock, and some systems have no fcntl

    deadline = None if wait is None else time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if deadline is not None and time.monotonic() >= deadline:
                raise DataLockedError(_who_holds(descriptor, data_dir)) from None
            time.sleep(_PAUSE)
        else:
            return


def _who_holds(descriptor: int, data_dir: Path) -> str:
    pid = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    who = f"another build (process {pid})" if pid else "another build"
    return f"{who} is writing to {data_dir}; wait until it is done, or build into another folder"


@cache
def _forget_locks_in_children() -> None:
    """Let forked children close the locks: one that outlives a killed build would hold its lock on."""
    os.register_at_fork(after_in_child=_close_held)


def _close_held() -> None:
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()
