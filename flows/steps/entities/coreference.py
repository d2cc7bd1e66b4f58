"""Coreference of names within one document: whose name a word alone is, and what an acronym in brackets means."""

import re
from collections.abc import Iterable, Iterator

from flows.steps.entities.knowledge_base import NamedEntity, UserActors, surface_forms, title_groups, words
from flows.steps.entities.tokens import fold
from schemas.vocab import EntityType

_ARTICLE = re.compile(r"^(?:al|el|Al|El|as|ash|an|ar|at|az|ad)[- ]")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_RELATIONS = frozenset({"bin", "ibn", "bint", "ben"})
_SHORT_AT_LEAST = 3


class DocumentPeople:
    """The people whom a document names in full, by surname and by each other word of their names.

    `notes` has a line for each surname that several share.
    """

    def __init__(self, named: Iterable[tuple[str, NamedEntity]], actors: UserActors) -> None:
        """Index the people among all that the document names, given as folded words and entity, in reading order."""
        self._actors = actors
        self.notes: set[str] = set()
        self._shared: set[str] = set()
        self._by_ends: dict[tuple[str, str], NamedEntity] = {}
        self._by_short: dict[str, list[NamedEntity]] = {}
        self._by_word: dict[str, set[NamedEntity]] = {}
        self._written: set[str] = set()
        self._by_full_name: dict[str, NamedEntity] = {}
        for written, entity in named:
            parts = fold(entity.name).split()
            if entity.entity_type == EntityType.PERSON and len(parts) > 1:
                self._add(entity, parts, written.split())
                self._by_full_name.setdefault(written, entity)

    def _add(self, entity: NamedEntity, parts: list[str], written: list[str]) -> None:
        owner = self._by_ends.setdefault((parts[0], parts[-1]), entity)
        self._written.update(written if len(written) > 1 else ())
        for word in (*parts, *written):
            self._by_word.setdefault(word, set()).add(owner)
        for short in short_names(parts, self._actors):
            owners = self._by_short.setdefault(short, [])
            if owner not in owners:
                owners.append(owner)

    def same_person(self, entity: NamedEntity) -> NamedEntity:
        """Return the first person of the document with the same first and last name."""
        parts = fold(entity.name).split()
        return self._by_ends.get((parts[0], parts[-1]), entity)

    def named(self, written: str) -> NamedEntity | None:
        """Return the person whom the document names elsewhere in just these folded words."""
        return self._by_full_name.get(written)

    def has_surname(self, short: str) -> bool:
        """Return whether `short` is the surname of anybody."""
        return short in self._by_short

    def bearer(self, word: str) -> NamedEntity | None:
        """Return the one person in whose full name the document has `word`: the "Tedros" of "Tedros Adhanom".

        None where it is in no name or in several, or may mean something else alone: a particle, a title, a place.
        """
        bearers = self._by_word.get(word, ())
        if len(bearers) != 1 or word not in self._written or not _names_alone(word, self._actors):
            return None
        return next(iter(bearers))

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
        if len(short) >= _SHORT_AT_LEAST and _can_mean_person(short, actors):
            yield short


def _can_mean_person(word: str, actors: UserActors) -> bool:
    form = surface_forms(actors).get(word)
    is_other = form is not None and form.entity.entity_type != EntityType.PERSON
    return not is_other and word not in words("stops")


def _names_alone(word: str, actors: UserActors) -> bool:
    """Return whether a word of a full name may be used for the person without the others."""
    is_part = word.lower() in words("particles") or word in words("not_alone")
    return (
        len(word) > 1
        and word[0].isupper()
        and not is_part
        and word not in title_groups()
        and _can_mean_person(word, actors)
    )


def is_acronym_of(acronym: str, name: str) -> bool:
    """Return whether the capitals of `acronym` come in order in `name`, the first of them as first letter of a word."""
    letters = [letter for letter in acronym.lower() if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in acronym)
    starts = {word[0].lower() for word in name.replace("-", " ").split() if word}
    remaining = iter(name.lower())
    return capitals > 1 and " " in name and letters[0] in starts and all(letter in remaining for letter in letters)
