"""Failures of a check with the rows that fail, the same for columns and across tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd
import pyarrow as arrow

from schemas.columns import SHOWN
from schemas.tables import primary_key

WIDTH = 120
"""Longest value that a report prints whole, in characters."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One check that failed; `cases` are the first rows, `count` is how many rows there are in all.

    `documents` are the ids of the documents of all these rows, as far as they are of one document.
    """

    table: str
    column: str
    check: str
    cases: tuple[str, ...]
    count: int
    documents: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return the failure in a few lines: table, column and check, then one line per row."""
        rows = "row" if self.count == 1 else "rows"
        lines = [f"{self.table}.{self.column}: {self.check} ({self.count} {rows})"]
        lines += [f"    {case}" for case in self.cases]
        if self.count > len(self.cases):
            lines.append(f"    and {self.count - len(self.cases)} more")
        return "\n".join(lines)


def rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return the rows of some columns as plain Python values, null as None."""
    return zip(*(values(frame, name) for name in columns), strict=True)


def values(frame: pd.DataFrame, column: str) -> list[Any]:
    """Return one column as plain Python values, null as None."""
    plain: list[Any] = arrow.array(frame[column]).to_pylist()
    return plain


def failing(
    table: str, frame: pd.DataFrame, columns: Sequence[str], check: str, faults: Sequence[str | bool | None]
) -> Iterator[Failure]:
    """Yield one failure if any row has a fault.

    `columns` are shown for each failing row, `check` is what should hold, `faults` has one item per row: a false value,
    True, or a message on what is wrong with the row.
    """
    total = sum(map(bool, faults))
    if not total:
        return
    first = islice(((number, fault) for number, fault in enumerate(faults) if fault), SHOWN)
    cases = [_case(table, frame, columns, number) + (f", {fault}" * (fault is not True)) for number, fault in first]
    yield Failure(
        table=table,
        column=", ".join(columns),
        check=check,
        cases=tuple(cases),
        count=total,
        documents=_documents(frame, faults),
    )


def _documents(frame: pd.DataFrame, faults: Sequence[str | bool | None]) -> frozenset[str]:
    """Return the ids of the documents of all rows with a fault."""
    column = next((name for name in ("document_id", "first_document_id") if name in frame), None)
    if column is None:
        return frozenset()
    return frozenset(value for value, fault in zip(values(frame, column), faults, strict=True) if fault and value)


def differing(
    table: str, frame: pd.DataFrame, column: str, check: str, expected: Sequence[object]
) -> Iterator[Failure]:
    """Yield one failure if any value of `column` differs from `expected`, which has one item per row."""
    pairs = zip(values(frame, column), expected, strict=True)
    faults = [actual != wanted and f"expected {_printed(wanted)}" for actual, wanted in pairs]
    yield from failing(table, frame, [column], check, faults)


def _case(table: str, frame: pd.DataFrame, columns: Sequence[str], number: int) -> str:
    """Return one row as `key of document: column=value, column=value`."""
    row = frame.iloc[number]
    key = " ".join(str(row[name]) for name in primary_key(table) if name in row)
    beside = [name for name in ("document_id", "source_path") if name in row and name not in primary_key(table)]
    parents = [str(row[name]) for name in beside if not pd.isna(row[name])]
    position = " of ".join([key, *parents[:1]])
    return f"{position}: " + ", ".join(f"{name}={_printed(row[name])}" for name in columns)


def _printed(value: Any) -> str:
    if value is None or value is pd.NA:
        return "null"
    printed = repr(value) if isinstance(value, str) else str(value)
    return printed if len(printed) <= WIDTH else f"{printed[:WIDTH]}..."
