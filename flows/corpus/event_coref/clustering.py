"""Clustering of event mentions through the keys that they share, never by all pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flows.corpus.event_coref.compared import ComparedPairs, digest, pair_part
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


class _Described:
    """The keys and digests of the profiles of all rounds, so that a further round repeats nothing.

    Most profiles are the same objects in all rounds, and objects are what it goes by: it holds each, so that no other
    one takes its place in memory.
    """

    def __init__(self) -> None:
        self._held: dict[int, EventProfile] = {}
        self._digests: dict[int, int] = {}
        self._keys: dict[tuple[int, bool], tuple[Key, ...]] = {}

    def keys(self, row: EventProfile, *, is_query: bool = False) -> tuple[Key, ...]:
        """Return the keys of a profile, as `_keys` yields them."""
        known = self._keys.get((id(row), is_query))
        if known is None:
            self._held[id(row)] = row
            known = self._keys[id(row), is_query] = tuple(_keys(row, is_query=is_query))
        return known

    def digest(self, row: EventProfile) -> int:
        """Return the digest of a profile."""
        known = self._digests.get(id(row))
        if known is None:
            self._held[id(row)] = row
            known = self._digests[id(row)] = digest(row)
        return known


@dataclass(slots=True)
class EventClusters:
    """The clusters so far: the profile of each, the ids of its events, and each merge in order."""

    _pairs: ComparedPairs
    _described: _Described
    profiles: list[EventProfile] = field(init=False, default_factory=list)
    members: list[list[str]] = field(init=False, default_factory=list)
    merges: list[ClusterMerge] = field(init=False, default_factory=list)
    _digests: list[int] = field(init=False, default_factory=list)
    _index: dict[Key, list[int]] = field(init=False, default_factory=lambda: defaultdict(list))

    def add(self, profile: EventProfile, members: Sequence[str]) -> None:
        """Merge a profile into the cluster with the best score, or make it a cluster of its own."""
        found = self._best(profile)
        if found is None:
            self.profiles.append(profile)
            self.members.append(list(members))
            self._digests.append(self._described.digest(profile))
            self._enter(len(self.profiles) - 1, self._described.keys(profile))
            return
        number, score = found
        self.merges.append(ClusterMerge(profile.event_id, self.profiles[number].event_id, score))
        known = set(self._described.keys(self.profiles[number]))
        self.profiles[number] = self.profiles[number].merged_with(profile)
        self.members[number] += members
        self._digests[number] = self._described.digest(self.profiles[number])
        self._enter(number, (key for key in self._described.keys(self.profiles[number]) if key not in known))

    def _enter(self, number: int, keys: Iterable[Key]) -> None:
        for key in keys:
            self._index[key].append(number)

    def _best(self, profile: EventProfile) -> tuple[int, PairScore] | None:
        """Return the cluster that a profile belongs to; None where none scores enough or two rivals do."""
        enough = self._enough(profile)
        if not enough:
            return None
        best = min(enough, key=lambda item: (-item[1].points, -len(self.members[item[0]]), item[0]))
        if best[1].is_certain:
            return best
        close = [number for number, score in enough if number != best[0] and _is_close(score, best[1])]
        chosen = self.profiles[best[0]]
        return None if any(_are_rivals(chosen, self.profiles[number], profile) for number in close) else best

    def _enough(self, profile: EventProfile) -> list[tuple[int, PairScore]]:
        """Return the clusters whose score with a profile is enough."""
        own = pair_part(self._described.digest(profile))
        pairs = {self._digests[number] ^ own: number for number in self._candidates(profile)}
        enough = []
        for pair in self._pairs.unknown(pairs.keys()):
            score = pair_score(self.profiles[pairs[pair]], profile)
            if score is None:
                self._pairs.add(pair)
            else:
                enough.append((pairs[pair], score))
        return enough

    def _candidates(self, profile: EventProfile) -> list[int]:
        """Return the clusters that share a key with a profile, those that share most keys first."""
        shared: Counter[int] = Counter()
        for key in self._described.keys(profile, is_query=True):
            holders = self._index.get(key, ())
            if len(holders) <= MOST_HOLDERS:
                shared.update(holders)
        return sorted(sorted(shared), key=shared.__getitem__, reverse=True)[:_MOST_CANDIDATES]  # sorting is stable


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


def cluster_profiles(profiles: Iterable[EventProfile], pairs: ComparedPairs) -> EventClusters:
    """Return the profiles in clusters; the result depends neither on their order nor on what `pairs` knows.

    The most informative come first, each joins the cluster with the best score, and clusters that fit as a whole are
    merged in further rounds. A cluster is compared by the profile of all its mentions together, so that nothing joins
    it that contradicts one of them.
    """
    ordered = sorted(profiles, key=lambda row: row.order)
    described = _Described()
    clusters = _round(((row, (row.event_id,)) for row in ordered), pairs, described)
    for _ in range(_ROUNDS - 1):
        count = len(clusters.profiles)
        merged = sorted(zip(clusters.profiles, clusters.members, strict=True), key=lambda pair: pair[0].order)
        merges = clusters.merges
        clusters = _round(merged, pairs, described)
        clusters.merges[:0] = merges
        if len(clusters.profiles) == count:
            break
    return clusters


def _round(
    rows: Iterable[tuple[EventProfile, Sequence[str]]], pairs: ComparedPairs, described: _Described
) -> EventClusters:
    clusters = EventClusters(pairs, described)
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
