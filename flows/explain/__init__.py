"""What the pipeline finds in one document, for people: coloured in a terminal, plain when piped."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from flows.explain.document import explain_seed
from flows.explain.events import explain_events
from flows.explain.parts import ExplainedDocument, documents_in, file_and_number, list_documents, rows_of
from flows.explain.screen import screen
from flows.steps.options import DEFAULT, Options

__all__ = [
    "ExplainedDocument",
    "documents_in",
    "explain",
    "explain_events",
    "explain_seed",
    "file_and_number",
    "list_documents",
    "print_rows",
    "screen",
]


def explain(path: str | Path, options: Options = DEFAULT, console: Console | None = None) -> bool:
    """Print everything that the pipeline finds in one article; return whether it could be used.

    `path` is the article's file, with `#` and a number behind it for one article of a file that holds several, of which
    a list is printed without a number; `options` are those of a build; `console` is where to print, standard output if
    None. Raises OSError where the file cannot be read, UsageError where the file has no such article.
    """
    file, number = file_and_number(path)
    found = documents_in(file.name, file.read_bytes(), number)
    if len(found) > 1:
        list_documents(found, console or screen())
        return True
    return explain_seed(found[0].seed, console, options, place=found[0].place)


def print_rows(found: Sequence[ExplainedDocument], options: Options = DEFAULT) -> bool:
    """Print all rows of some documents to standard output, as a JSON object with a list for each table.

    Returns whether all of them could be used; days are in ISO 8601.
    """
    tables = rows_of(found, options)
    print(json.dumps(tables, ensure_ascii=True, indent=2, default=str))  # noqa: T201 - ASCII: no control codes
    return len(tables["documents"]) == len(found)
