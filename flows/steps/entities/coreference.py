"""Coreference of names within one document: whose surname a word is, and what an acronym in brackets means."""

import re
from collections.abc import Iterable, Iterator

from flows.steps.entities.knowledge_base import NamedEntity, UserActors, surface_forms, words
from flows.steps.entities.tokens import fold
from schemas.vocab import EntityType

_ARTICLE = re.compile(r"^(?:al|el|Al|El|as|ash|an|ar|at|az|ad)[- ]")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_RELATIONS = frozenset({"bin", "ibn", "bint", "ben"})
_SHORT_AT_LEAST = 3


class DocumentPeople:
    """The people whom a document names in full, by surname; `notes` has a line for each surname that several share."""

    def __init__(self, entities: Iterable[NamedEntity], actors: UserActors) -> None:
        """Index the people among all entities that the document names, in reading order."""
        self._actors = actors
        self.notes: set[str] = set()
        self._shared: set[str] = set()
        self._by_ends: dict[tuple[str, str], NamedEntity] = {}
        self._by_short: dict[str, list[NamedEntity]] = {}
        for entity in entities:
            parts = fold(entity.name).split()
            if entity.entity_type == EntityType.PERSON and len(parts) > 1:
                self._add(entity, parts)

    def _add(self, entity: NamedEntity, parts: list[str]) -> None:
        owner = self._by_ends.setdefault((parts[0], parts[-1]), entity)
        for short in short_names(parts, self._actors):
            owners = self._by_short.setdefault(short, [])
            if owner not in owners:
                owners.append(owner)

    def same_person(self, entity: NamedEntity) -> NamedEntity:
        """Return the first person of the document with the same first and last name."""
        parts = fold(entity.name).split()
        return self._by_ends.get((parts[0], parts[-1]), entity)

    def has_surname(self, short: str) -> bool:
        """Return whether `short` is the surname of anybody."""
        return short in self._by_short

    def is_shared(self, short: str) -> bool:
        """Return whether `short` was asked for and found to have several bearers."""
        return short in self._shared

    def owner(self, short: str, known: NamedEntity | None) -> NamedEntity | None:
        """Return the person of the surname `short`, None for nobody or several.

        `known` is the person of the knowledge base with this surname, if any. Several owners are kept in `notes`.
        """
        owners = list(self._by_short.get(short, ()))
        if known is not None and known not in owners:
            owners.append(known)
        if len(owners) > 1:
            names = ", ".join(sorted(owner.name for owner in owners))
            self._shared.add(short)
            self.notes.add(f"{short}: may be {names}")
            return None
        return owners[0] if owners else None


def short_names(parts: list[str], actors: UserActors) -> Iterator[str]:
    """Yield the short forms of a full name given as words: the last one, with and without its Arabic article."""
    kept = [part for part in parts if part not in _SUFFIXES]
    if len(kept) < 2 or kept[-2] in _RELATIONS:
        return
    last = kept[-1]
    for short in dict.fromkeys((last, _ARTICLE.sub("", last), f"al-{_ARTICLE.sub('', last)}")):
        form = surface_forms(actors).get(short)
        is_other = form is not None and form.entity.entity_type != EntityType.PERSON
        if len(short) >= _SHORT_AT_LEAST and not is_other and short not in words("stops"):
            yield short


def is_acronym_of(acronym: str, name: str) -> bool:
    """Return whether the capitals of `acronym` come in order in `name`, the first of them as first letter of a word."""
    letters = [letter for letter in acronym.lower() if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in acronym)
    starts = {word[0].lower() for word in name.replace("-", " ").split() if word}
    remaining = iter(name.lower())
    return capitals > 1 and " " in name and letters[0] in starts and all(letter in remaining for letter in letters)
