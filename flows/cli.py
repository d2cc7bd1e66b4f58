"""The command `presstable`. Heavy modules are imported inside the commands, so that help answers at once."""

import json
import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from flows.errors import (
    INVALID_DATA,
    UNEXPECTED,
    WRONG_COMMAND,
    ContractError,
    KnowledgeError,
    PresstableError,
    ServerError,
    UsageError,
)
from flows.escaping import RecordMarker, visible

if TYPE_CHECKING:
    from flows.pipeline import BuildSummary
    from flows.steps import Options

QUARANTINED = 4
"""Exit code: published, but inputs are quarantined (only with --strict). Those of errors are in `flows.errors`."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help answers in half the time
)


class _Echo(logging.Handler):
    """Writes log records to the standard error of the moment: a progress bar may have replaced it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(f"{self.format(record)}\n")


def _log(verbosity: int) -> None:
    """Show what the modules of flows log: warnings; from verbosity 1 on steps, from 2 on documents and tracebacks.

    Called for the options before the name of a command, then for those after it; 0 does not lower an earlier level.
    Records from INFO on are made in any case: Prefect shows them where it runs on a server of the user's own.
    """
    ours = logging.getLogger("flows")
    if ours.handlers and not verbosity:
        return
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbosity, 2)]
    ours.setLevel(min(level, logging.INFO))
    ours.propagate = False
    handler = _Echo(level)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
    ours.handlers = [RecordMarker(), handler]


Verbose = Annotated[
    int,
    typer.Option(
        "-v",
        "--verbose",
        count=True,
        show_default=False,
        help="Log what is done to standard error; -vv: each document, too.",
    ),
]


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if is_asked:
        typer.echo(f"presstable {version('presstable')}")
        raise typer.Exit


@app.callback()
def common(
    *,
    show_version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version and end.")
    ] = False,
    verbose: Verbose = 0,
) -> None:
    """Turn folders of saved articles into tables of documents, paragraphs, entities and events."""
    _log(verbose)


OWN_MODEL = "presstable"
"""The name of the language model that comes with Presstable: `flows.steps.language.engine.OWN`, at no cost."""
LanguageModel = Annotated[
    str, typer.Option(metavar="NAME", help='"presstable", "rules" (no model) or an installed pipeline of spaCy.')
]

_WrongCommand: Any = typer.BadParameter.__base__
"""What is raised for a command or option that is not there: the UsageError of Click, wherever Typer has it."""

Knowledge = Annotated[
    Path | None, typer.Option(help="CSV file of your own actors, which win over shipped ones: see the README.")
]


@app.command()
def build(
    seeds: Annotated[Path, typer.Argument(help="Folder with the articles.")] = Path("seeds"),
    data: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("data"),
    size_limit: Annotated[float, typer.Option(help="Largest file that is read, in megabytes.", min=0.001)] = 20.0,
    wait: Annotated[float, typer.Option(help="Seconds to wait while another build runs.", min=0)] = 0.0,
    keep: Annotated[int, typer.Option(help="Snapshots to keep.", min=1)] = 5,
    language_model: LanguageModel = OWN_MODEL,
    knowledge: Knowledge = None,
    verbose: Verbose = 0,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 4 if any file was quarantined.")] = False,
) -> None:
    """Build all tables from a folder of articles and publish them as one snapshot."""
    from flows.launch import build as run_build

    _log(verbose)
    _options(language_model, knowledge)
    with _progress_bar() as progress:
        summary = run_build(
            str(seeds),
            str(data),
            size_limit_mb=size_limit,
            keep_snapshots=keep,
            lock_wait_seconds=wait,
            language_model=language_model,
            knowledge=str(knowledge) if knowledge else None,
            progress=progress,
        )
    typer.echo(_summary(summary, data))
    if strict and summary.quarantined_count:
        raise typer.Exit(QUARANTINED)


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield what to call with a stage, how much more of it is done, and its total; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        tasks = {"": progress.add_task("starting", total=None)}

        def advance(stage: str, done: int, total: int) -> None:
            if "" in tasks:
                progress.remove_task(tasks.pop(""))
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.advance(tasks[stage], done)

        yield advance


def _summary(summary: "BuildSummary", data: Path) -> str:
    """Return what a build did in a few lines, and where to look next."""
    count = summary.counts
    files = f"{_many(summary.seed_count, 'file')} read ({summary.reused_count} unchanged)"
    rows = ", ".join(f"{count[name]} {name}" for name in ("documents", "paragraphs", "entities", "events"))
    kind = "new snapshot" if summary.is_new else "nothing new; snapshot"
    latest = data / "latest"
    return "\n".join(
        visible(line)
        for line in (
            f"{files}, {summary.quarantined_count} quarantined.",
            f"{rows}; every document gives its source back exactly.",
            f"{kind} {summary.snapshot_id} in {sum(summary.timings.values()):.1f} s.",
            "",
            f"Look at   {latest / 'report.html'}",
            f"Load      {latest / 'events.parquet'}  (and {len(count) - 1} more tables; see schemas/README.md)",
            f"Check     {latest / 'issues.parquet'}  ({_many(count['issues'], 'row')})",
            "",
            *_times(summary),
        )
    )


def _times(summary: "BuildSummary") -> list[str]:
    """Return where the seconds of a build went, a line each for steps, stages and the slowest documents."""
    stages = {stage: seconds for stage, seconds in summary.timings.items() if stage != "process documents"}
    lines = [("Steps", summary.steps), ("Stages", stages), ("Slowest", summary.slowest)]
    return [f"{label:<10}{_seconds(times)}" for label, times in lines if times]


def _seconds(times: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in times.items())


def _many(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="One article.")],
    language_model: LanguageModel = OWN_MODEL,
    knowledge: Knowledge = None,
    verbose: Verbose = 0,
    *,
    events: Annotated[
        bool, typer.Option("--events", help="Only the events, and the reasons for their columns.")
    ] = False,
    why_not: Annotated[
        bool,
        typer.Option("--why-not", help="Only the sentences without an event, and the triggers that nearly gave one."),
    ] = False,
) -> None:
    """Show everything that the pipeline finds in one document; nothing is written."""
    from flows.explain import explain_events, explain_seed
    from flows.steps.read.seed import seed_of

    _log(verbose)
    with _opening(file, "a readable article"):
        seed = seed_of(file.name, file.read_bytes())
    options = _options(language_model, knowledge)
    if events or why_not:
        is_usable = explain_events(seed, options=options, has_events=events, has_near_misses=why_not)
    else:
        is_usable = explain_seed(seed, options=options)
    if not is_usable:
        raise typer.Exit(INVALID_DATA)


@app.command()
def annotate(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines; standard input if not given.")] = None,
    language_model: LanguageModel = OWN_MODEL,
    knowledge: Knowledge = None,
    verbose: Verbose = 0,
) -> None:
    """Find mentions, dates and events in clean text: JSON Lines with `id`, `text` and perhaps `date`, in and out."""
    from flows.annotate import annotate_line

    _log(verbose)
    options = _options(language_model, knowledge)
    try:
        for number, line in enumerate(_lines(file), 1):
            if line.strip():
                sys.stdout.write(annotate_line(line, number, options) + "\n")
                sys.stdout.flush()
    except BrokenPipeError:  # the reader had enough
        sys.stderr.close()


def _options(language_model: str, knowledge: Path | None) -> "Options":
    """Return the user's choices; raises KnowledgeError or UsageError where their file of actors is wrong or unread."""
    from flows.steps import Options
    from flows.steps.entities.knowledge_base import NOTHING
    from flows.steps.entities.user_actors import read_user_knowledge

    if knowledge is None:
        return Options(language_model, NOTHING)
    with _opening(knowledge, "a readable CSV file of actors"):
        return Options(language_model, read_user_knowledge(knowledge))


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        yield from sys.stdin
        return
    with _opening(file, "a file of JSON Lines in UTF-8"), file.open(encoding="utf-8") as stream:
        yield from stream


@contextmanager
def _opening(path: Path, fine: str) -> Iterator[None]:
    """Turn an OSError or a wrong encoding of a user's path into a UsageError; `fine` is what could be read instead."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 ({error.reason}); {fine} would be fine") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; {fine} would be fine") from error


@app.command()
def train(
    corpora: Annotated[Path, typer.Option(help="Folder with the treebanks and the texts with names.")],
    out: Annotated[Path, typer.Option(help="Folder for the model; replaced when all is done.")],
    verbose: Verbose = 0,
) -> None:
    """Train the language model (about 40 minutes of one core), measure it and write its card."""
    from flows.launch import train as run_training

    _log(verbose)
    if not (corpora / "ewt_train.conllu").is_file():
        raise UsageError(
            f"{corpora} is no folder with ewt_train.conllu and the other corpora; such a one would be fine"
        )
    typer.echo(run_training(str(corpora), str(out)))


@app.command()
def dictionary(
    out: Annotated[Path | None, typer.Option(help="File to write; standard output if not given.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As a Frictionless data package.")] = False,
) -> None:
    """Print the dictionary of all tables: the meaning, type and example of each column."""
    from schemas.dictionary import data_package, markdown
    from schemas.tables import TABLES

    text = json.dumps(data_package(tuple(TABLES)), indent=2) + "\n" if as_json else markdown()
    if out is None:
        typer.echo(text, nl=False)
        return
    with _opening(out, "a file that can be written"):
        out.write_text(text, "utf-8")


def main() -> None:
    """Run the command line: a PresstableError or OSError ends it with one message and its exit code.

    Names and texts in messages, and in the traceback of an unexpected error, have marks for hidden characters.
    """
    try:
        sys.exit(app(standalone_mode=False))
    except _WrongCommand as error:
        usage = StringIO()
        error.show(usage)
        typer.echo(visible(usage.getvalue(), "\n"), err=True, nl=False)
        sys.exit(WRONG_COMMAND)
    except PresstableError as error:
        _end(error, str(error), error.exit_code)
    except OSError as error:
        _end(error, f"{error.filename}: {error.strerror}" if error.filename else str(error), UNEXPECTED)
    finally:
        sys.excepthook = _show_traceback  # Typer has put its own there


def _show_traceback(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    typer.echo(visible("".join(traceback.format_exception(error)), "\n"), err=True, nl=False)


def _end(error: Exception, message: str, exit_code: int) -> NoReturn:
    """End the process with the message and notes of an error on standard error, and with -vv its traceback."""
    logging.getLogger(__name__).debug("the error in full", exc_info=error)
    kept = "\n" if isinstance(error, ContractError | KnowledgeError | ServerError) else ""  # lists of sentences
    notes = getattr(error, "__notes__", ())
    typer.echo("\n".join([visible(f"presstable: {message}", kept), *map(visible, notes)]), err=True)
    sys.exit(exit_code)
