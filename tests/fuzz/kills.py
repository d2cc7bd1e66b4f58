"""Builds killed at random instants while two processes read: `python -m tests.fuzz.kills COUNT [--start N]`.

Each build has one new article, so that it has something to publish, and is killed with SIGKILL at an instant that
follows from its number. Most are forked from this process and run without Prefect; every 25th is the real command.
Readers compute from the bytes of all files which snapshot they belong to. After each kill every snapshot has to be
whole; at the end one build is left alone, and nothing may be there but what a build made anew gives, and snapshots.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pyarrow.compute
from pyarrow import BufferReader, parquet

from flows import store
from flows.errors import SnapshotGoneError
from tests.plain_build import build

ROOT = Path(__file__).parents[2]
SAMPLES = ("empty.txt", "kosovo_cp1252.txt", "sudan_talks_repost.txt", "sudan_talks_web.md")
MODEL = "rules"
KEEP = 3
COMMAND_EVERY = 25
COMMAND = [sys.executable, "-c", "from flows.cli import main; main()", "build", "seeds", "--data", "data"]
LATE = 1.3
"""Instants reach this far beyond what a build, or its publishing, takes when it is left alone: some builds end in time."""
PAUSE = 0.1
"""Seconds between two looks of a reader, which leave processors to the builds."""
SHOWN = 5
OWN_NAMES = frozenset({".last-build.json", ".lock", "latest", "parts", "snapshots"})
"""What a data folder consists of."""


def article(number: int) -> str:
    return (
        f"The talks of round {number}\n\nIran condemned the United States on 3 May 2019. {number} ships left Basra.\n"
    )


def add_article(home: Path, number: int) -> None:
    """Put the article of a round in the place of the one before: published tables differ in several files."""
    (home / "seeds" / "round.txt").write_text(article(number), "utf-8")


def fork_build(home: Path, data: Path) -> int:
    """Return the process id of a build without Prefect into a data folder."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        build(home / "seeds", data, MODEL, keep=KEEP)
        status = 0
    finally:
        os._exit(status)


def spawn_command(home: Path) -> int:
    """Return the process id of a build as users start it, on a Prefect server of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    given = {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(home / "cache")}
    options = ["--language-model", MODEL, "--keep", str(KEEP), "--wait", "30"]
    log = (home / "command.log").open("ab")
    return subprocess.Popen(
        COMMAND + options, cwd=home, env=environment | given, stdout=log, stderr=log, start_new_session=True
    ).pid


class Killer:
    """Starts builds and ends them.

    `seconds` are those that a build of each kind takes when it is left alone, `publishing` its last ones, with files.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.counts: Counter[str] = Counter()
        self.seconds: dict[str, float] = {}
        self.publishing: dict[str, float] = {}
        for number, kind in enumerate(("plain", "command", "plain", "command")):  # the second time without first costs
            add_article(home, -number)
            self.leave_alone(kind)

    @property
    def kills(self) -> int:
        return sum(self.counts[f"{kind} builds killed"] for kind in ("plain", "command"))

    def start(self, kind: str) -> int:
        return fork_build(self.home, self.home / "data") if kind == "plain" else spawn_command(self.home)

    def leave_alone(self, kind: str) -> None:
        start = time.perf_counter()
        child = self.start(kind)
        self.wait_for_draft(child)
        draft = time.perf_counter()
        _, status = os.waitpid(child, 0)
        end = time.perf_counter()
        self.seconds[kind], self.publishing[kind] = end - start, end - draft
        if status:
            raise RuntimeError(f"a {kind} build failed by itself with {status}; see {self.home}")

    def round(self, number: int) -> None:
        """Start a build, kill it at its instant, and check what is on the disk then."""
        kind = "plain" if number % COMMAND_EVERY else "command"
        add_article(self.home, number)
        before = (self.home / "data" / "latest").readlink()
        child = self.start(kind)
        self.wait(number, kind, child)
        os.kill(child, signal.SIGKILL)  # a child that has ended is there until it is waited for
        _, status = os.waitpid(child, 0)
        self.counts[f"{kind} builds"] += 1
        if status == signal.SIGKILL:
            self.counts[f"{kind} builds killed"] += 1
        elif status:
            raise RuntimeError(f"round {number}: a {kind} build failed by itself with {status}; see {self.home}")
        self.counts["kills that left debris"] += has_debris(self.home / "data")
        self.counts["rounds that published"] += (self.home / "data" / "latest").readlink() != before
        check_snapshots(self.home / "data")

    def wait(self, number: int, kind: str, child: int) -> None:
        """Return at the instant of a round: any of the whole build, or any after it began to publish."""
        instant = random.Random(number)
        if number % 2:
            time.sleep(instant.uniform(0, LATE * self.seconds[kind]))
            return
        self.wait_for_draft(child)
        time.sleep(instant.uniform(0, LATE * self.publishing[kind]))

    def wait_for_draft(self, child: int) -> None:
        """Return when a build has begun to write its snapshot, or has ended."""
        draft = self.home / "data" / "snapshots" / f".tmp-{child}"
        while not draft.exists() and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(0.001)


def has_debris(data: Path) -> bool:
    return any((data / "snapshots").glob(".tmp-*"))


def snapshot_id(files: dict[str, bytes]) -> str:
    """Return the id that a snapshot of these files has, as the data model defines it."""
    lines = [f"{name} {sha256(files[name]).hexdigest()}\n" for name in sorted(files)]
    return sha256("".join(lines).encode()).hexdigest()[:16]


def check_snapshots(data: Path) -> None:
    """Check that whatever has the name of a snapshot is whole, and that the latest is one of them."""
    found = [path for path in (data / "snapshots").iterdir() if not path.name.startswith(".")]
    for path in found:
        read_raw(path, with_tables=False)  # Arrow's threads would not survive the next fork
    if (data / "latest").resolve() not in {path.resolve() for path in found}:
        raise AssertionError(f"{data / 'latest'} leads nowhere")


def read_raw(folder: Path, *, with_tables: bool = True) -> None:
    """Read all files of one snapshot, and check that they belong together and to it."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads(files.pop("manifest.json"))
    ids = {manifest["snapshot_id"], folder.name, snapshot_id(files)}
    if len(ids) > 1 or set(manifest["files"]) != set(files):
        raise AssertionError(f"mixed: {sorted(ids)}, {sorted(set(manifest['files']) ^ set(files))}")
    if not with_tables:
        return
    opened = {name: parquet.read_table(BufferReader(data)) for name, data in files.items() if name.endswith("parquet")}
    check_documents({name.removesuffix(".parquet"): table for name, table in opened.items()})


def read_dataset(data: Path) -> str:
    """Read the latest snapshot as our own library does, and return its id."""
    dataset = store.open_dataset(data)
    dataset.verify()
    check_documents({name: dataset.table(name) for name in dataset})
    return dataset.snapshot_id


def check_documents(opened: "dict[str, pyarrow.Table]") -> None:
    """Check that each document that any table names is a row of the documents."""
    known = set(opened["documents"]["document_id"].to_pylist()) | {None}
    for name, table in opened.items():
        if "document_id" in table.column_names and not known >= set(table["document_id"].to_pylist()):
            raise AssertionError(f"mixed: {name} has documents of another snapshot")


def read_without_end(data: Path, how: str) -> None:
    """Read the latest snapshot until the parent writes a line; print what was seen."""
    parent, seen, failures, looks, gone = os.getppid(), set(), [], 0, 0
    os.set_blocking(sys.stdin.fileno(), False)
    while os.getppid() == parent and not sys.stdin.read(1):
        time.sleep(PAUSE)
        looks += 1
        folder = (data / "latest").resolve()
        try:
            if how == "raw":
                read_raw(folder)
            seen.add(folder.name if how == "raw" else read_dataset(data))
        except (SnapshotGoneError, FileNotFoundError) as error:
            gone += 1  # allowed where later builds have removed the snapshot as a whole
            if isinstance(error, FileNotFoundError) and folder.exists():
                failures.append(repr(error))
        except Exception as error:  # noqa: BLE001  # whatever a reader meets is a failure of the store
            failures.append(repr(error))
    said = {"looks": looks, "snapshots seen": len(seen), "gone": gone, "failures": len(failures)}
    sys.stdout.write(json.dumps({**said, "first failures": failures[:SHOWN]}))


@contextmanager
def readers(data: Path, found: dict[str, object]) -> Iterator[None]:
    """Let two processes read while the work within goes on; put what they saw into `found`."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.fuzz.kills", "--data", str(data), "--read"]
    started = {how: subprocess.Popen([*command, how], env=environment, **pipes) for how in ("raw", "dataset")}
    try:
        yield
        for how, reader in started.items():
            said, _ = reader.communicate("x", timeout=60)
            found[f"{how} reader"] = json.loads(said)
    finally:
        for reader in started.values():
            reader.kill()
            reader.wait()


def orphans(home: Path) -> list[str]:
    """Return what is in the data folder after an undisturbed build, and neither a snapshot nor in a build made anew."""
    data, anew = home / "data", home / "anew"
    run_fork(home, anew)
    odd = {path for path in data.iterdir() if path.name not in OWN_NAMES}
    odd |= {*(data / "snapshots").rglob(".*")}
    names = {path.name for path in (anew / "parts").rglob("*")}
    odd |= {path for path in (data / "parts").rglob("*") if path.is_file() and path.name not in names}
    if (data / "latest").readlink() != (anew / "latest").readlink():
        odd.add(data / "latest")
    return sorted(str(path.relative_to(data)) for path in odd)


def run_fork(home: Path, data: Path) -> None:
    _, status = os.waitpid(fork_build(home, data), 0)
    if status:
        raise RuntimeError(f"the build into {data} failed with {status}")


def run(home: Path, count: int, first: int) -> dict[str, object]:
    """Return the figures of so many kills, done in the folder `home`; the first round has the number `first`."""
    (home / "seeds").mkdir()
    for name in SAMPLES:
        shutil.copy(ROOT / "seeds" / name, home / "seeds")
    build(home / "seeds", home / "warm", MODEL)  # what is loaded and made once, children have from us
    killer = Killer(home)
    found: dict[str, object] = {}
    with readers(home / "data", found):
        for number in itertools.count(first):
            if killer.kills == count:
                break
            killer.round(number)
            if number % COMMAND_EVERY == 0:
                sys.stderr.write(f"{number}: {dict(killer.counts)}\n")
    left_alone = {"seconds": dict(killer.seconds), "publishing": dict(killer.publishing)}
    add_article(home, -1)
    killer.leave_alone("plain")
    check_snapshots(home / "data")
    return {**killer.counts, **found, "a build left alone": left_alone, "orphans": orphans(home)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.kills", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=50)
    parser.add_argument("--start", type=int, default=1, metavar="N")
    parser.add_argument("--read", choices=("raw", "dataset"), help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        read_without_end(asked.data, asked.read)
        return
    home = Path(tempfile.mkdtemp(prefix="presstable-kills-"))
    found = run(home, asked.count, asked.start)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    failed = found["orphans"] or any(found[f"{how} reader"]["failures"] for how in ("raw", "dataset"))
    if failed:
        sys.exit(f"see {home}")
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
