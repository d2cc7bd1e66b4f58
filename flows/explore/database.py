"""The tables of one snapshot, asked in SQL: DuckDB over its Parquet files, which stay where they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import duckdb

from flows.errors import DatasetError, SnapshotGoneError
from flows.store import Dataset

Row = dict[str, Any]
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "400MB",
    "autoinstall_known_extensions": False,  # nothing is fetched from the network
    "autoload_known_extensions": False,
}
_GLOB = re.compile(r"[*?\[]")
NEEDED = (
    "documents", "paragraphs", "entities", "events", "participants", "mentions", "dates", "edits", "issues",
)  # fmt: skip
TITLE_WEIGHT = 3
"""How many times a word of a title counts."""
_INDEX = (
    """
    CREATE TABLE numbered AS
    SELECT document_id, CAST(row_number() OVER () - 1 AS INTEGER) AS number, word_count FROM documents
    """,
    r"""
    CREATE TABLE folded AS
    SELECT number, paragraph_id, role,
        ' ' || trim(regexp_replace(strip_accents(lower(text)), '[^\pL\pN]+', ' ', 'g')) || ' ' AS words
    FROM paragraphs JOIN numbered USING (document_id)
    """,
    f"""
    CREATE TABLE postings AS
    SELECT word, number, CAST(sum(weight) AS INTEGER) AS count
    FROM (
        SELECT unnest(string_split(trim(words), ' ')) AS word, number, if(role = 'title', {TITLE_WEIGHT}, 1) AS weight
        FROM folded
    )
    WHERE word != '' GROUP BY word, number ORDER BY word
    """,
)
"""Documents by numbers from 0; texts as words in lower case without accents, each between two blanks; and how often a
word is in which document."""


class QueryEngine:
    """Answers questions about one snapshot until it is closed; any thread may ask."""

    def __init__(self, dataset: Dataset) -> None:
        """Make a view of each table; raises DatasetError where the snapshot lacks one."""
        self.dataset = dataset
        missing = [name for name in NEEDED if name not in dataset.names]
        if missing:
            raise DatasetError(f"snapshot {dataset.snapshot_id} has no table {', '.join(missing)}; build again")
        self._spare = TemporaryDirectory(prefix="presstable-")  # for what does not fit into memory; removed at the end
        self._connection = duckdb.connect(config=_SETTINGS | {"temp_directory": self._spare.name})
        self._indexing = Lock()
        self._is_indexed = False
        self.numbered: list[Row] = []
        for name in dataset.names:
            file = _as_literal(dataset.path / f"{name}.parquet")
            self._connection.execute(
                f"CREATE VIEW {name} AS SELECT * FROM read_parquet({file}, hive_partitioning = false)"
            )

    def close(self) -> None:
        """Give back memory and disk; nothing can be asked any more."""
        with self._indexing:
            self._connection.close()
            self._spare.cleanup()

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Return the rows of a query, whose `?` or `$name` are `values`.

        Raises SnapshotGoneError where a later build has removed the snapshot.
        """
        names, rows = self._fetch(sql, values)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _fetch(self, sql: str, values: Sequence[Any] | Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of the columns of a query, and its rows."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql, values)
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except duckdb.IOException as error:
            if self.dataset.path.exists():
                raise
            gone = f"snapshot {self.dataset.snapshot_id} was removed by later builds; end this explorer and start anew"
            raise SnapshotGoneError(gone) from error
        finally:
            cursor.close()

    def pairs(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> dict[Any, Any]:
        """Return the second cell of each row of a query by its first."""
        return dict(self._fetch(sql, values)[1])

    def one(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """Return the first row of a query, None where there is none."""
        return next(iter(self.rows(sql, values)), None)

    def value(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """Return the first cell of a query that has a row."""
        return next(iter(self.rows(sql, values)[0].values()))

    def index_texts(self) -> None:
        """Make the tables `folded` and `postings`, and the list `numbered` of documents, unless they are there.

        It takes some seconds for 10,000 documents.
        """
        with self._indexing:
            if not self._is_indexed:
                for sql in _INDEX:
                    self.rows(sql)
                self.numbered = self.rows("SELECT document_id, word_count FROM numbered ORDER BY number")
                self._is_indexed = True


def _as_literal(path: Path) -> str:
    """Return a path as an SQL text that means this one file, whatever characters it has."""
    plain = _GLOB.sub(r"[\g<0>]", str(path))
    return "'" + plain.replace("'", "''") + "'"


UNKNOWN = "(unknown)"
"""The value of a filter for rows that have none."""


class Conditions:
    """What the rows of a query must fulfil: each condition is SQL with `$names`, and the values of these."""

    def __init__(self) -> None:
        """Begin without a condition."""
        self._conditions: dict[str, str] = {}
        self.values: dict[str, Any] = {}

    def add(self, key: str, sql: str, **values: Any) -> None:
        """Add a condition under a key of its own."""
        self._conditions[key] = sql
        self.values |= values

    def add_choice(self, key: str, column: str, value: str) -> None:
        """Add the condition that a column has a value, UNKNOWN for null; an empty text asks for nothing."""
        if value == UNKNOWN:
            self.add(key, f"{column} IS NULL")
        elif value:
            self.add(key, f"{column} = ${key}", **{key: value})

    def where(self, without: str | None = None) -> str:
        """Return the `WHERE` of all conditions, but the one under the key `without`."""
        kept = [sql for key, sql in self._conditions.items() if key != without]
        return f"WHERE {' AND '.join(kept)}" if kept else ""

    def values_without(self, key: str) -> dict[str, Any]:
        """Return the values that the conditions but the one under `key` name."""
        names = set(re.findall(r"\$(\w+)", self.where(key)))
        return {name: value for name, value in self.values.items() if name in names}


@dataclass(frozen=True, slots=True)
class PageOfRows:
    """Some rows of a longer list: their number in it, counted in pages from 1."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """The number of the first row, from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0
