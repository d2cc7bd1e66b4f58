"""The view events_flat: one row per event with all its sides, its place and dates, its sentence and its document."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flows.frames import rows
from flows.views.icews import sides_of_events
from schemas.vocab import ParticipantRole

if TYPE_CHECKING:
    import pandas as pd

_HEAD = (
    "event_id", "date_start", "date_end", "date_precision", "date_basis", "event_type", "event_mode", "quad_class",
    "plover_score", "cameo_code", "acled_event_type", "factuality", "attributed_to",
)  # fmt: skip
_SIDES = {"actor": ParticipantRole.ACTOR, "recipient": ParticipantRole.RECIPIENT}
_FACTS = {
    "names": "name",
    "entity_ids": "entity_id",
    "codes": "actor_code",
    "countries": "country",
    "sectors": "sector",
}
"""What the columns of a side end in, and the fact of each participant that they hold."""
_TAIL = (
    "place_name", "place_entity_id", "place_country", "killed", "injured", "trigger", "sentence", "confidence",
    "rule_id", "cluster_id", "is_cluster_head", "cluster_mentions", "cluster_documents",
    "document_id", "document_title", "published_start",
)  # fmt: skip
_OF_DOCUMENT = ("published_end", "published_status", "publisher", "url", "source_path", "source_part")
_OF_SIDES = tuple(f"{side}_{fact}" for side in _SIDES for fact in _FACTS)
COLUMNS = (*_HEAD, *_OF_SIDES, *_TAIL, *_OF_DOCUMENT)
"""Columns of the view; those that events or documents have, too, mean the same here."""
BETWEEN = " | "
"""What separates the values of several participants, as everywhere in the tables."""


def events_flat(frames: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Return one row per event, sorted by its id, with all its actors and recipients in their order.

    `frames` are the tables events, participants and documents of the contract, by name. Names, ids, codes, countries
    and sectors of a side have one value for each participant, separated by ` | `, and an empty one where it is unknown;
    they are null where all are. Raises KeyError where a table or a column is missing.
    """
    import pandas as pd
    import pyarrow as arrow

    events, documents = frames["events"], frames["documents"]
    sides = sides_of_events(frames["participants"])
    homes = {row["document_id"]: row for row in rows(documents, ("document_id", *_OF_DOCUMENT))}
    found = [
        homes[event["document_id"]] | event | dict(_side_columns(event["event_id"], sides))
        for event in sorted(rows(events, (*_HEAD, *_TAIL)), key=lambda event: str(event["event_id"]))
    ]
    kinds = {name: documents[name].dtype for name in _OF_DOCUMENT}
    kinds |= {name: events[name].dtype for name in (*_HEAD, *_TAIL)}
    text = pd.ArrowDtype(arrow.string())
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in found], dtype=kinds.get(name, text)) for name in COLUMNS}
    )


def _side_columns(
    event_id: str, sides: Mapping[tuple[str, str], Iterable[Mapping[str, Any]]]
) -> Iterator[tuple[str, str | None]]:
    """Yield name and value of each column on the sides of one event."""
    for side, role in _SIDES.items():
        participants = sides.get((event_id, role), ())
        for column, fact in _FACTS.items():
            values = [participant[fact] for participant in participants]
            yield f"{side}_{column}", BETWEEN.join(value or "" for value in values) if any(values) else None
