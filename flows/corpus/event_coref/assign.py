"""Event mentions of one event become one cluster.

Mentions are clustered where type, factuality, participants, days and place allow it and the score is high enough
(`evidence`); hypothetical events, and a mention that may belong to either of two events, stay clusters of their own. An
event in a copied or repeated paragraph goes with the event that it copies: it is no mention of its own, proves nothing,
and does not count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.corpus.event_coref.clustering import ClusterMerge, cluster_profiles, comparable
from flows.corpus.event_coref.compared import ComparedPairs
from flows.corpus.event_coref.profile import EventProfiles
from flows.corpus.facts import with_facts
from flows.steps.events.dating import dated_in_cluster, surely_dated
from flows.steps.models import Event, Outcome, Paragraph
from flows.steps.text.ids import content_id
from schemas.vocab import Factuality, Precision

_NEVER_CLUSTERED = frozenset({Factuality.HYPOTHETICAL})
"""What is only imagined cannot be mentioned twice as one event."""


@dataclass(frozen=True, slots=True)
class Clustered:
    """The events in their order, with cluster, head, sizes and dates.

    `merges` give by event ids why mentions came together. `originals` maps the id of each event in a copied or repeated
    paragraph to that of the event it copies.
    """

    events: tuple[Event, ...]
    merges: tuple[ClusterMerge, ...]
    originals: Mapping[str, str]


def cluster_events(outcome: Outcome, pairs: ComparedPairs | None = None) -> Clustered:
    """Return the events of a build in clusters; `outcome.entities` has each entity of the build once.

    `pairs` is what an earlier build has compared in vain, which saves time and changes nothing; it learns from this.

    An event without a date of its own that the rest of its cluster dates gets that date, with basis carried.
    """
    copied = _copied_paragraphs(outcome.paragraphs)
    originals = _copied_events(outcome.events, copied)
    mentions = [
        row for row in outcome.events if row.event_id not in originals and row.factuality not in _NEVER_CLUSTERED
    ]
    profiles = EventProfiles(outcome, mentions)
    known = ComparedPairs() if pairs is None else pairs
    clusters = [
        cluster_profiles(map(profiles.completed, related), known)
        for related in comparable(profiles.outlines)
        if len(related) > 1
    ]
    groups: dict[str, list[Event]] = defaultdict(list)
    names = {event_id: members[0] for each in clusters for members in each.members for event_id in members}
    for row in outcome.events:
        own = originals.get(row.event_id, row.event_id)
        groups[names.get(own, own)].append(row)
    placed = {row.event_id: row for group in groups.values() for row in _placed(group, copied)}
    merges = tuple(merge for each in clusters for merge in each.merges)
    return Clustered(tuple(placed[row.event_id] for row in outcome.events), merges, originals)


def _copied_paragraphs(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """Return the ids of copied or repeated paragraphs, each with that of the first one in its chain."""
    others = {row.paragraph_id: row.duplicate_of or row.repeats_paragraph_id for row in paragraphs}
    found: dict[str, str] = {}
    for row, first in others.items():
        seen, original = {row}, first
        while original is not None and original not in seen:
            seen.add(original)
            found[row] = original
            original = others.get(original)
    return found


def _copied_events(events: Iterable[Event], copied: Mapping[str, str]) -> dict[str, str]:
    """Return the events in copied paragraphs with the event of the original that has their words, in order."""
    originals: dict[tuple[str, ...], list[str]] = defaultdict(list)
    copies: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in sorted(events, key=lambda row: (row.trigger_start, row.event_id)):
        original = copied.get(row.paragraph_id)
        key = (original or row.paragraph_id, row.event_type, row.factuality, row.trigger.casefold())
        if original is None:
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
    if len(group) == 1 and group[0].is_cluster_head:  # as it came: a cluster of its own
        return [*group]
    own = [row for row in group if row.paragraph_id not in copied]
    dated = surely_dated(own or group)
    sure = frozenset(row.event_id for row in dated)
    head = min(own or group, key=lambda row: _head_order(row, sure))
    sizes: dict[str, Any] = {
        "cluster_id": content_id("clu", *sorted(row.event_id for row in group)),
        "cluster_mentions": max(len(own), 1),
        "cluster_documents": max(len({row.document_id for row in own}), 1),
    }
    return [
        with_facts(row, **dated_in_cluster(row, dated)._asdict(), **sizes, is_cluster_head=row is head) for row in group
    ]


def _head_order(row: Event, sure: frozenset[str]) -> tuple[object, ...]:
    """Return a sort key that puts the most informative mention first: participants, day, place; then the surest."""
    participants = (row.actor_name is not None) + (row.recipient_name is not None)
    is_dated = row.event_id in sure
    has_day = is_dated and row.date_precision == Precision.DAY
    return -participants, not has_day, not is_dated, row.place_name is None, -row.confidence, row.event_id
