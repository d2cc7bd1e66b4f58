"""What one document says about its own names: who a surname is, and what an acronym in brackets means."""

import re
from collections.abc import Iterable, Iterator

from flows.steps.entities.knowledge_base import Known, UserActors, forms, words
from flows.steps.entities.tokens import fold
from schemas.vocab import EntityType

_ARTICLE = re.compile(r"^(?:al|el|Al|El|as|ash|an|ar|at|az|ad)[- ]")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_RELATIONS = frozenset({"bin", "ibn", "bint", "ben"})
_SHORT_AT_LEAST = 3


class People:
    """The people whom a document names in full, by surname; `notes` tells which surnames are shared."""

    def __init__(self, things: Iterable[Known], actors: UserActors) -> None:
        """Gather from all things that the document names, in reading order."""
        self._actors = actors
        self.notes: set[str] = set()
        self._shared: set[str] = set()
        self._by_ends: dict[tuple[str, str], Known] = {}
        self._by_short: dict[str, list[Known]] = {}
        for thing in things:
            parts = fold(thing.name).split()
            if thing.entity_type == EntityType.PERSON and len(parts) > 1:
                self._add(thing, parts)

    def _add(self, thing: Known, parts: list[str]) -> None:
        owner = self._by_ends.setdefault((parts[0], parts[-1]), thing)
        for short in short_names(parts, self._actors):
            owners = self._by_short.setdefault(short, [])
            if owner not in owners:
                owners.append(owner)

    def same(self, thing: Known) -> Known:
        """Return the first person of the document with the same first and last name."""
        parts = fold(thing.name).split()
        return self._by_ends.get((parts[0], parts[-1]), thing)

    def has(self, short: str) -> bool:
        """Return whether `short` is the surname of anybody."""
        return short in self._by_short

    def is_shared(self, short: str) -> bool:
        """Return whether `short` was asked for and found to have several bearers."""
        return short in self._shared

    def owner(self, short: str, known: Known | None) -> Known | None:
        """Return who a surname is, None for nobody or several; `known` is who it is outside the document."""
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
        form = forms(actors).get(short)
        is_other = form is not None and form.known.entity_type != EntityType.PERSON
        if len(short) >= _SHORT_AT_LEAST and not is_other and short not in words("stops"):
            yield short


def acronym_of(acronym: str, name: str) -> bool:
    """Return whether the capitals of `acronym` come in order in `name`, the first of them as first letter of a word."""
    letters = [letter for letter in acronym.lower() if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in acronym)
    starts = {word[0].lower() for word in name.replace("-", " ").split() if word}
    remaining = iter(name.lower())
    return capitals > 1 and " " in name and letters[0] in starts and all(letter in remaining for letter in letters)
