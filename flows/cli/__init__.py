"""The command `presstable`. Heavy modules are imported inside the commands, so that help answers at once."""

import logging
import sys
import traceback
from importlib.metadata import version
from io import StringIO
from types import TracebackType
from typing import Annotated, Any, NoReturn

import typer

from flows.cli import building, coding, history, reading
from flows.cli.shared import Verbose, log
from flows.errors import (
    UNEXPECTED,
    WRONG_COMMAND,
    ContractError,
    KnowledgeError,
    LossError,
    PresstableError,
    ServerError,
    WorkersError,
)
from flows.escaping import visible

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help answers in half the time
)


_LISTS = (ContractError, KnowledgeError, LossError, ServerError, WorkersError)
"""Errors whose messages have several lines."""
_FINE: dict[type[OSError], str] = {
    PermissionError: "one that this user may read and write",
    NotADirectoryError: "a folder",
    IsADirectoryError: "a file",
    FileExistsError: "a folder, or nothing in its place,",
}
"""What would be fine where a path of the user's cannot be used for what the command does with it."""
_WrongCommand: Any = typer.BadParameter.__base__
"""What is raised for a command or option that is not there: the UsageError of Click, wherever Typer has it."""


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
    log(verbose)


for command in (
    building.build,
    reading.validate,
    reading.explain,
    reading.explore,
    reading.annotate,
    history.snapshots,
    history.diff,
    history.rollback,
    reading.dictionary,
    coding.sample,
    coding.agreement,
    coding.codebook,
    building.train,
):
    app.command()(command)
app.add_typer(coding.corrections, name="corrections")


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
        message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        fine = _FINE.get(type(error))
        _end(error, f"{message}; {fine} would be fine" if fine else message, WRONG_COMMAND if fine else UNEXPECTED)
    finally:
        sys.excepthook = _show_traceback  # Typer has put its own there


def _show_traceback(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    typer.echo(visible("".join(traceback.format_exception(error)), "\n"), err=True, nl=False)


def _end(error: Exception, message: str, exit_code: int) -> NoReturn:
    """End the process with the message and notes of an error on standard error, and with -vv its traceback."""
    logging.getLogger(__name__).debug("the error in full", exc_info=error)
    kept = "\n" if isinstance(error, _LISTS) else ""
    notes = getattr(error, "__notes__", ())
    typer.echo("\n".join([visible(f"presstable: {message}", kept), *map(visible, notes)]), err=True)
    sys.exit(exit_code)
