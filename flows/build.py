"""The flow that builds a dataset: what runs when, what is tried again, what is shown. `flows.pipeline` works."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from prefect import flow, task, unmapped
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State, TaskRun
from prefect.logging.handlers import APILogHandler
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task
from prefect.utilities.annotations import quote

from flows import pipeline, store
from flows.cluster import batch_of, processing
from flows.documents import Batch, Work, batches, core_count
from flows.escaping import RecordMarker, markdown, visible
from flows.pipeline import BuildSummary
from flows.server import Api
from flows.steps.language.engine import OWN, label
from flows.steps.models import Issue, Outcome
from flows.workers import Limits

if TYPE_CHECKING:
    import pandas as pd

Value = TypeVar("Value")
WORKERS = 4
"""Threads: they wait for disks side by side, not more, as Python computes in one of them at a time."""


def is_worth_retrying(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Return whether a task failed for a reason that may pass: a disk, not a bug."""
    return isinstance(state.result(raise_on_failure=False), OSError)


@task(name="list seeds", task_run_name="list seeds", persist_result=False)
def list_seeds(seeds: str, size_limit: int) -> tuple[tuple[store.SeedRef, ...], tuple[Issue, ...]]:
    """Return the files of the folder `seeds` that will be read, and an issue for each that cannot be."""
    return pipeline.list_seeds(Path(seeds), size_limit)


@task(
    name="process documents",
    task_run_name="process documents from {first}",
    persist_result=False,  # our own part store knows what is done, and forgets nothing that is there
    retries=2,
    retry_delay_seconds=[1, 10],
    retry_condition_fn=is_worth_retrying,
)
def process_documents(
    refs: tuple[store.SeedRef, ...], first: str, seeds: str, data: str, total: int, work: Work
) -> Batch:
    """Return what a batch gave: text cleaned, page-break fragments removed, dates, entities and events found."""
    del first  # names the run
    return batch_of(Path(seeds), Path(data), refs, total, work)


@task(
    name="reconcile across documents",
    task_run_name="reconcile across documents",
    persist_result=False,
)
def reconcile_across_documents(data: str, batched: list[Batch], issues: tuple[Issue, ...]) -> Outcome:
    """Return all rows of the build: duplicates linked, entities joined, dates inferred, events clustered."""
    return pipeline.reconcile(Path(data), batched, issues)


@task(name="validate tables", task_run_name="validate tables", persist_result=False)
def validate_tables(outcome: Outcome) -> "dict[str, pd.DataFrame]":
    """Return the tables, once they keep their Pandera schemas and the checks across tables."""
    return pipeline.validate(outcome)


@task(name="write snapshot", task_run_name="write snapshot", persist_result=False)
def write_snapshot(
    data: str,
    frames: "dict[str, pd.DataFrame]",
    batched: list[Batch],
    keep: int,
    parameters: dict[str, Any],
    timings: dict[str, float],
    max_loss: float | None,
) -> BuildSummary:
    """Return the summary of the build, once its tables are Parquet files behind `data/latest`."""
    return pipeline.write(Path(data), frames, batched, keep, parameters, timings, max_loss)


@flow(
    name="build dataset",
    task_runner=ThreadPoolTaskRunner(max_workers=WORKERS),  # type: ignore[arg-type]
    result_serializer="json",
    persist_result=False,
)
def build_dataset(
    seeds: str = "seeds",
    data: str = "data",
    size_limit_mb: float = 20,
    keep_snapshots: int = 5,
    lock_wait_seconds: float = 0,
    language_model: str = OWN,
    knowledge: str | None = None,
    document_timeout: float = 120,
    document_memory_mb: int = 1024,
    workers: int | None = None,
    max_loss: float = 0.2,
    cluster: str | None = None,
    *,
    allow_loss: bool = False,
) -> BuildSummary:
    """Clean text, detect and fix duplicated page-break fragments, validate against Pandera schemas, write Parquet.

    Returns what was built from the files in `seeds` and published in `data`. Files above `size_limit_mb` (2**20 bytes
    each) are quarantined; the newest `keep_snapshots` stay; another build on the same data folder is waited for up to
    `lock_wait_seconds`. `language_model` is ours, "rules", or an installed pipeline of spaCy; `knowledge` is a CSV
    file of actors that win over ours. A document that takes more than `document_timeout` seconds (for each megabyte,
    if it has more than one) or `document_memory_mb` of memory (and 256 for each of its own), or fails in any other
    way, is quarantined; `workers` documents are processed at a time, as many as there are cores where it is None;
    `cluster` is the address of a Dask cluster that processes them in its place. A build that loses more than the share
    `max_loss` of the documents of the last snapshot, or gives none at all, publishes nothing unless `allow_loss`.

    Raises NoSeedsError where there is nothing to read, DataLockedError where the other build goes on for longer,
    UnknownEngineError where there is no such language model, KnowledgeError where the actors are wrong, ContractError
    where the tables are wrong, LossError where too many documents would go: in none of these is anything published.
    """
    parameters = {
        "size_limit_mb": size_limit_mb,
        "keep_snapshots": keep_snapshots,
        "language_model": label(language_model),
        "knowledge": knowledge,
    }
    options = pipeline.options_of(language_model, knowledge)
    work = Work(options, Limits(document_timeout, document_memory_mb), workers or core_count(), cluster)
    timings: dict[str, float] = {}
    with store.data_lock(Path(data), lock_wait_seconds), _logged_by_prefect():
        with pipeline.timed(timings, "list seeds"):
            refs, issues = list_seeds(seeds, int(size_limit_mb * 2**20))
        inputs = pipeline.inputs_of(refs, issues, options)
        if (before := pipeline.unchanged(Path(data), inputs, len(refs), keep_snapshots, timings)) is not None:
            return _shown(before)
        with pipeline.timed(timings, "process documents"):
            batched = _process_all(refs, seeds, data, work)
        good = pipeline.checked(
            Path(data),
            batched,
            lambda those: reconcile_across_documents(data, _as_it_is(list(those)), issues),
            lambda outcome: validate_tables(_as_it_is(outcome)),
            timings,
        )
        summary: BuildSummary = write_snapshot(
            data,
            _as_it_is(good.frames),
            _as_it_is(list(good.batched)),
            keep_snapshots,
            parameters,
            timings,
            None if allow_loss else max_loss,
        )
        pipeline.remember(Path(data), inputs, summary)
    return _shown(summary)


def _shown(summary: BuildSummary) -> BuildSummary:
    """Return the summary, once the run shows it as its artifact."""
    create_markdown_artifact(as_markdown(summary), key="build-dataset", description="What the build has published")
    return summary


def _process_all(refs: tuple[store.SeedRef, ...], seeds: str, data: str, work: Work) -> list[Batch]:
    if not refs:  # all files are quarantined; there is nothing to map over
        return []
    parts = batches(refs)
    with processing(Path(seeds), Path(data), parts, work):
        futures = process_documents.map(
            parts,
            [visible(batch[0].path) for batch in parts],
            unmapped(seeds),
            unmapped(data),
            unmapped(len(refs)),
            unmapped(work),
        )
        return list(futures.result())


def _as_it_is(value: Value) -> Value:
    """Return what hands `value` to a task without a search for futures in it: tables have millions of cells."""
    return cast("Value", quote(value))


@contextmanager
def _logged_by_prefect() -> Iterator[None]:
    """Send what our modules log within, from INFO on, to the log of the flow or task run that is going on.

    Nothing is sent where Prefect's settings forbid it, as ours do for the embedded server. Prefect's handlers, that of
    the console included, get records with marks for hidden characters.
    """
    is_sent = PREFECT_LOGGING_TO_API_ENABLED.value()
    ours = logging.getLogger("flows")
    handlers = [RecordMarker(), APILogHandler()] if is_sent else [RecordMarker()]
    level = ours.level
    if is_sent:
        ours.setLevel(min(level or logging.INFO, logging.INFO))
    for handler in handlers:
        ours.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            ours.removeHandler(handler)
        ours.setLevel(level)


def as_markdown(summary: BuildSummary) -> str:
    """Return the summary as a table in Markdown: one line per fact, then one per table, stage, step and document."""
    rows: list[tuple[str, object]] = [
        ("snapshot id", summary.snapshot_id),
        ("path", summary.path),
        ("is new", summary.is_new),
        ("files read", summary.seed_count),
        ("of these unchanged", summary.reused_count),
        ("files quarantined", summary.quarantined_count),
        *(("failed inside Presstable", message) for message in summary.failed),
        *((f"change of {name}", change) for name, change in (summary.changes or {}).items()),
    ]
    rows += _named("rows of", summary.counts)
    rows += _named("seconds to", summary.timings)
    rows += _named("seconds of computing:", summary.steps)
    rows += _named("seconds of computing, slowest documents:", summary.slowest)
    cells = ((markdown(name), markdown(str(value))) for name, value in rows)
    return "\n".join(("| what | value |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in cells)))


def _named(what: str, values: Mapping[str, object]) -> list[tuple[str, object]]:
    return [(f"{what} {name}", value) for name, value in values.items()]


def build_on(api: Api | None, **parameters: Any) -> BuildSummary:
    """Return what `build_dataset` gives, run on our own server at `api`, or on the user's where it is None.

    On ours there are no heartbeats: they would report what we know, and cost up to a second at the end.
    """
    ours = {PREFECT_API_URL: api.url, PREFECT_API_AUTH_STRING: api.password} if api else {}
    quiet = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None} if api else {}
    with temporary_settings({**ours, **quiet}):
        summary: BuildSummary = build_dataset(**parameters)
    return summary
