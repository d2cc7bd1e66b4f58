"""The same happening told twice becomes one cluster.

Only what is certain is put together: the same type, the same two sides, the same day, told as a fact. Everything else
stays a cluster of its own.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from flows.steps.ids import content_id
from flows.steps.records import Event
from schemas.vocab import Factuality, Precision


def cluster_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events in their order, with cluster, head and sizes filled; the surest telling is the head."""
    rows = tuple(events)
    groups: dict[Hashable, list[Event]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    placed: dict[str, Event] = {}
    for group in groups.values():
        head = min(group, key=lambda row: (-row.confidence, row.event_id))
        cluster_id = content_id("clu", *sorted(row.event_id for row in group))
        documents = len({row.document_id for row in group})
        for row in group:
            placed[row.event_id] = replace(
                row,
                cluster_id=cluster_id,
                is_cluster_head=row is head,
                cluster_mentions=len(group),
                cluster_documents=documents,
            )
    return tuple(placed[row.event_id] for row in rows)


def _key(row: Event) -> Hashable:
    """Return what two tellings of one happening share; the event's own id where too little is known."""
    is_certain = (
        row.factuality == Factuality.ASSERTED
        and row.date_precision == Precision.DAY
        and row.actor_entity_id is not None
        and row.recipient_entity_id is not None
    )
    if not is_certain:
        return row.event_id
    return (row.event_type, row.actor_entity_id, row.recipient_entity_id, row.date_start)
