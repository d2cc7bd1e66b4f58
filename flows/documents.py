"""The documents of a build, batch by batch: each is processed once, in a worker, and kept as a part.

What goes wrong with a document becomes an issue of that document, and the build goes on.
"""

import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from heapq import nlargest
from pathlib import Path
from threading import Lock
from time import thread_time
from typing import NamedTuple

from flows import steps, store, workers
from flows.corrections import by_document
from flows.errors import InternalError, QuarantineError
from flows.steps import Analysis, Options, Seed
from flows.steps.corrections import Correction
from flows.steps.intake import ArticlePlace
from flows.steps.language.engine import OWN, RULES, label, load
from flows.steps.models import Issue, Outcome, source_name
from flows.steps.options import DEFAULT
from flows.steps.read.seed import seed_of
from flows.steps.text.ids import make_issue
from schemas.vocab import Severity, Stage

BATCH_SIZE = 100
"""Documents in a task: enough that a run has fewer than about 100 tasks, which Prefect records without loss."""
MEMORY_FOR_EACH_MEGABYTE = 256
"""Megabytes of memory that a document may take for each of its own, beyond those that every document may take.

Measured: text of 1 MB takes 260 MB more than none, of 0.2 MB 155.
"""
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

Key = tuple[str, int]
_pools: dict[Key, workers.Pool] = {}
_users: Counter[Key] = Counter()
_changing = Lock()
"""Held while `_pools` and `_users` change."""


def _quiet(stage: str, done: int, total: int) -> None:
    """Report to nobody."""


_progress: ContextVar[Progress] = ContextVar("progress", default=_quiet)


def _ignore(step: str) -> None:
    """Do nothing at a step."""


class Stopwatch:
    """A timer for `flows.steps.process`: `seconds` of each step, by name.

    Seconds are of computing (CPU) in the thread that asks: threads that wait for one another do not count twice.
    """

    def __init__(self, on_step: workers.OnStep = _ignore) -> None:
        """Start with no step; `on_step` is called with the name of each that begins."""
        self.seconds: dict[str, float] = {}
        self._on_step = on_step

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Add the seconds of the work within to those of `step`."""
        self._on_step(step)
        start = thread_time()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0) + thread_time() - start


@dataclass(frozen=True, slots=True)
class Batch:
    """What processing some documents gave.

    `keys` are those of the parts, in order; `reused_count` is how many were kept from an earlier build; `seconds` of
    computing in each step, and per document in `documents` (by path), are those of the others. `failures` are the
    issues of documents that gave no part. `places` are, by key, those of the articles of files that hold several.
    """

    keys: tuple[str, ...]
    reused_count: int
    seconds: Mapping[str, float] = field(default_factory=dict)
    documents: Mapping[str, float] = field(default_factory=dict)
    failures: tuple[Issue, ...] = ()
    places: Mapping[str, ArticlePlace] = field(default_factory=dict)


class Processed(NamedTuple):
    """What a worker gives for one document: its part, what was found in it by name, and seconds of computing."""

    part: bytes
    found: Counter[str]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Work:
    """How documents are processed: what the user chose, what each may take, and how many at a time.

    `cluster` is the address of a Dask cluster that processes them, None for this machine.
    """

    options: Options = DEFAULT
    limits: workers.Limits = workers.STANDARD
    worker_count: int = 1
    cluster: str | None = None


@contextmanager
def watched_by(progress: Progress | None) -> Iterator[None]:
    """Report all work within to `progress`; None reports to nobody."""
    token = _progress.set(progress or _quiet)
    try:
        yield
    finally:
        _progress.reset(token)


def batches(refs: Sequence[store.SeedRef], size: int = BATCH_SIZE) -> list[tuple[store.SeedRef, ...]]:
    """Return the references in their order, at most `size` together."""
    return [tuple(refs[start : start + size]) for start in range(0, len(refs), size)]


@cache
def row_maker(language_model: str) -> str:
    """Return what makes the rows of a document: our code, the libraries and the language model, each by version.

    Raises UnknownEngineError where there is no such language model.
    """
    pipeline = None if language_model in {OWN, RULES} else language_model
    made_by = [store.code_fingerprint(store.ROW_CODE), store.row_versions(pipeline), label(language_model)]
    return json.dumps(made_by, sort_keys=True)


def part_key(ref: store.SeedRef, options: Options = DEFAULT) -> str:
    """Return the key under which the outcome of a seed is kept: everything that the outcome depends on, hashed."""
    parts = (row_maker(options.language_model), options.knowledge.digest, ref.path, ref.sha256, ref.document_id)
    corrections = (row.correction_id for row in options.corrections.get(ref.document_id, ()))
    return sha256("\x1f".join((*parts, *corrections)).encode()).hexdigest()


def with_corrections(options: Options, corrections: Sequence[Correction], refs: Sequence[store.SeedRef]) -> Options:
    """Return a user's choices with the corrections with which the documents of these seeds are processed."""
    return options.corrected_by(by_document(corrections, {ref.name: ref.document_id for ref in refs}))


STANDARD = Work()
_STAGES = {
    "repair": Stage.REPAIR,
    "structure": Stage.STRUCTURE,
    "assembly": Stage.STRUCTURE,
    "language": Stage.LANGUAGE,
    "dates": Stage.DATES,
    "entities": Stage.ENTITIES,
    "events": Stage.EVENTS,
    "reconcile": Stage.CORPUS,
}
"""The stage of the issue of a document that failed in a step."""


def core_count() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers_for(language_model: str, worker_count: int) -> Iterator[workers.Pool]:
    """Yield the pool for a language model; whoever is within shares it, and it closes behind the last one."""
    key = (language_model, worker_count)
    with _changing:
        if not _users[key]:
            _pools[key] = workers.Pool(worker_count, _load_all, language_model)
        _users[key] += 1
        pool = _pools[key]
    try:
        yield pool
    finally:
        with _changing:
            _users[key] -= 1
            if not _users[key]:
                _pools.pop(key).close()


def _load_all(language_model: str) -> None:
    """Load models, rules and knowledge, all at once, so that no document seems slow for it.

    A pipeline that is not ours is left to each worker: its library may not survive a fork once it has computed.
    """
    steps.process(WARM_UP, Options(language_model if language_model == OWN else RULES))


def kept_batch(data: Path, refs: Sequence[store.SeedRef], options: Options) -> tuple[Batch, tuple[store.SeedRef, ...]]:
    """Return the batch of the seeds whose parts are kept from an earlier build, and the other seeds in their order."""
    parts = store.PartStore(data)
    keys = {ref: part_key(ref, options) for ref in refs}
    kept = {ref: key for ref, key in keys.items() if parts.has(key)}
    if kept:
        _progress.get()("documents", len(kept), len(refs))
        logger.info("%d of %d files are unchanged", len(kept), len(refs))
    batch = Batch(keys=tuple(kept.values()), reused_count=len(kept), places=_places(kept))
    return batch, tuple(ref for ref in refs if ref not in kept)


def _places(keys: Mapping[store.SeedRef, str]) -> dict[str, ArticlePlace]:
    return {key: ref.place for ref, key in keys.items() if ref.place is not None}


def process_batch(seeds: Path, data: Path, refs: Sequence[store.SeedRef], total: int, work: Work = STANDARD) -> Batch:
    """Return the keys of the parts of these seeds; what is not kept from an earlier build is processed and kept.

    `total` is the number of seeds of the whole build, for the progress. Raises OSError where the disk fails, and
    WorkersError where no worker starts; any other failure is that of its document.
    """
    parts = store.PartStore(data)
    keys = {ref: part_key(ref, work.options) for ref in refs}
    kept = frozenset(ref for ref, key in keys.items() if parts.has(key))
    found: Counter[str] = Counter()
    if kept:
        _progress.get()("documents", len(kept), total)
    seconds: Counter[str] = Counter()
    documents: dict[str, float] = {}
    failures: dict[store.SeedRef, Issue] = {}
    for ref, result in _processed(seeds, [ref for ref in refs if ref not in kept], work):
        if isinstance(result, QuarantineError):
            failures[ref] = failure(ref.path, result, ref.part)
            log_failure(failures[ref], result)
        else:
            parts.put(keys[ref], result.part)
            found.update(result.found)
            seconds.update(result.seconds)
            documents[ref.name] = sum(result.seconds.values())
            logger.debug("%s: %.2f s of computing", ref.name, documents[ref.name])
        _progress.get()("documents", 1, total)
    what = f": {_as_sentence(found)}" if len(kept) < len(refs) else ""  # in those that are not kept
    logger.info("%d files (%d unchanged)%s", len(refs), len(kept), what)
    good = tuple(key for ref, key in keys.items() if ref not in failures)
    return Batch(
        keys=good,
        reused_count=len(kept),
        seconds=dict(seconds),
        documents=documents,
        failures=tuple(failures.values()),
        places=_places(keys),
    )


def seconds_by_step(batched: Iterable[Batch]) -> dict[str, float]:
    """Return the seconds of each step in all batches, in the order of the steps."""
    seconds: dict[str, float] = {}
    for batch in batched:
        for step, more in batch.seconds.items():
            seconds[step] = seconds.get(step, 0) + more
    return {step: round(total, 3) for step, total in seconds.items()}


def slowest_documents(batched: Iterable[Batch]) -> dict[str, float]:
    """Return the documents that took longest, by path, with their seconds, the slowest first."""
    documents = (item for batch in batched for item in batch.documents.items())
    return {path: round(seconds, 3) for path, seconds in nlargest(SLOWEST, documents, key=lambda item: item[1])}


def report_batch(refs: Sequence[store.SeedRef], batch: Batch, total: int) -> None:
    """Log a batch that was processed elsewhere, and report its progress; the rows of it are in the parts alone."""
    for issue in batch.failures:
        logger.warning("%s", issue.message)
    logger.info("%d files (%d unchanged) processed on the cluster", len(refs), batch.reused_count)
    _progress.get()("documents", len(refs), total)


def _processed(
    seeds: Path, refs: Sequence[store.SeedRef], work: Work
) -> Iterator[tuple[store.SeedRef, Processed | QuarantineError]]:
    """Yield what each seed gave, or why it gave nothing, in order; as many at a time as there are workers."""
    if not refs:
        return
    with workers_for(work.options.language_model, work.worker_count) as pool:
        threads = ThreadPoolExecutor(pool.size, "document")  # each waits for its worker
        try:
            yield from zip(refs, threads.map(partial(_process_one, pool, seeds, work), refs), strict=True)
        finally:
            threads.shutdown(cancel_futures=True)


def _process_one(pool: workers.Pool, seeds: Path, work: Work, ref: store.SeedRef) -> Processed | QuarantineError:
    """Return what a seed gave, or why it gave nothing."""
    try:
        result: Processed = pool.call(
            limits_for(ref.size, work.limits),
            process_seed,
            store.read_seed(seeds, ref),
            work.options.of_document(ref.document_id),
        )
    except QuarantineError as error:
        return error
    return result


def limits_for(size: int, limits: workers.Limits = workers.STANDARD) -> workers.Limits:
    """Return what a document of so many bytes may take: a large one has more, by the megabyte."""
    megabytes = size / 2**20
    memory = limits.megabytes + round(MEMORY_FOR_EACH_MEGABYTE * megabytes)
    return workers.Limits(limits.seconds * max(1, megabytes), memory)


def process_seed(on_step: workers.OnStep, seed: Seed, options: Options) -> Processed:
    """Return what one seed gives; called in a worker."""
    stopwatch = Stopwatch(on_step)
    if options.language_model not in {OWN, RULES}:
        with stopwatch("loading"):
            load(options.language_model)
    outcome = steps.process(seed, options, stopwatch)
    return Processed(store.packed(outcome), Counter(_counts(outcome)), stopwatch.seconds)


def analysed(seed: Seed, options: Options = DEFAULT) -> Analysis:
    """Return all rows of one seed together with its annotations, computed in a worker of its own.

    A seed that fails there gives one issue with the reason, as in a build.
    """
    with workers_for(options.language_model, 1) as pool:
        try:
            analysis: Analysis = pool.call(limits_for(len(seed.data)), analyse_seed, seed, options)
        except InternalError as error:
            return Analysis(Outcome(issues=(failure(seed.path, error),)))
    return analysis


def analyse_seed(on_step: workers.OnStep, seed: Seed, options: Options) -> Analysis:
    """Return all rows of one seed together with its annotations; called in a worker."""
    return steps.analyse(seed, options, Stopwatch(on_step))


def failure(path: str, error: QuarantineError, part: int | None = None) -> Issue:
    """Return the issue of a document that gave no part; `part` is its number in a file that holds several."""
    name = source_name(path, part)
    if isinstance(error, InternalError):
        message = f"{name}: {f'the step {error.step}' if error.step else 'its worker'} {error}"
    else:
        message = f"{name!r} {error}"
    stage = _STAGES.get(getattr(error, "step", ""), Stage.READ)
    return make_issue(path, stage, error.code, Severity.ERROR, message, source_part=part, is_quarantined=True)


def log_failure(issue: Issue, error: QuarantineError) -> None:
    """Log why a document gave nothing: in one line, and the traceback, if there is one, for whoever wants more."""
    logger.warning("%s", issue.message)
    if isinstance(error, InternalError):
        for line in error.details.splitlines():
            logger.info("%s", line)


def _counts(outcome: Outcome) -> Iterator[str]:
    """Yield the name of what is counted, once for each edit, date and event that is."""
    yield from (REPAIRS[edit.rule_id] for edit in outcome.edits if edit.rule_id in REPAIRS)
    yield from ("dates" for _ in outcome.dates)
    yield from ("events" for _ in outcome.events)


def _as_sentence(found: Mapping[str, int]) -> str:
    repaired = ", ".join(f"{found[name]} {name}" for name in dict.fromkeys(REPAIRS.values()))
    return f"{repaired} repaired; {found['dates']} dates found, {found['events']} events coded"
