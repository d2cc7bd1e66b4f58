"""Rows with other facts: a new row where a fact differs, the same object where none does.

A build touches each row several times, and most of these times nothing changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

Row = TypeVar("Row")


class _Fields(NamedTuple):
    """The fields of a kind of row: how to read all of them, and the place of each by name."""

    values: Callable[[Any], tuple[Any, ...]]
    places: Mapping[str, int]


@cache
def _fields(kind: type[Any]) -> _Fields:
    names = [field.name for field in fields(kind)]
    return _Fields(attrgetter(*names), {name: place for place, name in enumerate(names)})


def with_facts(row: Row, **facts: Any) -> Row:
    """Return a row of a table with these facts by field name; KeyError for a field that it does not have."""
    kind: Any = type(row)
    read, places = _fields(kind)
    old = read(row)
    new = list(old)
    for name, value in facts.items():
        new[places[name]] = value
    return row if tuple(new) == old else kind(*new)
