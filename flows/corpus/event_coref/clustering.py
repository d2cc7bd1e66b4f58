"""Clustering of event mentions through the keys that they share, never by all pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flows.corpus.event_coref.participants import ParticipantProfile
from flows.corpus.event_coref.profile import EventProfile
from flows.corpus.event_coref.scoring import PairScore, are_incompatible, pair_score
from flows.corpus.event_coref.time_and_place import EventDays
from flows.corpus.lexical import MOST_HOLDERS

_MOST_CANDIDATES = 40
"""Clusters that one profile is compared with."""
_RIVAL_POINTS = 0.5
"""Points by which the best cluster must lead one that excludes it."""
_ROUNDS = 3
_INDEXED_DAYS = 31
"""Days of the widest interval that is indexed by its months."""

_ASPECTS = ("actors", "recipients", "places", "modes")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClusterMerge:
    """Why an event, and those already with it, came to a cluster: the cluster's first event and the score."""

    event_id: str
    to_event_id: str
    score: PairScore


class _Compared:
    """What is known of profiles from earlier comparisons, so that a further round repeats none of them.

    Most profiles are the same objects in all rounds, and objects are what it goes by: it holds each, so that no other
    one takes its place in memory.
    """

    def __init__(self) -> None:
        self._held: dict[int, EventProfile] = {}
        self._keys: dict[tuple[int, bool], tuple[Key, ...]] = {}
        self._apart: set[tuple[int, int]] = set()

    def keys(self, row: EventProfile, *, is_query: bool = False) -> tuple[Key, ...]:
        """Return the keys of a profile, as `_keys` yields them."""
        known = self._keys.get((id(row), is_query))
        if known is None:
            self._held[id(row)] = row
            known = self._keys[id(row), is_query] = tuple(_keys(row, is_query=is_query))
        return known

    def score(self, one: EventProfile, other: EventProfile) -> PairScore | None:
        """Return the score of two profiles whose keys have been looked up; None where it is not enough."""
        pair = (id(one), id(other))
        if pair in self._apart:
            return None
        found = pair_score(one, other)
        if found is None:
            self._apart.add(pair)
        return found


@dataclass(slots=True)
class EventClusters:
    """The clusters so far: the profile of each, the ids of its events, and each merge in order."""

    profiles: list[EventProfile] = field(default_factory=list)
    members: list[list[str]] = field(default_factory=list)
    merges: list[ClusterMerge] = field(default_factory=list)
    _compared: _Compared = field(default_factory=_Compared)
    _index: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, profile: EventProfile, members: Sequence[str]) -> None:
        """Merge a profile into the cluster with the best score, or make it a cluster of its own."""
        found = self._best(profile)
        if found is None:
            self.profiles.append(profile)
            self.members.append(list(members))
            self._enter(len(self.profiles) - 1, self._compared.keys(profile))
            return
        number, score = found
        self.merges.append(ClusterMerge(profile.event_id, self.profiles[number].event_id, score))
        known = set(self._compared.keys(self.profiles[number]))
        self.profiles[number] = self.profiles[number].merged_with(profile)
        self.members[number] += members
        self._enter(number, (key for key in self._compared.keys(self.profiles[number]) if key not in known))

    def _enter(self, number: int, keys: Iterable[Key]) -> None:
        for key in keys:
            self._index[key].append(number)

    def _best(self, profile: EventProfile) -> tuple[int, PairScore] | None:
        """Return the cluster that a profile belongs to; None where none scores enough or two rivals do."""
        scores = (
            (number, self._compared.score(self.profiles[number], profile)) for number in self._candidates(profile)
        )
        enough = [(number, score) for number, score in scores if score is not None]
        if not enough:
            return None
        best = min(enough, key=lambda item: (-item[1].points, -len(self.members[item[0]]), item[0]))
        if best[1].is_certain:
            return best
        close = [number for number, score in enough if number != best[0] and _is_close(score, best[1])]
        chosen = self.profiles[best[0]]
        return None if any(_are_rivals(chosen, self.profiles[number], profile) for number in close) else best

    def _candidates(self, profile: EventProfile) -> list[int]:
        """Return the clusters that share a key with a profile, those that share most keys first."""
        shared: Counter[int] = Counter()
        for key in self._compared.keys(profile, is_query=True):
            holders = self._index.get(key, ())
            if len(holders) <= MOST_HOLDERS:
                shared.update(holders)
        return sorted(shared, key=lambda number: (-shared[number], number))[:_MOST_CANDIDATES]


def comparable(profiles: Iterable[EventProfile]) -> Iterator[list[EventProfile]]:
    """Yield the profiles in groups, each in the given order: none shares a key with one of another group.

    So whatever comes of one group does not depend on the others. Most are groups of one.
    """
    rows = list(profiles)
    above = list(range(len(rows)))
    holders: dict[Key, int] = {}
    for number, row in enumerate(rows):
        for key in _timeless_keys(row):
            first, second = sorted((_top(above, number), _top(above, holders.setdefault(key, number))))
            above[second] = first
    groups: dict[int, list[EventProfile]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups[_top(above, number)].append(row)
    yield from groups.values()


def _top(above: list[int], number: int) -> int:
    """Return the first number of the group of a number; `above` leads there from each, and is shortened on the way."""
    while above[number] != number:
        above[number] = above[above[number]]
        number = above[number]
    return number


def cluster_profiles(profiles: Iterable[EventProfile]) -> EventClusters:
    """Return the profiles in clusters; the result does not depend on their order.

    The most informative come first, each joins the cluster with the best score, and clusters that fit as a whole are
    merged in further rounds. A cluster is compared by the profile of all its mentions together, so that nothing joins
    it that contradicts one of them.
    """
    ordered = sorted(profiles, key=lambda row: row.order)
    compared = _Compared()
    clusters = _round(((row, (row.event_id,)) for row in ordered), compared)
    for _ in range(_ROUNDS - 1):
        count = len(clusters.profiles)
        pairs = sorted(zip(clusters.profiles, clusters.members, strict=True), key=lambda pair: pair[0].order)
        merges = clusters.merges
        clusters = _round(pairs, compared)
        clusters.merges[:0] = merges
        if len(clusters.profiles) == count:
            break
    return clusters


def _round(rows: Iterable[tuple[EventProfile, Sequence[str]]], compared: _Compared) -> EventClusters:
    clusters = EventClusters(_compared=compared)
    for profile, members in rows:
        clusters.add(profile, members)
    return clusters


def _keys(row: EventProfile, *, is_query: bool = False) -> Iterator[Key]:
    """Yield what other mentions of the same event have, too: assaulted people, participants and pairs, with months.

    A query looks under its own months and, like a profile that has none, under all.
    """
    yield from _timeless_keys(row)
    group = (row.event_type, row.factuality)
    months = _months(row.days)
    for participants in _participant_keys(row):
        for month in months or ("any",):
            yield (*group, *participants, month)
        if is_query and months:
            yield (*group, *participants, "any")


def _timeless_keys(row: EventProfile) -> Iterator[Key]:
    """Yield the keys without months; profiles that share any key share one of these."""
    group = (row.event_type, row.factuality)
    for person in sorted(row.assaulted):
        yield (*group, "assaulted", person)
    for participants in _participant_keys(row):
        yield (*group, *participants, "all")


def _participant_keys(row: EventProfile) -> Iterator[Key]:
    """Yield the keys of each participant, and of each actor with each recipient."""
    if row.is_reciprocal:
        keys = _entity_keys(row.actors + row.recipients)
        yield from (("participant", key) for key in keys)
        yield from (("pair", one, other) for one in keys for other in keys if one < other)
        return
    actors, recipients = _entity_keys(row.actors), _entity_keys(row.recipients)
    yield from (("actor", key) for key in actors)
    yield from (("recipient", key) for key in recipients)
    yield from (("pair", one, other) for one in actors for other in recipients)


def _entity_keys(participants: Sequence[ParticipantProfile]) -> list[str]:
    """Return the keys of participants and of their countries, because a group may act for its country."""
    own = {row.key for row in participants if row.key}
    return sorted(own | {f"country {row.country}" for row in participants if row.country})


def _months(days: EventDays) -> tuple[str, ...]:
    """Return the months of an explicit interval that is not wide, none for any other."""
    if days.width is None or days.width > _INDEXED_DAYS or days.first is None or days.last is None:
        return ()
    middle = days.first + timedelta(days=days.width // 2)
    return tuple(sorted({day.isoformat()[:7] for day in (days.first, middle, days.last)}))


def _is_close(score: PairScore, best: PairScore) -> bool:
    return best.points - score.points < _RIVAL_POINTS


def _are_rivals(one: EventProfile, other: EventProfile, profile: EventProfile) -> bool:
    """Return whether two clusters exclude each other in what a profile leaves open, so that it may belong to either."""
    if one.days.excludes(other.days) and profile.days.grade < min(one.days.grade, other.days.grade):
        return True
    return any(not getattr(profile, aspect) and are_incompatible(aspect, one, other) for aspect in _ASPECTS)
