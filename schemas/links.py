"""Checks that rows of different tables belong together."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from schemas.failures import Failure, differing, failing, rows, values
from schemas.tables import links
from schemas.vocab import Anchor

Frames = Mapping[str, pd.DataFrame]


def dangling(frames: Frames) -> Iterator[Failure]:
    """Yield the links whose row on the other side is missing."""
    for link in links():
        frame = frames[link.table]
        known = arrow.array(frames[link.to_table][link.to_column])
        is_known = compute.is_in(arrow.array(frame[link.column]), value_set=known, skip_nulls=True)
        is_broken = (~is_known.to_numpy(zero_copy_only=False) & frame[link.column].notna().to_numpy()).tolist()
        yield from failing(link.table, frame, [link.column], f"stands in {link.to_table}.{link.to_column}", is_broken)


def wrong_anchors(frames: Frames) -> Iterator[Failure]:
    """Yield the dates whose anchor is missing, or of another kind than they say.

    An event is named by the date that the text gives it, because dates are found before events.
    """
    frame = frames["dates"]
    known = set(values(frame, "date_id"))
    is_broken = [
        anchor_id is not None and anchor in {Anchor.PREVIOUS, Anchor.EVENT} and anchor_id not in known
        for anchor, anchor_id in rows(frame, "anchor", "anchor_id")
    ]
    yield from failing("dates", frame, ["anchor", "anchor_id"], "the anchor is a row of its kind", is_broken)


def strangers(frames: Frames) -> Iterator[Failure]:
    """Yield the rows whose document is not that of their paragraph, event or mention."""
    homes = dict(rows(frames["paragraphs"], "paragraph_id", "document_id"))
    for table in ("events", "participants", "mentions", "dates", "edits"):
        yield from _away(frames, table, "paragraph_id", homes)
    yield from _away(frames, "participants", "event_id", dict(rows(frames["events"], "event_id", "document_id")))
    yield from _away(frames, "paragraphs", "repeats_paragraph_id", homes)
    paths = dict(rows(frames["documents"], "document_id", "source_path"))
    found = rows(frames["issues"], "document_id", "source_path")
    expected = [paths.get(document_id, path) for document_id, path in found]
    yield from differing("issues", frames["issues"], "source_path", "is the path of the document", expected)


def _away(frames: Frames, table: str, column: str, homes: Mapping[str, str]) -> Iterator[Failure]:
    frame = frames[table]
    expected = [homes.get(key, document_id) for key, document_id in rows(frame, column, "document_id")]
    yield from differing(table, frame, "document_id", f"is the document of {column}", expected)


def wrong_mentions(frames: Frames) -> Iterator[Failure]:
    """Yield the participants that are linked to another entity than their mention is."""
    known = dict(rows(frames["mentions"], "mention_id", "entity_id"))
    frame = frames["participants"]
    found = rows(frame, "mention_id", "entity_id")
    expected: list[Any] = [known.get(mention_id, entity_id) for mention_id, entity_id in found]
    yield from differing("participants", frame, "entity_id", "is the entity of mention_id", expected)
