"""The section on entities: those named most, with the first mention of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.frames import DocumentSources, SourceRange, among, rows

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ENTITIES = 60
"""Rows of the table of entities."""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A line of the table of entities; `facts` are its columns in the table entities, by name."""

    facts: Mapping[str, Any]
    source: SourceRange


_COLUMNS = (
    "entity_id", "entity_type", "name", "aliases", "wikidata_id", "country", "sector", "mention_count",
    "document_count", "first_document_id",
)  # fmt: skip
_RANK = {"mention_count": False, "document_count": False, "name": True, "entity_id": True}
"""The order of the table: columns, and whether the least comes first."""


def entity_rows(entities: "pd.DataFrame", mentions: "pd.DataFrame", sources: DocumentSources) -> list[EntityRow]:
    """Return the entities named most, the most named first; each links to its first one of `mentions`."""
    ranked = entities.sort_values(list(_RANK), ascending=[*_RANK.values()])
    shown = rows(ranked.head(SHOWN_ENTITIES), _COLUMNS)
    first = _first_mentions({row["entity_id"]: row["first_document_id"] for row in shown}, mentions)
    return [EntityRow(row, sources.at(row["first_document_id"], *first.get(row["entity_id"], ()))) for row in shown]


def _first_mentions(wanted: Mapping[str, str], mentions: "pd.DataFrame") -> dict[str, tuple[int, int]]:
    """Return the raw range of the first mention of each entity in the document given for it."""
    first: dict[str, tuple[int, int]] = {}
    names = ("entity_id", "document_id", "raw_start", "raw_end")
    for row in rows(among(mentions, "entity_id", wanted.keys()), names):
        entity_id, span = row["entity_id"], (row["raw_start"], row["raw_end"])
        if row["document_id"] == wanted[entity_id]:
            first[entity_id] = min(first.get(entity_id, span), span)
    return first
