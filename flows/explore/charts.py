"""Pictures of the events that a filter leaves: over time, on the map, and who acts with whom; as numbers for SVG."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any, NamedTuple

from flows.explore.database import Conditions, QueryEngine, Row
from flows.explore.events import EventFilter
from flows.report.events import CONFLICT
from flows.report.timeline import Timeline, TimelineEvent, timeline

MAP_SIDES = {"place": "where events happen", "involved": "whose people and bodies take part"}
"""What the map can count by country, by its name in an address."""
_DAYS = """
    SELECT date_start, date_end, quad_class, count(*) AS count
    FROM events {where} date_start IS NOT NULL AND date_end IS NOT NULL GROUP BY ALL
"""
_PLACES = """
    SELECT place_country AS country, count(*) AS count, count(*) FILTER (quad_class LIKE '%conflict') AS conflict
    FROM events {where} place_country IS NOT NULL GROUP BY 1
"""
_INVOLVED = """
    SELECT country, count(*) AS count, count(*) FILTER (quad_class LIKE '%conflict') AS conflict
    FROM (
        SELECT DISTINCT event_id, participants.country, quad_class
        FROM (SELECT event_id, quad_class FROM events {where}) JOIN participants USING (event_id)
        WHERE participants.role IN ('actor', 'recipient') AND participants.country IS NOT NULL
    ) GROUP BY 1
"""
_PAIRS = """
    SELECT actor_entity_id AS actor, recipient_entity_id AS recipient, any_value(actor_name) AS actor_name,
        any_value(recipient_name) AS recipient_name, count(*) AS count,
        count(*) FILTER (quad_class LIKE '%conflict') AS conflict
    FROM events {where} actor_entity_id IN (SELECT entity_id FROM entities WHERE mention_count > 0)
        AND recipient_entity_id IN (SELECT entity_id FROM entities WHERE mention_count > 0)
        AND actor_entity_id != recipient_entity_id
    GROUP BY 1, 2 ORDER BY count DESC, actor, recipient LIMIT $limit
"""
SHOWN_PAIRS = 40
_LARGEST_CIRCLE, _SMALLEST_CIRCLE = 60, 7
_SIDES = (("actor", "recipient"), ("recipient", "actor"))
NETWORK_WIDTH, NETWORK_HEIGHT = 1000, 640
_MARGIN = 70
_ROUNDS = 100


class Country(NamedTuple):
    """A country of the map: its code, name, the point where its circle is, and its shape, which may be empty."""

    code: str
    name: str
    x: int
    y: int
    path: str


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The map with a circle for each country: country, radius, number of events, and how many are conflict.

    `missing_count` events have a country that the map lacks.
    """

    width: int
    height: int
    countries: Sequence[Country]
    circles: Sequence[tuple[Country, float, int, int]]
    missing_count: int


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """An actor of the picture, larger with more events there; its name is on the side away from its partners."""

    entity_id: str
    name: str
    x: float
    y: float
    radius: float
    label_y: float


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """What one actor does to another in the picture: `width` of the line, and the numbers of events."""

    actor: NetworkNode
    recipient: NetworkNode
    width: float
    event_count: int
    conflict_count: int


@dataclass(frozen=True, slots=True)
class ActorNetwork:
    """The pairs of actors with most events."""

    nodes: Sequence[NetworkNode]
    edges: Sequence[NetworkEdge]


def _and(conditions: Conditions) -> str:
    """Return the conditions as the beginning of a `WHERE` that goes on."""
    where = conditions.where()
    return f"{where} AND" if where else "WHERE"


def over_time(engine: QueryEngine, asked: EventFilter) -> Timeline | None:
    """Return the events over time, None where they are few."""
    counts: dict[TimelineEvent, int] = {}
    for row in engine.rows(_DAYS.format(where=_and(asked.conditions)), asked.conditions.values):
        event = TimelineEvent(row["date_start"], row["date_end"], row["quad_class"] in CONFLICT)
        counts[event] = counts.get(event, 0) + row["count"]
    return timeline(counts)


@cache
def _world() -> tuple[int, int, tuple[Country, ...]]:
    made: dict[str, Any] = json.loads(files(__package__).joinpath("world.json").read_text("utf-8"))
    return made["width"], made["height"], tuple(Country(*row) for row in made["countries"])


def on_map(engine: QueryEngine, asked: EventFilter, side: str = "place") -> WorldMap:
    """Return the events on the map, counted by one of MAP_SIDES; a circle's area is as large as its number."""
    conditions = asked.conditions
    sql = _PLACES.format(where=_and(conditions)) if side == "place" else _INVOLVED.format(where=conditions.where())
    rows = {row["country"]: row for row in engine.rows(sql, conditions.values)}
    width, height, countries = _world()
    known = [(country, rows.pop(country.code)) for country in countries if country.code in rows]
    most = max((row["count"] for _, row in known), default=1)
    circles = [(country, _radius(row["count"], most), row["count"], row["conflict"]) for country, row in known]
    circles.sort(key=lambda circle: (-circle[2], circle[0].code))
    return WorldMap(width, height, countries, circles, sum(row["count"] for row in rows.values()))


def _radius(count: int, most: int) -> float:
    return round(max(_SMALLEST_CIRCLE, _LARGEST_CIRCLE * sqrt(count / most)), 1)


def network(engine: QueryEngine, asked: EventFilter) -> ActorNetwork:
    """Return the pairs of actors with most events; those that act together are near each other."""
    conditions = asked.conditions
    pairs = engine.rows(_PAIRS.format(where=_and(conditions)), conditions.values | {"limit": SHOWN_PAIRS})
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for pair in pairs:
        for side in ("actor", "recipient"):
            names.setdefault(pair[side], pair[f"{side}_name"])
            counts[pair[side]] = counts.get(pair[side], 0) + pair["count"]
    places = _layout(list(names), pairs)
    most = max(counts.values(), default=1)
    nodes = {key: _node(key, names[key], places, pairs, 3 + 8 * sqrt(counts[key] / most)) for key in names}
    most_in_pair = max((pair["count"] for pair in pairs), default=1)
    edges = [
        NetworkEdge(
            nodes[pair["actor"]],
            nodes[pair["recipient"]],
            round(1 + 6 * pair["count"] / most_in_pair, 1),
            pair["count"],
            pair["conflict"],
        )
        for pair in pairs
    ]
    return ActorNetwork(list(nodes.values()), edges)


def _node(
    key: str, name: str, places: Mapping[str, tuple[float, float]], pairs: Sequence[Row], radius: float
) -> NetworkNode:
    x, y = places[key]
    others = [places[pair[other]][1] for pair in pairs for one, other in _SIDES if pair[one] == key]
    is_above = y <= sum(others) / len(others)
    return NetworkNode(
        entity_id=key,
        name=name,
        x=x,
        y=y,
        radius=round(radius, 1),
        label_y=round(y - radius - 4 if is_above else y + radius + 13, 1),
    )


def _layout(keys: Sequence[str], pairs: Sequence[Row]) -> dict[str, tuple[float, float]]:
    """Return the place of each node: all push each other away, pairs pull (Fruchterman and Reingold, 1991).

    It begins on a circle, so that the same events always give the same picture.
    """
    import numpy as np

    count = len(keys)
    if not count:
        return {}
    numbers = {key: number for number, key in enumerate(keys)}
    ends = np.array([(numbers[pair["actor"]], numbers[pair["recipient"]]) for pair in pairs])
    places = np.exp(2j * np.pi * np.arange(count) / count)  # x is the real part, y the imaginary one
    distance = 1.4 / sqrt(count)
    for round_number in range(_ROUNDS):
        apart = places[:, None] - places[None, :]
        length = np.maximum(np.abs(apart), 0.01)
        moves = (apart * (distance / length) ** 2).sum(axis=1)
        pull = places[ends[:, 0]] - places[ends[:, 1]]
        pull *= np.abs(pull) / (3 * distance)
        np.subtract.at(moves, ends[:, 0], pull)
        np.add.at(moves, ends[:, 1], pull)
        moves -= places * 0.25  # groups without a link would drift away
        step = np.maximum(np.abs(moves), 1e-9)
        limit = 0.2 * (1 - round_number / _ROUNDS)
        places += moves / step * np.minimum(step, limit)
    x, y = (
        _MARGIN + (line - line.min()) / max(float(np.ptp(line)), 1e-9) * (size - 2 * _MARGIN)
        for line, size in ((places.real, NETWORK_WIDTH), (places.imag, NETWORK_HEIGHT))
    )
    return {key: (round(float(x[number]), 1), round(float(y[number]), 1)) for key, number in numbers.items()}
