"""The data dictionary for people and the data package for programs, both made from the models."""

from collections.abc import Iterable
from typing import Any

import pyarrow as arrow

from schemas import vocab
from schemas.tables import TABLES, Column, columns, description, docstring, links, primary_key

_KINDS = (
    (arrow.types.is_string, "string"),
    (arrow.types.is_integer, "integer"),
    (arrow.types.is_floating, "number"),
    (arrow.types.is_date, "date"),
    (arrow.types.is_boolean, "boolean"),
)
"""Field types of Frictionless Table Schema."""

_INTRODUCTION = """\
# The tables

Made from the models in this folder by `presstable dictionary`; do not edit it by hand.

A build publishes ten Parquet tables. First come `documents`, `paragraphs`, `entities` and `events`; the others are
their proof, and `corrections` is what people have changed. All are flat: several values in one cell are joined
with ` | `. Unknown is null. Days are calendar days and intervals include both ends. Ids are made from content, so the
same bytes give the same ids everywhere.

Offsets are half-open and count Unicode code points. `start` and `end` point into `paragraphs.text`; `raw_start` and
`raw_end` point into the decoded source, and so do all offsets of `documents` and `edits` but `edits.text_start`.
"""


def markdown() -> str:
    """Return the data dictionary of all tables as Markdown, ending in a line feed."""
    return "\n".join((_INTRODUCTION, *(_table(name) for name in TABLES), _vocabularies()))


def _table(name: str) -> str:
    lines = [f"## {name}", "", description(name), "", f"Primary key: {_code(primary_key(name))}.", ""]
    lines += ["| Column | Type | Null? | Description | Example |", "|---|---|---|---|---|"]
    lines += [_row(column) for column in columns(name)]
    return "\n".join((*lines, ""))


def _row(column: Column) -> str:
    meaning = column.description
    if column.references:
        meaning += f" → `{column.references}`"
    if column.vocabulary:
        meaning += f" A word of [{column.vocabulary}](#{column.vocabulary.lower()})."
    elif "isin" in column.checks:
        meaning += f" One of {_code(column.checks['isin']['allowed_values'])}."
    null = "null" if column.is_nullable else ""
    cells = (f"`{column.name}`", str(column.type).removesuffix("[day]"), null, meaning, _example(column.example))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _vocabularies() -> str:
    """Return each closed vocabulary that a column uses, in the order of their names."""
    words = {
        column.vocabulary: column.checks["isin"]["allowed_values"]
        for name in TABLES
        for column in columns(name)
        if column.vocabulary
    }
    lines = ["## Vocabularies", "", "Closed lists, from `vocab.py`.", ""]
    for name, members in sorted(words.items()):
        lines += [f"### {name}", "", f"{docstring(vars(vocab)[name])} {_code(members)}.", ""]
    return "\n".join(lines[:-1]) + "\n"


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _example(example: object) -> str:
    literal = repr(example)[1:-1] if isinstance(example, str) else str(example).lower()
    return "(one blank)" if literal == " " else f"`{literal}`"


def data_package(names: Iterable[str] = tuple(TABLES)) -> dict[str, Any]:
    """Return the descriptor of a data package (Frictionless Data Package v1) for the tables that are named.

    Sizes and hashes are left out: they belong to the manifest of a snapshot. Raises KeyError for an unknown name.
    """
    chosen = list(names)
    return {
        "name": "presstable",
        "title": "Press articles as tables",
        "resources": [_resource(name, chosen) for name in chosen],
    }


def _resource(name: str, chosen: list[str]) -> dict[str, Any]:
    foreign = [
        {
            "fields": [link.column],
            "reference": {"resource": "" if link.to_table == name else link.to_table, "fields": [link.to_column]},
        }
        for link in links()
        if link.table == name and link.to_table in chosen
    ]
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in columns(name)],
        "primaryKey": primary_key(name),
        "missingValues": [],  # Parquet has null: an empty text is a value, such as the replacement of a deletion
    }
    return {
        "name": name,
        "path": f"{name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": description(name),
        "schema": schema | ({"foreignKeys": foreign} if foreign else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    kind = next(kind for is_kind, kind in _KINDS if is_kind(column.type))
    constraints = _constraints(column)
    return {
        "name": column.name,
        "type": kind,
        "description": column.description,
        "example": column.example,
    } | ({"constraints": constraints} if constraints else {})


def _constraints(column: Column) -> dict[str, Any]:
    """Return the checks of a column as constraints of Table Schema, as far as it has them."""
    checks = column.checks
    constraints: dict[str, Any] = {}
    if not column.is_nullable:
        constraints["required"] = True
    if column.is_unique:
        constraints["unique"] = True
    if "isin" in checks:
        constraints["enum"] = list(checks["isin"]["allowed_values"])
    if "greater_than_or_equal_to" in checks:
        constraints["minimum"] = checks["greater_than_or_equal_to"]["min_value"]
    if "in_range" in checks:
        constraints |= {"minimum": checks["in_range"]["min_value"], "maximum": checks["in_range"]["max_value"]}
    return constraints
