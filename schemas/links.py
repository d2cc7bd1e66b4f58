"""Checks that rows of different tables belong together."""

from collections.abc import Iterator, Mapping

import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from schemas.failures import Failure, differing, failing, rows, values
from schemas.tables import links
from schemas.vocab import Anchor

Frames = Mapping[str, pd.DataFrame]


def dangling(frames: Frames) -> Iterator[Failure]:
    """Yield the links to a row that does not exist."""
    for link in links():
        frame = frames[link.table]
        keys = arrow.array(frames[link.to_table][link.to_column])
        is_known = compute.is_in(arrow.array(frame[link.column]), value_set=keys, skip_nulls=True)
        is_broken = (~is_known.to_numpy(zero_copy_only=False) & frame[link.column].notna().to_numpy()).tolist()
        yield from failing(link.table, frame, [link.column], f"is in {link.to_table}.{link.to_column}", is_broken)


def wrong_anchors(frames: Frames) -> Iterator[Failure]:
    """Yield the dates whose anchor is not a row of `dates`.

    An event anchor is named by the date that the text gives it, because dates are found before events.
    """
    frame = frames["dates"]
    date_ids = set(values(frame, "date_id"))
    is_broken = [
        anchor_id is not None and anchor in {Anchor.PREVIOUS, Anchor.EVENT} and anchor_id not in date_ids
        for anchor, anchor_id in rows(frame, "anchor", "anchor_id")
    ]
    yield from failing("dates", frame, ["anchor", "anchor_id"], "the anchor is a row of its kind", is_broken)


def wrong_documents(frames: Frames) -> Iterator[Failure]:
    """Yield the rows whose document is not that of their paragraph, event or mention."""
    document_of = dict(rows(frames["paragraphs"], "paragraph_id", "document_id"))
    for table in ("events", "participants", "mentions", "dates", "edits"):
        yield from _elsewhere(frames, table, "paragraph_id", document_of)
    yield from _elsewhere(frames, "participants", "event_id", dict(rows(frames["events"], "event_id", "document_id")))
    yield from _elsewhere(frames, "paragraphs", "repeats_paragraph_id", document_of)
    for column, what in (("source_path", "path"), ("source_part", "number in its file")):
        own = dict(rows(frames["documents"], "document_id", column))
        for table in ("issues", "corrections"):
            found = rows(frames[table], "document_id", column)
            expected = [own.get(document_id, value) for document_id, value in found]
            yield from differing(table, frames[table], column, f"is the {what} of the document", expected)


def _elsewhere(frames: Frames, table: str, column: str, homes: Mapping[str, str]) -> Iterator[Failure]:
    frame = frames[table]
    expected = [homes.get(key, document_id) for key, document_id in rows(frame, column, "document_id")]
    yield from differing(table, frame, "document_id", f"is the document of {column}", expected)


def wrong_mentions(frames: Frames) -> Iterator[Failure]:
    """Yield the participants that are linked to another entity than their mention names or refers to."""
    columns = ("mention_id", "entity_id", "refers_to_entity_id")
    meant = {mention_id: set(filter(None, ids)) for mention_id, *ids in rows(frames["mentions"], *columns)}
    frame = frames["participants"]
    linked = rows(frame, "mention_id", "entity_id")
    is_wrong = [entity_id not in meant.get(mention_id, {entity_id}) for mention_id, entity_id in linked]
    yield from failing("participants", frame, ["entity_id"], "is the entity of mention_id", is_wrong)
