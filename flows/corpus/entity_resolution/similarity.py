"""The similarity of the names of two entities: why they may be one entity, and with which confidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flows.steps.entities.knowledge_base import title_groups, words
from flows.steps.entities.organisation_rules import head_words
from flows.steps.entities.phonetics import name_words, openings, particles, relations, skeleton, sound
from flows.steps.lexicon.frequency import frequency
from flows.steps.models import Entity
from schemas.vocab import STATE_SECTORS, EntityType

SAME_NAME, SAME_SOUND, ONE_VOWEL, SHORTER, INITIALS, SURNAME = 0.95, 0.9, 0.75, 0.8, 0.7, 0.5
"""Confidence that two entities are one, by what their names share."""
_MATCH_PERCENT, _AMBIGUOUS_PERCENT = 85.0, 75.0
"""Similarity (normalised insertions and deletions) from which two words are spellings of one, and from which a person
should decide."""
_MATCH_SOUNDS, _AMBIGUOUS_SOUNDS = 7, 4
"""Sounds of the shortest word in which another vowel is a matter of spelling, and of one where a person decides."""
_COMMON_FREQUENCY = 1000
"""Occurrences in the word list from which a word is rather a word than a name, as for the language model's names."""
_TYPE_FAMILIES = {EntityType.ARMED_GROUP: EntityType.ORGANIZATION, EntityType.FACILITY: EntityType.PLACE}
_DIFFERENT = (0.0, False)
_UNCOMPARED = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
"""Types that the knowledge base has in full."""


@dataclass(frozen=True)
class EntityName:
    """An entity with the words of its name; `is_known` means that the knowledge base has it."""

    row: Entity
    is_known: bool

    @cached_property
    def family(self) -> str:
        """Return the entity type, with types that differ by nuances as one."""
        return _TYPE_FAMILIES.get(EntityType(self.row.entity_type), self.row.entity_type)

    @property
    def is_person(self) -> bool:
        """Return whether it is a person, whose names come in any order."""
        return self.row.entity_type == EntityType.PERSON

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words of the name; of bodies without "the", "of" and the like."""
        words = name_words(self.row.name)
        kept = words if self.is_person else tuple(word for word in words if word not in particles())
        return tuple(sorted(kept, key=lambda word: (skeleton(word), word))) if self.is_person else kept

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """Return the words of the name as written."""
        return name_words(self.row.name)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Return the blocking key: family and skeletons of the words; only entities of one block are compared."""
        return (self.family, *map(skeleton, self.words))

    def may_be(self, other: "EntityName") -> bool:
        """Return whether neither country nor knowledge base excludes that the two are one."""
        countries = {item.row.country for item in (self, other) if item.row.country}
        return len(countries) < 2 and not (self.is_known and other.is_known)

    @cached_property
    def is_comparable(self) -> bool:
        """Return whether the name alone identifies it: people by two words, bodies by more than common words."""
        if self.row.entity_type in _UNCOMPARED or not self.words:
            return False
        if self.is_person:
            return len(self.words) > 1
        return self.is_known or self.row.country is not None or self._is_distinct()

    def _is_distinct(self) -> bool:
        is_state = self.row.sector in STATE_SECTORS
        return (len(self.words) > 2 and not is_state) or any(_is_rare(word) for word in self.words)


def _is_rare(word: str) -> bool:
    """Return whether a word is rather a name than a word, and not part of the names of many bodies."""
    is_common = word.capitalize() in head_words() or word.capitalize() in title_groups()
    return word.isalpha() and not is_common and frequency(word) < _COMMON_FREQUENCY


def name_similarity(one: EntityName, other: EntityName) -> tuple[float, bool]:
    """Return the confidence (0 to 1) that two entities of one block are one, and whether a person should decide.

    0 if they are two. A family name may come first; where both words are given names, too, that may be another person.
    """
    pairs = list(zip(one.words, other.words, strict=True))
    unequal = [pair for pair in pairs if pair[0] != pair[1]]
    if one.is_person and _is_turned(one, other):
        return (
            (ONE_VOWEL, all(word.capitalize() in words("given") for word in one.words)) if not unequal else _DIFFERENT
        )
    if not unequal:
        return SAME_NAME, False
    if not one.is_person and any(frequency(word) >= _COMMON_FREQUENCY for pair in unequal for word in pair):
        return _DIFFERENT
    sounds = [(sound(left), sound(right)) for left, right in unequal]
    apart = [pair for pair in sounds if pair[0] != pair[1]]
    if not apart:
        return SAME_SOUND, False
    if len(apart) > 1 or len(pairs) == 1:
        return _DIFFERENT
    return _word_similarity(*apart[0])


def _word_similarity(left: str, right: str) -> tuple[float, bool]:
    """Return confidence and ambiguity of the only word that sounds different, given its sounds in both names.

    One other vowel in a long word is a matter of spelling.
    """
    from rapidfuzz import fuzz  # native code, loaded when there is something to compare

    short = min(len(left), len(right))
    if short < _AMBIGUOUS_SOUNDS or left.startswith(right) or right.startswith(left):
        return _DIFFERENT
    score = fuzz.ratio(left, right)
    if score >= _MATCH_PERCENT and short >= _MATCH_SOUNDS:
        return ONE_VOWEL, False
    return (score / 100, True) if score >= _AMBIGUOUS_PERCENT else _DIFFERENT


def _is_turned(one: EntityName, other: EntityName) -> bool:
    """Return whether the names of two people have their words in different orders."""
    return [skeleton(word) for word in one.in_order] != [skeleton(word) for word in other.in_order]


def shorter_names(name: EntityName) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the shorter names that a person of this full name may have, as sounds, each with its confidence."""
    words = [word for word in name.in_order if word not in relations()]
    if not name.is_person or len(words) < 2 or len(words[0]) == 1:
        return
    first, last = words[0], words[-1]
    if len(words) > 2:
        yield (sound(first), sound(last)), SHORTER
        if len(words[1]) > 1 and first not in openings():
            yield (sound(first), sound(words[1])), SHORTER
    yield (sound(last),), SURNAME
    yield (first[0], sound(last)), INITIALS
    if len(words) > 2:
        yield (first[0], words[1][0], sound(last)), INITIALS


def short_name(name: EntityName) -> tuple[str, ...] | None:
    """Return the name of a person as sounds if it may be short for a longer one: two words at most, or with initials.

    None for people of the knowledge base, whose full names are known.
    """
    words = [word for word in name.in_order if word not in relations()]
    if not name.is_person or name.is_known or not words or len(words[-1]) == 1:
        return None
    if len(words) > 2 and any(len(word) > 1 for word in words[:-1]):
        return None
    return tuple(word if len(word) == 1 else sound(word) for word in words)
