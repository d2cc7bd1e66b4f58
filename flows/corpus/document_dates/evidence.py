"""Dated mentions of documents, and which of them are about the same day.

A dated mention is the content of all sentences of a document with one date: the entities named there, the types of its
events, its other words. Two with the same month and day that share names and rare words are about one event; the one
with a known year gives it to the other.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from flows.corpus.lexical import MOST_HOLDERS, rarity, stem_set, stems
from flows.corpus.sentence_index import SentenceIndex
from flows.steps.lexicon.stop_words import stop_words
from flows.steps.models import DateExpression, Outcome
from flows.steps.text.passage import Span
from schemas.vocab import Anchor, Precision, TimexType

_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_MONTH_ONLY_FACTOR = 0.5
"""Factor of the weight where one of two dated mentions has only the month."""
_RARE_NAME_WEIGHT = 0.3
"""Weight from which the name of an entity distinguishes events."""

_REACH_CHARACTERS = 1000
"""Characters before and behind a date within which its sentence belongs to it."""

MonthDay = tuple[int, int | None]
"""A month, and the day of it or None."""


@dataclass(frozen=True, slots=True)
class DatedMention:
    """A date in one document: its rows, and the features of their sentences.

    `first` and `last` are the days, None without a year. Features are "entity ID", "event TYPE" and "word STEM".
    """

    document_id: str
    month_day: MonthDay
    first: date | None
    last: date | None
    rows: tuple[DateExpression, ...]
    features: frozenset[str]


class _NamedRange(NamedTuple):
    """A half-open range of a paragraph that names an entity, or begins an event, as a feature."""

    start: int
    end: int
    feature: str


def dated_mentions(outcome: Outcome, index: SentenceIndex) -> Iterator[DatedMention]:
    """Yield the dated mentions of all documents, in the order of their first rows; `index` splits paragraphs."""
    dated: dict[tuple[str, MonthDay, date | None, date | None], list[DateExpression]] = defaultdict(list)
    for row in outcome.dates:
        key = _key(row)
        if key is not None:
            dated[row.document_id, *key].append(row)
    described = _described(outcome, [row for rows in dated.values() for row in rows], index)
    for (document_id, month_day, first, last), rows in dated.items():
        features = frozenset().union(*(described[row.date_id] for row in rows))
        yield DatedMention(
            document_id=document_id, month_day=month_day, first=first, last=last, rows=tuple(rows), features=features
        )


def _key(row: DateExpression) -> tuple[MonthDay, date | None, date | None] | None:
    """Return month and day of a date, and its days where the year is known; None for anything but a day or a month."""
    if row.timex_type != TimexType.DATE:
        return None
    if row.date_start is not None and row.precision in {Precision.DAY, Precision.MONTH}:
        day = row.date_start.day if row.precision == Precision.DAY else None
        return (row.date_start.month, day), row.date_start, row.date_end
    found = _YEARLESS.fullmatch(row.timex_value) if row.anchor == Anchor.NONE else None
    return ((int(found[1]), int(found[2]) if found[2] else None), None, None) if found else None


def _described(outcome: Outcome, rows: Sequence[DateExpression], index: SentenceIndex) -> dict[str, frozenset[str]]:
    """Return the features of the sentence of each row, by its id."""
    wanted = {row.paragraph_id for row in rows}
    texts = {row.paragraph_id: row for row in outcome.paragraphs if row.paragraph_id in wanted}
    named: dict[str, list[_NamedRange]] = defaultdict(list)
    for mention in outcome.mentions:
        if mention.paragraph_id in wanted:
            named[mention.paragraph_id].append(_NamedRange(mention.start, mention.end, f"entity {mention.entity_id}"))
    for event in outcome.events:
        if event.paragraph_id in wanted:
            named[event.paragraph_id].append(
                _NamedRange(event.trigger_start, event.trigger_start, f"event {event.event_type}")
            )
    described: dict[str, frozenset[str]] = {}
    for ranges in named.values():
        ranges.sort()
    for row in rows:
        paragraph = texts[row.paragraph_id]
        start, end = index.span_at(paragraph, row.start)
        span = max(start, row.start - _REACH_CHARACTERS), min(end, row.end + _REACH_CHARACTERS)
        described[row.date_id] = frozenset(_features(paragraph.text, span, row, named[row.paragraph_id]))
    return described


def _features(text: str, span: Span, row: DateExpression, named: Sequence[_NamedRange]) -> Iterator[str]:
    """Yield what a range around a date names: entities, types of events, and the stems of all other words."""
    covered = set(range(row.start, row.end))
    for near in named[bisect_left(named, (span[0],)) : bisect_left(named, (span[1],))]:
        covered.update(range(near.start, near.end))
        yield near.feature
    for stem, offset in stems(text, stop_words(), *span):
        if offset not in covered:
            yield f"word {stem}"


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A dated mention without a year, one with a year, and the features that it shares with all of that date.

    `weight` is the sum of their rarities; `has_name` means that they share an entity which is not named everywhere.
    """

    yearless: DatedMention
    dated: DatedMention
    shared: frozenset[str]
    weight: float
    has_name: bool


def date_matches(outcome: Outcome, document_ids: frozenset[str], index: SentenceIndex) -> Iterator[DateMatch]:
    """Yield the matches of dates without a year in these documents with dates of other documents that have one.

    `index` splits the paragraphs into sentences.
    """
    mentions = tuple(dated_mentions(outcome, index))
    yearless = [row for row in mentions if row.first is None and row.document_id in document_ids]
    months = {row.month_day[0] for row in yearless}
    dated = [row for row in mentions if row.first is not None and row.month_day[0] in months]
    if not dated:
        return
    by_feature: dict[tuple[int, str], list[DatedMention]] = defaultdict(list)
    for row in dated:
        for feature in row.features:
            by_feature[row.month_day[0], feature].append(row)
    weights = _weights(outcome, frozenset().union(*(row.features for row in yearless)))
    for row in yearless:
        yield from _matches_of(row, by_feature, weights)


def _weights(outcome: Outcome, features: frozenset[str]) -> dict[str, float]:
    """Return how rare each feature is among all content paragraphs: 1 where two of them have it, 0 where all do."""
    stems_of_features = {feature.removeprefix("word ") for feature in features if feature.startswith("word ")}
    texts = [row.text for row in outcome.paragraphs if row.is_content]
    stem_counts = Counter(chain.from_iterable(stem_set(text) & stems_of_features for text in texts))
    counts = Counter({f"word {stem}": count for stem, count in stem_counts.items()})
    named = {(row.paragraph_id, f"entity {row.entity_id}") for row in outcome.mentions}
    coded = {(row.paragraph_id, f"event {row.event_type}") for row in outcome.events}
    counts.update(feature for _, feature in (*named, *coded))
    return {feature: rarity(counts[feature], len(texts)) for feature in features}


def _matches_of(
    yearless: DatedMention,
    by_feature: Mapping[tuple[int, str], Sequence[DatedMention]],
    weights: Mapping[str, float],
) -> Iterator[DateMatch]:
    """Yield one match for each date, with all its mentions in other documents."""
    shared: dict[tuple[date, date], dict[str, list[DatedMention]]] = defaultdict(lambda: defaultdict(list))
    for feature in sorted(yearless.features):
        holders = by_feature.get((yearless.month_day[0], feature), ())
        for other in holders if len(holders) <= MOST_HOLDERS else ():
            is_other = other.document_id != yearless.document_id and _may_be_same(yearless.month_day, other.month_day)
            if is_other and other.first and other.last:
                shared[other.first, other.last][feature].append(other)
    for features in shared.values():
        yield _match(yearless, features, weights)


def _match(
    yearless: DatedMention, shared: Mapping[str, Sequence[DatedMention]], weights: Mapping[str, float]
) -> DateMatch:
    """Return the match with the mentions of one date by shared feature; the one that shares most represents them."""
    counts = Counter(other for others in shared.values() for other in others)
    dated = min(counts, key=lambda other: (-counts[other], other.document_id))
    factor = 1.0 if dated.month_day[1] and yearless.month_day == dated.month_day else _MONTH_ONLY_FACTOR
    has_name = any(feature.startswith("entity ") and weights[feature] >= _RARE_NAME_WEIGHT for feature in shared)
    return DateMatch(yearless, dated, frozenset(shared), factor * sum(weights[feature] for feature in shared), has_name)


def _may_be_same(one: MonthDay, other: MonthDay) -> bool:
    """Return whether two dates of one month may be the same day."""
    return one[1] is None or other[1] is None or one[1] == other[1]
