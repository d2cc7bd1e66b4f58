"""A publish killed at any instant: readers always see one complete snapshot, and the next build goes on.

Two tests: kills at random instants while a reader looks on, and a kill before each single thing that a publish does
to the disk. Run as a script, this file forks the writers that are killed.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pyarrow as arrow
import pyarrow.parquet
import pytest

from flows.store import Dataset, code_fingerprint, data_lock, library_versions, open_dataset, publish
from flows.store.manifest import read_manifest

KILLS = 60
KEEP = 12
ROWS = 60_000
TABLES = ("documents", "events", "paragraphs")
DISK_EVENTS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}


def build(data_dir: Path, marker: int, rows: int = ROWS, keep: int = KEEP) -> None:
    """Publish tables (of half a megabyte each, if nothing else is said) that all carry the marker."""
    with data_lock(data_dir, wait=10):
        publish(data_dir, tables(marker, rows), {"datapackage.json": b"{}"}, lambda: {"marker": marker}, keep)


def tables(marker: int, rows: int = ROWS) -> dict[str, arrow.Table]:
    noise = np.random.default_rng(marker)
    return {
        name: arrow.table({"marker": np.full(rows, marker), "noise": noise.integers(0, 2**62, rows)}) for name in TABLES
    }


def build_without_end(data_dir: Path, marker: int) -> None:
    """Publish new content, and now and then the content of before again, until killed or left alone."""
    parent = os.getppid()
    while os.getppid() == parent:
        for step in (1, 1, -1):
            marker += step
            build(data_dir, marker)


def build_until(data_dir: Path, marker: int, event_count: int) -> None:
    """Publish once, small, and be killed just before that many things were done to the disk."""
    left = event_count

    def count(event: str, _: tuple[object, ...]) -> None:
        nonlocal left
        if event in DISK_EVENTS:  # and not "os.kill", which is an event, too
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    build(data_dir, marker, rows=10, keep=2)


def fork_writers(data_dir: Path) -> None:
    """Fork a writer for each line of standard input (marker, number of disk events or -1); say its number, its end.

    What would be slow in each child is done once before, but nothing that starts threads: these do not survive a fork.
    """
    code_fingerprint()
    library_versions()
    tables(0, 1)
    for line in sys.stdin:
        marker, event_count = map(int, line.split())
        child = os.fork()
        if child == 0:
            run_writer(data_dir, marker, event_count)
        say(child)
        say(os.waitpid(child, 0)[1])


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def run_writer(data_dir: Path, marker: int, event_count: int) -> None:
    status = 1
    try:
        if event_count < 0:
            build_without_end(data_dir, marker)
        build_until(data_dir, marker, event_count)
        status = 0
    finally:
        os._exit(status)


class Writers:
    """Starts writers, kills them or waits until they have killed themselves."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def start(self, marker: int, event_count: int = -1) -> int:
        """Return the process id of a new writer."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{marker} {event_count}\n")
        return self.answer()

    def answer(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def kill_after(self, marker: int, seconds: float) -> None:
        """Start a writer that publishes without end, and kill it."""
        child = self.start(marker)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        assert self.answer() == signal.SIGKILL

    def is_killed_before(self, marker: int, event_count: int) -> bool:
        """Return whether a publish was killed before it did so many things to the disk; False if it was done."""
        self.start(marker, event_count)
        status = self.answer()
        assert status in {0, signal.SIGKILL}, "the writer failed"
        return status != 0


@contextmanager
def writers(data_dir: Path) -> Iterator[Writers]:
    """Yield writers for a data folder; they end with this."""
    command = [sys.executable, __file__, str(data_dir)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True, bufsize=1) as process:
        try:
            yield Writers(process)
        finally:
            process.kill()


def look(data_dir: Path) -> int:
    """Return the marker of the latest snapshot; raises where it is not whole or mixes two builds."""
    dataset = open_dataset(data_dir)
    dataset.verify()
    assert dataset.names == TABLES
    markers = {value for name in dataset for value in dataset.table(name)["marker"].unique().to_pylist()}
    assert markers == {dataset.manifest["run"]["marker"]}
    return markers.pop()


class Reader(Thread):
    """Looks at the dataset again and again; `seen` are the markers, `failures` what was wrong."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self.data_dir = data_dir
        self.done = Event()
        self.seen: list[int] = []
        self.failures: list[str] = []

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self.seen.append(look(self.data_dir))
            except Exception as error:  # noqa: BLE001  # whatever a reader meets is a failure of the store
                self.failures.append(repr(error))


def debris(data_dir: Path) -> bool:
    return any((data_dir / "snapshots").glob(".tmp-*"))


def check_all_snapshots(data_dir: Path) -> None:
    """Check that whatever has the name of a snapshot is whole, even if no link points at it."""
    for path in (data_dir / "snapshots").glob("[0-9a-f]*"):
        Dataset(path, read_manifest(path)).verify()


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_readers_see_one_complete_snapshot_while_writers_are_killed_at_random(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    build(data_dir, 0)
    reader = Reader(data_dir)
    reader.start()
    instants = random.Random(20)
    half_done = 0
    try:
        with writers(data_dir) as started:
            for number in range(1, KILLS + 1):
                started.kill_after(1000 * number, instants.uniform(0.005, 0.2))
                half_done += debris(data_dir)
                check_all_snapshots(data_dir)
    finally:
        reader.done.set()
        reader.join()
    assert reader.failures == []
    assert len(set(reader.seen)) > 5, f"too few snapshots seen in {len(reader.seen)} looks"
    assert half_done > KILLS // 4, "many kills have to hit a publish, or this test shows nothing"
    build(data_dir, 1)
    assert look(data_dir) == 1
    assert not debris(data_dir)
    assert len(list((data_dir / "snapshots").iterdir())) <= KEEP


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("is_known", [False, True])
def test_a_kill_before_each_change_of_the_disk_leaves_the_old_or_the_new_snapshot(
    tmp_path: Path,
    is_known: bool,
) -> None:
    data_dir = tmp_path / "data"
    event_count = 0
    with writers(data_dir) as started:
        while True:
            new, old = 3 * event_count + 3, 3 * event_count + 2
            for marker in [new, old] if is_known else [old - 1, old]:
                build(data_dir, marker, rows=10, keep=2)
            is_killed = started.is_killed_before(new, event_count)
            assert look(data_dir) in ({old, new} if is_killed else {new})
            check_all_snapshots(data_dir)
            if not is_killed:
                break
            event_count += 1
    assert event_count > 20
    assert not debris(data_dir)


if __name__ == "__main__":
    fork_writers(Path(sys.argv[1]))
