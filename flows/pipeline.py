"""What a build does, piece by piece, in plain functions without Prefect; the flow only puts them in order."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flows import corpus, store
from flows.errors import ContractError
from flows.steps import Options, process
from flows.steps.language.engine import OWN, RULES, load
from flows.steps.options import DEFAULT
from flows.steps.records import Issue, Outcome

if TYPE_CHECKING:
    import pandas as pd

BATCH_SIZE = 100
"""Documents a task: enough that a run has fewer than about 100 tasks, which Prefect records without loss."""
Progress = Callable[[str, int, int], None]
"""Told the stage, how much more of it is done, and how much there is in all; several threads may call it at once."""


def _quiet(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


_progress: ContextVar[Progress] = ContextVar("progress", default=_quiet)


@dataclass(frozen=True, slots=True)
class Batch:
    """What processing some documents gave: the keys of their parts, in order, and how many were there before."""

    keys: tuple[str, ...]
    reused_count: int


@dataclass(slots=True)
class BuildSummary:
    """What a build has done, for people and for the artifact.

    `counts` are rows a table; `timings` are seconds a stage; `is_new` says whether readers see other content now.
    """

    snapshot_id: str
    path: str
    is_new: bool
    seed_count: int
    reused_count: int
    quarantined_count: int
    counts: dict[str, int]
    timings: dict[str, float] = field(default_factory=dict)


@contextmanager
def watched_by(progress: Progress | None) -> Iterator[None]:
    """Let `progress` be told of all work within; None tells nobody."""
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
    keys = tuple(part_key(ref, options) for ref in refs)
    reused_count = 0
    for ref, key in zip(refs, keys, strict=True):
        if parts.get(key) is not None:
            reused_count += 1
        else:
            with _naming(ref.path):
                parts.put(key, process(store.read_seed(seeds, ref), options))
        _progress.get()("documents", 1, total)
    return Batch(keys, reused_count)


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


def make_frames(outcome: Outcome, timings: dict[str, float]) -> "dict[str, pd.DataFrame]":
    """Return the validated frames of a whole build; raises ContractError, naming everything that is wrong in them."""
    from flows import tables  # pandas and pandera: only now, and while the server starts

    with timed(timings, "reconcile"):
        outcome = corpus.reconcile(outcome)
    try:
        with timed(timings, "tabulate"):
            frames = tables.tabulate(outcome)
        with timed(timings, "validate"):
            tables.validate(frames)
    except ContractError as error:
        error.add_note("Nothing was published.")
        raise
    return frames


def make_extras(frames: "Mapping[str, pd.DataFrame]") -> dict[str, bytes]:
    """Return the files of a snapshot beside its tables, by name; the same tables give the same bytes."""
    from flows.report import render
    from schemas.dictionary import data_package

    facts = {"made by": f"presstable {store.library_versions()['presstable']}"}
    package = json.dumps(data_package(tuple(frames)), ensure_ascii=False, indent=2)
    return {"datapackage.json": f"{package}\n".encode(), "report.html": render(frames, facts)}


def publish(
    data: Path, batched: Sequence[Batch], issues: Sequence[Issue], keep: int, parameters: dict[str, Any]
) -> BuildSummary:
    """Return the summary of a build whose documents are processed: gathers, checks and publishes all tables.

    `issues` are those of files that are no seeds, `keep` is the number of snapshots that stay, `parameters` go into
    the manifest. The caller holds the lock of `data`. Raises ContractError; then nothing was published.
    """
    from flows.tables import to_arrow

    keys = [key for batch in batched for key in batch.keys]
    timings: dict[str, float] = {}
    with timed(timings, "gather"):
        outcome = gather(data, keys, issues)
    frames = make_frames(outcome, timings)
    with timed(timings, "report"):
        extras = make_extras(frames)
    reused_count = sum(batch.reused_count for batch in batched)
    run = {
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": parameters,
        "seed_count": len(keys),
        "reused_count": reused_count,
        "timings": timings,
    }
    start = perf_counter()
    published = store.publish(data, to_arrow(frames), extras, run, keep)
    store.PartStore(data).prune(set(keys))
    timings["publish"] = round(perf_counter() - start, 3)
    return BuildSummary(
        snapshot_id=published.snapshot_id,
        path=str(published.path),
        is_new=published.is_new,
        seed_count=len(keys),
        reused_count=reused_count,
        quarantined_count=sum(issue.is_quarantined for issue in outcome.issues),
        counts={name: len(frame) for name, frame in frames.items()},
        timings=timings,
    )
