"""The section on events: over time, by type, and each with its sentence and its range in the source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.frames import DocumentSources, SourceRange, among, column, rows
from flows.report.formats import EXCERPT_LENGTH
from flows.report.timeline import Timeline, TimelineEvent, timeline
from schemas.plover import codes
from schemas.vocab import EventType, Factuality, QuadClass

if TYPE_CHECKING:
    import pandas as pd

SHOWN_EVENTS = 300
"""Rows of the table of events."""
CONFLICT = frozenset({QuadClass.VERBAL_CONFLICT, QuadClass.MATERIAL_CONFLICT})


@dataclass(frozen=True, slots=True)
class EventRow:
    """A line of the table of events; `facts` are its columns in the table events, by name.

    `before`, `trigger` and `after` together are the sentence.
    """

    facts: Mapping[str, Any]
    before: str
    trigger: str
    after: str
    source: SourceRange


@dataclass(frozen=True, slots=True)
class QuadClassCount:
    """The event types of one quad class with the number of their events."""

    quad_class: str
    event_count: int
    types: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class EventSection:
    """The section on events.

     `undrawn` has the number of events that are not in the picture, by reason; `most` is the count of the commonest
    type.
    """

    picture: Timeline | None
    undrawn: tuple[tuple[int, str], ...]
    quads: tuple[QuadClassCount, ...]
    most: int
    factualities: tuple[tuple[str, int], ...]
    table: list[EventRow]
    event_count: int


_KEYS = (
    "event_id", "document_id", "raw_start", "date_start", "date_end", "quad_class", "event_type", "factuality",
    "is_cluster_head", "cluster_documents", "confidence",
)  # fmt: skip
_COLUMNS = (
    "event_id", "document_id", "paragraph_id", "sentence_start", "sentence_end", "trigger_start", "trigger_end",
    "raw_start", "raw_end", "event_type", "event_mode", "quad_class", "actor_name", "actor_country",
    "recipient_name", "recipient_country", "date_start", "date_end", "date_precision", "date_basis", "place_name",
    "place_country", "factuality", "attributed_to", "killed", "injured", "confidence", "cluster_mentions",
    "cluster_documents",
)  # fmt: skip


def events(frame: "pd.DataFrame", paragraphs: "pd.DataFrame", sources: DocumentSources) -> EventSection:
    """Return the section on events from the tables events (`frame`) and `paragraphs`."""
    keys = rows(frame, _KEYS)
    types = Counter(row["event_type"] for row in keys)
    factualities = Counter(row["factuality"] for row in keys)
    picture, undrawn = _picture(keys)
    return EventSection(
        picture=picture,
        undrawn=undrawn,
        quads=_quads(types),
        most=max(types.values(), default=0),
        factualities=tuple((kind, factualities[kind]) for kind in Factuality if factualities[kind]),
        table=_table(frame, paragraphs, _chosen(keys, sources), sources),
        event_count=len(keys),
    )


def _picture(keys: Sequence[Mapping[str, Any]]) -> tuple[Timeline | None, tuple[tuple[int, str], ...]]:
    """Return the timeline of asserted events, each cluster once, and (count, reason) for the events not in it."""
    dated = [row for row in keys if row["date_start"] and row["date_end"]]
    heads = [row for row in dated if row["is_cluster_head"]]
    asserted = [row for row in heads if row["factuality"] == Factuality.ASSERTED]
    picture = timeline(
        Counter(TimelineEvent(row["date_start"], row["date_end"], row["quad_class"] in CONFLICT) for row in asserted)
    )
    counts = [
        (len(keys) - len(dated), "without a first and last day"),
        (len(dated) - len(heads), "mentioned again elsewhere"),
        (len(heads) - len(asserted), "not asserted"),
    ]
    if picture:
        counts.append((picture.wide_count, f"with a date wider than a {picture.unit}"))
        counts.append((picture.outside_count, f"before {picture.first} or after {picture.last}"))
    return picture, tuple((count, reason) for count, reason in counts if count)


def _quads(types: Counter[str]) -> tuple[QuadClassCount, ...]:
    return tuple(
        QuadClassCount(quad_class, sum(types[kind] for kind in kinds), tuple((kind, types[kind]) for kind in kinds))
        for quad_class in QuadClass
        for kinds in [[kind for kind in EventType if codes()[kind].quad_class == quad_class]]
    )


def _chosen(keys: list[dict[str, Any]], sources: DocumentSources) -> list[str]:
    """Return the ids of the events that are shown, by date.

    Where there are too many, those in most documents come first, then those with most confidence.
    """
    best = sorted(
        keys,
        key=lambda row: (not row["is_cluster_head"], -row["cluster_documents"], -row["confidence"], row["event_id"]),
    )
    shown = best[:SHOWN_EVENTS]
    shown.sort(key=lambda row: (*_date_key(row), sources.path(row["document_id"]), row["raw_start"], row["event_id"]))
    return [row["event_id"] for row in shown]


def _date_key(row: Mapping[str, Any]) -> tuple[bool, date, date]:
    """Return a key that puts dated events first, by date."""
    start, end = row["date_start"], row["date_end"]
    return start is None, start or date.max, end or date.max


def _table(
    frame: "pd.DataFrame", paragraphs: "pd.DataFrame", ids: list[str], sources: DocumentSources
) -> list[EventRow]:
    by_id = {row["event_id"]: row for row in rows(among(frame, "event_id", ids), _COLUMNS)}
    wanted = among(paragraphs, "paragraph_id", {row["paragraph_id"] for row in by_id.values()})
    texts = dict(zip(column(wanted, "paragraph_id"), column(wanted, "text"), strict=True))
    return [_event_row(by_id[event_id], texts, sources) for event_id in ids]


def _event_row(row: dict[str, Any], texts: Mapping[str, str], sources: DocumentSources) -> EventRow:
    text = texts[row["paragraph_id"]]
    before = text[row["sentence_start"] : row["trigger_start"]]
    after = text[row["trigger_end"] : row["sentence_end"]]
    half = EXCERPT_LENGTH // 2
    return EventRow(
        facts=row,
        before=before if len(before) <= half else f"… {before[-half:].lstrip()}",
        trigger=text[row["trigger_start"] : row["trigger_end"]],
        after=after if len(after) <= half else f"{after[:half].rstrip()} …",
        source=sources.at(row["document_id"], row["raw_start"], row["raw_end"]),
    )
