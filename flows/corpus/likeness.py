"""How alike the names of two entities are: reasons to take them for one thing, and how sure each is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flows.steps.entities.heads import head_words
from flows.steps.entities.knowledge import title_groups, words
from flows.steps.entities.spelling import name_words, openings, particles, relations, skeleton, sound
from flows.steps.records import Entity
from flows.steps.repair.english import frequency
from schemas.vocab import STATE_SECTORS, EntityType

SAME_NAME, SAME_SOUND, ONE_VOWEL, SHORTER, INITIALS, SURNAME = 0.95, 0.9, 0.75, 0.8, 0.7, 0.5
"""Confidence that two entities are one, by what their names share."""
_NEARLY = 85.0
"""Similarity (normalised insertions and deletions, percent) from which one word in two names may be a spelling."""
_DOUBTFUL = 75.0
_LONG, _LONG_ENOUGH = 7, 4
"""Sounds of a word in which a single other vowel is a matter of spelling, and of one where that is a question."""
_PLAIN = 1000
"""Times that a word is written from which it is a word more than a name, as for the language model's names."""
_FAMILIES = {EntityType.ARMED_GROUP: EntityType.ORGANIZATION, EntityType.FACILITY: EntityType.PLACE}
_NO = (0.0, False)
_UNCOMPARED = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
"""Types that the knowledge base has in full."""


@dataclass(frozen=True)
class Named:
    """An entity with its name in words; `is_known` says that the knowledge base has it."""

    row: Entity
    is_known: bool

    @cached_property
    def family(self) -> str:
        """Return the type, with types that are told apart by nuances as one."""
        return _FAMILIES.get(EntityType(self.row.entity_type), self.row.entity_type)

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
        """Return the block: family and skeletons; only entities of one block are compared."""
        return (self.family, *map(skeleton, self.words))

    def may_be(self, other: "Named") -> bool:
        """Return whether neither country nor knowledge says that the two are different."""
        countries = {item.row.country for item in (self, other) if item.row.country}
        return len(countries) < 2 and not (self.is_known and other.is_known)

    @cached_property
    def is_comparable(self) -> bool:
        """Return whether the name alone can tell it: people by two words, bodies by more than plain words."""
        if self.row.entity_type in _UNCOMPARED or not self.words:
            return False
        if self.is_person:
            return len(self.words) > 1
        return self.is_known or self.row.country is not None or self._is_distinct()

    def _is_distinct(self) -> bool:
        is_state = self.row.sector in STATE_SECTORS
        return (len(self.words) > 2 and not is_state) or any(_is_rare(word) for word in self.words)


def _is_rare(word: str) -> bool:
    """Return whether a word is more a name than a word: none of those that many bodies have in theirs."""
    is_common = word.capitalize() in head_words() or word.capitalize() in title_groups()
    return word.isalpha() and not is_common and frequency(word) < _PLAIN


def likeness(one: Named, other: Named) -> tuple[float, bool]:
    """Return how sure it is that two entities of one block are one, and whether a person should decide; 0 for no.

    A family name may come first; where both words are first names, too, that may be somebody else.
    """
    pairs = list(zip(one.words, other.words, strict=True))
    unequal = [pair for pair in pairs if pair[0] != pair[1]]
    if one.is_person and _is_turned(one, other):
        return (ONE_VOWEL, all(word.capitalize() in words("given") for word in one.words)) if not unequal else _NO
    if not unequal:
        return SAME_NAME, False
    if not one.is_person and any(frequency(word) >= _PLAIN for pair in unequal for word in pair):
        return _NO
    heard = [(sound(left), sound(right)) for left, right in unequal]
    apart = [pair for pair in heard if pair[0] != pair[1]]
    if not apart:
        return SAME_SOUND, False
    if len(apart) > 1 or len(pairs) == 1:
        return _NO
    return _nearly(*apart[0])


def _nearly(left: str, right: str) -> tuple[float, bool]:
    """Return the same for the only word that sounds different: a vowel in a long word is a matter of spelling."""
    from rapidfuzz import fuzz  # native code, loaded when there is something to compare

    short = min(len(left), len(right))
    if short < _LONG_ENOUGH or left.startswith(right) or right.startswith(left):
        return _NO
    score = fuzz.ratio(left, right)
    if score >= _NEARLY and short >= _LONG:
        return ONE_VOWEL, False
    return (score / 100, True) if score >= _DOUBTFUL else _NO


def _is_turned(one: Named, other: Named) -> bool:
    """Return whether the names of two people have their words in different orders."""
    return [skeleton(word) for word in one.in_order] != [skeleton(word) for word in other.in_order]


def shorter_names(named: Named) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the shorter names that a person of this full name goes by, as sounds, each with its confidence."""
    words = [word for word in named.in_order if word not in relations()]
    if not named.is_person or len(words) < 2 or len(words[0]) == 1:
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


def short_name(named: Named) -> tuple[str, ...] | None:
    """Return the name of a person as sounds if it may be short for a longer one: two words at most, or with initials.

    None for people of the knowledge base, whose full names are known.
    """
    words = [word for word in named.in_order if word not in relations()]
    if not named.is_person or named.is_known or not words or len(words[-1]) == 1:
        return None
    if len(words) > 2 and any(len(word) > 1 for word in words[:-1]):
        return None
    return tuple(word if len(word) == 1 else sound(word) for word in words)
