"""Checks that counts, numbers and repeated values agree with the rows they summarise."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from schemas.failures import Failure, differing, failing, rows, values
from schemas.vocab import WORDED_BASES, Precision

Frames = Mapping[str, pd.DataFrame]

_NUMBERED = (
    ("paragraphs", "position", ("document_id",)),
    ("edits", "sequence", ("document_id",)),
    ("participants", "position", ("event_id", "role")),
)
_SIDES = {
    "actor": ("name", "entity_id", "country", "sector", "code"),
    "recipient": ("name", "entity_id", "country", "sector", "code"),
    "place": ("name", "entity_id", "country"),
}
_OF_DOCUMENT = {"document_title": "title", "published_start": "published_start"}
"""Columns of events that repeat one of documents."""
_NOBODY = {"name": None, "entity_id": None, "country": None, "sector": None, "code": None}


def wrong_numbers(frames: Frames) -> Iterator[Failure]:
    """Yield the rows that are not numbered 0, 1, 2 ... within their document or event."""
    for table, column, group in _NUMBERED:
        frame = frames[table].sort_values([*group, column])
        seen: Counter[tuple[Any, ...]] = Counter()
        expected = []
        for key in rows(frame, *group):
            expected.append(seen[key])
            seen[key] += 1
        yield from differing(table, frame, column, f"counts up from 0 in each {' and '.join(group)}", expected)


def wrong_document_counts(frames: Frames) -> Iterator[Failure]:
    """Yield the documents whose counts are not those of their paragraphs and edits."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document_id, text, words in rows(frames["paragraphs"], "document_id", "text", "word_count"):
        counts["paragraph_count"][document_id] += 1
        counts["kept_character_count"][document_id] += len(text or "")
        counts["word_count"][document_id] += words or 0
    counts["edit_count"] = Counter(values(frames["edits"], "document_id"))
    frame = frames["documents"]
    for column in ("kept_character_count", "word_count", "paragraph_count", "edit_count"):
        expected = [counts[column][key] for key in values(frame, "document_id")]
        yield from differing("documents", frame, column, "is what its rows add up to", expected)


def wrong_entity_counts(frames: Frames) -> Iterator[Failure]:
    """Yield the entities whose counts are not those of their mentions.

    One that nothing names has the first document in which it, or a part of it, takes part.
    """
    mentions = frames["mentions"]
    named = _pairs(mentions, ("entity_id", "refers_to_entity_id"))
    frame = frames["entities"]
    keys = arrow.array(frame["entity_id"])
    mentioned, spread = _sizes(named, keys)
    yield from differing("entities", frame, "mention_count", "is the number of its mentions", mentioned.to_pylist())
    found = spread.to_pylist()
    yield from differing("entities", frame, "document_count", "is the number of documents that name it", found)
    acting = arrow.concat_tables(
        [
            _pairs(frames["participants"], ("entity_id",)),
            _pairs(frame, ("part_of_entity_id",), document="first_document_id"),
        ]
    )
    own = arrow.table({"key": keys, "document": arrow.array(frame["first_document_id"])})
    is_known = compute.if_else(compute.greater(mentioned, 0), _are_in(own, named), _are_in(own, acting))
    faults = compute.invert(is_known).to_pylist()
    yield from failing("entities", frame, ["first_document_id"], "is a document that names it", faults)


def _pairs(frame: pd.DataFrame, columns: tuple[str, ...], document: str = "document_id") -> arrow.Table:
    """Return a row of key and document for each value of some columns."""
    documents = arrow.array(frame[document])
    tables = [arrow.table({"key": arrow.array(frame[name]), "document": documents}) for name in columns]
    return arrow.concat_tables(tables).filter(compute.field("key").is_valid())


def _sizes(pairs: arrow.Table, keys: arrow.Array) -> tuple[arrow.Array, arrow.Array]:
    """Return how many rows each key has among pairs of key and document, and how many different documents."""
    groups = pairs.group_by("key").aggregate([("document", "count"), ("document", "count_distinct")]).combine_chunks()
    places = compute.index_in(keys, value_set=groups["key"])
    sizes = (groups[name].take(places) for name in ("document_count", "document_count_distinct"))
    rows_of_each, documents = (compute.fill_null(size, 0).combine_chunks() for size in sizes)
    return rows_of_each, documents


def _are_in(pairs: arrow.Table, known: arrow.Table) -> arrow.BooleanArray:
    """Return whether each pair of key and document is among the known ones."""
    one, other = (
        compute.binary_join_element_wise(each["key"], each["document"], "\x1f").combine_chunks()
        for each in (pairs, known)
    )
    return compute.is_in(one, value_set=other)


def wrong_clusters(frames: Frames) -> Iterator[Failure]:
    """Yield the events whose cluster has another size than their columns, or not exactly one head.

    Events in paragraphs that copy or repeat another one do not count; a cluster of nothing else counts as one.
    """
    frame = frames["events"]
    clusters = arrow.array(frame["cluster_id"])
    mentions = _pairs(frame, ("cluster_id",))
    is_own = compute.invert(compute.is_in(arrow.array(frame["paragraph_id"]), value_set=_copies(frames)))
    found = _sizes(mentions.filter(is_own), clusters)
    size, spread = (compute.max_element_wise(each, 1).to_pylist() for each in found)
    yield from differing("events", frame, "cluster_mentions", "is the number of event mentions in the cluster", size)
    yield from differing("events", frame, "cluster_documents", "is the number of documents in the cluster", spread)
    heads, _ = _sizes(mentions.filter(arrow.array(frame["is_cluster_head"])), clusters)
    headless = compute.not_equal(heads, 1).to_pylist()
    yield from failing("events", frame, ["cluster_id", "is_cluster_head"], "a cluster has exactly one head", headless)


def _copies(frames: Frames) -> arrow.Array:
    """Return the ids of the paragraphs that repeat another one."""
    frame = frames["paragraphs"]
    ids, *others = (arrow.array(frame[name]) for name in ("paragraph_id", "repeats_paragraph_id", "duplicate_of"))
    return ids.filter(compute.or_(*map(compute.is_valid, others)))


def wrong_sides(frames: Frames) -> Iterator[Failure]:
    """Yield the events whose flat sides are not their first participants."""
    firsts = _firsts(frames)
    frame = frames["events"]
    events = values(frame, "event_id")
    for role, facts in _SIDES.items():
        for fact in facts:
            expected = [firsts.get((key, role), _NOBODY)[fact] for key in events]
            yield from differing("events", frame, f"{role}_{fact}", f"is that of the first {role}", expected)


def _firsts(frames: Frames) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the facts of the participant at position 0 of each event and role."""
    columns = ("event_id", "role", "position", "name", "entity_id", "country", "sector", "actor_code")
    return {
        (event_id, role): dict(zip(_NOBODY, facts, strict=True))
        for event_id, role, position, *facts in rows(frames["participants"], *columns)
        if position == 0
    }


def wrong_names(frames: Frames) -> Iterator[Failure]:
    """Yield the participants whose name is neither that of their entity nor, where no mention names it, their words.

    Those of other roles than the sides and the place have none.
    """
    frame, entities = frames["participants"], frames["entities"]
    columns = ("role", "name", "text", "entity_id", "mention_id")
    role, name, text, entity_id, mention_id = (arrow.array(frame[column]) for column in columns)
    places = compute.index_in(entity_id, value_set=arrow.array(entities["entity_id"]))
    expected = compute.coalesce(arrow.array(entities["name"]).take(places), text)
    is_worded = compute.and_(compute.is_null(mention_id), compute.equal(name, text))
    is_named = compute.fill_null(compute.or_(compute.equal(name, expected), is_worded), fill_value=False)
    is_side = compute.is_in(role, value_set=arrow.array([*_SIDES]))
    faults = compute.invert(compute.if_else(is_side, is_named, compute.is_null(name))).to_pylist()
    yield from failing("participants", frame, ["name"], "is that of its entity, or else its words", faults)


def wrong_event_dates(frames: Frames) -> Iterator[Failure]:
    """Yield the events whose date is not that of their row in `dates`."""
    columns = ("date_start", "date_end", "precision")
    date_of = {key: dated for key, *dated in rows(frames["dates"], "date_id", *columns)}
    frame = frames["events"]
    own = ("date_start", "date_end", "date_precision")
    expected = [
        _date_of(date_of[date_id]) if basis in WORDED_BASES and date_id in date_of else dated
        for basis, date_id, *dated in rows(frame, "date_basis", "date_id", *own)
    ]
    for index, column in enumerate(own):
        yield from differing("events", frame, column, "is that of date_id", [dated[index] for dated in expected])


def wrong_event_documents(frames: Frames) -> Iterator[Failure]:
    """Yield the events whose title and day of publication are not those of their document."""
    own = {key: facts for key, *facts in rows(frames["documents"], "document_id", *_OF_DOCUMENT.values())}
    frame = frames["events"]
    found = rows(frame, "document_id", *_OF_DOCUMENT)
    expected = [own.get(document_id, facts) for document_id, *facts in found]
    for index, column in enumerate(_OF_DOCUMENT):
        yield from differing("events", frame, column, "is that of its document", [facts[index] for facts in expected])


def _date_of(interval: list[Any]) -> list[Any]:
    """Return the interval and precision that a date gives to an event; a date without an interval leaves it open."""
    return interval if interval[2] is not None else [None, None, str(Precision.OPEN)]
