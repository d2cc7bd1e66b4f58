"""How a build grows: `python -m tests.benchmarks.bench_scale PART... [--folder F] [--language-model M]`.

The parts print what they measure beside what is wanted, and the load of the machine: wall times mean something on one
that does nothing else.

- `workers`: 400 short articles with one worker and with two
- `dask`: the same with one worker, and on a Dask cluster with two workers of one thread
- `judge`: `presstable validate` on 1,000 articles, and the documents of their build
- `corpus`: computing (CPU) of each stage after the documents, at 1,000 and 10,000, and the most memory of the process
- `again`: the command on 10,000 documents that are built: nothing new, then one document more

Articles and parts lie in `--folder` and are used again; `corpus` and `again` make them without a language model unless
one is named. The exit code is 1 where something is not as wanted.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows import documents, pipeline, store
from flows.cluster import batch_of, processing
from flows.documents import Batch, Work
from flows.steps import Options
from flows.steps.language.engine import OWN, RULES
from flows.steps.models import Outcome
from flows.validate import validate
from tests.benchmarks.short_news import write

SIZES = (1_000, 10_000)
COMMAND = (sys.executable, "-c", "import sys; sys.argv[0] = 'presstable'; from flows.cli import main; main()")
ONCE_MORE = """
import sys
from pathlib import Path
from tests.benchmarks.bench_scale import stages
stages(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
"""
_BATCH = 50


def say(what: str, value: float, wanted: str, *, is_good: bool) -> bool:
    """Write a line, and return whether the value is as wanted."""
    load = " ".join(f"{load:.1f}" for load in os.getloadavg()[:2])
    sys.stdout.write(f"{what:<62}{value:>9.2f}   {wanted:<16}{'' if is_good else 'MISSED'}   (load {load})\n")
    sys.stdout.flush()
    return is_good


def process(seeds: Path, data: Path, work: Work, size: int = documents.BATCH_SIZE) -> list[Batch]:
    """Return the batches of a folder, processed where `work` has it, one batch after the other on this machine."""
    refs, _ = store.list_seeds(seeds)
    parts = documents.batches(refs, size)
    with store.data_lock(data), processing(seeds, data, parts, work):
        return [batch_of(seeds, data, part, len(refs), work) for part in parts]


def seconds_of(work: Work, seeds: Path) -> float:
    """Return the wall seconds that a folder takes, the start of workers apart."""
    own = documents.workers_for(work.options.language_model, work.worker_count)
    with tempfile.TemporaryDirectory() as folder, own if work.cluster is None else nullcontext():
        warm = Path(folder, "warm")
        write(warm, 16, 1_000_000)
        process(warm, Path(folder, "none"), work, 1)  # batches enough that each worker of a cluster gets some
        start = time.perf_counter()
        process(seeds, Path(folder, "data"), work, _BATCH)
        return time.perf_counter() - start


def workers(folder: Path, language_model: str) -> bool:
    """Compare one worker with two."""
    write(folder / "400", 400)
    one, two = (seconds_of(Work(Options(language_model), worker_count=count), folder / "400") for count in (1, 2))
    say("400 documents with one worker, s", one, "", is_good=True)
    return say("one worker's seconds by those of two", one / two, "at least 1.7", is_good=one / two >= 1.7)


def dask(folder: Path, language_model: str) -> bool:
    """Compare one worker with a cluster of two."""
    from distributed import LocalCluster

    write(folder / "400", 400)
    work = Work(Options(language_model))
    one = seconds_of(work, folder / "400")
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        two = seconds_of(replace(work, cluster=cluster.scheduler_address), folder / "400")
    return say("one worker's seconds by those of Dask with two", one / two, "at least 1.6", is_good=one / two >= 1.6)


def judge(folder: Path, language_model: str) -> bool:
    """Compare judging articles with processing them for a build, one after the other in the same workers."""
    seeds, work = folder / f"seeds-{SIZES[0]}", Work(Options(language_model), worker_count=documents.core_count())
    if not seeds.is_dir():
        write(seeds, SIZES[0])
    with tempfile.TemporaryDirectory() as data, documents.workers_for(language_model, work.worker_count):
        write(Path(data, "warm"), 16, 1_000_000)
        validate([Path(data, "warm")], work=work)
        start = time.perf_counter()
        process(seeds, Path(data, "data"), work)
        middle = time.perf_counter()
        validate([seeds], work=work)
        end = time.perf_counter()
    say(f"{SIZES[0]} documents processed, s", middle - start, "", is_good=True)
    share = (end - middle) / (middle - start)
    return say(f"{SIZES[0]} files judged, by the same processed", share, "at most 1.1", is_good=share <= 1.1)


@contextmanager
def cpu(found: dict[str, float], name: str) -> Iterator[None]:
    """Keep the seconds of computing within."""
    start = time.process_time()
    yield
    found[name] = time.process_time() - start


def made(folder: Path, count: int, language_model: str) -> tuple[Path, Path, list[Batch]]:
    """Return seeds, data folder and batches of so many articles, processed now if they are not yet."""
    seeds, data = folder / f"seeds-{count}", folder / f"data-{count}"
    if not seeds.is_dir():
        write(seeds, count)
    work = Work(Options(language_model), worker_count=documents.core_count())
    return seeds, data, process(seeds, data, work)


def stages(folder: Path, count: int, language_model: str) -> None:
    """Write the seconds of each stage and the megabytes of this process, as JSON; the documents are processed."""
    pipeline.make_extras(pipeline.validate(folder / "none", Outcome()))  # what is loaded once is no part of a stage
    seeds, data, batched = made(folder, count, language_model)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: dict[str, float] = {}
    with store.data_lock(data):
        with cpu(found, "reconcile"):
            outcome = pipeline.reconcile(data, batched, ())
        with cpu(found, "tabulate and validate"):
            frames = pipeline.validate(data, outcome)
        del outcome
        with cpu(found, "write and report"):
            summary = pipeline.write(data, frames, batched, 5, {}, {})
        refs, issues = store.list_seeds(seeds)
        pipeline.remember(data, pipeline.inputs_of(refs, issues, Options(language_model)), summary)
    found["memory, MB"] = max(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
    sys.stdout.write(json.dumps(found))


def corpus(folder: Path, language_model: str) -> bool:
    """Compare the stages after the documents at two sizes, each in a process of its own."""
    found: list[dict[str, float]] = []
    for count in SIZES:
        made(folder, count, language_model)
        done = subprocess.run(
            [sys.executable, "-c", ONCE_MORE, str(folder), str(count), language_model], check=True, capture_output=True
        )
        found.append(json.loads(done.stdout))
        for name, value in found[-1].items():
            say(f"{count} documents: {name}", value, "", is_good=True)
    few, many = (sum(value for name, value in each.items() if "MB" not in name) for each in found)
    memory = found[-1]["memory, MB"]
    is_linear = say(f"stages, {SIZES[1]} by {SIZES[0]}", many / few, "at most 11", is_good=many / few <= 11)
    return say(f"memory at {SIZES[1]}, MB", memory, "below 2000", is_good=memory < 2000) and is_linear


def command(*arguments: str) -> tuple[float, float]:
    """Return wall seconds and seconds of computing of the command, with all its processes that it waits for."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*COMMAND, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def again(folder: Path, language_model: str) -> bool:
    """Time the command where nothing is new, and where one document is."""
    seeds, data = folder / f"seeds-{SIZES[1]}", folder / f"data-{SIZES[1]}"
    build = ("build", str(seeds), "--data", str(data), "--language-model", language_model)
    command(*build)  # compiles modules, and builds if the last build is another one
    wall, computing = command(*build)
    say("nothing new, s of computing", computing, "", is_good=True)
    is_quick = say("nothing new, s", wall, "at most 3", is_good=wall <= 3)
    number = 5_000_000 + store.open_dataset(data).manifest["sequence"]  # another one each time: a snapshot that is new
    write(seeds, 1, number)
    wall, computing = command(*build)
    beyond = wall - sum(_last_run(data)["steps"].values())
    (seeds / f"{number:06d}.txt").unlink()
    say("one document more, s of computing", computing, "", is_good=True)
    for stage, value in _last_run(data)["timings"].items():
        say(f"one document more: {stage}, s", value, "", is_good=True)
    return say("one document more, s beyond its own", beyond, "at most 15", is_good=beyond <= 15) and is_quick


def _last_run(data: Path) -> dict[str, Any]:
    run: dict[str, Any] = store.open_dataset(data).manifest["run"]
    return run


PARTS: dict[str, Callable[[Path, str], bool]] = {
    "workers": workers,
    "dask": dask,
    "judge": judge,
    "corpus": corpus,
    "again": again,
}


def main(arguments: Sequence[str]) -> int:
    """Run the parts that are named; all without one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "presstable-scale"))
    parser.add_argument("--language-model")
    options = parser.parse_args(arguments)
    is_good = True
    for name in options.parts or PARTS:
        language_model = options.language_model or (OWN if name in {"workers", "dask", "judge"} else RULES)
        is_good &= PARTS[name](options.folder, language_model)
    return int(not is_good)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
