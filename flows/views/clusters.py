"""The view event_clusters: one row per event cluster, with the best values of all its event mentions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.frames import rows
from flows.steps.events.dating import surely_dated

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

_HEAD = ("cluster_id", "event_id", "event_type", "event_mode", "factuality")
_DATE = ("date_start", "date_end", "date_precision", "date_id")
_SIDES = {
    "actor": ("name", "entity_id", "country", "sector"),
    "recipient": ("name", "entity_id", "country", "sector"),
    "place": ("name", "entity_id", "country"),
}
_COUNTS = ("killed", "injured")
_SIZES = ("cluster_mentions", "cluster_documents")
_FLAT = tuple(f"{role}_{fact}" for role, facts in _SIDES.items() for fact in facts)
COLUMNS = (*_HEAD, *_DATE, *_FLAT, *_COUNTS, *_SIZES)
"""Columns of the view, with the meaning and the types that they have in events."""
_READ = (*COLUMNS, "paragraph_id", "date_basis", "is_cluster_head")
Row = dict[str, Any]


class _EventMention(NamedTuple):
    """The date columns of one event mention, and its whole row."""

    event_id: str
    date_start: "date | None"
    date_end: "date | None"
    date_basis: str
    row: Row


def event_clusters(frames: "Mapping[str, pd.DataFrame]") -> "pd.DataFrame":
    """Return one row per event cluster, sorted by its id; `event_id`, type and mode are those of its head.

    `frames` are the tables events and paragraphs of the contract, by name. The date is the narrowest that holds for
    all event mentions (see `flows.steps.events.dating`), or else the head's; actor, recipient and place are those
    that most mentions name, linked ones first; killed and injured the numbers that most give, the higher one of two.
    Events in copied paragraphs add nothing. Raises KeyError where a table or a column is missing.
    """
    import pandas as pd

    events = frames["events"]
    copies = _copies(frames["paragraphs"])
    clusters: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows(events, _READ), key=lambda row: (not row["is_cluster_head"], row["event_id"])):
        clusters[row["cluster_id"]].append(row)
    clustered = [_cluster(clusters[key], copies) for key in sorted(clusters)]
    columns = {name: pd.Series([row[name] for row in clustered], dtype=events[name].dtype) for name in COLUMNS}
    return pd.DataFrame(columns)


def _copies(paragraphs: "pd.DataFrame") -> frozenset[str]:
    """Return the ids of the paragraphs that repeat another one."""
    columns = ("paragraph_id", "repeats_paragraph_id", "duplicate_of")
    return frozenset(
        row["paragraph_id"] for row in rows(paragraphs, columns) if row["repeats_paragraph_id"] or row["duplicate_of"]
    )


def _cluster(mentions: Sequence[Row], copies: frozenset[str]) -> Row:
    """Return the row of one cluster, whose head comes first."""
    head = mentions[0]
    own = [mention for mention in mentions if mention["paragraph_id"] not in copies] or [head]
    row = {name: head[name] for name in (*_HEAD, *_SIZES)}
    dated = surely_dated([_event_mention(mention) for mention in own])
    row |= {name: (dated[0].row if dated else head)[name] for name in _DATE}
    for role, facts in _SIDES.items():
        row |= _most_named(own, role, facts)
    return row | {name: _number(mention[name] for mention in own) for name in _COUNTS}


def _event_mention(row: Row) -> _EventMention:
    return _EventMention(row["event_id"], row["date_start"], row["date_end"], row["date_basis"], row)


def _most_named(mentions: Iterable[Row], role: str, facts: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield (column, value) of the participant that most mentions name, linked ones first; null where none does."""
    columns = [f"{role}_{fact}" for fact in facts]
    naming = [row for row in mentions if row[f"{role}_name"]]
    counts = Counter(row[f"{role}_name"] for row in naming)
    best = min(naming, key=lambda row: _rank(row, role, counts), default=dict.fromkeys(columns))
    return ((name, best[name]) for name in columns)


def _rank(row: Row, role: str, counts: Counter[str]) -> tuple[bool, int, str]:
    name = row[f"{role}_name"]
    return row[f"{role}_entity_id"] is None, -counts[name], name


def _number(values: Iterable[int | None]) -> int | None:
    """Return the number that is given most often, the higher one of two; None where none is given."""
    counts = Counter(value for value in values if value is not None)
    return max(counts, key=lambda value: (counts[value], value), default=None)
