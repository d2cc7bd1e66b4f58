"""Clean text in, the same lines out with mentions, dates and events: one JSON object per line."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flows.errors import AnnotateError
from flows.escaping import visible_json
from flows.steps import annotation
from flows.steps.annotation import Annotations
from flows.steps.document_date import date_document
from flows.steps.language.sentences import sentences
from flows.steps.models import Entity, Event, Mention
from flows.steps.options import DEFAULT, Options
from flows.steps.text.draft import SURROGATE, OffsetMap
from flows.steps.text.ids import content_id
from flows.steps.text.passage import Passage
from flows.steps.timex import Reference, reference_of
from schemas.vocab import PublishedStatus, Role

_PARAGRAPH = re.compile(r"\S(?:.|\n(?![^\S\n]*\n))*")
_IN_PARAGRAPH = frozenset(
    {"document_id", "paragraph_id", "start", "end", "sentence_start", "sentence_end", "trigger_start", "trigger_end"}
    | {"raw_start", "raw_end", "event_id", "date_id", "mention_id", "cluster_id", "anchor_id"}
    | {"is_cluster_head", "cluster_mentions", "cluster_documents", "document_title", "published_start"}
)
"""Fields that have no meaning outside a dataset, or that are replaced by offsets into the given text."""


def annotate_line(line: str, number: int, options: Options = DEFAULT) -> str:
    """Return the JSON line with `mentions`, `dates` and `events`; all offsets point into its `text`.

    Hidden characters are escaped, so that the line is one for every reader, and harmless in a terminal.
    Raises AnnotateError where the line is not an object with a `text`, or its `date` is no day.
    """
    row = _object(line, number)
    found = annotate(row["text"], _day(row, number), options)
    return visible_json(json.dumps(row | found, ensure_ascii=False))


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise AnnotateError(f"line {number} is no JSON ({error.msg}); {_FINE}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise AnnotateError(f"line {number} has no text; {_FINE}")
    if SURROGATE.search(line) or SURROGATE.search(json.dumps(row, ensure_ascii=False)):
        raise AnnotateError(f"line {number} holds half a character (a lone surrogate); {_FINE}")
    return row


_FINE = 'a line such as {"id": "a1", "text": "Talks began on Monday.", "date": "2021-03-04"} would be fine'


def _day(row: dict[str, Any], number: int) -> date | None:
    stated = row.get("date")
    if stated is None:
        return None
    try:
        return date.fromisoformat(str(stated)[:10])
    except ValueError as error:
        raise AnnotateError(f"line {number}: date {stated!r} is no day; {_FINE}") from error


def annotate(text: str, day: date | None, options: Options = DEFAULT) -> dict[str, list[dict[str, Any]]]:
    """Return mentions, dates and events of clean text, each as rows by column; events by falling confidence.

    `day` is the day on which the text was written; if None, a day that the text states itself is used, as in the
    dateline of a dispatch. `options` name the language model and the actors that a user adds.
    """
    passages = tuple(_passages(text))
    reference = _reference(passages, day)
    annotations = annotation.annotate(passages, reference, (reference.start, reference.end), options)
    bases = {passage.paragraph_id: passage.raw_span(0, 0)[0] for passage in passages}
    entities = {entity.entity_id: entity for entity in annotations.entities}
    events = sorted(annotations.events, key=lambda event: (-event.confidence, event.raw_start))
    return {
        "mentions": [
            _mention(row, entities[row.entity_id], entities.get(row.refers_to_entity_id or ""))
            for row in annotations.mentions
        ],
        "dates": [_plain(row) for row in annotations.dates],
        "events": [
            _plain(event)
            | {"sentence_start": bases[event.paragraph_id] + event.sentence_start}
            | {"sentence_end": bases[event.paragraph_id] + event.sentence_end}
            | {"participants": _participants(annotations, event)}
            for event in events
        ],
    }


def _participants(annotations: Annotations, event: Event) -> list[dict[str, Any]]:
    return [_plain(row) for row in annotations.participants if row.event_id == event.event_id]


def _reference(passages: Sequence[Passage], day: date | None) -> Reference:
    if day is not None:
        return Reference(start=day, end=day, not_before=day, not_after=day)
    published = date_document(passages, "", ())
    if published.status != PublishedStatus.STATED:
        return Reference()
    return reference_of(published.start, published.end, published.not_before, published.not_after, published.evidence)


def _passages(text: str) -> Iterator[Passage]:
    """Yield each paragraph of the text as body text."""
    for match in _PARAGRAPH.finditer(text):
        base, words = match.start(), match[0].rstrip()
        identity = content_id("par", base, words)
        yield Passage(
            document_id="",
            paragraph_id=identity,
            role=Role.BODY,
            text=words,
            sentences=sentences(words),
            offsets=OffsetMap(origin=base),
        )


def _plain(row: Any) -> dict[str, Any]:
    """Return a record as values of JSON, with `start` and `end` in the given text."""
    fields = asdict(row)
    kept = {name: _value(value) for name, value in fields.items() if name not in _IN_PARAGRAPH}
    return {"start": fields["raw_start"], "end": fields["raw_end"]} | kept


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _mention(row: Mention, entity: Entity, referent: Entity | None) -> dict[str, Any]:
    facts = {"name": entity.name, "entity_type": entity.entity_type, "wikidata_id": entity.wikidata_id}
    facts["refers_to"] = referent.name if referent else None
    return _plain(row) | facts | {"country": entity.country, "sector": entity.sector}
