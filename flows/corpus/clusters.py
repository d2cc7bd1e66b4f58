"""The same happening told twice becomes one cluster.

Tellings are put together where type, factuality, sides, days and place allow it and enough speaks for it (`evidence`);
what is only imagined, and what cannot be told to be of one of two happenings, stays a cluster of its own. An event in
a copied or repeated paragraph goes with the event that it copies: it is no telling of its own, proves nothing, and
does not count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flows.corpus.dating import carried, surely_dated
from flows.corpus.gathering import Join, gather
from flows.corpus.happenings import happenings
from flows.steps.ids import content_id
from flows.steps.records import Event, Outcome, Paragraph
from schemas.vocab import Factuality, Precision

_ALONE = frozenset({Factuality.HYPOTHETICAL})
"""What is imagined is no happening that could be told twice."""


@dataclass(frozen=True, slots=True)
class Clustered:
    """The events in their order, with cluster, head, sizes and dates; `joins` say by their ids why they came together.

    `twins` are events in copied or repeated paragraphs with the event that each of them copies.
    """

    events: tuple[Event, ...]
    joins: tuple[Join, ...]
    twins: Mapping[str, str]


def cluster_events(outcome: Outcome) -> Clustered:
    """Return the events of a build in clusters; the entities are those of the whole build, each once.

    An event without a date of its own that the rest of its cluster dates gets that date, with basis carried.
    """
    copied = _copied(outcome.paragraphs)
    twins = _twins(outcome.events, copied)
    telling = [row for row in outcome.events if row.event_id not in twins and row.factuality not in _ALONE]
    found = gather(happenings(outcome, telling))
    groups: dict[str, list[Event]] = defaultdict(list)
    names = {event_id: members[0] for members in found.members for event_id in members}
    for row in outcome.events:
        own = twins.get(row.event_id, row.event_id)
        groups[names.get(own, own)].append(row)
    placed = {row.event_id: row for group in groups.values() for row in _placed(group, copied)}
    return Clustered(tuple(placed[row.event_id] for row in outcome.events), tuple(found.joins), twins)


def _copied(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """Return the paragraphs that say what another one says, each with the first of those."""
    others = {row.paragraph_id: row.duplicate_of or row.repeats_paragraph_id for row in paragraphs}
    found: dict[str, str] = {}
    for row, first in others.items():
        seen, home = {row}, first
        while home is not None and home not in seen:
            seen.add(home)
            found[row] = home
            home = others.get(home)
    return found


def _twins(events: Iterable[Event], copied: Mapping[str, str]) -> dict[str, str]:
    """Return the events in copied paragraphs with the event of the original that has their words, in order."""
    originals: dict[tuple[str, ...], list[str]] = defaultdict(list)
    copies: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in sorted(events, key=lambda row: (row.trigger_start, row.event_id)):
        home = copied.get(row.paragraph_id)
        key = (home or row.paragraph_id, row.event_type, row.factuality, row.trigger.casefold())
        if home is None:
            originals[key].append(row.event_id)
        else:
            copies[(*key, row.paragraph_id)].append(row.event_id)
    return {
        copy: original
        for key, found in copies.items()
        for copy, original in zip(found, originals.get(key[:-1], ()), strict=False)
    }


def _placed(group: Sequence[Event], copied: Mapping[str, str]) -> list[Event]:
    """Return the events of one cluster with its id, head, sizes and date; copies do not count."""
    own = [row for row in group if row.paragraph_id not in copied]
    dated = surely_dated(own or group)
    sure = frozenset(row.event_id for row in dated)
    head = min(own or group, key=lambda row: _headship(row, sure))
    sizes: dict[str, Any] = {
        "cluster_id": content_id("clu", *sorted(row.event_id for row in group)),
        "cluster_mentions": max(len(own), 1),
        "cluster_documents": max(len({row.document_id for row in own}), 1),
    }
    return [replace(row, **carried(row, dated), **sizes, is_cluster_head=row is head) for row in group]


def _headship(row: Event, sure: frozenset[str]) -> tuple[object, ...]:
    """Return a key that puts first the telling that knows most: both sides, the day, the place; then the surest."""
    sides = (row.actor_name is not None) + (row.recipient_name is not None)
    is_dated = row.event_id in sure
    has_day = is_dated and row.date_precision == Precision.DAY
    return -sides, not has_day, not is_dated, row.place_name is None, -row.confidence, row.event_id
