"""Putting tellings of one happening together, through what they share, never by all pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flows.corpus.evidence import Fit, differ, fit
from flows.corpus.happenings import Happening
from flows.corpus.lexical import MOST_HOLDERS
from flows.corpus.parties import Party
from flows.corpus.spans import Days

_MOST = 40
"""Clusters that one telling is compared with."""
_MARGIN = 0.5
"""Points by which the best cluster must lead one that excludes it."""
_ROUNDS = 3
_WIDE = 31
"""Days of the widest interval that is looked up by its months."""

_ASPECTS = ("actors", "recipients", "places", "modes")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Why an event, and those already with it, came to a cluster: the cluster's first event and the points."""

    event_id: str
    to_event_id: str
    fit: Fit


@dataclass(slots=True)
class Clusters:
    """What has been put together: what each cluster tells, its events, and each join in order."""

    told: list[Happening] = field(default_factory=list)
    members: list[list[str]] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    _index: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, telling: Happening, members: Sequence[str]) -> None:
        """Put a telling to the cluster that it fits best, or make it a cluster of its own."""
        found = self._best(telling)
        if found is None:
            self.told.append(telling)
            self.members.append(list(members))
            self._enter(len(self.told) - 1, _keys(telling))
            return
        place, points = found
        self.joins.append(Join(telling.event_id, self.told[place].event_id, points))
        known = set(_keys(self.told[place]))
        self.told[place] = self.told[place].with_telling(telling)
        self.members[place] += members
        self._enter(place, (key for key in _keys(self.told[place]) if key not in known))

    def _enter(self, place: int, keys: Iterable[Key]) -> None:
        for key in keys:
            self._index[key].append(place)

    def _best(self, telling: Happening) -> tuple[int, Fit] | None:
        """Return the cluster that a telling belongs to; None where none fits or it cannot be told which of two."""
        fits = ((place, fit(self.told[place], telling)) for place in self._candidates(telling))
        enough = [(place, found) for place, found in fits if found is not None]
        if not enough:
            return None
        best = min(enough, key=lambda item: (-item[1].points, -len(self.members[item[0]]), item[0]))
        if best[1].is_certain:
            return best
        close = [place for place, found in enough if place != best[0] and best[1].points - found.points < _MARGIN]
        chosen = self.told[best[0]]
        return None if any(_are_rivals(chosen, self.told[place], telling) for place in close) else best

    def _candidates(self, telling: Happening) -> list[int]:
        """Return the clusters that share a key with a telling, those that share most keys first."""
        shared: Counter[int] = Counter()
        for key in _keys(telling, asks=True):
            holders = self._index.get(key, ())
            if len(holders) <= MOST_HOLDERS:
                shared.update(holders)
        return sorted(shared, key=lambda place: (-shared[place], place))[:_MOST]


def gather(tellings: Iterable[Happening]) -> Clusters:
    """Return the tellings put together; the result does not depend on their order.

    Those that tell most come first, each goes to the cluster that it fits best, and clusters that fit each other
    as a whole are joined in further rounds. A cluster is compared as what all its tellings tell together, so that
    nothing comes into it that contradicts one of them.
    """
    ordered = sorted(tellings, key=lambda row: row.order)
    clusters = _round((row, (row.event_id,)) for row in ordered)
    for _ in range(_ROUNDS - 1):
        count = len(clusters.told)
        pairs = sorted(zip(clusters.told, clusters.members, strict=True), key=lambda pair: pair[0].order)
        joins = clusters.joins
        clusters = _round(pairs)
        clusters.joins[:0] = joins
        if len(clusters.told) == count:
            break
    return clusters


def _round(rows: Iterable[tuple[Happening, Sequence[str]]]) -> Clusters:
    clusters = Clusters()
    for telling, members in rows:
        clusters.add(telling, members)
    return clusters


def _keys(row: Happening, *, asks: bool = False) -> Iterator[Key]:
    """Yield what other tellings of the same happening have, too: people who die, sides, pairs of sides, with months.

    A telling that asks looks under its months and, like one that has none, under all.
    """
    group = (row.event_type, row.factuality)
    for person in sorted(row.struck):
        yield (*group, "struck", person)
    months = _months(row.days)
    for sides in _shared_sides(row):
        for month in months or ("any",):
            yield (*group, *sides, month)
        yield (*group, *sides, "all")
        if asks and months:
            yield (*group, *sides, "any")


def _shared_sides(row: Happening) -> Iterator[Key]:
    """Yield the keys of each side, and of each actor with each recipient."""
    if row.is_reciprocal:
        keys = _party_keys(row.actors + row.recipients)
        yield from (("side", key) for key in keys)
        yield from (("pair", one, other) for one in keys for other in keys if one < other)
        return
    actors, recipients = _party_keys(row.actors), _party_keys(row.recipients)
    yield from (("actor", key) for key in actors)
    yield from (("recipient", key) for key in recipients)
    yield from (("pair", one, other) for one in actors for other in recipients)


def _party_keys(sides: Sequence[Party]) -> list[str]:
    """Return under what sides are found: themselves, and their countries, because a group's deed is its country's."""
    own = {side.key for side in sides if side.key}
    return sorted(own | {f"country {side.country}" for side in sides if side.country})


def _months(days: Days) -> tuple[str, ...]:
    """Return the months of a told interval that is not wide, none for any other."""
    if days.width is None or days.width > _WIDE or days.first is None or days.last is None:
        return ()
    middle = days.first + timedelta(days=days.width // 2)
    return tuple(sorted({f"{day:%Y-%m}" for day in (days.first, middle, days.last)}))


def _are_rivals(one: Happening, other: Happening, telling: Happening) -> bool:
    """Return whether two clusters exclude each other in what the telling leaves open, so that it may be of either."""
    if one.days.excludes(other.days) and telling.days.grade < min(one.days.grade, other.days.grade):
        return True
    return any(not getattr(telling, aspect) and differ(aspect, one, other) for aspect in _ASPECTS)
