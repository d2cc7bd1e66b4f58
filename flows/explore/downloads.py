"""The events that a filter leaves as a file: CSV for a spreadsheet, Parquet, or pairs of actors as in ICEWS."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flows.explore.database import QueryEngine
from flows.explore.events import EventFilter
from flows.frames import among
from flows.views.flat import events_flat
from flows.views.icews import events_dyads
from flows.views.spreadsheets import write_csv

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]
MEDIA_TYPES = {".csv": "text/csv; charset=utf-8", ".parquet": "application/vnd.apache.parquet"}


def write_events(engine: QueryEngine, asked: EventFilter, name: str, path: Path) -> None:
    """Write the events that a filter asks for to a file, in the form that one of the names of FILES has."""
    sql = f"SELECT event_id FROM events {asked.conditions.where()}"
    ids = [row["event_id"] for row in engine.rows(sql, asked.conditions.values)]
    dataset = engine.dataset
    events = among(dataset.frame("events"), "event_id", ids)
    participants = among(dataset.frame("participants"), "event_id", ids)
    frames = {
        "events": events,
        "participants": participants,
        "entities": dataset.frame("entities"),
        "documents": among(dataset.frame("documents"), "document_id", set(events["document_id"])),
    }
    FILES[name](frames, path)


def _csv(frames: Frames, path: Path) -> None:
    write_csv(events_flat(frames), path)


def _icews(frames: Frames, path: Path) -> None:
    write_csv(events_dyads(frames), path)


def _parquet(frames: Frames, path: Path) -> None:
    frames["events"].to_parquet(path, engine="pyarrow", index=False, compression="zstd")


FILES: dict[str, Callable[[Frames, Path], None]] = {
    "events.csv": _csv,
    "events.parquet": _parquet,
    "events_icews.csv": _icews,
}
"""The files that can be downloaded, and what writes each."""
