"""Checks that counts, numbers and repeated values agree with the rows they summarise."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

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
    mentions: Counter[str] = Counter()
    documents: dict[str, set[str]] = defaultdict(set)
    for document_id, *meant in rows(frames["mentions"], "document_id", "entity_id", "refers_to_entity_id"):
        for entity_id in filter(None, meant):
            mentions[entity_id] += 1
            documents[entity_id].add(document_id)
    frame = frames["entities"]
    keys = values(frame, "entity_id")
    mentioned = [mentions[key] for key in keys]
    yield from differing("entities", frame, "mention_count", "is the number of its mentions", mentioned)
    named = [len(documents[key]) for key in keys]
    yield from differing("entities", frame, "document_count", "is the number of documents that name it", named)
    acting = _documents_of_acts(frames)
    first = [
        document_id not in (documents[key] or acting[key])
        for key, document_id in rows(frame, "entity_id", "first_document_id")
    ]
    yield from failing("entities", frame, ["first_document_id"], "is a document that names it", first)


def _documents_of_acts(frames: Frames) -> dict[str, set[str]]:
    """Return the documents in which each entity takes part, or has a part that is named or takes part there."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity_id, document_id in rows(frames["participants"], "entity_id", "document_id"):
        found[entity_id].add(document_id)
    for whole, document_id in rows(frames["entities"], "part_of_entity_id", "first_document_id"):
        found[whole].add(document_id)
    return found


def wrong_clusters(frames: Frames) -> Iterator[Failure]:
    """Yield the events whose cluster has another size than their columns, or not exactly one head.

    Events in paragraphs that copy or repeat another one do not count; a cluster of nothing else counts as one.
    """
    frame = frames["events"]
    copies = _copies(frames)
    heads: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    documents: dict[str, set[str]] = defaultdict(set)
    columns = ("cluster_id", "document_id", "paragraph_id", "is_cluster_head")
    for cluster_id, document_id, paragraph_id, is_head in rows(frame, *columns):
        heads[cluster_id] += bool(is_head)
        if paragraph_id not in copies:
            sizes[cluster_id] += 1
            documents[cluster_id].add(document_id)
    clusters = values(frame, "cluster_id")
    size = [max(sizes[key], 1) for key in clusters]
    yield from differing("events", frame, "cluster_mentions", "is the number of event mentions in the cluster", size)
    spread = [max(len(documents[key]), 1) for key in clusters]
    yield from differing("events", frame, "cluster_documents", "is the number of documents in the cluster", spread)
    headless = [heads[key] != 1 for key in clusters]
    yield from failing("events", frame, ["cluster_id", "is_cluster_head"], "a cluster has exactly one head", headless)


def _copies(frames: Frames) -> set[str]:
    """Return the ids of the paragraphs that repeat another one."""
    columns = ("paragraph_id", "repeats_paragraph_id", "duplicate_of")
    return {
        paragraph_id
        for paragraph_id, repeats, duplicates in rows(frames["paragraphs"], *columns)
        if repeats is not None or duplicates is not None
    }


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
    """Yield the participants whose name is neither that of their entity nor, where no mention names it, their words."""
    names = dict(rows(frames["entities"], "entity_id", "name"))
    frame = frames["participants"]
    columns = ("role", "name", "text", "entity_id", "mention_id")
    is_wrong = [
        name not in _names_of(role, text, names.get(entity_id), is_mentioned=mention_id is not None)
        for role, name, text, entity_id, mention_id in rows(frame, *columns)
    ]
    yield from failing("participants", frame, ["name"], "is that of its entity, or else its words", is_wrong)


def _names_of(role: str, text: str, entity: str | None, *, is_mentioned: bool) -> set[str | None]:
    """Return the names that a participant may have."""
    if role not in _SIDES:
        return {None}
    return {entity or text} if is_mentioned else {entity or text, text}


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
