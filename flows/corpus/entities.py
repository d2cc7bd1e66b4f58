"""The same entity in many documents becomes one row."""

from collections.abc import Iterable
from dataclasses import replace

from flows.steps.records import Entity

SEPARATOR = " | "


def merge_entities(rows: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return one row for each entity id: counts added up, aliases united, the facts of the most told row kept."""
    groups: dict[str, list[Entity]] = {}
    for row in rows:
        groups.setdefault(row.entity_id, []).append(row)
    return tuple(_merged(groups[entity_id]) for entity_id in sorted(groups))


def _merged(rows: list[Entity]) -> Entity:
    best = min(rows, key=lambda row: (-row.mention_count, row.name, row.first_document_id))
    aliases = {alias for row in rows for alias in (row.aliases or "").split(SEPARATOR) if alias}
    return replace(
        best,
        aliases=SEPARATOR.join(sorted(aliases)) or None,
        country=next((row.country for row in (best, *rows) if row.country), None),
        sector=next((row.sector for row in (best, *rows) if row.sector), None),
        mention_count=sum(row.mention_count for row in rows),
        document_count=len({row.first_document_id for row in rows}),
        first_document_id=min(row.first_document_id for row in rows),
    )
