"""What documents tell of a day, to see which of them tell of the same.

A telling is all that one document says in the sentences with one date: the entities named there, the types of its
events, its other words. Two tellings with the same month and day that share names and rare words are of one happening;
the one that knows its year gives it to the other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from flows.steps.language.sentences import sentences
from flows.steps.lexicon.stop_words import stop_words
from flows.steps.records import DateExpression, Outcome, Paragraph
from schemas.vocab import Anchor, Precision, TimexType

_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 6
"""Letters of a word that are compared: parliament and parliamentary agree."""
_COMMON = 60
"""Tellings that a feature may stand in to be looked up; what stands in more tells nothing and would cost much."""
_MONTH_ONLY = 0.5
"""What remains of the weight where one of two tellings has only the month."""
_FEWEST = 8
"""Paragraphs from which one can see what is rare."""
_RARE = 0.3
"""Weight from which the name of an entity tells happenings apart."""

MonthDay = tuple[int, int | None]
"""A month, and the day of it or None."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a document tells of a date: its rows and their features; `first` and `last` are None without a year."""

    document_id: str
    month_day: MonthDay
    first: date | None
    last: date | None
    rows: tuple[DateExpression, ...]
    features: frozenset[str]


def tellings(outcome: Outcome) -> Iterator[Telling]:
    """Yield the tellings of all documents, in the order of their first rows."""
    dated: dict[tuple[str, MonthDay, date | None, date | None], list[DateExpression]] = defaultdict(list)
    for row in outcome.dates:
        key = _key(row)
        if key is not None:
            dated[row.document_id, *key].append(row)
    described = _described(outcome, [row for rows in dated.values() for row in rows])
    for (document_id, month_day, first, last), rows in dated.items():
        features = frozenset().union(*(described[row.date_id] for row in rows))
        yield Telling(document_id, month_day, first, last, tuple(rows), features)


def _key(row: DateExpression) -> tuple[MonthDay, date | None, date | None] | None:
    """Return month and day of a date, and its days where its year is known; None for anything but a day or a month."""
    if row.timex_type != TimexType.DATE:
        return None
    if row.date_start is not None and row.precision in {Precision.DAY, Precision.MONTH}:
        day = row.date_start.day if row.precision == Precision.DAY else None
        return (row.date_start.month, day), row.date_start, row.date_end
    found = _YEARLESS.fullmatch(row.timex_value) if row.anchor == Anchor.NONE else None
    return ((int(found[1]), int(found[2]) if found[2] else None), None, None) if found else None


def _described(outcome: Outcome, rows: Sequence[DateExpression]) -> dict[str, frozenset[str]]:
    """Return the features of the sentence of each row, by its id."""
    wanted = {row.paragraph_id for row in rows}
    texts = {row.paragraph_id: row for row in outcome.paragraphs if row.paragraph_id in wanted}
    named: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for mention in outcome.mentions:
        if mention.paragraph_id in wanted:
            named[mention.paragraph_id].append((mention.start, mention.end, f"entity {mention.entity_id}"))
    for event in outcome.events:
        if event.paragraph_id in wanted:
            named[event.paragraph_id].append((event.trigger_start, event.trigger_start, f"event {event.event_type}"))
    spans = {paragraph_id: sentences(row.text) for paragraph_id, row in texts.items()}
    return {
        row.date_id: frozenset(
            _features(texts[row.paragraph_id], spans[row.paragraph_id], row, named[row.paragraph_id])
        )
        for row in rows
    }


def _features(
    paragraph: Paragraph,
    spans: Sequence[tuple[int, int]],
    row: DateExpression,
    named: Iterable[tuple[int, int, str]],
) -> Iterator[str]:
    """Yield what the sentence of a date names: entities, types of events, and the stems of all other words."""
    span = next((span for span in spans if span[0] <= row.start < span[1]), (0, len(paragraph.text)))
    covered = [(row.start, row.end)]
    for start, end, feature in named:
        if span[0] <= start < span[1]:
            covered.append((start, end))
            yield feature
    for word in _WORD.finditer(paragraph.text, *span):
        is_covered = any(start <= word.start() < end for start, end in covered)
        if not is_covered and word[0].casefold() not in stop_words():
            yield f"word {word[0][:_STEM].casefold()}"


@dataclass(frozen=True, slots=True)
class Match:
    """A telling without a year, one of those that know the date, and what it shares with them, by how rare it is.

    `has_name` says that they share an entity which is not named everywhere.
    """

    telling: Telling
    known: Telling
    shared: frozenset[str]
    weight: float
    has_name: bool


def matches(outcome: Outcome, document_ids: frozenset[str]) -> Iterator[Match]:
    """Yield what tellings without a year in these documents share with those of other documents that know theirs."""
    told = tuple(tellings(outcome))
    asking = [telling for telling in told if telling.first is None and telling.document_id in document_ids]
    months = {telling.month_day[0] for telling in asking}
    knowing = [telling for telling in told if telling.first is not None and telling.month_day[0] in months]
    if not knowing:
        return
    index: dict[tuple[int, str], list[Telling]] = defaultdict(list)
    for telling in knowing:
        for feature in telling.features:
            index[telling.month_day[0], feature].append(telling)
    weights = _weights(outcome, frozenset().union(*(telling.features for telling in asking)))
    for telling in asking:
        yield from _matches_of(telling, index, weights)


def _weights(outcome: Outcome, features: frozenset[str]) -> dict[str, float]:
    """Return how rare each feature is among all content paragraphs: 1 where two of them have it, 0 where all do."""
    counts: Counter[str] = Counter()
    total = 0
    for row in outcome.paragraphs:
        if row.is_content:
            total += 1
            counts.update({f"word {word[:_STEM].casefold()}" for word in _WORD.findall(row.text)} & features)
    named = {(row.paragraph_id, f"entity {row.entity_id}") for row in outcome.mentions}
    coded = {(row.paragraph_id, f"event {row.event_type}") for row in outcome.events}
    counts.update(feature for _, feature in (*named, *coded))
    total = max(total, _FEWEST)
    return {feature: log(total / min(max(counts[feature], 2), total)) / log(total / 2) for feature in features}


def _matches_of(
    telling: Telling, index: Mapping[tuple[int, str], Sequence[Telling]], weights: Mapping[str, float]
) -> Iterator[Match]:
    """Yield one match for each date: with all that the other documents tell of it."""
    shared: dict[tuple[date, date], dict[str, list[Telling]]] = defaultdict(lambda: defaultdict(list))
    for feature in sorted(telling.features):
        found = index.get((telling.month_day[0], feature), ())
        for other in found if len(found) <= _COMMON else ():
            is_other = other.document_id != telling.document_id and _may_be_same(telling.month_day, other.month_day)
            if is_other and other.first and other.last:
                shared[other.first, other.last][feature].append(other)
    for features in shared.values():
        yield _match(telling, features, weights)


def _match(telling: Telling, shared: Mapping[str, Sequence[Telling]], weights: Mapping[str, float]) -> Match:
    """Return the match with those who tell of one date; the one of them that shares most stands for all."""
    told = Counter(id(other) for others in shared.values() for other in others)
    everyone = {id(other): other for others in shared.values() for other in others}
    known = min(everyone.values(), key=lambda other: (-told[id(other)], other.document_id))
    factor = 1.0 if known.month_day[1] and telling.month_day == known.month_day else _MONTH_ONLY
    has_name = any(feature.startswith("entity ") and weights[feature] >= _RARE for feature in shared)
    return Match(telling, known, frozenset(shared), factor * sum(weights[feature] for feature in shared), has_name)


def _may_be_same(one: MonthDay, other: MonthDay) -> bool:
    """Return whether two dates of one month may be the same day."""
    return one[1] is None or other[1] is None or one[1] == other[1]
