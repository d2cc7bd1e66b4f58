"""Entities: the list, and for each its names, its links, its part in events over time, and with whom it acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.explore.database import Conditions, PageOfRows, QueryEngine, Row
from flows.explore.documents import one_of, page_of
from flows.explore.search import fold

PAGE_SIZE = 100
MENTIONS_SIZE = 50
SHOWN_PARTNERS = 25
SHOWN_FORMS = 40
SORTS = {
    "mentions": "mention_count DESC, name, entity_id",
    "documents": "document_count DESC, mention_count DESC, name, entity_id",
    "name": "lower(name), entity_id",
    "unsure": "confidence NULLS LAST, mention_count DESC, entity_id",
}
CHOICES = ("entity_type", "country", "sector")
"""Columns by whose values the list can be filtered."""
_VALUES = "SELECT {column} AS value, count(*) AS count FROM entities {where} GROUP BY 1 ORDER BY count DESC, value"
_FORMS = """
    SELECT text, mention_kind, count(*) AS count, count(DISTINCT document_id) AS documents,
        avg(link_confidence) AS confidence
    FROM mentions WHERE entity_id = $id OR refers_to_entity_id = $id
    GROUP BY text, mention_kind ORDER BY count DESC, text LIMIT $limit
"""
_ROLES = """
    SELECT year(date_start) AS year, role, count(DISTINCT event_id) AS count
    FROM participants JOIN events USING (event_id)
    WHERE entity_id = $id AND role IN ('actor', 'recipient', 'place') AND year(date_start) = year(date_end)
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_SIDES = """
    SELECT role, count(DISTINCT event_id) AS count FROM participants WHERE entity_id = $id GROUP BY role ORDER BY role
"""
_PARTNERS = """
    WITH own AS (SELECT event_id, role FROM participants WHERE entity_id = $id AND role IN ('actor', 'recipient'))
    SELECT others.entity_id, any_value(others.name) AS name,
        count(DISTINCT event_id) FILTER (own.role = 'actor' AND others.role = 'recipient') AS towards,
        count(DISTINCT event_id) FILTER (own.role = 'recipient' AND others.role = 'actor') AS from_there,
        count(DISTINCT event_id) AS total,
        count(DISTINCT event_id) FILTER (quad_class LIKE '%conflict') AS conflict
    FROM own JOIN participants AS others USING (event_id) JOIN events USING (event_id)
    WHERE others.entity_id != $id AND others.role IN ('actor', 'recipient')
    GROUP BY 1 ORDER BY total DESC, name LIMIT $limit
"""
_MENTIONS = """
    SELECT mentions.document_id, paragraph_id, mentions.text, mentions.start, mentions."end", mention_kind,
        link_method, link_confidence, paragraphs.text AS paragraph, title, source_path, published_end
    FROM (
        SELECT * FROM mentions {where} ORDER BY document_id, raw_start LIMIT $size OFFSET $skipped
    ) AS mentions
    JOIN paragraphs USING (paragraph_id) JOIN documents ON documents.document_id = mentions.document_id
    ORDER BY mentions.document_id, mentions.raw_start
"""
_AROUND = 110
"""Characters shown before and behind a mention."""


@dataclass(frozen=True, slots=True)
class EntityList:
    """One page of the list, and the values by which it can be filtered."""

    page: PageOfRows
    choices: Mapping[str, list[Row]]
    chosen: Mapping[str, str]
    query: str
    sort: str


@dataclass(frozen=True, slots=True)
class YearOfRoles:
    """In how many events of a year an entity takes part, by role."""

    year: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EntityFile:
    """All that the page of an entity shows; each mention has the text `before` and `after` it."""

    facts: Row
    state: Row | None
    bodies: Sequence[Row]
    forms: Sequence[Row]
    sides: Mapping[str, int]
    years: Sequence[YearOfRoles]
    most_in_year: int
    partners: Sequence[Row]
    mentions: PageOfRows


def list_entities(engine: QueryEngine, parameters: Mapping[str, str]) -> EntityList:
    """Return one page of the entities that an address asks for; raises UsageError where a value cannot be read."""
    conditions = Conditions()
    chosen = {name: parameters[name] for name in CHOICES if parameters.get(name)}
    for name, value in chosen.items():
        conditions.add_choice(name, name, value)
    query = parameters.get("q", "").strip()
    if query:
        sql = "contains(strip_accents(lower(name || ' | ' || coalesce(aliases, ''))), $q)"
        conditions.add("q", sql, q=fold(query))
    sort, number = one_of(parameters, "sort", SORTS) or "mentions", page_of(parameters)
    rows = engine.rows(
        f"SELECT * FROM entities {conditions.where()} ORDER BY {SORTS[sort]} LIMIT $size OFFSET $skipped",
        conditions.values | {"size": PAGE_SIZE, "skipped": (number - 1) * PAGE_SIZE},
    )
    total = engine.value(f"SELECT count(*) FROM entities {conditions.where()}", conditions.values)
    choices = {
        name: engine.rows(
            _VALUES.format(column=name, where=conditions.where(without=name)), conditions.values_without(name)
        )
        for name in CHOICES
    }
    return EntityList(PageOfRows(rows, number, PAGE_SIZE, total), choices, chosen, query, sort)


def read_entity(engine: QueryEngine, entity_id: str, parameters: Mapping[str, str]) -> EntityFile | None:
    """Return an entity with the page of its mentions that an address asks for, None where there is none.

    Raises UsageError where a value of the address cannot be read.
    """
    facts = engine.one("SELECT * FROM entities WHERE entity_id = ?", [entity_id])
    if facts is None:
        return None
    by_id = {"id": entity_id}
    years: dict[int, dict[str, int]] = {}
    for row in engine.rows(_ROLES, by_id):
        years.setdefault(row["year"], {})[row["role"]] = row["count"]
    return EntityFile(
        facts=facts,
        state=engine.one("SELECT entity_id, name FROM entities WHERE entity_id = ?", [facts["part_of_entity_id"]]),
        bodies=engine.rows(
            "SELECT entity_id, name, mention_count FROM entities WHERE part_of_entity_id = ? "
            "ORDER BY mention_count DESC, name, entity_id LIMIT 60",
            [entity_id],
        ),
        forms=engine.rows(_FORMS, by_id | {"limit": SHOWN_FORMS}),
        sides={row["role"]: row["count"] for row in engine.rows(_SIDES, by_id)},
        years=[YearOfRoles(year, counts) for year, counts in years.items()],
        most_in_year=max((sum(counts.values()) for counts in years.values()), default=0),
        partners=engine.rows(_PARTNERS, by_id | {"limit": SHOWN_PARTNERS}),
        mentions=_mentions(engine, entity_id, parameters),
    )


def _mentions(engine: QueryEngine, entity_id: str, parameters: Mapping[str, str]) -> PageOfRows:
    """Return one page of the mentions of an entity, or of those with some words and of a kind."""
    conditions = Conditions()
    conditions.add("id", "(entity_id = $id OR refers_to_entity_id = $id)", id=entity_id)
    for key, column in (("words", "text"), ("kind", "mention_kind")):
        if value := parameters.get(key, ""):
            conditions.add(key, f"{column} = ${key}", **{key: value})
    number = page_of(parameters)
    values = conditions.values | {"size": MENTIONS_SIZE, "skipped": (number - 1) * MENTIONS_SIZE}
    total = engine.value(f"SELECT count(*) FROM mentions {conditions.where()}", conditions.values)
    rows = [_with_surroundings(row) for row in engine.rows(_MENTIONS.format(where=conditions.where()), values)]
    return PageOfRows(rows, number, MENTIONS_SIZE, total)


def _with_surroundings(row: Row) -> Row:
    text, start, end = row["paragraph"], row["start"], row["end"]
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before = ("… " if first else "") + text[first:start]
    return row | {"before": before, "after": text[end:last] + (" …" if last < len(text) else "")}
