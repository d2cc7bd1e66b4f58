"""The contract of a build of which an earlier one is known to keep it: only what is new or other is checked again.

A check whose rows are all of one document cannot fail where no row of the document has changed. What holds between
documents (unique keys, links, entities, clusters) is checked on all rows. Wherever anything looks wrong, all checks are
made on all rows, so that a failure reads the same and nothing passes that would fail.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from schemas.checks import is_comparable, table_failures
from schemas.contract import OF_ALL, OF_ONE_DOCUMENT, failures
from schemas.failures import Failure
from schemas.tables import TABLES, ForeignKey, columns, links, primary_key

Frames = Mapping[str, pd.DataFrame]

_ELSEWHERE = frozenset({"duplicate_of", "first_document_id"})
"""Links that may lead from one document to another."""
_DOCUMENT = "document_id"


def failures_since(frames: Frames, proven: Frames) -> tuple[Failure, ...]:
    """Return all failures of a build's frames, none if they keep the contract, as `failures` does.

    `proven` are the frames of an earlier build that keep the contract of this very code.
    """
    if not all(is_comparable(table, each[table]) for table in TABLES for each in (frames, proven)):
        return failures(frames)
    part = _changed(frames, proven)
    if _are_unique(frames) and _is_closed(part) and not any(True for _ in _found(frames, part)):
        return ()
    return failures(frames)


def _found(frames: Frames, part: Frames) -> Iterator[Failure]:
    """Yield the failures of the rows that have changed, and of what holds between documents."""
    for table in TABLES:
        yield from table_failures(table, part[table])
    for check in OF_ONE_DOCUMENT:
        yield from check(part)
    for check in OF_ALL:
        yield from check(frames)


class _ChangedRows(NamedTuple):
    """Where a table has other rows than before: whether each row is new or other, and the documents concerned."""

    is_other: arrow.BooleanArray
    document_ids: frozenset[str]


def _changed(frames: Frames, proven: Frames) -> dict[str, pd.DataFrame]:
    """Return all rows of each document of which any row is new, gone or other; of tables without documents, such rows.

    Rows of no document are always there.
    """
    differences = {table: _difference(table, proven[table], frames[table]) for table in TABLES}
    changed = arrow.array(sorted(frozenset().union(*(each.document_ids for each in differences.values()))), "string")
    part = {}
    for table, frame in frames.items():
        chosen = differences[table].is_other
        if _DOCUMENT in frame:
            own = arrow.array(frame[_DOCUMENT])
            chosen = compute.or_(compute.is_in(own, value_set=changed), compute.is_null(own))
        part[table] = frame[chosen.to_numpy(zero_copy_only=False)].reset_index(drop=True)
    return part


def _difference(table: str, old: pd.DataFrame, new: pd.DataFrame) -> _ChangedRows:
    before, after = _keys(table, old), _keys(table, new)
    places = compute.index_in(after, value_set=before)
    is_other = compute.is_null(places)
    for column in new.columns:
        was, now = arrow.array(old[column]).take(places), arrow.array(new[column])
        is_other = compute.or_(is_other, differs(was, now))
    is_gone = compute.invert(compute.is_in(before, value_set=after))
    former = compute.drop_null(places.filter(is_other))
    documents: set[str | None] = set()
    if _DOCUMENT in new:
        ids, old_ids = arrow.array(new[_DOCUMENT]), arrow.array(old[_DOCUMENT])
        for some in (ids.filter(is_other), old_ids.take(former), old_ids.filter(is_gone)):
            documents.update(some.to_pylist())
    return _ChangedRows(is_other, frozenset(filter(None, documents)))


def differs(was: arrow.Array, now: arrow.Array) -> arrow.BooleanArray:
    """Return where two columns have other values; null beside a value is another one, null beside null is none."""
    is_other = compute.fill_null(compute.not_equal(was, now), fill_value=False)
    return compute.or_(is_other, compute.xor(compute.is_null(was), compute.is_null(now)))


def _keys(table: str, frame: pd.DataFrame) -> arrow.Array:
    """Return the primary key of each row as one text."""
    parts = [compute.cast(arrow.array(frame[name]), "string") for name in primary_key(table)]
    return parts[0] if len(parts) == 1 else compute.binary_join_element_wise(*parts, "\x1f")


def _are_unique(frames: Frames) -> bool:
    """Return whether all primary keys, and all values of columns that are unique, occur once."""
    keys = [_keys(table, frames[table]) for table in TABLES]
    keys += [arrow.array(frames[table][each.name]) for table in TABLES for each in columns(table) if each.is_unique]
    return all(compute.count_distinct(key, mode="only_valid").as_py() == len(key) - key.null_count for key in keys)


def _is_closed(part: Frames) -> bool:
    """Return whether each row refers to rows of its own documents, where it may refer to no other."""
    own = [link for link in links() if link.to_table != "entities" and link.column not in _ELSEWHERE]
    return all(_is_within(link, part) for link in own)


def _is_within(link: ForeignKey, part: Frames) -> bool:
    used = compute.drop_null(arrow.array(part[link.table][link.column]))
    known = compute.is_in(used, value_set=arrow.array(part[link.to_table][link.to_column]))
    return compute.all(known).as_py() is not False
