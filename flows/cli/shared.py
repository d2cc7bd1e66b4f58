"""What the commands share: options, the log, the progress bar, and errors of a user's path."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import UsageError
from flows.escaping import RecordMarker, visible

if TYPE_CHECKING:
    from flows.steps import Options

_BEGAN = perf_counter() - process_time()
"""When the process began, by the clock of `perf_counter`: until here it has computed all the time."""
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

OWN_MODEL = "presstable"
"""The name of the language model that comes with Presstable: `flows.steps.language.engine.OWN`, at no cost."""
LanguageModel = Annotated[
    str, typer.Option(metavar="NAME", help='"presstable", "rules" (no model) or an installed pipeline of spaCy.')
]

SizeLimit = Annotated[float, typer.Option(help="Largest file that is read, in megabytes.", min=0.001)]
Knowledge = Annotated[
    Path | None, typer.Option(help="CSV file of your own actors, which win over shipped ones: see the README.")
]
TextColumn = Annotated[
    str | None,
    typer.Option(help="Column of tables (CSV, TSV, JSON) with the texts; found by its content if not given."),
]
Local = Annotated[
    bool, typer.Option("--local", help="Run on a Prefect server of our own, whatever variables and profiles name.")
]
DataFolder = Annotated[Path, typer.Option(help="Folder with the tables.")]


def waited() -> float:
    """Return the seconds that the user has waited since the command began, by the clock on the wall."""
    return perf_counter() - _BEGAN


class Echo(logging.Handler):
    """Writes log records to the standard error of the moment: a progress bar may have replaced it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(f"{self.format(record)}\n")


def log(verbosity: int) -> None:
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
    handler = Echo(level)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
    ours.handlers = [RecordMarker(), handler]


def name_server(*, local: bool) -> None:
    """Name the user's own Prefect server on standard error, if this command will use one, and where it was set.

    Called first, before anything that takes time. Raises UnreachableServerError where it does not answer.
    """
    from flows.chosen_api import check_answers
    from flows.server import chosen

    if api := chosen(local=local):
        typer.echo(visible(f"Runs on {api}; --local would use one of our own."), err=True)
        check_answers(api)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None] | None]:
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


def user_options(language_model: str, knowledge: Path | None) -> "Options":
    """Return the user's choices; raises KnowledgeError or UsageError where their file of actors is wrong or unread."""
    from flows.steps import Options
    from flows.steps.entities.knowledge_base import NOTHING
    from flows.steps.entities.user_actors import read_user_knowledge

    if knowledge is None:
        return Options(language_model, NOTHING)
    with opening(knowledge, "a readable CSV file of actors"):
        return Options(language_model, read_user_knowledge(knowledge))


@contextmanager
def opening(path: Path, fine: str) -> Iterator[None]:
    """Turn an OSError or a wrong encoding of a user's path into a UsageError; `fine` is what could be read instead."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 ({error.reason}); {fine} would be fine") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; {fine} would be fine") from error
