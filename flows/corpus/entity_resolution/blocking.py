"""Which entities of different documents are one: blocked by keys, decided by names, country and knowledge.

Entities whose names have the same consonants are in one block, and only those of one block are compared. Matched are
those whose names sound the same; nearly equal names are reported to a person as ambiguous.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from flows.corpus.entity_resolution.similarity import EntityName, name_similarity, short_name, shorter_names
from flows.steps.models import Entity

_NEIGHBOURS = 20
"""Names of one block that each is compared with: those that follow it in the alphabet."""
_MOST_SHOWN = 3
"""Other names that are listed for an ambiguous one."""
_Pair = tuple[bool, float, EntityName, EntityName]
"""Whether a person should decide, the negative confidence, and the two names."""


@dataclass(frozen=True, slots=True)
class AmbiguousMatch:
    """Two entities or more that may be one; `reason` is a clause for a person."""

    entity_ids: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class EntityMatches:
    """The matches of a build.

    `same` maps the id of each matched entity to the one that represents it and the confidence, from 0 to 1. `pairs`
    counts comparisons.
    """

    same: dict[str, tuple[str, float]] = field(default_factory=dict)
    ambiguous: list[AmbiguousMatch] = field(default_factory=list)
    pairs: int = 0


def match_entities(rows: Iterable[Entity], known_ids: frozenset[str]) -> EntityMatches:
    """Return which entities are one; `known_ids` are the ids of those that the knowledge base has.

    `rows` contain each id once. The result does not depend on their order. Two known entities are never matched, nor
    two of different countries.
    """
    names = sorted((EntityName(row, row.entity_id in known_ids) for row in rows), key=lambda item: item.row.entity_id)
    comparable = [item for item in names if item.is_comparable]
    matches = EntityMatches()
    groups = _Groups(names)
    _match_spellings(comparable, groups, matches)
    _match_short_names([item for item in names if item.is_person], groups, matches)
    matches.same = groups.result()
    return matches


class _Groups:
    """Entities matched so far; each group has at most one known entity and at most one country."""

    def __init__(self, items: Iterable[EntityName]) -> None:
        self.members: dict[str, list[EntityName]] = {item.row.entity_id: [item] for item in items}
        self._group: dict[str, str] = {key: key for key in self.members}
        self._confidences: dict[str, float] = {}

    def of(self, entity_id: str) -> str:
        """Return the name of the group of an entity."""
        return self._group[entity_id]

    def may_merge(self, one: str, other: str) -> bool:
        """Return whether nothing that is known of the groups of two entities contradicts."""
        items = (*self.members[self.of(one)], *self.members[self.of(other)])
        countries = {item.row.country for item in items if item.row.country}
        return sum(item.is_known for item in items) < 2 and len(countries) < 2

    def merge(self, one: str, other: str, confidence: float) -> None:
        """Merge the groups of two entities; the smaller moves, with its confidence where that is lower."""
        small, large = sorted((self.of(one), self.of(other)), key=lambda key: (len(self.members[key]), key))
        if small == large:
            return
        for item in (*self.members[small], *self.members[large]):
            key = item.row.entity_id
            self._confidences[key] = min(confidence, self._confidences.get(key, 1.0))
        for item in self.members[small]:
            self._group[item.row.entity_id] = large
        self.members[large] += self.members.pop(small)

    def result(self) -> dict[str, tuple[str, float]]:
        """Return for each matched entity the one that represents its group, and the confidence of the match."""
        same: dict[str, tuple[str, float]] = {}
        for items in self.members.values():
            head = min(items, key=_head_order).row.entity_id
            same |= {
                item.row.entity_id: (head, self._confidences[item.row.entity_id])
                for item in items
                if item.row.entity_id != head
            }
        return same


def _head_order(item: EntityName) -> tuple[bool, int, int, str]:
    """Return the order of those that may represent a group: the known one, the most mentioned, the longest name."""
    return (not item.is_known, -item.row.mention_count, -len(item.row.name), item.row.entity_id)


def _match_spellings(items: Sequence[EntityName], groups: _Groups, matches: EntityMatches) -> None:
    """Match what sounds the same, the surest pairs first; what could be several that differ is left open."""
    pairs: list[_Pair] = []
    for one, other in _proposed(items, matches):
        score, is_ambiguous = name_similarity(one, other)
        if score and one.may_be(other):
            pairs.append((is_ambiguous, -score, one, other))
    pairs.sort(key=lambda pair: (pair[0], pair[1], pair[2].row.entity_id, pair[3].row.entity_id))
    contested = _contested(pairs, matches)
    for is_ambiguous, score, one, other in pairs:
        ids = one.row.entity_id, other.row.entity_id
        if groups.of(ids[0]) == groups.of(ids[1]) or contested.intersection(ids) or not groups.may_merge(*ids):
            continue
        if is_ambiguous:
            matches.ambiguous.append(AmbiguousMatch(ids, "their names are nearly the same"))
        else:
            groups.merge(*ids, -score)


def _contested(pairs: Iterable[_Pair], matches: EntityMatches) -> set[str]:
    """Return the entities that sound like several which cannot be one; each is added as ambiguous."""
    partners: dict[str, list[EntityName]] = defaultdict(list)
    for is_ambiguous, _, one, other in pairs:
        if not is_ambiguous:
            partners[one.row.entity_id].append(other)
            partners[other.row.entity_id].append(one)
    contested = set()
    for entity_id, others in sorted(partners.items()):
        countries = {other.row.country for other in others if other.row.country}
        if len(countries) > 1 or sum(other.is_known for other in others) > 1:
            contested.add(entity_id)
            ids = sorted(other.row.entity_id for other in others)[:_MOST_SHOWN]
            matches.ambiguous.append(AmbiguousMatch((entity_id, *ids), "several have this name"))
    return contested


def _proposed(items: Sequence[EntityName], matches: EntityMatches) -> Iterator[tuple[EntityName, EntityName]]:
    """Yield the pairs to be compared: all within a small block, neighbours in the alphabet within a large one."""
    blocks: dict[tuple[str, ...], list[EntityName]] = defaultdict(list)
    for item in items:
        blocks[item.key].append(item)
    for block in blocks.values():
        block.sort(key=lambda item: (item.words, item.row.entity_id))
        for index, item in enumerate(block):
            for other in islice(block, index + 1, index + 1 + _NEIGHBOURS):
                matches.pairs += 1
                yield item, other


def _match_short_names(people: Sequence[EntityName], groups: _Groups, matches: EntityMatches) -> None:
    """Match a short name ("J. Varga", "Tomas Varga") with the only longer one that it can be short for.

    Where more than a few longer ones are possible, a person could not decide either, and nothing is reported. A surname
    alone is reported once.
    """
    longer: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for item in people:
        for key, confidence in shorter_names(item):
            longer[key].setdefault(groups.of(item.row.entity_id), confidence)
    reported: set[tuple[str, ...]] = set()
    for item in people:
        name = short_name(item)
        candidates = longer.get(name, {}) if name is not None and name not in reported else {}
        if candidates and name is not None and len(candidates) <= _NEIGHBOURS:
            matches.pairs += len(candidates)
            _match_short_name(item, candidates, groups, matches)
            reported |= {name} if len(name) == 1 else set()


def _match_short_name(
    item: EntityName, candidates: Mapping[str, float], groups: _Groups, matches: EntityMatches
) -> None:
    """Match one short name if a single group fits and it is more than a surname; several are ambiguous."""
    entity_id = item.row.entity_id
    fitting = {
        groups.of(other): confidence
        for other, confidence in sorted(candidates.items())
        if groups.of(other) != groups.of(entity_id) and groups.may_merge(entity_id, other)
    }
    is_surname = len(item.in_order) == 1
    if len(fitting) == 1 and not is_surname:
        ((other, confidence),) = fitting.items()
        groups.merge(entity_id, other, confidence)
    elif fitting and not (is_surname and len(fitting) > 1):
        ids = sorted(fitting)[:_MOST_SHOWN]
        reason = f"the name may be short for {'that' if is_surname else 'several'}"
        matches.ambiguous.append(AmbiguousMatch((entity_id, *ids), reason))
