"""The list of documents: found by words, filtered, and sorted, those that need a look first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows.errors import UsageError
from flows.explore.database import Conditions, PageOfRows, QueryEngine, Row
from flows.explore.search import Snippet, ranked, search_terms, snippets

PAGE_SIZE = 50
SORTS = {
    "relevance": "score DESC, document_id",
    "look": "look DESC, source_path",
    "newest": "published_end DESC NULLS LAST, source_path",
    "oldest": "published_start NULLS LAST, source_path",
    "title": "lower(title) NULLS LAST, source_path",
    "events": "event_count DESC, source_path",
    "words": "word_count DESC, source_path",
    "file": "source_path",
}
"""The orders of the list, by their names in an address."""
_LIST = """
    WITH scored AS (
        SELECT unnest(string_split($found, ' ')) AS document_id, unnest(string_split($scores, ' ')) AS score
    ),
    found AS (
        SELECT document_id, source_path, title, publisher, language, published_start, published_end, published_status,
            word_count, edit_count, duplicate_of
        FROM documents {where}
    ),
    matters AS (
        SELECT document_id, list_sort(list(DISTINCT code)) AS codes,
            sum(CASE severity WHEN 'error' THEN 9 WHEN 'warning' THEN 3 ELSE 1 END) AS weight
        FROM issues GROUP BY document_id
    ),
    reported AS (SELECT document_id, count(*) AS event_count FROM events GROUP BY document_id)
    SELECT found.*, coalesce(codes, []) AS codes, coalesce(event_count, 0) AS event_count,
        coalesce(weight, 0) + if(title IS NULL, 1, 0) + if(published_status = 'unknown', 1, 0) AS look,
        coalesce(TRY_CAST(score AS DOUBLE), 0) AS score
    FROM found LEFT JOIN matters USING (document_id) LEFT JOIN reported USING (document_id)
        LEFT JOIN scored USING (document_id)
    ORDER BY {order} LIMIT $size OFFSET $skipped
"""
_VALUES = "SELECT {column} AS value, count(*) AS count FROM documents {where} GROUP BY 1 ORDER BY count DESC, value"
CHOICES = ("publisher", "language", "published_status")
"""Columns by whose values the list can be filtered."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a person asks the list of documents for; empty texts ask for nothing."""

    query: str = ""
    since: date | None = None
    until: date | None = None
    issue: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class DocumentList:
    """One page of the list, the words around what was found, and the values by which it can be filtered."""

    page: PageOfRows
    snippets: Mapping[str, Snippet]
    choices: Mapping[str, list[Row]]
    sort: str


def document_filter(parameters: Mapping[str, str]) -> DocumentFilter:
    """Return the filter that the parameters of an address ask for; raises UsageError where a value cannot be read."""
    return DocumentFilter(
        query=parameters.get("q", "").strip(),
        since=day_of(parameters, "since"),
        until=day_of(parameters, "until"),
        issue=parameters.get("issue", ""),
        chosen=tuple((name, parameters[name]) for name in CHOICES if parameters.get(name)),
        sort=one_of(parameters, "sort", SORTS),
        page=page_of(parameters),
    )


def page_of(parameters: Mapping[str, str]) -> int:
    """Return the number of the page that an address asks for; raises UsageError where it is none."""
    value = parameters.get("page", "") or "1"
    if not value.isdecimal() or not 0 < int(value) < 2**31:
        raise UsageError(f"there is no page {value!r}; a number from 1 would be fine")
    return int(value)


def day_of(parameters: Mapping[str, str], name: str) -> date | None:
    """Return the day that an address gives under a name; raises UsageError where it is none."""
    value = parameters.get(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise UsageError(f"{value!r} is no day; one like 2024-02-29 would be fine") from error


def one_of(parameters: Mapping[str, str], name: str, fine: Mapping[str, object]) -> str:
    """Return the value that an address gives under a name, empty if none; raises UsageError for none of `fine`."""
    value = parameters.get(name, "")
    if value and value not in fine:
        raise UsageError(f"there is no {name} {value!r}; one of these would be fine: {', '.join(fine)}")
    return value


def list_documents(engine: QueryEngine, asked: DocumentFilter) -> DocumentList:
    """Return one page of the documents that a filter asks for."""
    terms = search_terms(asked.query)
    conditions = _conditions(asked)
    scores = ranked(engine, terms) if terms else {}
    if terms:
        sql = "document_id IN (SELECT unnest(string_split($found, ' ')))"
        conditions.add("query", sql, found=" ".join(scores))
    sort = asked.sort or ("relevance" if terms else "look")
    sql = _LIST.format(where=conditions.where(), order=SORTS[sort])
    scored = {"found": " ".join(scores), "scores": " ".join(map(str, scores.values()))}
    shown = {"size": PAGE_SIZE, "skipped": (asked.page - 1) * PAGE_SIZE}
    rows = engine.rows(sql, conditions.values | scored | shown)
    total = engine.value(f"SELECT count(*) FROM documents {conditions.where()}", conditions.values)
    return DocumentList(
        page=PageOfRows(rows, asked.page, PAGE_SIZE, total),
        snippets=snippets(engine, [row["document_id"] for row in rows], terms) if terms and rows else {},
        choices={name: _choices(engine, name, conditions) for name in CHOICES},
        sort=sort,
    )


def _conditions(asked: DocumentFilter) -> Conditions:
    conditions = Conditions()
    for name, value in asked.chosen:
        conditions.add_choice(name, name, value)
    if asked.since:
        conditions.add("since", "published_end >= $since", since=asked.since)
    if asked.until:
        conditions.add("until", "published_start <= $until", until=asked.until)
    if asked.issue:
        sql = "document_id IN (SELECT document_id FROM issues WHERE code = $issue)"
        conditions.add("issue", sql, issue=asked.issue)
    return conditions


def _choices(engine: QueryEngine, name: str, conditions: Conditions) -> list[Row]:
    """Return the values of a column among what the other filters leave, the most frequent first."""
    sql = _VALUES.format(column=name, where=conditions.where(without=name))
    return engine.rows(sql, conditions.values_without(name))
