"""The flow that builds a dataset: what runs when, what is tried again, what is shown. `flows.pipeline` works."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow, task, unmapped
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from flows import pipeline, store
from flows.pipeline import Batch, BuildSummary
from flows.steps import Options
from flows.steps.entities.knowledge import NOTHING
from flows.steps.entities.own import read_user_knowledge
from flows.steps.language.engine import OWN, load
from flows.steps.records import Issue

WORKERS = 4
"""Threads: they wait for disks side by side, not more, as Python computes in one of them at a time."""


def is_worth_retrying(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Return whether a task failed for a reason that may pass: a disk, not a bug and not a changed seed."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) or (isinstance(error, Exception) and isinstance(error.__cause__, OSError))


@task(
    name="process documents",
    task_run_name="process {first} and the next",
    cache_policy=NO_CACHE,  # our own part store knows what is done, and forgets nothing that is there
    retries=2,
    retry_delay_seconds=[1, 10],
    retry_condition_fn=is_worth_retrying,
)
def process_documents(
    refs: tuple[store.SeedRef, ...], first: str, seeds: str, data: str, total: int, options: Options
) -> Batch:
    """Return the keys of the parts of a batch of documents."""
    del first  # names the run
    return pipeline.process_batch(Path(seeds), Path(data), refs, total, options)


@task(name="publish tables", cache_policy=NO_CACHE)
def publish_tables(
    data: str, batched: list[Batch], issues: tuple[Issue, ...], keep: int, parameters: dict[str, Any]
) -> BuildSummary:
    """Return the summary of the build, once its tables are checked and published."""
    return pipeline.publish(Path(data), batched, issues, keep, parameters)


@flow(name="build dataset", task_runner=ThreadPoolTaskRunner(max_workers=WORKERS))  # type: ignore[arg-type]
def build_dataset(
    seeds: str = "seeds",
    data: str = "data",
    size_limit_mb: float = 20,
    keep_snapshots: int = 5,
    lock_wait_seconds: float = 0,
    language_model: str = OWN,
    knowledge: str | None = None,
) -> BuildSummary:
    """Return what was built from the files in `seeds` and published in `data`.

    Files above `size_limit_mb` (2**20 bytes each) are quarantined; the newest `keep_snapshots` stay; another build on
    the same data folder is waited for up to `lock_wait_seconds`. `language_model` is ours, "rules", or an installed
    pipeline of spaCy; `knowledge` is a CSV file of actors that win over ours.

    Raises NoSeedsError where there is nothing to read, DataLockedError where the other build goes on for longer,
    UnknownEngineError where there is no such language model, KnowledgeError where the actors
    are wrong, ContractError where the tables are wrong: in none of these
    is anything published.
    """
    parameters = {
        "size_limit_mb": size_limit_mb,
        "keep_snapshots": keep_snapshots,
        "language_model": load(language_model).label,
        "knowledge": knowledge,
    }
    options = Options(language_model, read_user_knowledge(Path(knowledge)) if knowledge else NOTHING)
    timings: dict[str, float] = {}
    with store.data_lock(Path(data), lock_wait_seconds):
        with pipeline.timed(timings, "list seeds"):
            refs, issues = store.list_seeds(Path(seeds), int(size_limit_mb * 2**20))
        with pipeline.timed(timings, "process"):
            batched = _process_all(refs, seeds, data, options)
        summary = publish_tables(data, batched, issues, keep_snapshots, parameters)
    summary.timings = timings | summary.timings
    create_markdown_artifact(as_markdown(summary), key="build-dataset", description="What the build has published")
    return summary


def _process_all(refs: tuple[store.SeedRef, ...], seeds: str, data: str, options: Options) -> list[Batch]:
    batches = pipeline.batches(refs)
    if not batches:  # all files are quarantined; there is nothing to map over
        return []
    futures = process_documents.map(
        batches,
        [batch[0].path for batch in batches],
        unmapped(seeds),
        unmapped(data),
        unmapped(len(refs)),
        unmapped(options),
    )
    return list(futures.result())


def as_markdown(summary: BuildSummary) -> str:
    """Return the summary as a table in Markdown: one line a fact, then one a table."""
    facts = asdict(summary)
    counts, timings = facts.pop("counts"), facts.pop("timings")
    rows = [(name.replace("_", " "), value) for name, value in facts.items()]
    rows += [(f"rows of {name}", count) for name, count in counts.items()]
    rows += [(f"seconds to {stage}", seconds) for stage, seconds in timings.items()]
    return "\n".join(("| what | value |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)))


def build_on(url: str | None, **parameters: Any) -> BuildSummary:
    """Return what `build_dataset` gives, run on our own server at `url`, or on the user's where it is None.

    On ours there are no heartbeats: they would say what we know, and cost up to a second at the end.
    """
    ours = {PREFECT_API_URL: url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None} if url else {}
    with temporary_settings(ours):
        summary: BuildSummary = build_dataset(**parameters)
    return summary
