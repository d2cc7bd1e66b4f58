"""What a run shows on a Prefect server: its name, our log lines, tables and links, and the state in which it ends."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.logging.handlers import APILogHandler
from prefect.settings import PREFECT_LOGGING_TO_API_ENABLED
from prefect.states import Completed, Failed

from flows.escaping import RecordMarker, markdown, visible
from schemas.vocab import Severity

if TYPE_CHECKING:
    import pandas as pd

    from flows.pipeline import BuildSummary

Result = TypeVar("Result")
WARNINGS = "Completed with warnings"
"""The name of the state in which a run ends that did its work, and set files aside."""
MOST_ROWS = 500
"""Rows of a table that a run shows: it is for people, and the dataset has all of them."""
_SHOWN = ("source_path", "code", "severity", "message")


def is_seen() -> bool:
    """Return whether somebody may look at this run: on our own server, which ends with it, nobody does."""
    return bool(PREFECT_LOGGING_TO_API_ENABLED.value())


@contextmanager
def logged_by_prefect() -> Iterator[None]:
    """Send what our modules log within, from INFO on, to the log of the flow or task run that is going on.

    Nothing is sent where Prefect's settings forbid it, as ours do for the embedded server. Prefect's handlers, that of
    the console included, get records with marks for hidden characters.
    """
    ours = logging.getLogger("flows")
    handlers = [RecordMarker(), APILogHandler()] if is_seen() else [RecordMarker()]
    level = ours.level
    if is_seen():
        ours.setLevel(min(level or logging.INFO, logging.INFO))
    for handler in handlers:
        ours.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            ours.removeHandler(handler)
        ours.setLevel(level)


def ended(result: Result, message: str, *, has_warnings: bool, is_failure: bool = False) -> State[Result]:
    """Return the state in which a run ends that has done its work and has a result.

    `message` is one sentence for the list of runs and for notifications.
    """
    said = visible(message)
    if is_failure:
        return Failed(message=said, data=result)
    return Completed(name=WARNINGS if has_warnings else None, message=said, data=result)


def show_build(summary: "BuildSummary", issues: "pd.DataFrame") -> None:
    """Leave the summary of a build with its run and, where somebody may look, what was set aside and where things are.

    `issues` is the table of that name.
    """
    create_markdown_artifact(as_markdown(summary), key="build-dataset", description="What the build has published")
    if not is_seen():
        return
    for key, what, is_quarantined in (
        ("build-dataset-quarantined", "files quarantined", True),
        ("build-dataset-findings", "findings in the others", False),
    ):
        rows = issues[issues["is_quarantined"] == is_quarantined].to_dict("records")
        show_table(key, what, [{name: row[name] for name in _SHOWN} for row in sorted(rows, key=_worst_first)])
    report = Path(summary.path).resolve() / "report.html"
    create_link_artifact(
        report.as_uri(), "report.html", key="build-dataset-report", description=f"The report of {report.parent.name}"
    )


def _worst_first(row: "Mapping[str, str]") -> tuple[int, str]:
    return list(Severity).index(Severity(row["severity"])), row["source_path"]


def show_table(key: str, what: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Leave a table with the run, the first rows of it where it is long; `what` names the rows in words."""
    table = [{name: _cell(value) for name, value in row.items()} for row in rows[:MOST_ROWS]]
    first = f", the first {MOST_ROWS}" if len(rows) > MOST_ROWS else ""
    create_table_artifact(table, key=key, description=f"{len(rows):,} {what}{first}")


def _cell(value: object) -> str:
    """Return a value as text without hidden characters and without links, which Prefect's pages would make of it."""
    return visible(str(value)).replace("](", "] (")


def as_markdown(summary: "BuildSummary") -> str:
    """Return the summary as a table in Markdown: one line per fact, then one per table, stage, step and document."""
    rows: list[tuple[str, object]] = [
        ("snapshot id", summary.snapshot_id),
        ("path", summary.path),
        ("is new", summary.is_new),
        ("files read", summary.seed_count),
        ("of these unchanged", summary.reused_count),
        ("files quarantined", summary.quarantined_count),
        ("corrections not applied", summary.unfit_count),
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
