"""Which entities of different documents are one: proposed by keys, decided by names, country and knowledge.

Entities whose names have the same consonants stand in one block, and only those of one block are compared. Joined are
those whose names sound the same; what is only nearly so is told to a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from flows.corpus.likeness import Named, likeness, short_name, shorter_names
from flows.steps.records import Entity

_WINDOW = 20
"""Names of one block that each is compared with: those that follow it in the alphabet."""
_SHOWN = 3
"""Longer names that are told for a short one which may be any of them."""
_Pair = tuple[bool, float, Named, Named]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two entities or more that may be one; `reason` is a clause for a person."""

    entity_ids: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class Identities:
    """`same` is the entity that stands for each joined one and how sure that is; `pairs` counts comparisons."""

    same: dict[str, tuple[str, float]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    pairs: int = 0


def identify(rows: Iterable[Entity], known: frozenset[str]) -> Identities:
    """Return which entities are one; `known` are the ids of those that the knowledge base has.

    `rows` hold each id once. The result does not depend on their order. Two known entities are never joined, nor two
    of different countries.
    """
    named = sorted((Named(row, row.entity_id in known) for row in rows), key=lambda item: item.row.entity_id)
    comparable = [item for item in named if item.is_comparable]
    found = Identities()
    groups = _Groups(named)
    _join_spellings(comparable, groups, found)
    _join_short_names([item for item in named if item.is_person], groups, found)
    found.same = groups.result()
    return found


class _Groups:
    """Entities joined so far; each group has at most one known entity and at most one country."""

    def __init__(self, items: Iterable[Named]) -> None:
        self.members: dict[str, list[Named]] = {item.row.entity_id: [item] for item in items}
        self._group: dict[str, str] = {key: key for key in self.members}
        self._sure: dict[str, float] = {}

    def of(self, entity_id: str) -> str:
        """Return the name of the group of an entity."""
        return self._group[entity_id]

    def may_join(self, one: str, other: str) -> bool:
        """Return whether nothing that is known of two groups contradicts."""
        items = (*self.members[self.of(one)], *self.members[self.of(other)])
        countries = {item.row.country for item in items if item.row.country}
        return sum(item.is_known for item in items) < 2 and len(countries) < 2

    def join(self, one: str, other: str, confidence: float) -> None:
        """Join the groups of two entities; the smaller moves, with its confidence where that is lower."""
        small, large = sorted((self.of(one), self.of(other)), key=lambda key: (len(self.members[key]), key))
        if small == large:
            return
        for item in (*self.members[small], *self.members[large]):
            key = item.row.entity_id
            self._sure[key] = min(confidence, self._sure.get(key, 1.0))
        for item in self.members[small]:
            self._group[item.row.entity_id] = large
        self.members[large] += self.members.pop(small)

    def result(self) -> dict[str, tuple[str, float]]:
        """Return for each joined entity, but for those that stand for their groups, who does and how sure that is."""
        same: dict[str, tuple[str, float]] = {}
        for items in self.members.values():
            head = min(items, key=_weight).row.entity_id
            same |= {
                item.row.entity_id: (head, self._sure[item.row.entity_id])
                for item in items
                if item.row.entity_id != head
            }
        return same


def _weight(item: Named) -> tuple[bool, int, int, str]:
    """Return the order of those who may stand for a group: the known one, the most named, the longest name."""
    return (not item.is_known, -item.row.mention_count, -len(item.row.name), item.row.entity_id)


def _join_spellings(items: Sequence[Named], groups: _Groups, found: Identities) -> None:
    """Join what sounds the same, the surest pairs first; what could be several of those that differ is left open."""
    pairs: list[_Pair] = []
    for one, other in _proposed(items, found):
        score, is_doubtful = likeness(one, other)
        if score and one.may_be(other):
            pairs.append((is_doubtful, -score, one, other))
    pairs.sort(key=lambda pair: (pair[0], pair[1], pair[2].row.entity_id, pair[3].row.entity_id))
    contested = _contested(pairs, found)
    for is_doubtful, score, one, other in pairs:
        ids = one.row.entity_id, other.row.entity_id
        if groups.of(ids[0]) == groups.of(ids[1]) or contested.intersection(ids) or not groups.may_join(*ids):
            continue
        if is_doubtful:
            found.doubts.append(Doubt(ids, "their names are nearly the same"))
        else:
            groups.join(*ids, -score)


def _contested(pairs: Iterable[_Pair], found: Identities) -> set[str]:
    """Return the entities that sound like several which cannot be one; each is a doubt."""
    partners: dict[str, list[Named]] = defaultdict(list)
    for is_doubtful, _, one, other in pairs:
        if not is_doubtful:
            partners[one.row.entity_id].append(other)
            partners[other.row.entity_id].append(one)
    contested = set()
    for entity_id, others in sorted(partners.items()):
        countries = {other.row.country for other in others if other.row.country}
        if len(countries) > 1 or sum(other.is_known for other in others) > 1:
            contested.add(entity_id)
            ids = sorted(other.row.entity_id for other in others)[:_SHOWN]
            found.doubts.append(Doubt((entity_id, *ids), "several have this name"))
    return contested


def _proposed(items: Sequence[Named], found: Identities) -> Iterator[tuple[Named, Named]]:
    """Yield the pairs to be compared: all within a small block, neighbours in the alphabet within a large one."""
    blocks: dict[tuple[str, ...], list[Named]] = defaultdict(list)
    for item in items:
        blocks[item.key].append(item)
    for block in blocks.values():
        block.sort(key=lambda item: (item.words, item.row.entity_id))
        for index, item in enumerate(block):
            for other in islice(block, index + 1, index + 1 + _WINDOW):
                found.pairs += 1
                yield item, other


def _join_short_names(people: Sequence[Named], groups: _Groups, found: Identities) -> None:
    """Join a short name ("J. Varga", "Tomas Varga") with the only longer one that it can be short for.

    Where many longer ones could be meant, nobody could tell either, and nothing is said. Of a surname alone, one place
    is told to a person.
    """
    longer: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for item in people:
        for key, confidence in shorter_names(item):
            longer[key].setdefault(groups.of(item.row.entity_id), confidence)
    told: set[tuple[str, ...]] = set()
    for item in people:
        name = short_name(item)
        candidates = longer.get(name, {}) if name is not None and name not in told else {}
        if candidates and name is not None and len(candidates) <= _WINDOW:
            found.pairs += len(candidates)
            _join_short(item, candidates, groups, found)
            told |= {name} if len(name) == 1 else set()


def _join_short(item: Named, candidates: Mapping[str, float], groups: _Groups, found: Identities) -> None:
    """Join one short name if a single group fits and it is more than a surname; several are a doubt."""
    entity_id = item.row.entity_id
    fitting = {
        groups.of(other): confidence
        for other, confidence in sorted(candidates.items())
        if groups.of(other) != groups.of(entity_id) and groups.may_join(entity_id, other)
    }
    is_surname = len(item.in_order) == 1
    if len(fitting) == 1 and not is_surname:
        ((other, confidence),) = fitting.items()
        groups.join(entity_id, other, confidence)
    elif fitting and not (is_surname and len(fitting) > 1):
        ids = sorted(fitting)[:_SHOWN]
        found.doubts.append(
            Doubt((entity_id, *ids), f"the name may be short for {'that' if is_surname else 'several'}")
        )
