"""The view actors_rolled_up: one row per actor, where all that acts for a state is that state."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flows.frames import rows
from schemas.vocab import SIDES, STATE_SECTORS, EntityType, ParticipantRole

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as arrow

_PARTICIPANT = ("event_id", "role", "document_id", "name", "entity_id", "country", "sector")
Row = dict[str, Any]


def actors_rolled_up(frames: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Return one row per actor, those with most event clusters first; `frames` are the tables by name.

    A state, its government, its forces and other bodies, and the people in its offices are one row, whose `actor_id` is
    the country code (ISO 3166-1 alpha-3); any other actor is its entity. `names` are those of what was added up,
    joined with ` | `; `as_actor` and `as_recipient` count event clusters, an event that many documents report once.
    Raises KeyError where a table or a column is missing.
    """
    import pandas as pd
    import pyarrow as arrow

    found = sorted(_actors(frames), key=_rank)
    columns = {
        name: pd.Series(arrow.array([row[name] for row in found], type=kind), dtype=pd.ArrowDtype(kind))
        for name, kind in _columns().items()
    }
    return pd.DataFrame(columns)


def _columns() -> "dict[str, arrow.DataType]":
    import pyarrow as arrow

    text, number = arrow.string(), arrow.int32()
    return {
        "actor_id": text, "name": text, "country": text, "names": text,
        "as_actor": number, "as_recipient": number, "documents": number,
    }  # fmt: skip


def _rank(row: Row) -> tuple[int, str]:
    return -row["as_actor"] - row["as_recipient"], row["actor_id"]


def _actors(frames: "Mapping[str, pd.DataFrame]") -> Iterator[Row]:
    """Yield the rows of the view, in no order."""
    entities = {
        row["entity_id"]: row for row in rows(frames["entities"], ("entity_id", "name", "country", "entity_type"))
    }
    clusters = {row["event_id"]: row["cluster_id"] for row in rows(frames["events"], ("event_id", "cluster_id"))}
    states = {row["country"]: row["name"] for row in entities.values() if row["entity_type"] == EntityType.COUNTRY}
    sides: dict[str, list[Row]] = defaultdict(list)
    for row in rows(frames["participants"], _PARTICIPANT):
        if row["role"] in SIDES:
            sides[_actor_id(row, entities[row["entity_id"]])].append(row)
    for key, these in sides.items():
        is_state = key not in entities
        yield {
            "actor_id": key,
            "name": states.get(key, key) if is_state else entities[key]["name"],
            "country": key if is_state else entities[key]["country"],
            "names": " | ".join(sorted({entities[row["entity_id"]]["name"] for row in these})),
            "as_actor": _count(these, clusters, ParticipantRole.ACTOR),
            "as_recipient": _count(these, clusters, ParticipantRole.RECIPIENT),
            "documents": len({row["document_id"] for row in these}),
        }


def _actor_id(row: Row, entity: Row) -> str:
    """Return the code of the state for which a participant acts, or else the id of its entity."""
    acts_for_state = entity["entity_type"] == EntityType.COUNTRY or row["sector"] in STATE_SECTORS
    return str(row["country"] if acts_for_state and row["country"] else row["entity_id"])


def _count(sides: list[Row], clusters: Mapping[str, str], role: str) -> int:
    return len({clusters[row["event_id"]] for row in sides if row["role"] == role})
