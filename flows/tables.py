"""Row records to typed frames, validated and ready for disk; no column is named here."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import pandas as pd
import pyarrow as arrow

from flows.errors import ContractError
from flows.steps.models import Outcome
from schemas.contract import Failure, failures
from schemas.renewed import failures_since
from schemas.tables import TABLES, arrow_schema, primary_key, sort_key

__all__ = ["ContractError", "framed", "tabulate", "to_arrow", "validate"]


def tabulate(outcome: Outcome) -> dict[str, pd.DataFrame]:
    """Return one frame per table with the types of its model, sorted by its sort key.

    Raises ContractError where a value does not fit the type of its column.
    """
    tables: dict[str, arrow.Table] = {}
    faults: list[Failure] = []
    for field in fields(outcome):
        tables[field.name] = _table(field.name, getattr(outcome, field.name), faults)
    if faults:
        raise ContractError(faults)
    return {name: framed(tables[name]) for name in TABLES}


def framed(table: arrow.Table) -> pd.DataFrame:
    """Return an Arrow table as the frame that the checks want, with the types of Arrow."""
    return table.to_pandas(types_mapper=pd.ArrowDtype, ignore_metadata=True)


def _table(name: str, records: Sequence[Any], faults: list[Failure]) -> arrow.Table:
    """Return the records as a sorted Arrow table; what does not fit is added to `faults`."""
    schema = arrow.schema([arrow.field(field.name, field.type) for field in arrow_schema(name)])
    columns = {field.name: _column(name, field, records, faults) for field in schema}
    table = arrow.Table.from_pydict(columns, schema=schema)
    return table.sort_by([(key, "ascending") for key in sort_key(name)])


def _column(name: str, field: arrow.Field, records: Sequence[Any], faults: list[Failure]) -> arrow.Array:
    values = list(map(attrgetter(field.name), records))
    try:
        return arrow.array(values, type=field.type)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError) as error:
        misfits = [record for record, value in zip(records, values, strict=True) if not _fits(value, field.type)]
        cases = tuple(_case(name, field.name, record) for record in misfits[:1]) or (str(error),)
        documents = frozenset(str(getattr(record, "document_id", "")) for record in misfits)
        faults.append(
            Failure(
                table=name,
                column=field.name,
                check=f"is of type {field.type}",
                cases=cases,
                count=max(1, len(misfits)),
                documents=documents,
            )
        )
        return arrow.nulls(len(values), field.type)


def _fits(value: object, wanted: arrow.DataType) -> bool:
    try:
        arrow.scalar(value, type=wanted)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError):
        return False
    return True


def _case(name: str, column: str, record: object) -> str:
    key = " ".join(str(getattr(record, part)) for part in primary_key(name))
    return f"{key}: {column}={getattr(record, column)!r}"


def validate(frames: Mapping[str, pd.DataFrame], proven: Mapping[str, pd.DataFrame] | None = None) -> None:
    """Return nothing if the frames of all tables keep the contract.

    `proven` are frames that keep it, if there are any: what they have, too, is not checked once more. Raises
    ContractError, whose message lists every failure of every table and across tables.
    """
    found = failures(frames) if proven is None else failures_since(frames, proven)
    if found:
        raise ContractError(found)


def to_arrow(frames: Mapping[str, pd.DataFrame]) -> dict[str, arrow.Table]:
    """Return one Arrow table per frame, with descriptions in its metadata and what pandas needs to read it back."""
    return {name: _with_metadata(name, frames[name]) for name in TABLES}


def _with_metadata(name: str, frame: pd.DataFrame) -> arrow.Table:
    schema = arrow_schema(name)
    table = arrow.Table.from_pandas(frame, schema=schema, preserve_index=False)
    return table.replace_schema_metadata({**schema.metadata, **(table.schema.metadata or {})}).combine_chunks()
