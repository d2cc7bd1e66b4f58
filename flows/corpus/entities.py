"""The same entity in many documents becomes one row."""

from collections.abc import Iterable
from dataclasses import replace

from flows.steps.records import Entity, Mention

SEPARATOR = " | "


def merge_entities(rows: Iterable[Entity], mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """Return one row for each entity that is mentioned: aliases united, the facts of the most told row kept."""
    groups: dict[str, list[Entity]] = {}
    for row in rows:
        groups.setdefault(row.entity_id, []).append(row)
    places: dict[str, list[str]] = {}
    for mention in mentions:
        places.setdefault(mention.entity_id, []).append(mention.document_id)
    return tuple(_merged(groups[entity_id], places[entity_id]) for entity_id in sorted(groups) if entity_id in places)


def _merged(rows: list[Entity], documents: list[str]) -> Entity:
    """Return one row for the rows of one entity, given the document of each mention."""
    best = min(rows, key=lambda row: (-row.mention_count, row.name, row.first_document_id))
    aliases = {alias for row in rows for alias in (row.aliases or "").split(SEPARATOR) if alias}
    return replace(
        best,
        aliases=SEPARATOR.join(sorted(aliases)) or None,
        country=next((row.country for row in (best, *rows) if row.country), None),
        sector=next((row.sector for row in (best, *rows) if row.sector), None),
        mention_count=len(documents),
        document_count=len(set(documents)),
        first_document_id=min(documents),
    )
