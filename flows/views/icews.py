"""The view events_dyads: events as pairs of a source and a target, in the column names that users of ICEWS know."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flows.frames import rows
from schemas.vocab import EntityType, EventType, ParticipantRole

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as arrow

_TOGETHER = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
"""Types whose participants may all be actors: then each is the source of one row and the target of another."""
_EVENTS = (
    "event_id", "document_id", "event_type", "event_mode", "cameo_code", "plover_score", "date_start", "date_end",
    "recipient_name", "place_name", "place_entity_id", "place_country", "factuality", "cluster_id", "is_cluster_head",
)  # fmt: skip
_SIDES = ("event_id", "role", "position", "name", "entity_id", "actor_code", "country", "sector")
Row = dict[str, Any]
_NOBODY: Row = {"name": None, "country": None, "sector": None}


def events_dyads(frames: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Return one row for each pair of an actor and a recipient of each event, sorted by event and by their positions.

     `frames` are the tables events, participants, entities and documents of the contract, by name. An event with one
    side has the other one null, an event without sides has no row; the participants of a meeting or an agreement
    without a recipient are each other's targets. The columns up to Longitude are those of ICEWS, null where the tables
    do not know them (the number of the sentence, district, province, coordinates); countries are ISO 3166-1 alpha-3,
    sectors PLOVER, Intensity the PLOVER score, from -10 to 10. Raises KeyError where a table or a column is missing.
    """
    import pandas as pd
    import pyarrow as arrow

    dyads = list(_dyads(frames))
    columns = {
        name: pd.Series(arrow.array([row.get(name) for row in dyads], type=kind), dtype=pd.ArrowDtype(kind))
        for name, kind in _columns().items()
    }
    return pd.DataFrame(columns)


def _columns() -> "dict[str, arrow.DataType]":
    """Return the columns in order: those of ICEWS, and after them what is only known here."""
    import pyarrow as arrow

    text, day, number = arrow.string(), arrow.date32(), arrow.float64()
    return {
        "Event ID": text, "Event Date": day,
        "Source Name": text, "Source Sectors": text, "Source Country": text,
        "Event Text": text, "CAMEO Code": text, "Intensity": number,
        "Target Name": text, "Target Sectors": text, "Target Country": text,
        "Story ID": text, "Sentence Number": arrow.int32(), "Publisher": text,
        "City": text, "District": text, "Province": text, "Country": text, "Latitude": number, "Longitude": number,
        "First Day": day, "Last Day": day, "Factuality": text, "Cluster ID": text, "Is Cluster Head": arrow.bool_(),
    }  # fmt: skip


def _dyads(frames: "Mapping[str, pd.DataFrame]") -> Iterator[Row]:
    """Yield the rows of the view, without the columns that are always null."""
    entities = {row["entity_id"]: row for row in rows(frames["entities"], ("entity_id", "entity_type"))}
    publishers = {
        row["document_id"]: row["publisher"] for row in rows(frames["documents"], ("document_id", "publisher"))
    }
    sides = sides_of_events(frames["participants"])
    for event in sorted(rows(frames["events"], _EVENTS), key=_event_id):
        facts = _facts(event, entities, publishers)
        for source, target in _pairs(event, sides):
            yield facts | _side("Source", source) | _side("Target", target)


def _event_id(event: Row) -> str:
    return str(event["event_id"])


def sides_of_events(participants: "pd.DataFrame") -> dict[tuple[str, str], list[Row]]:
    """Return the participants of each event and role by position."""
    sides: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows(participants, _SIDES), key=lambda row: row["position"]):
        sides[row["event_id"], row["role"]].append(row)
    return sides


def _pairs(event: Row, sides: Mapping[tuple[str, str], list[Row]]) -> Iterator[tuple[Row, Row]]:
    """Yield the sources and targets of one event; a side without a partner has nobody."""
    actors = sides.get((event["event_id"], ParticipantRole.ACTOR), [])
    targets = sides.get((event["event_id"], ParticipantRole.RECIPIENT), [])
    if not targets and event["event_type"] in _TOGETHER:
        targets = actors
    for source in actors:
        others = [row for row in targets if row["name"] != source["name"]] if targets is actors else targets
        yield from ((source, target) for target in others or [_NOBODY])
    if not actors:
        yield from ((_NOBODY, target) for target in targets)


def _side(which: str, row: Row) -> Row:
    return {f"{which} Name": row["name"], f"{which} Sectors": row["sector"], f"{which} Country": row["country"]}


def _facts(event: Row, entities: Mapping[str, Row], publishers: Mapping[str, str | None]) -> Row:
    """Return the columns that all rows of an event share."""
    location = entities.get(event["place_entity_id"])
    is_day = event["date_start"] is not None and event["date_start"] == event["date_end"]
    return {
        "Event ID": event["event_id"],
        "Event Date": event["date_start"] if is_day else None,
        "Event Text": " ".join(filter(None, (event["event_type"], event["event_mode"]))),
        "CAMEO Code": event["cameo_code"],
        "Intensity": event["plover_score"],
        "Story ID": event["document_id"],
        "Publisher": publishers[event["document_id"]],
        "City": event["place_name"] if location and location["entity_type"] == EntityType.PLACE else None,
        "Country": event["place_country"],
        "First Day": event["date_start"],
        "Last Day": event["date_end"],
        "Factuality": event["factuality"],
        "Cluster ID": event["cluster_id"],
        "Is Cluster Head": event["is_cluster_head"],
    }
