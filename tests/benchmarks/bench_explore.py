"""How long pages of the explorer take: `python -m tests.benchmarks.bench_explore [--copies N] [--data FOLDER]`.

A dataset of 10,000 documents is made from the samples in `seeds/` (15 usable ones, 667 times). Of each page the wall
clock and the processor time of the second request are printed, since the first one compiles templates; a machine that does
something else as well shows in the difference of the two.
"""

import argparse
import os
import resource
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from fastapi.testclient import TestClient

from flows.explore.app import make_app
from flows.explore.database import QueryEngine
from flows.explore.guard import COOKIE, Access, Guard
from flows.store import Dataset, open_dataset
from tests.benchmarks.large_dataset import multiply
from tests.plain_build import build

LIMIT = 0.3
"""Seconds that a page may take."""
HOST = "127.0.0.1:1"


def paths(engine: QueryEngine) -> list[str]:
    """Return the addresses of pages that ask for most."""
    longest = engine.value("SELECT document_id FROM documents ORDER BY word_count DESC, document_id LIMIT 1")
    entity = engine.value("SELECT entity_id FROM entities ORDER BY mention_count DESC, entity_id LIMIT 1")
    cluster = engine.value("SELECT cluster_id FROM events ORDER BY cluster_mentions DESC, cluster_id LIMIT 1")
    copy = engine.one("SELECT document_id, duplicate_of FROM documents WHERE duplicate_of IS NOT NULL LIMIT 1")
    beside = [f"/documents/{copy['duplicate_of']}/beside/{copy['document_id']}"] if copy else []
    return [
        "/documents", "/documents?q=peace", "/documents?q=the+of", "/documents?q=%22security+council%22+talk*",
        "/documents?sort=newest&since=2010-01-01&page=20", f"/documents/{longest}", f"/documents/{longest}?text=both",
        *beside, "/events", "/events?type=ASSAULT&once=1&q=killed", "/events?page=2000", "/events?view=time",
        "/events?view=map", "/events?view=map&map=involved", "/events?view=network", "/entities", "/entities?q=sudan",
        f"/entities/{entity}", "/clusters", f"/clusters/{cluster}", "/issues",
    ]  # fmt: skip


def show(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def measure(dataset: Dataset) -> None:
    began = perf_counter()
    access = Access(frozenset({HOST}))
    with closing(QueryEngine(dataset)) as engine:
        client = TestClient(Guard(make_app(engine, access.root), access), base_url=f"http://{HOST}")
        client.cookies = {COOKIE: access.token}
        client.get(f"{access.root}/documents").raise_for_status()
        rows = {name: engine.value(f"SELECT count(*) FROM {name}") for name in dataset.names}
        show(", ".join(f"{count:,} {name}" for name, count in rows.items()))
        show(f"first page after {perf_counter() - began:.2f} s")
        wall, processor = perf_counter(), process_time()
        engine.index_texts()
        show(f"index of words   {perf_counter() - wall:.2f} s, {process_time() - processor:.2f} s of processor")
        slow = 0
        for path in paths(engine):
            client.get(access.root + path).raise_for_status()
            wall, processor = perf_counter(), process_time()
            client.get(access.root + path).raise_for_status()
            took = perf_counter() - wall
            slow += took > LIMIT
            show(f"{took * 1000:6.0f} ms  {(process_time() - processor) * 1000:6.0f} ms of processor  {path}")
    show(f"{slow} pages took more than {LIMIT * 1000:.0f} ms; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    show(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of memory at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=667)
    parser.add_argument("--data", type=Path, help="a data folder to measure as it is")
    given = parser.parse_args()
    if given.data:
        measure(open_dataset(given.data))
        return
    with TemporaryDirectory() as folder:
        build(Path(__file__).parents[2] / "seeds", Path(folder, "data"))
        multiply(Path(folder, "data"), Path(folder, "large"), given.copies)
        again = [sys.executable, "-m", "tests.benchmarks.bench_explore", "--data", str(Path(folder, "large"))]
        subprocess.run(again, check=True)  # a process of its own, so that memory is that of the explorer


if __name__ == "__main__":
    main()
