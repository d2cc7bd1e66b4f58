"""A large dataset made from a small one: its rows many times over, each copy with ids, paths and days of its own.

Entities are shared, so that a few have very many mentions, as in a real collection. The tables keep their contract but
for counts of entities; a snapshot of them is read, not published.
"""

import json
from pathlib import Path

import duckdb
from pyarrow import parquet

from flows.store import open_dataset
from flows.store.manifest import describe_files, snapshot_id_of

IDS = ("document_id", "paragraph_id", "event_id", "mention_id", "date_id", "edit_id", "issue_id", "cluster_id")
"""Columns that each copy has values of its own in; others that point at such a row follow them."""
POINTERS = ("duplicate_of", "repeats_paragraph_id", "anchor_id")
SHARED = ("entities",)
DAYS = ("date_start", "date_end", "published_start", "published_end", "not_before", "not_after")


def multiply(source: Path, target: Path, copies: int) -> None:
    """Write a snapshot into the folder `target` that has all documents of the dataset `source` so many times."""
    dataset = open_dataset(source)
    target.mkdir(parents=True)
    connection = duckdb.connect()
    counts = {}
    for name in dataset.names:
        table = dataset.table(name)
        if name not in SHARED:
            connection.register("one", table)
            columns = ", ".join(_column(column) for column in table.column_names)
            order = "document_id, " if "document_id" in table.column_names else ""
            made = connection.sql(
                f"SELECT {columns} FROM one, range({copies}) AS copies(copy) ORDER BY {order} 1"
            ).to_arrow_table()
            table = made.cast(table.schema)
        counts[name] = table.num_rows
        parquet.write_table(table, target / f"{name}.parquet", compression="zstd")
    files = describe_files(target)
    manifest = dataset.manifest | {
        "files": files,
        "snapshot_id": snapshot_id_of(files),
        "tables": {name: {"rows": count} for name, count in counts.items()},
    }
    (target / "manifest.json").write_text(json.dumps(manifest))


def _column(name: str) -> str:
    """Return the SQL that gives the column of one copy."""
    if name in (*IDS, *POINTERS):
        return f"left({name}, 4) || left(md5({name} || copy), 16) AS {name}"
    if name == "source_path":
        return "copy || '/' || source_path AS source_path"
    if name in DAYS:
        return f"{name} + CAST(copy * 5 % 7000 - 6000 AS INTEGER) AS {name}"
    if name == "title":
        return "title || ' ' || copy AS title"
    return f'"{name}"'
