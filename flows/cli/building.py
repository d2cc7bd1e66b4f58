"""The commands that make something: a dataset, a language model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.shared import (
    OWN_MODEL,
    Knowledge,
    LanguageModel,
    Local,
    SizeLimit,
    TextColumn,
    Verbose,
    log,
    name_server,
    opening,
    progress_bar,
    user_options,
    waited,
)
from flows.errors import UsageError
from flows.escaping import visible

if TYPE_CHECKING:
    from flows.pipeline import BuildSummary

QUARANTINED = 4
"""Exit code: published, but inputs are quarantined or corrections not applied (only with --strict).

Those of errors are in `flows.errors`.
"""


def build(
    seeds: Annotated[Path, typer.Argument(help="Folder with the articles.")] = Path("seeds"),
    data: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("data"),
    size_limit: SizeLimit = 20.0,
    wait: Annotated[float, typer.Option(help="Seconds to wait while another build runs.", min=0)] = 0.0,
    keep: Annotated[int, typer.Option(help="Snapshots to keep.", min=1)] = 5,
    language_model: LanguageModel = OWN_MODEL,
    knowledge: Knowledge = None,
    corrections: Annotated[
        Path | None,
        typer.Option(help="CSV file of corrections; corrections.csv beside the folder of articles if not given."),
    ] = None,
    document_timeout: Annotated[
        float,
        typer.Option(help="Seconds that a document may take, for each megabyte if it has more than one.", min=0.1),
    ] = 120.0,
    document_memory: Annotated[int, typer.Option(help="Megabytes of memory that a document may take.", min=64)] = 1024,
    workers: Annotated[
        int | None, typer.Option(help="Documents processed at a time; as many as cores if not given.", min=1)
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask cluster that processes documents: tcp://host:8786.")
    ] = None,
    text_column: TextColumn = None,
    max_loss: Annotated[
        float, typer.Option(help="Share of the documents of the last snapshot that may go.", min=0, max=1)
    ] = 0.2,
    verbose: Verbose = 0,
    *,
    allow_loss: Annotated[bool, typer.Option("--allow-loss", help="Publish however many documents go.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 4 if any file was quarantined, or a correction not applied.")
    ] = False,
    local: Local = False,
) -> None:
    """Build all tables from a folder of articles and publish them as one snapshot."""
    log(verbose)
    name_server(local=local)
    from flows.corrections import read_corrections
    from flows.launch import build as run_build

    user_options(language_model, knowledge)
    if corrections is not None:
        with opening(corrections, "a readable CSV file of corrections"):
            read_corrections(corrections)
    with progress_bar() as progress:
        summary = run_build(
            str(seeds),
            str(data),
            size_limit_mb=size_limit,
            keep_snapshots=keep,
            lock_wait_seconds=wait,
            language_model=language_model,
            knowledge=str(knowledge) if knowledge else None,
            corrections=str(corrections) if corrections else None,
            document_timeout=document_timeout,
            document_memory_mb=document_memory,
            workers=workers,
            max_loss=max_loss,
            cluster=cluster,
            text_column=text_column,
            allow_loss=allow_loss,
            strict=strict,
            local=local,
            progress=progress,
        )
    typer.echo(as_text(summary, data, waited()))
    if strict and (summary.quarantined_count or summary.unfit_count):
        raise typer.Exit(QUARANTINED)


def as_text(summary: "BuildSummary", data: Path, seconds: float) -> str:
    """Return what a build did in a few lines, and where to look next; `seconds` is how long the user has waited."""
    count = summary.counts
    files = f"{_many(summary.seed_count, 'file')} read ({summary.reused_count} unchanged)"
    rows = ", ".join(f"{count[name]} {name}" for name in ("documents", "paragraphs", "entities", "events"))
    kind = "new snapshot" if summary.is_new else "nothing new; snapshot"
    latest = data / "latest"
    return "\n".join(
        visible(line)
        for line in (
            f"{files}, {summary.quarantined_count} quarantined.",
            *_failed(summary),
            *_unfit(summary, data),
            f"{rows}; every document gives its source back exactly.",
            f"{kind} {summary.snapshot_id} in {seconds:.1f} s.",
            *_changes(summary),
            "",
            f"Look at   {latest / 'report.html'}",
            f"Load      {latest / 'events.parquet'}  (and {len(count) - 1} more tables; see schemas/README.md)",
            f"Check     {latest / 'issues.parquet'}  ({_many(count['issues'], 'row')})",
            "",
            *_times(summary, seconds),
        )
    )


def _failed(summary: "BuildSummary") -> list[str]:
    """Return the lines on documents that failed inside Presstable; none where all is well."""
    if not summary.failed:
        return []
    count = _many(len(summary.failed), "file")
    return [f"{count} FAILED INSIDE PRESSTABLE and left out (-v logs why; please report it):", *summary.failed, ""]


def _unfit(summary: "BuildSummary", data: Path) -> list[str]:
    """Return the line on corrections that are stale or refused; none where all are applied."""
    if not summary.unfit_count:
        return []
    count = _many(summary.unfit_count, "correction")
    return [f"{count} NOT APPLIED: presstable corrections check --data {data} lists them with the reason."]


def _changes(summary: "BuildSummary") -> list[str]:
    """Return the line on what changed since the last snapshot; none where there was none, or nothing changed."""
    if not summary.is_new or summary.changes is None:
        return []
    return ["Since the last snapshot: " + "; ".join(f"{name} {found}" for name, found in summary.changes.items()) + "."]


def _times(summary: "BuildSummary", seconds: float) -> list[str]:
    """Return where the time of a build went: its stages, which add up to `seconds`, and shares of computing.

    Documents are processed side by side, so that seconds of their steps would be more than anybody has waited.
    """
    start = max(0.0, seconds - sum(summary.timings.values()))
    stages = ", ".join(f"{stage} {time:.1f} s" for stage, time in {"start": start, **summary.timings}.items())
    computing = sum(summary.steps.values())
    shares = [("Steps", summary.steps), ("Slowest", summary.slowest)]
    return [f"{'Time':<10}{stages}", *(f"{label:<10}{_shares(times, computing)}" for label, times in shares if times)]


def _shares(times: dict[str, float], whole: float) -> str:
    return ", ".join(f"{name} {time / whole if whole else 0:.0%}" for name, time in times.items())


def _many(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def train(
    corpora: Annotated[Path, typer.Option(help="Folder with the treebanks and the texts with names.")],
    out: Annotated[Path, typer.Option(help="Folder for the model; replaced when all is done.")],
    verbose: Verbose = 0,
    *,
    local: Local = False,
) -> None:
    """Train the language model (hours of a processor; a stopped run goes on), measure it and write its card."""
    from flows.launch import train as run_training

    log(verbose)
    if not (corpora / "ewt_train.conllu").is_file():
        raise UsageError(
            f"{corpora} is no folder with ewt_train.conllu and the other corpora; such a one would be fine"
        )
    name_server(local=local)
    typer.echo(run_training(str(corpora), str(out), local=local))
