"""How a column is declared: its type, what it means, an example, and what is checked.

 A model is a list of columns. Each is one of the types below with one of the functions below: `description` and
`example` are those of the dictionary, `null` allows null. `rule` adds a check over several columns of a row.
"""

import sys
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import Annotated, Any, ClassVar

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow

from schemas.vocab import Sector

Text = Annotated[pd.ArrowDtype, arrow.string()]
Integer = Annotated[pd.ArrowDtype, arrow.int32()]
LongInteger = Annotated[pd.ArrowDtype, arrow.int64()]
Real = Annotated[pd.ArrowDtype, arrow.float64()]
Day = Annotated[pd.ArrowDtype, arrow.date32()]
Flag = Annotated[pd.ArrowDtype, arrow.bool_()]

SHOWN = 5
"""Failing rows that are kept for one check; the report counts the others."""
HASH = r"[0-9a-f]{16}"
"""The 16 hexadecimal digits of an id made from content."""
NOT_BLANK = r"(?s).*\S"
_TAKEN_ALONG = {"dask.dataframe": "pandera.typing.dask", "hypothesis": "pandera.strategies.pandas_strategies"}
"""Libraries that Pandera imports wherever they are installed, each with its module that does so.

They are for other frames than ours, and for making up data; without them the first check is seconds sooner.
"""


def _leave_out(library: str, module: str) -> None:
    """Import a module of Pandera as where a library is not installed, unless that library is loaded already."""
    if library in sys.modules:
        return
    sys.modules[library] = None  # type: ignore[assignment]  # Python's own way to make an import fail
    try:
        import_module(module)
    finally:
        del sys.modules[library]


for _library, _module in _TAKEN_ALONG.items():
    _leave_out(_library, _module)


class Table(pa.DataFrameModel):
    """A table: strict and ordered columns, and no conversion."""

    class Config:
        """What holds for every table; `metadata` names the columns of the primary key and of the sort key."""

        strict = True
        ordered = True
        coerce = False
        metadata: ClassVar[dict[str, Any]] = {}


def keyed(name: str, primary: str, *, sort: str = "") -> Any:
    """Return the configuration of a table with its name and keys; their columns are separated by blanks.

    Rows are sorted by `sort` and then by the primary key, which is unique.
    """
    key = primary.split()
    metadata = {"primary_key": key, "sort_key": sort.split() + key}
    return type("Config", (), {"name": name, "unique": key, "metadata": metadata})


def column(description: str, example: object, *, null: bool = False, **checks: Any) -> Any:
    """Return a field with description, example and the built-in checks of Pandera given by name."""
    return _field(description, {"example": example}, null=null, **checks)


def _field(description: str, metadata: dict[str, Any], *, null: bool, **checks: Any) -> Any:
    if checks:
        checks["n_failure_cases"] = SHOWN
    return pa.Field(nullable=null, description=description, metadata=metadata, **checks)


def words(description: str, example: str, *, null: bool = False, pattern: str = NOT_BLANK) -> Any:
    """Return a field of text that is not blank, or begins with `pattern`."""
    return column(description, example, null=null, str_matches=pattern)


def identifier(prefix: str, description: str) -> Any:
    """Return the field of an id made from content, such as `doc_0123456789abcdef`."""
    return column(description, _id(prefix), str_matches=rf"^{prefix}_{HASH}$")


def link(to: str, prefix: str, description: str, *, null: bool = False) -> Any:
    """Return a field for the key of a row of another table; `to` is `table.column`."""
    return _field(description, {"example": _id(prefix), "references": to}, null=null)


def _id(prefix: str) -> str:
    return prefix if prefix.startswith("Q") else f"{prefix}_4b1f0a9c7de25836"


def choice(vocabulary: type[StrEnum], description: str, example: StrEnum, *, null: bool = False) -> Any:
    """Return a field for a member of a closed vocabulary."""
    metadata = {"example": str(example), "vocabulary": vocabulary.__name__}
    return _field(description, metadata, null=null, isin=[str(member) for member in vocabulary])


def offset(description: str, example: int, *, null: bool = False) -> Any:
    """Return a field for a count of Unicode code points from the start of a text."""
    return column(description, example, null=null, ge=0)


def count(description: str, example: int, *, null: bool = False, least: int = 0) -> Any:
    """Return a field for a number of things, at least `least`."""
    return column(description, example, null=null, ge=least)


def share(description: str, example: float, *, null: bool = False) -> Any:
    """Return a field for a number from 0 to 1."""
    return column(description, example, null=null, in_range=(0, 1))


def day(description: str, example: str, *, null: bool = True) -> Any:
    """Return a field for a day of the Gregorian calendar."""
    return column(description, example, null=null)


def flag(description: str, *, example: bool, **checks: Any) -> Any:
    """Return a field for yes or no."""
    return column(description, example, **checks)


def country_code(description: str, example: str = "NOR") -> Any:
    """Return a field for a country code of ISO 3166-1 alpha-3, or XKX (Kosovo, by custom)."""
    return column(description, example, null=True, str_matches=r"^[A-Z]{3}$")


def sector_code(description: str, example: Sector = Sector.GOV) -> Any:
    """Return a field for a PLOVER 2.0 sector code."""
    return choice(Sector, description, example, null=True)


def plover_actor(description: str, example: str = "NOR GOV") -> Any:
    """Return a column of a PLOVER actor code: a country, a sector, or both with a blank between."""
    pattern = r"^(?:[A-Z]{3} )?[A-Z]{3}$"
    return words(f"{description[:-1]}; null when both are unknown.", example, null=True, pattern=pattern)


def rule(check_name: str, test: Callable[..., pd.Series], *columns: str) -> Any:
    """Return a check over `columns` of a row, to be named in the body of a model.

     `check_name` is what holds in a right row, for the message. `test` takes these columns as series and returns a
    boolean series, true where the row is right. Null counts as right: whether a column may be null is declared at the
    column.
    """

    def check(_model: type[Table], frame: pd.DataFrame) -> pd.Series:
        holds = test(*(frame[name] for name in columns))
        return pd.Series(holds, index=frame.index, dtype="boolean").fillna(value=True).astype(bool)

    title = ", ".join(columns)
    return pa.dataframe_check(name=check_name, title=title, ignore_na=False, n_failure_cases=SHOWN)(check)
