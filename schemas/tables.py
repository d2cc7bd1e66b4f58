"""The ten tables: their models, keys, links and Arrow schemas."""

import ast
import inspect
import json
from functools import cache
from typing import Any, NamedTuple

import pyarrow as arrow

from schemas.columns import Table
from schemas.corrections import Corrections
from schemas.dates import Dates
from schemas.documents import Documents
from schemas.edits import Edits
from schemas.entities import Entities
from schemas.events import Events
from schemas.issues import Issues
from schemas.mentions import Mentions
from schemas.paragraphs import Paragraphs
from schemas.participants import Participants

TABLES: dict[str, type[Table]] = {
    "documents": Documents,
    "paragraphs": Paragraphs,
    "entities": Entities,
    "events": Events,
    "participants": Participants,
    "mentions": Mentions,
    "dates": Dates,
    "edits": Edits,
    "issues": Issues,
    "corrections": Corrections,
}
"""Models by table name, in the order of the dictionary."""


class Column(NamedTuple):
    """The contract of one column; `checks` are Pandera's, by name, with their parameters."""

    name: str
    type: arrow.DataType
    is_nullable: bool
    is_unique: bool
    description: str
    example: object
    references: str | None
    vocabulary: str | None
    checks: dict[str, dict[str, Any]]


class ForeignKey(NamedTuple):
    """A column whose values, where not null, are values of a column of another table."""

    table: str
    column: str
    to_table: str
    to_column: str


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table in order; raises KeyError for an unknown table."""
    model_columns = TABLES[table].to_schema().columns.values()
    return tuple(
        Column(
            name=column.name,
            type=column.dtype.type.pyarrow_dtype,
            is_nullable=column.nullable,
            is_unique=column.unique or primary_key(table) == [column.name],
            description=column.description,
            example=column.metadata["example"],
            references=column.metadata.get("references"),
            vocabulary=column.metadata.get("vocabulary"),
            checks={check.name: check.statistics for check in column.checks},
        )
        for column in model_columns
    )


def primary_key(table: str) -> list[str]:
    """Return the names of the columns that identify a row of a table."""
    key: list[str] = TABLES[table].Config.metadata["primary_key"]
    return key


def sort_key(table: str) -> list[str]:
    """Return the names of the columns that rows of a table are sorted by; it ends with the primary key."""
    key: list[str] = TABLES[table].Config.metadata["sort_key"]
    return key


def links() -> tuple[ForeignKey, ...]:
    """Return all links between tables, in the order of tables and columns."""
    return tuple(
        ForeignKey(table, column.name, *column.references.split("."))
        for table in TABLES
        for column in columns(table)
        if column.references
    )


def description(table: str) -> str:
    """Return what a table is, in paragraphs separated by an empty line."""
    return docstring(TABLES[table])


@cache
def docstring(described: type) -> str:
    """Return the docstring of a class, from its source: files get it, and Python run with -OO keeps none in memory."""
    nodes = ast.walk(ast.parse(inspect.getsource(described)))
    return next(ast.get_docstring(node) or "" for node in nodes if isinstance(node, ast.ClassDef))


@cache
def arrow_schema(table: str) -> arrow.Schema:
    """Return the Arrow schema of a table, with descriptions and examples (as JSON) in the metadata."""
    fields = [
        arrow.field(
            column.name,
            column.type,
            nullable=column.is_nullable,
            metadata={"description": column.description, "example": json.dumps(column.example, ensure_ascii=False)},
        )
        for column in columns(table)
    ]
    return arrow.schema(fields, metadata={"table": table, "description": description(table)})
