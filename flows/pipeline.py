"""What a build does, piece by piece, in plain functions without Prefect; the flow only puts them in order."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from heapq import nlargest
from pathlib import Path
from threading import Lock
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

from flows import corpus, steps, store
from flows.errors import ContractError
from flows.steps import Options, process
from flows.steps.language.engine import OWN, RULES, load
from flows.steps.models import Issue, Outcome
from flows.steps.options import DEFAULT
from flows.steps.read.seed import seed_of

if TYPE_CHECKING:
    import pandas as pd

BATCH_SIZE = 100
"""Documents in a task: enough that a run has fewer than about 100 tasks, which Prefect records without loss."""
SLOWEST = 3
"""Documents that are named because they took longest."""
REPAIRS = {
    "page_break_duplicate": "page-break fragments",
    "hyphen_join": "hyphens",
    "hyphen_close": "hyphens",
    "running_header": "running headers",
}
"""Rules whose edits are counted in the log of a batch, with what they repair."""
Progress = Callable[[str, int, int], None]
"""Called with the stage, how much more of it is done, and how much there is in all; from several threads at once."""

WARM_UP = seed_of(
    "warm-up.txt", b"Iran condemned the United States on 3 May 2019. Talks had failed two days earlier.\n"
)
"""A document that has something for each step; what comes of it is thrown away."""

logger = logging.getLogger(__name__)
_loading = Lock()
_loaded: set[str] = set()
"""The language models that documents of this process were read with."""


def _quiet(stage: str, done: int, total: int) -> None:
    """Report to nobody."""


_progress: ContextVar[Progress] = ContextVar("progress", default=_quiet)


class Stopwatch:
    """A timer for `flows.steps.process`: `seconds` of each step, by name.

    Seconds are of computing (CPU) in the thread that asks: threads that wait for one another do not count twice.
    """

    def __init__(self) -> None:
        """Start with no step."""
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Add the seconds of the work within to those of `step`."""
        start = thread_time()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0) + thread_time() - start


@dataclass(frozen=True, slots=True)
class Batch:
    """What processing some documents gave.

    `keys` are those of the parts, in order; `reused_count` is how many were kept from an earlier build; `seconds` of
    computing in each step, and per document in `documents` (by path), are those of the others.
    """

    keys: tuple[str, ...]
    reused_count: int
    seconds: Mapping[str, float] = field(default_factory=dict)
    documents: Mapping[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class BuildSummary:
    """What a build has done, for people and for the artifact.

    `is_new` is whether readers see other content now; `counts` are rows per table; `timings` are seconds per stage of
    the build; `steps` are seconds of computing per step and `slowest` paths with theirs, of documents that were not
    reused.
    """

    snapshot_id: str
    path: str
    is_new: bool
    seed_count: int
    reused_count: int
    quarantined_count: int
    counts: dict[str, int]
    timings: dict[str, float]
    steps: dict[str, float]
    slowest: dict[str, float]


@contextmanager
def watched_by(progress: Progress | None) -> Iterator[None]:
    """Report all work within to `progress`; None reports to nobody."""
    token = _progress.set(progress or _quiet)
    try:
        yield
    finally:
        _progress.reset(token)


@contextmanager
def timed(timings: dict[str, float], stage: str) -> Iterator[None]:
    """Put into `timings` how many seconds the work within took."""
    start = perf_counter()
    yield
    timings[stage] = round(perf_counter() - start, 3)


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Add to whatever goes wrong within which document it was."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"This happened in the document {path!r}.")
        raise


def list_seeds(seeds: Path, size_limit: int) -> tuple[tuple[store.SeedRef, ...], tuple[Issue, ...]]:
    """Return the seeds of a folder and the issues of other files, as `store.list_seeds` does, and log how many."""
    refs, issues = store.list_seeds(seeds, size_limit)
    logger.info("%d files to read in %s, %d quarantined", len(refs), seeds, len(issues))
    return refs, issues


def batches(refs: Sequence[store.SeedRef], size: int = BATCH_SIZE) -> list[tuple[store.SeedRef, ...]]:
    """Return the references in their order, at most `size` together."""
    return [tuple(refs[start : start + size]) for start in range(0, len(refs), size)]


@cache
def row_maker(language_model: str) -> str:
    """Return what makes the rows of a document: our code, the libraries and the language model, each by version.

    Raises UnknownEngineError where there is no such language model.
    """
    pipeline = None if language_model in {OWN, RULES} else language_model
    made_by = [store.code_fingerprint(store.ROW_CODE), store.row_versions(pipeline), load(language_model).label]
    return json.dumps(made_by, sort_keys=True)


def part_key(ref: store.SeedRef, options: Options = DEFAULT) -> str:
    """Return the key under which the outcome of a seed is kept: everything that the outcome depends on, hashed."""
    parts = (row_maker(options.language_model), options.knowledge.digest, ref.path, ref.sha256, ref.document_id)
    return sha256("\x1f".join(parts).encode()).hexdigest()


def process_batch(
    seeds: Path, data: Path, refs: Sequence[store.SeedRef], total: int, options: Options = DEFAULT
) -> Batch:
    """Return the keys of the parts of these seeds; what is not kept from an earlier build is processed and kept.

    `total` is the number of seeds of the whole build, for the progress. Raises SeedChangedError where a file has
    changed since it was listed.
    """
    parts = store.PartStore(data)
    stopwatch = Stopwatch()
    documents: dict[str, float] = {}
    found: Counter[str] = Counter()
    keys = tuple(part_key(ref, options) for ref in refs)
    for ref, key in zip(refs, keys, strict=True):
        outcome = parts.get(key)
        if outcome is None:
            with stopwatch("loading"):
                _load_all(options)
            start = thread_time()
            with _naming(ref.path):
                outcome = process(store.read_seed(seeds, ref), options, stopwatch)
                parts.put(key, outcome)
            documents[ref.path] = thread_time() - start
            logger.debug("%s: %.2f s", ref.path, documents[ref.path])
        found.update(_counts(outcome))
        _progress.get()("documents", 1, total)
    reused_count = len(refs) - len(documents)
    logger.info("%d files (%d unchanged): %s", len(refs), reused_count, _as_sentence(found))
    return Batch(keys, reused_count, stopwatch.seconds, documents)


def _load_all(options: Options) -> None:
    """Load models, rules and knowledge, if no document of this process has done so: none shall seem slow for it."""
    with _loading:
        if options.language_model not in _loaded:
            steps.process(WARM_UP, options)
            _loaded.add(options.language_model)


def _counts(outcome: Outcome) -> Iterator[str]:
    """Yield the name of what is counted, once for each edit, date and event that is."""
    yield from (REPAIRS[edit.rule_id] for edit in outcome.edits if edit.rule_id in REPAIRS)
    yield from ("dates" for _ in outcome.dates)
    yield from ("events" for _ in outcome.events)


def _as_sentence(found: Mapping[str, int]) -> str:
    repaired = ", ".join(f"{found[name]} {name}" for name in dict.fromkeys(REPAIRS.values()))
    return f"{repaired} repaired; {found['dates']} dates found, {found['events']} events coded"


def reconcile(data: Path, batched: Sequence[Batch], issues: Sequence[Issue]) -> Outcome:
    """Return all rows of a build, brought together across documents; `issues` are those of files that are no seeds.

    Raises LookupError where a part is gone, which only happens when somebody removes it during a build.
    """
    outcome = corpus.reconcile(gather(data, _keys(batched), issues))
    heads = sum(event.is_cluster_head for event in outcome.events)
    copies = sum(document.duplicate_of is not None for document in outcome.documents)
    logger.info(
        "%d documents (copies of others: %d), %d entities, %d events in %d clusters",
        *(len(outcome.documents), copies, len(outcome.entities), len(outcome.events), heads),
    )
    return outcome


def gather(data: Path, keys: Sequence[str], issues: Sequence[Issue]) -> Outcome:
    """Return the parts under `keys` as one outcome, in their order, with `issues` in front of its issues.

    Raises LookupError where a part is gone, which only happens when somebody removes it during a build.
    """
    parts = store.PartStore(data)
    found = [Outcome(issues=tuple(issues))]
    for key in keys:
        outcome = parts.get(key)
        if outcome is None:
            raise LookupError(f"the part {key} vanished from {data} during the build; build again")
        found.append(outcome)
    return corpus.merge(found)


def _keys(batched: Iterable[Batch]) -> list[str]:
    return [key for batch in batched for key in batch.keys]


def validate(outcome: Outcome) -> "dict[str, pd.DataFrame]":
    """Return the frames of a whole build, one per table, once they keep the contract.

    Raises ContractError, naming everything that is wrong in them.
    """
    from flows import tables  # pandas and pandera: only now, and while the server starts

    try:
        frames = tables.tabulate(outcome)
        tables.validate(frames)
    except ContractError as error:
        error.add_note("Nothing was published.")
        raise
    logger.info("%d tables keep their contract", len(frames))
    return frames


def make_extras(frames: "Mapping[str, pd.DataFrame]") -> dict[str, bytes]:
    """Return the files of a snapshot beside its tables, by name; the same tables give the same bytes."""
    from flows.report import render
    from schemas.dictionary import data_package

    facts = {"made by": f"presstable {store.library_versions()['presstable']}"}
    package = json.dumps(data_package(tuple(frames)), ensure_ascii=False, indent=2)
    return {"datapackage.json": f"{package}\n".encode(), "report.html": render(frames, facts)}


def write(
    data: Path,
    frames: "Mapping[str, pd.DataFrame]",
    batched: Sequence[Batch],
    keep: int,
    parameters: Mapping[str, Any],
    timings: Mapping[str, float],
) -> BuildSummary:
    """Return the summary of a build, once its frames, which keep the contract, are the latest snapshot of `data`.

    `keep` is the number of snapshots that stay; `parameters` and the `timings` of the stages so far (in seconds) go
    into the manifest. Parts of other documents than those `batched` are removed. The caller holds the lock of `data`.
    """
    from flows.tables import to_arrow

    start = perf_counter()
    keys = _keys(batched)
    reused_count = sum(batch.reused_count for batch in batched)
    seconds_of_steps, slowest = _steps(batched), _slowest(batched)

    def timings_so_far() -> dict[str, float]:
        return {**timings, "write": round(perf_counter() - start, 3)}

    def run() -> dict[str, Any]:
        built_at = datetime.now(UTC).isoformat(timespec="seconds")
        counts = {"seed_count": len(keys), "reused_count": reused_count}
        seconds = {"timings": timings_so_far(), "steps": seconds_of_steps, "slowest": slowest}
        return {"built_at": built_at, "parameters": dict(parameters), **counts, **seconds}

    published = store.publish(data, to_arrow(frames), make_extras(frames), run, keep)
    store.PartStore(data).prune(set(keys))
    logger.info("snapshot %s is %s", published.snapshot_id, "new" if published.is_new else "as it was")
    return BuildSummary(
        snapshot_id=published.snapshot_id,
        path=str(published.path),
        is_new=published.is_new,
        seed_count=len(keys),
        reused_count=reused_count,
        quarantined_count=int(frames["issues"]["is_quarantined"].sum()),
        counts={name: len(frame) for name, frame in frames.items()},
        timings=timings_so_far(),
        steps=seconds_of_steps,
        slowest=slowest,
    )


def _steps(batched: Iterable[Batch]) -> dict[str, float]:
    """Return the seconds of each step in all batches, in the order of the steps."""
    seconds: dict[str, float] = {}
    for batch in batched:
        for step, more in batch.seconds.items():
            seconds[step] = seconds.get(step, 0) + more
    return {step: round(total, 3) for step, total in seconds.items()}


def _slowest(batched: Iterable[Batch]) -> dict[str, float]:
    """Return the documents that took longest, by path, with their seconds, the slowest first."""
    documents = (item for batch in batched for item in batch.documents.items())
    return {path: round(seconds, 3) for path, seconds in nlargest(SLOWEST, documents, key=lambda item: item[1])}


def publish(
    data: Path, batched: Sequence[Batch], issues: Sequence[Issue], keep: int, parameters: Mapping[str, Any]
) -> BuildSummary:
    """Return the summary of a build whose documents are processed: reconciles, validates and writes, without Prefect.

    `issues` are those of files that are no seeds; the rest as for `write`. Raises ContractError; then nothing was
    published.
    """
    timings: dict[str, float] = {}
    with timed(timings, "reconcile"):
        outcome = reconcile(data, batched, issues)
    with timed(timings, "validate"):
        frames = validate(outcome)
    return write(data, frames, batched, keep, parameters, timings)
