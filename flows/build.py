"""The flow that builds a dataset: what runs when, what is tried again, what is shown. `flows.pipeline` works."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from prefect import flow, task, unmapped
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    temporary_settings,
)
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task
from prefect.utilities.annotations import quote

from flows import pipeline, store
from flows.cluster import batch_of, processing
from flows.corrections import corrections_path, read_corrections
from flows.documents import Batch, Work, batches, core_count, kept_batch, with_corrections
from flows.escaping import visible
from flows.pipeline import BuildSummary
from flows.runs import ended, logged_by_prefect, show_build
from flows.server import Api
from flows.steps.corrections import Correction
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
def list_seeds(
    seeds: str, size_limit: int, text_column: str | None
) -> tuple[tuple[store.SeedRef, ...], tuple[Issue, ...]]:
    """Return the files of the folder `seeds` that will be read, and an issue for each that cannot be."""
    return pipeline.list_seeds(Path(seeds), size_limit, text_column)


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
def reconcile_across_documents(
    data: str, batched: list[Batch], issues: tuple[Issue, ...], corrections: tuple[Correction, ...]
) -> Outcome:
    """Return all rows: duplicates linked, entities joined, dates inferred, corrections applied, events clustered."""
    return pipeline.reconcile(Path(data), batched, issues, corrections)


@task(name="validate tables", task_run_name="validate tables", persist_result=False)
def validate_tables(data: str, outcome: Outcome) -> "dict[str, pd.DataFrame]":
    """Return the tables, once they keep their Pandera schemas and the checks across tables."""
    return pipeline.validate(Path(data), outcome)


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


def _run_name() -> str:
    """Return the name of the run that is going on: what it reads, and where it writes."""
    return visible("build {data} from {seeds}".format_map(flow_run.parameters))


@flow(
    name="build dataset",
    flow_run_name=_run_name,
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
    corrections: str | None = None,
    document_timeout: float = 120,
    document_memory_mb: int = 1024,
    workers: int | None = None,
    max_loss: float = 0.2,
    cluster: str | None = None,
    text_column: str | None = None,
    *,
    allow_loss: bool = False,
    strict: bool = False,
) -> State[BuildSummary]:
    """Clean text, detect and fix duplicated page-break fragments, validate against Pandera schemas, write Parquet.

    Returns a state with what was built from the files in `seeds` and published in `data`: *Completed*; *Completed with
    warnings* where files were quarantined, or with `strict` *Failed*. Files above `size_limit_mb` (2**20 bytes
    each) are quarantined; the newest `keep_snapshots` stay; another build on the same data folder is waited for up to
    `lock_wait_seconds`. `language_model` is ours, "rules", or an installed pipeline of spaCy; `knowledge` is a CSV
    file of actors that win over ours, `corrections` one of corrections (`corrections.csv` beside the folder of seeds
    where it is None), of which `strict` fails for one that is not applied, too. A document that takes more than
    `document_timeout` seconds (for each megabyte, if it has more than one) or `document_memory_mb` of memory (and 256
    for each of its own), or fails in any other way, is quarantined; `workers` documents are processed at a time, as
    many as there are cores where it is None; `cluster` is the address of a Dask cluster that processes them in its
    place. `text_column` is the column of tables that has the texts, where their content does not show it. A build that
    loses more than the share `max_loss` of the documents of the last snapshot, or gives none at all, publishes nothing
    unless `allow_loss`.

    Raises NoSeedsError where there is nothing to read, UsageError where one folder lies in the other, DataFolderError
    where the data folder cannot be used, DataLockedError where the other build goes on for longer, UnknownEngineError
    where there is no such language model, KnowledgeError where the actors or the corrections are wrong, ContractError
    where the tables are wrong, LossError where too many documents would go: in none of these is anything published.
    """
    parameters = {
        "size_limit_mb": size_limit_mb,
        "keep_snapshots": keep_snapshots,
        "language_model": label(language_model),
        "knowledge": knowledge,
        "corrections": corrections,
        "text_column": text_column,
    }
    store.check_folders(Path(seeds), Path(data))
    wanted = read_corrections(corrections_path(Path(seeds), Path(corrections) if corrections else None))
    options = pipeline.options_of(language_model, knowledge)
    timings: dict[str, float] = {}
    with store.data_lock(Path(data), lock_wait_seconds), logged_by_prefect():
        with pipeline.timed(timings, "list seeds"):
            refs, issues = list_seeds(seeds, int(size_limit_mb * 2**20), text_column)
        options = with_corrections(options, wanted, refs)
        work = Work(options, Limits(document_timeout, document_memory_mb), workers or core_count(), cluster)
        inputs = pipeline.inputs_of(refs, issues, options, wanted)
        if (before := pipeline.unchanged(Path(data), inputs, len(refs), keep_snapshots, timings)) is not None:
            return _ended(before, store.open_dataset(data).frame("issues"), strict=strict)
        with pipeline.timed(timings, "process documents"):
            batched = _process_all(refs, seeds, data, work)
        good = pipeline.checked(
            Path(data),
            batched,
            lambda those: reconcile_across_documents(data, _as_it_is(list(those)), issues, wanted),
            lambda outcome: validate_tables(data, _as_it_is(outcome)),
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
    return _ended(summary, good.frames["issues"], strict=strict)


def _ended(summary: BuildSummary, issues: "pd.DataFrame", *, strict: bool) -> State[BuildSummary]:
    """Return the state in which a run ends, once the run shows what came of it."""
    show_build(summary, issues)
    has_warnings = bool(summary.quarantined_count or summary.unfit_count)
    return ended(summary, summary.in_a_sentence(), has_warnings=has_warnings, is_failure=strict and has_warnings)


def _process_all(refs: tuple[store.SeedRef, ...], seeds: str, data: str, work: Work) -> list[Batch]:
    kept, new = kept_batch(Path(data), refs, work.options)
    if not new:  # nothing to map over
        return [kept]
    parts = batches(new)
    with processing(Path(seeds), Path(data), parts, work):
        futures = process_documents.map(
            parts,
            [visible(batch[0].path) for batch in parts],
            unmapped(seeds),
            unmapped(data),
            unmapped(len(refs)),
            unmapped(work),
        )
        return [kept, *futures.result()]


def _as_it_is(value: Value) -> Value:
    """Return what hands `value` to a task without a search for futures in it: tables have millions of cells."""
    return cast("Value", quote(value))


def build_on(api: Api | None, **parameters: Any) -> BuildSummary:
    """Return what `build_dataset` gives, run on our own server at `api`, or on the user's where it is None.

    On ours there are no heartbeats: they would report what we know, and cost up to a second at the end.
    """
    ours = {PREFECT_API_URL: api.url, PREFECT_API_AUTH_STRING: api.password} if api else {}
    quiet = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None} if api else {}
    with temporary_settings({**ours, **quiet}):
        state = build_dataset(**parameters, return_state=True)
        result = state.result(raise_on_failure=False)
    if isinstance(result, BuildSummary):  # also of a run that is *Failed* for being strict
        return result
    raise cast("Exception", result)
