"""The lock: one build at a time, and a killed one gives it back."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.errors import DataLockedError
from flows.store import data_lock
from flows.store.lock import holds_lock

HOLD = """
import os, subprocess, sys, time
from pathlib import Path
from flows.store import data_lock
with data_lock(Path(sys.argv[1])):
    if sys.argv[2] == "spawn":
        subprocess.Popen(["sleep", "30"], stdout=subprocess.DEVNULL, close_fds=False)
    if sys.argv[2] == "fork" and os.fork() == 0:
        os.close(1)
        time.sleep(30)
    print(os.getpid(), flush=True)
    time.sleep(30)
"""


@contextmanager
def holder(data_dir: Path, how: str = "hold") -> Iterator[subprocess.Popen[str]]:
    """Yield a process that holds the lock; it is killed at the end."""
    command = [sys.executable, "-c", HOLD, str(data_dir), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            assert int(process.stdout.readline()) == process.pid
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def test_makes_the_folder_and_can_be_taken_again(tmp_path: Path) -> None:
    data_dir = tmp_path / "new" / "data"
    for _ in range(2):
        with data_lock(data_dir, wait=0):
            assert holds_lock(data_dir)
            assert not holds_lock(tmp_path)
        assert not holds_lock(data_dir)


def test_a_second_build_stops_with_a_clear_message(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        started = time.monotonic()
        with (
            pytest.raises(DataLockedError, match=rf"process {process.pid}\) is writing to .*wait"),
            data_lock(tmp_path, 0.2),
        ):
            pass
        assert 0.2 <= time.monotonic() - started < 5
        assert not holds_lock(tmp_path)


def test_two_threads_of_one_process_do_not_share_it(tmp_path: Path) -> None:
    with data_lock(tmp_path), pytest.raises(DataLockedError), data_lock(tmp_path, wait=0):
        pass


@pytest.mark.parametrize("how", ["hold", "fork", "spawn"])
def test_kill_gives_it_back_even_if_a_child_lives_on(tmp_path: Path, how: str) -> None:
    with holder(tmp_path, how) as process:
        os.kill(process.pid, signal.SIGKILL)
        with data_lock(tmp_path, wait=5):
            assert holds_lock(tmp_path)


def test_a_forked_child_has_no_part_in_it_and_does_not_give_it_back(tmp_path: Path) -> None:
    lock = data_lock(tmp_path)
    with lock:
        child = os.fork()
        if child == 0:
            was_held = holds_lock(tmp_path)
            lock.__exit__(None, None, None)
            os._exit(was_held)
        assert os.waitpid(child, 0)[1] == 0
        assert holds_lock(tmp_path)
        with pytest.raises(DataLockedError), data_lock(tmp_path, wait=0):
            pass


def test_a_file_system_without_locks_is_an_error_and_no_reason_for_a_softer_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: int, _operation: int) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="not implemented"), data_lock(tmp_path, wait=0):
        pass


def test_a_failure_inside_gives_it_back(tmp_path: Path) -> None:
    with pytest.raises(KeyError), data_lock(tmp_path):
        raise KeyError
    with data_lock(tmp_path, wait=0):
        pass
