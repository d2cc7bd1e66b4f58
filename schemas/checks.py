"""The checks of one table by its model, as failures."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from schemas.failures import Failure, failing
from schemas.tables import TABLES, columns

_SHAPE = {
    SchemaErrorReason.COLUMN_NOT_IN_SCHEMA: "the table has no such column",
    SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME: "the column is missing",
    SchemaErrorReason.COLUMN_NOT_ORDERED: "the columns are in another order",
    SchemaErrorReason.DUPLICATE_COLUMN_LABELS: "the column is there twice",
    SchemaErrorReason.WRONG_DATATYPE: "the column has another type",
}
"""Failures of the shape: after one of them, checks of values are meaningless."""

_NAMES = {
    "isin": "is a word of the vocabulary",
    "in_range": "is in range",
    "greater_than_or_equal_to": "is not too small",
    "equal_to": "is as it must be",
    "str_matches": "is well formed",
}
"""Pandera's built-in checks in words."""


def table_failures(table: str, frame: pd.DataFrame) -> tuple[Failure, ...]:
    """Return the failures of a frame against the model of its table; failures of shape hide all others."""
    try:
        TABLES[table].validate(frame, lazy=True)
    except SchemaErrors as errors:
        schema_errors = errors.schema_errors
        shape = [error for error in schema_errors if error.reason_code in _SHAPE]
        if shape:
            return tuple(_shape_failure(table, error) for error in shape)
        return tuple(failure for error in schema_errors for failure in _failures(table, frame, error))
    return ()


def is_comparable(table: str, frame: pd.DataFrame) -> bool:
    """Return whether a frame has its columns and types and no forbidden null, so that others can be held against it."""
    wanted = TABLES[table].empty().dtypes
    if list(frame.columns) != list(wanted.index) or not bool((frame.dtypes == wanted).all()):
        return False
    required = [column.name for column in columns(table) if not column.is_nullable]
    return not bool(frame[required].isna().any(axis=None))


def _shape_failure(table: str, error: SchemaError) -> Failure:
    column = str(error.column_name or _first_case(error))
    wanted_type = str(error.check) if error.reason_code is SchemaErrorReason.WRONG_DATATYPE else ""
    expected = (f"expected {wanted_type}, found {_first_case(error)}",) if wanted_type else ()
    return Failure(table=table, column=column, check=_SHAPE[error.reason_code], cases=expected, count=1)


def _first_case(error: SchemaError) -> str:
    cases = error.failure_cases
    return str(cases["failure_case"].iloc[0]) if isinstance(cases, pd.DataFrame) else str(cases)


def _failures(table: str, frame: pd.DataFrame, error: SchemaError) -> Iterator[Failure]:
    """Yield one error of Pandera as failures, with all rows counted."""
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        column = str(error.schema.name)
        yield from failing(table, frame, [column], "is never null", frame[column].isna().tolist())
    elif error.reason_code in {SchemaErrorReason.SERIES_CONTAINS_DUPLICATES, SchemaErrorReason.DUPLICATES}:
        key = [str(error.schema.name)] if error.column_name else list(error.schema.unique)
        yield from failing(table, frame, key, "is unique", frame.duplicated(key, keep=False).tolist())
    elif isinstance(error.check_output, pd.Series):
        holds = error.check_output.reindex(frame.index, fill_value=True)
        yield from failing(table, frame, _columns(error), _check_in_words(error.check), (~holds.astype(bool)).tolist())
    else:
        columns = ", ".join(_columns(error))
        yield Failure(table=table, column=columns, check=str(error.check), cases=(str(error),), count=1)


def _columns(error: SchemaError) -> list[str]:
    """Return the columns of a check; checks over several columns have them in their title."""
    title = getattr(error.check, "title", None)
    return title.split(", ") if title else [str(error.schema.name)]


def _check_in_words(check: Any) -> str:
    """Return a check in words."""
    if check.name not in _NAMES:
        return str(check.name)
    return f"{_NAMES[check.name]}: {check.error}"
