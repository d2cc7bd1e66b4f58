"""Where the knowledge comes from that decided a row: the source marks of rows of the knowledge base."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from flows.steps.entities.knowledge_base import known_person, source, thing_id
from flows.steps.entities.office_holders import is_from_table
from flows.steps.entities.tables import death_rows, office_rows
from flows.steps.models import Mention, Participant

Table = Literal["offices", "deaths"]


def source_of(table: Table, entity_id: str | None) -> str | None:
    """Return the source of the first row of a table on a person, given by entity id; None where it has no such row.

    Sources are those of `knowledge/SOURCES.md`: `memory`, `iso3166` or `geonames`.
    """
    cell = _people(table).get(entity_id or "")
    return None if cell is None else source(table, person=cell)


def office_source(mention: Mention) -> str | None:
    """Return the source by which a mention by office got its holder; None if the document itself names the holder."""
    return source_of("offices", mention.entity_id) if is_from_table(mention) else None


def death_source(participants: Iterable[Participant]) -> tuple[str, str] | None:
    """Return entity id and source of the first participant whose date of death is known; None if nobody's is."""
    sources = ((row.entity_id or "", source_of("deaths", row.entity_id)) for row in participants)
    return next(((entity_id, mark) for entity_id, mark in sources if mark is not None), None)


@cache
def _people(table: Table) -> Mapping[str, str]:
    """Return the cell by which a table refers to a person, by entity id."""
    rows = death_rows() if table == "deaths" else office_rows()
    return {thing_id(known_person(row.person, f"{table}.csv")): row.person for row in rows}
