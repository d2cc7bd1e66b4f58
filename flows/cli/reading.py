"""The commands that read and write nothing: explain, explore, validate, annotate, dictionary."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.shared import (
    OWN_MODEL,
    DataFolder,
    Knowledge,
    LanguageModel,
    SizeLimit,
    TextColumn,
    Verbose,
    log,
    opening,
    progress_bar,
    user_options,
)
from flows.errors import INVALID_DATA, FileRefusedError, UsageError
from flows.escaping import visible
from schemas.vocab import IssueCode

if TYPE_CHECKING:
    from flows.documents import Work
    from flows.steps import Options


def explain(
    file: Annotated[
        Path, typer.Argument(help="One article: a file, or file.txt#3 for the third one of a file that holds several.")
    ],
    size_limit: SizeLimit = 20.0,
    text_column: TextColumn = None,
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
    as_json: Annotated[bool, typer.Option("--json", help="Print all rows as one JSON object, a list a table.")] = False,
) -> None:
    """Show everything that the pipeline finds in one document; nothing is written.

    Of a file that holds several without a number, their list is shown, or with --json the rows of all.
    """
    from flows.explain import (
        documents_in,
        explain_events,
        explain_seed,
        file_and_number,
        list_documents,
        print_rows,
        screen,
    )

    log(verbose)
    path, number = file_and_number(file)
    found = documents_in(path.name, _bytes(path, int(size_limit * 2**20)), number, text_column)
    seed, place = found[0]
    options = user_options(language_model, knowledge)
    is_usable = True
    if as_json:
        is_usable = print_rows(found, options)
    elif len(found) > 1:
        list_documents(found, screen())
    elif events or why_not:
        is_usable = explain_events(seed, options=options, has_events=events, has_near_misses=why_not, place=place)
    else:
        is_usable = explain_seed(seed, options=options, place=place)
    if not is_usable:
        raise typer.Exit(INVALID_DATA)


def explore(
    data: DataFolder = Path("data"),
    port: Annotated[int, typer.Option(help="Port on this computer; any free one if not given.", min=0, max=65535)] = 0,
    verbose: Verbose = 0,
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open no browser.")] = False,
) -> None:
    """Look at the latest snapshot in a browser: documents, events, entities, and the words behind each of them."""
    from flows.explore.server import listening, serve
    from flows.store import open_dataset

    log(verbose)
    dataset = open_dataset(data)
    with listening(port) as explorer:
        typer.echo(visible(f"The explorer of {data} is at {explorer.address}"))
        typer.echo("Only this user can open it, on this computer. Ctrl+C ends it.")
        serve(explorer, dataset, is_browser_opened=not no_browser)


def _bytes(file: Path, size_limit: int) -> bytes:
    """Return the bytes of an article; raises UsageError where it cannot be read, FileRefusedError above the limit."""
    with opening(file, "a readable article"), file.open("rb") as handle:
        data = handle.read(size_limit + 1)
    if len(data) > size_limit:
        said = f"{file}: has more than {size_limit:,} bytes; a smaller file or a higher --size-limit would be fine"
        raise FileRefusedError(IssueCode.TOO_LARGE, said)
    return data


def validate(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files, or folders of files.", show_default=False)] = None,
    against: Annotated[Path | None, typer.Option(help="Data folder whose documents they shall not repeat.")] = None,
    severities: Annotated[
        Path | None, typer.Option(help='TOML file with lines such as no_date = "ignore" (or look, not_usable).')
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="File for a JUnit report.")] = None,
    size_limit: SizeLimit = 20.0,
    text_column: TextColumn = None,
    language_model: LanguageModel = OWN_MODEL,
    knowledge: Knowledge = None,
    verbose: Verbose = 0,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 4 if a person should look at a file.")] = False,
    list_rules: Annotated[bool, typer.Option("--rules", help="Print all rules, and end.")] = False,
) -> None:
    """Judge files before they become seeds, as a build would judge them; no dataset is written."""
    from flows.validate import output, rules_with
    from flows.validate import validate as judge

    log(verbose)
    rules = rules_with(severities)
    if list_rules:
        typer.echo(output.rules_as_text(rules))
        return
    if not paths:
        raise UsageError("there is nothing to validate; name a file or a folder of articles")
    with progress_bar() as advance:
        report = judge(
            paths,
            against,
            rules=rules,
            work=work_with(user_options(language_model, knowledge)),
            size_limit=int(size_limit * 2**20),
            text_column=text_column,
            progress=advance and (lambda _, total: advance("documents", 1, total)),
        )
    typer.echo(output.json_text(report) if as_json else output.as_text(report))
    if junit:
        with opening(junit, "a file that can be written"):
            junit.write_bytes(output.as_junit(report, strict=strict))
    raise typer.Exit(output.exit_code(report, strict=strict))


def work_with(options: "Options") -> "Work":
    """Return how documents are processed with the user's choices: on all cores."""
    from flows.documents import Work, core_count

    return Work(options, worker_count=core_count())


def annotate(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines; standard input if not given.")] = None,
    language_model: LanguageModel = OWN_MODEL,
    knowledge: Knowledge = None,
    verbose: Verbose = 0,
) -> None:
    """Find mentions, dates and events in clean text: JSON Lines with `id`, `text` and perhaps `date`, in and out."""
    from flows.annotate import annotate_line

    log(verbose)
    options = user_options(language_model, knowledge)
    try:
        for number, line in enumerate(_lines(file), 1):
            if line.strip():
                sys.stdout.write(annotate_line(line, number, options) + "\n")
                sys.stdout.flush()
    except BrokenPipeError:  # the reader had enough
        sys.stderr.close()


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        yield from sys.stdin
        return
    with opening(file, "a file of JSON Lines in UTF-8"), file.open(encoding="utf-8") as stream:
        yield from stream


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
    with opening(out, "a file that can be written"):
        out.write_text(text, "utf-8")
