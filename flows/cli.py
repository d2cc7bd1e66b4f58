"""The command `presstable`. Heavy modules are imported inside the commands, so that help answers at once."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer

OK, UNEXPECTED, WRONG_COMMAND, INVALID_DATA, QUARANTINED, LOCKED = 0, 1, 2, 3, 4, 75
"""Exit codes: done; an unexpected error; the command was wrong; the data is invalid and nothing was published;
published, but inputs are quarantined (only with --strict); another build holds the lock."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Turn folders of saved articles into tables of documents, paragraphs, entities and events.",
)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(f"presstable: {message}", err=True)
    raise typer.Exit(code)


@app.command()
def build(
    seeds: Annotated[Path, typer.Argument(help="Folder with the articles.")] = Path("seeds"),
    data: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("data"),
    size_limit: Annotated[float, typer.Option(help="Largest file that is read, in megabytes.", min=0.001)] = 20.0,
    wait: Annotated[float, typer.Option(help="Seconds to wait while another build runs.", min=0)] = 0.0,
    keep: Annotated[int, typer.Option(help="Snapshots to keep.", min=1)] = 5,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 4 if any file was set aside.")] = False,
) -> None:
    """Build all tables from a folder of articles and publish them as one snapshot."""
    from flows.commands import run_build

    code, message = run_build(seeds, data, size_limit, wait, keep)
    typer.echo(message.text, err=code != OK)
    if code == OK and strict and message.quarantined:
        raise typer.Exit(QUARANTINED)
    raise typer.Exit(code)


@app.command()
def explain(file: Annotated[Path, typer.Argument(help="One article.")]) -> None:
    """Show everything the pipeline thinks of one document; nothing is written."""
    from flows.explain import explain_seed
    from flows.steps.read.seed import seed_of

    try:
        data = file.read_bytes()
    except OSError as error:
        _stop(f"{file}: {error.strerror or error}; a readable article would be fine", WRONG_COMMAND)
    explain_seed(seed_of(file.name, data))


@app.command()
def annotate(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines; standard input if not given.")] = None,
) -> None:
    """Find mentions, dates and events in clean text: JSON Lines with `id`, `text` and perhaps `date`, in and out."""
    from flows.annotate import AnnotateError, annotate_line

    try:
        for number, line in enumerate(_lines(file), 1):
            if line.strip():
                sys.stdout.write(annotate_line(line, number) + "\n")
                sys.stdout.flush()
    except AnnotateError as error:
        _stop(str(error), WRONG_COMMAND)
    except BrokenPipeError:  # the reader had enough
        sys.stderr.close()


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        yield from sys.stdin
        return
    try:
        with file.open(encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        _stop(f"{file}: {error}; a file of JSON Lines in UTF-8 would be fine", WRONG_COMMAND)


@app.command()
def dictionary(
    table: Annotated[str | None, typer.Argument(help="One table; all if not given.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As a Frictionless data package.")] = False,
) -> None:
    """Print what each column of each table means."""
    from schemas.dictionary import data_package, markdown
    from schemas.tables import TABLES

    if table is not None and table not in TABLES:
        _stop(f"there is no table {table!r}; the tables are {', '.join(TABLES)}", WRONG_COMMAND)
    names = [table] if table else list(TABLES)
    typer.echo(json.dumps(data_package(names), indent=2) if as_json else markdown(names))


def main() -> None:
    """Run the command line."""
    app()
