"""The documents in a file that a person names: all of them, or one by its number, as `download.txt#3`."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from flows.documents import analysed
from flows.errors import UsageError
from flows.explain.screen import heading, line
from flows.steps import Analysis, Options, Seed
from flows.steps.intake import ArticlePlace, articles_in, placed, seed_of_article
from flows.steps.read.seed import seed_of

_NUMBERED = re.compile(r"(?P<file>.+)#(?P<number>[1-9]\d{0,6})", re.DOTALL)
_SHOWN = 80
"""Characters of the first line of an article in a list of them."""


class ExplainedDocument(NamedTuple):
    """A document to explain, and its place in a file that holds several, None for a file that is one document."""

    seed: Seed
    place: ArticlePlace | None = None

    def analysed(self, options: Options) -> Analysis:
        """Return all rows of the document at its place, and its annotations, as in a build."""
        analysis = analysed(self.seed, options)
        return Analysis(placed(analysis.outcome, self.place), analysis.annotations)


def file_and_number(path: str | Path) -> tuple[Path, int | None]:
    """Return the file that a person names, and the number of a document in it, None where they mean the file."""
    match = None if Path(path).exists() else _NUMBERED.fullmatch(str(path))
    return (Path(match["file"]), int(match["number"])) if match else (Path(path), None)


def documents_in(
    name: str, data: bytes, number: int | None = None, text_column: str | None = None
) -> tuple[ExplainedDocument, ...]:
    """Return the documents of a file, or the one with a number.

    `name` is what the file is called, `text_column` the column of tables that has the texts. Raises
    UsageError where there is no document with this number, UnusableSeedError for a damaged file of several.
    """
    seed = seed_of(name, data)
    items = articles_in(name, data, seed.sha256, text_column)
    found = [ExplainedDocument(seed_of_article(item, f"doc_{item.article.sha256[:16]}"), item.place) for item in items]
    if number is None:
        return tuple(found) or (ExplainedDocument(seed),)
    if number > len(found):
        fine = f"numbers from 1 to {len(found)} would be fine" if found else f"{name} alone would be fine"
        raise UsageError(f"{name}#{number}: the file has no document of this number; {fine}")
    return (found[number - 1],)


def list_documents(found: Sequence[ExplainedDocument], console: Console) -> None:
    """Print the number, the label and the first words of each document of a file."""
    heading(console, f"{len(found)} documents")
    for document in found:
        text = document.seed.data.decode("utf-8", "replace")
        first = next((words for words in map(str.strip, text.splitlines()) if words), "")
        if document.place is not None:
            line(console, document.place.name, first[:_SHOWN], document.place.label or "")


def rows_of(found: Sequence[ExplainedDocument], options: Options) -> dict[str, list[dict[str, object]]]:
    """Return all rows of documents as plain values, a list for each table."""
    tables: dict[str, list[dict[str, object]]] = {}
    for document in found:
        for name, rows in asdict(document.analysed(options).outcome).items():
            tables.setdefault(name, []).extend(rows)
    return tables
