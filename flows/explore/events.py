"""The table of events: filters, facets with the number of rows behind each value, and one page of rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.errors import UsageError
from flows.explore.database import Conditions, PageOfRows, QueryEngine, Row
from flows.explore.documents import day_of, one_of, page_of
from schemas.vocab import ParticipantRole

PAGE_SIZE = 50
SHOWN_VALUES = 16
"""Values that a facet shows, the most frequent ones."""
SORTS = {
    "newest": "date_start DESC NULLS LAST, date_end DESC NULLS LAST, event_id",
    "oldest": "date_start NULLS LAST, date_end NULLS LAST, event_id",
    "reports": "cluster_documents DESC, confidence DESC, event_id",
    "sure": "confidence DESC, event_id",
    "unsure": "confidence, event_id",
}
"""The orders of the table, by their names in an address."""
FACETS = {
    "type": ("Type", "event_type"),
    "quad": ("Class", "quad_class"),
    "actor": ("Actor", "actor_entity_id"),
    "recipient": ("Recipient", "recipient_entity_id"),
    "country": ("Country of the place", "place_country"),
    "factuality": ("Factuality", "factuality"),
}
"""Label and column of each filter by the values of one column."""
_TAKES_PART = "event_id IN (SELECT event_id FROM participants WHERE {column} = ${key} AND {roles})"
_SIDES = "role IN ('actor', 'recipient')"
_CONDITIONS = {
    "entity": _TAKES_PART.format(column="entity_id", key="entity", roles="true"),
    "side": _TAKES_PART.format(column="entity_id", key="side", roles=_SIDES),
    "other": _TAKES_PART.format(column="entity_id", key="other", roles=_SIDES),
    "involved": _TAKES_PART.format(column="country", key="involved", roles=_SIDES),
    **{
        f"as_{role}": _TAKES_PART.format(column="entity_id", key=f"as_{role}", roles=f"role = '{role}'")
        for role in ParticipantRole
    },
    "document": "document_id = $document",
    "cluster": "cluster_id = $cluster",
    "q": "contains(strip_accents(lower(sentence)), strip_accents(lower($q)))",
}
"""Further filters, by their names in an address."""
ENTITY_KEYS = {
    "actor": "first actor",
    "recipient": "first recipient",
    "entity": "with",
    "side": "with",
    "other": "and",
    **{f"as_{role}": f"{role}:" for role in ParticipantRole},
}
"""Filters whose value is the id of an entity, in words."""
_SWITCHES = {
    "tone": {"conflict": "quad_class LIKE '%conflict'", "cooperation": "quad_class LIKE '%cooperation'"},
    "once": {"1": "is_cluster_head"},
}
"""Filters with few values, and the condition of each value."""
_DAY_CONDITIONS = {"since": "date_start >= $since", "until": "date_end <= $until"}
"""An event lies within a period if all of it does, as far as its days are known."""
_PAGE = """
    SELECT * FROM events
    WHERE event_id IN (SELECT event_id FROM events {where} ORDER BY {order} LIMIT $size OFFSET $skipped)
    ORDER BY {order}
"""
"""One page of the table; only the ids are sorted among all rows, which halves the time of a page far behind."""
_NAMES = {"actor": "actor_name", "recipient": "recipient_name"}
"""Columns with the names of what a facet has ids of."""
_MONTH = """
    if(
        date_trunc('month', date_start) = date_trunc('month', date_end),
        printf('%04d-%02d', year(date_start), month(date_start)),
        NULL
    )
"""
_FACET = """
    SELECT {column} AS value, {name} AS name, count(*) AS count FROM events {where}
    GROUP BY 1 ORDER BY (value IS NULL), count DESC, value LIMIT $limit
"""
_PEOPLE = "SELECT entity_id, name FROM entities WHERE entity_id IN (SELECT unnest($ids))"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a person asks the table of events for, beside the conditions that follow from it."""

    conditions: Conditions
    sort: str
    page: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one column with the number of events of each, under the filters on all other columns."""

    key: str
    label: str
    values: tuple[Row, ...]
    is_cut: bool


def event_filter(parameters: Mapping[str, str]) -> EventFilter:
    """Return the filter that the parameters of an address ask for; raises UsageError where a value cannot be read."""
    conditions = Conditions()
    for key, (_, column) in FACETS.items():
        conditions.add_choice(key, column, parameters.get(key, ""))
    for key, sql in _CONDITIONS.items():
        if value := parameters.get(key, "").strip():
            conditions.add(key, sql, **{key: value})
    for key, sql in _DAY_CONDITIONS.items():
        if day := day_of(parameters, key):
            conditions.add(key, sql, **{key: day})
    if value := parameters.get("confidence", ""):
        conditions.add("confidence", "confidence >= $confidence", confidence=_share(value))
    for key, choices in _SWITCHES.items():
        if choice := one_of(parameters, key, choices):
            conditions.add(key, choices[choice])
    return EventFilter(conditions, one_of(parameters, "sort", SORTS) or "newest", page_of(parameters))


def _share(value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError(f"{value!r} is no confidence; a number from 0 to 1 would be fine")
    return share


def list_events(engine: QueryEngine, asked: EventFilter) -> PageOfRows:
    """Return one page of the events that a filter asks for."""
    conditions = asked.conditions
    rows = engine.rows(
        _PAGE.format(where=conditions.where(), order=SORTS[asked.sort]),
        conditions.values | {"size": PAGE_SIZE, "skipped": (asked.page - 1) * PAGE_SIZE},
    )
    return PageOfRows(rows, asked.page, PAGE_SIZE, count_events(engine, asked))


def count_events(engine: QueryEngine, asked: EventFilter) -> int:
    """Return the number of events that a filter asks for."""
    return int(engine.value(f"SELECT count(*) FROM events {asked.conditions.where()}", asked.conditions.values))


def facets(engine: QueryEngine, asked: EventFilter) -> Iterator[Facet]:
    """Yield the facets of the events that a filter asks for."""
    for key, (label, column) in FACETS.items():
        sql = _FACET.format(
            column=column, name=f"any_value({_NAMES.get(key, column)})", where=asked.conditions.where(without=key)
        )
        values = asked.conditions.values_without(key) | {"limit": SHOWN_VALUES + 1}
        found = engine.rows(sql, values)
        yield Facet(key, label, tuple(found[:SHOWN_VALUES]), len(found) > SHOWN_VALUES)
    sql = _FACET.format(column=_MONTH, name="NULL", where=asked.conditions.where())
    months = engine.rows(sql, asked.conditions.values | {"limit": SHOWN_VALUES + 1})
    yield Facet("month", "Month", tuple(months[:SHOWN_VALUES]), len(months) > SHOWN_VALUES)


def names_of(engine: QueryEngine, entity_ids: list[str]) -> dict[str, str]:
    """Return the name of each of some entities."""
    return {row["entity_id"]: row["name"] for row in engine.rows(_PEOPLE, {"ids": entity_ids})}
