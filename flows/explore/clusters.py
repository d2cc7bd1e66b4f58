"""Event clusters: one happening with all its reports, and the best values of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.explore.database import Conditions, PageOfRows, QueryEngine, Row
from flows.explore.documents import day_of, one_of, page_of
from flows.views.clusters import event_clusters

PAGE_SIZE = 50
SORTS = {
    "documents": "cluster_documents DESC, cluster_mentions DESC, cluster_id",
    "mentions": "cluster_mentions DESC, cluster_documents DESC, cluster_id",
    "newest": "date_end DESC NULLS LAST, cluster_id",
    "oldest": "date_start NULLS LAST, cluster_id",
}
"""The orders of the list, by their names in an address."""
_REPORTS = """
    SELECT events.*, source_path, publisher, published_end, duplicate_of IS NOT NULL AS is_copied
    FROM events JOIN documents USING (document_id) WHERE cluster_id = ?
    ORDER BY is_cluster_head DESC, published_end NULLS LAST, source_path, raw_start
"""
_OWN_PARAGRAPHS = """
    SELECT paragraph_id, repeats_paragraph_id, duplicate_of FROM paragraphs
    WHERE paragraph_id IN (SELECT paragraph_id FROM events WHERE cluster_id = ?)
"""
VALUES = ("event_type", "event_mode", "actor_name", "recipient_name", "place_name", "factuality", "killed", "injured")
"""Columns in which reports of one event may differ."""


@dataclass(frozen=True, slots=True)
class ClusterFile:
    """A cluster: the row that the view event_clusters has of it, its reports, and the columns they differ in."""

    best: Row
    reports: Sequence[Row]
    differing: Sequence[str]


def list_clusters(engine: QueryEngine, parameters: Mapping[str, str]) -> PageOfRows:
    """Return one page of clusters as their heads; raises UsageError where a value of the address cannot be read."""
    conditions = Conditions()
    conditions.add("head", "is_cluster_head")
    if value := parameters.get("type", ""):
        conditions.add("type", "event_type = $type", type=value)
    if since := day_of(parameters, "since"):
        conditions.add("since", "date_start >= $since", since=since)
    if until := day_of(parameters, "until"):
        conditions.add("until", "date_end <= $until", until=until)
    if value := parameters.get("q", "").strip():
        sql = "contains(strip_accents(lower(sentence)), strip_accents(lower($q)))"
        conditions.add("q", sql, q=value)
    if not one_of(parameters, "single", {"1": ""}):
        conditions.add("single", "cluster_mentions > 1")
    sort, number = one_of(parameters, "sort", SORTS) or "documents", page_of(parameters)
    rows = engine.rows(
        f"SELECT * FROM events {conditions.where()} ORDER BY {SORTS[sort]} LIMIT $size OFFSET $skipped",
        conditions.values | {"size": PAGE_SIZE, "skipped": (number - 1) * PAGE_SIZE},
    )
    total = engine.value(f"SELECT count(*) FROM events {conditions.where()}", conditions.values)
    return PageOfRows(rows, number, PAGE_SIZE, total)


def read_cluster(engine: QueryEngine, cluster_id: str) -> ClusterFile | None:
    """Return a cluster with all its reports, None where there is none."""
    reports = engine.rows(_REPORTS, [cluster_id])
    if not reports:
        return None
    return ClusterFile(
        best=_best(engine, cluster_id, reports),
        reports=reports,
        differing=[name for name in VALUES if len({row[name] for row in reports}) > 1],
    )


def _best(engine: QueryEngine, cluster_id: str, reports: Sequence[Row]) -> Row:
    """Return the best values of all reports, by the view that analysts load."""
    import pandas as pd

    paragraphs = engine.rows(_OWN_PARAGRAPHS, [cluster_id])
    frames = {
        "events": pd.DataFrame(list(reports), dtype=object),
        "paragraphs": pd.DataFrame(paragraphs, dtype=object),
    }
    row: Row = event_clusters(frames).to_dict("records")[0]
    return row
