"""What is known beforehand: actors, countries, peoples and titles, read from the tables beside this module."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product

from flows.steps.entities import tables
from flows.steps.entities.text import fold
from schemas.vocab import EntityType, MentionKind

_VARIANTS_AT_MOST = 48
_ACRONYM_AT_MOST = 8
_SHOUTED_AT_LEAST = 4
_PARTS = re.compile(r"([\s-]+)")
_SPELLED = frozenset({EntityType.PERSON, EntityType.ARMED_GROUP, EntityType.PLACE, EntityType.NATIONALITY_OR_GROUP})


@dataclass(frozen=True, slots=True)
class Known:
    """A real-world thing of the knowledge base; `country` is ISO 3166-1 alpha-3, `sector` a PLOVER code."""

    name: str
    entity_type: str
    wikidata_id: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a known thing; `problem` names the test of `ambiguous.csv` that it must pass."""

    known: Known
    kind: str
    problem: str = ""


Entry = tuple[Known, tuple[str, ...]]
"""A thing with its aliases."""


def words(group: str) -> frozenset[str]:
    """Return a list of `names.toml`; raises AttributeError for an unknown name."""
    found: frozenset[str] = getattr(tables.names(), group)
    return found


@dataclass(frozen=True, slots=True)
class OwnKnowledge:
    """Things that a user adds, with their aliases; equal where `digest` (of the file) is equal."""

    digest: str = ""
    entries: tuple[Entry, ...] = field(default=(), compare=False)


NOTHING = OwnKnowledge()


_own: ContextVar[OwnKnowledge] = ContextVar("own", default=NOTHING)


@contextmanager
def using(own: OwnKnowledge) -> Iterator[None]:
    """Let everything within know what a user adds."""
    token = _own.set(own)
    try:
        yield
    finally:
        _own.reset(token)


def own_knowledge() -> OwnKnowledge:
    """Return what a user has added here."""
    return _own.get()


def forms() -> Mapping[str, Form]:
    """Return `forms_with` what a user has added here."""
    return forms_with(_own.get())


@cache
def forms_with(own: OwnKnowledge) -> Mapping[str, Form]:
    """Return every written form (folded) of everything known; of two things with one form, names win over aliases.

    The things of `own` win over ours, which give way where they have the same name or Wikidata id: our spellings of
    them then mean the user's thing.
    """
    known = [*own.entries, *_ours(own.entries)]
    problems = {row.name: row.problem for row in tables.ambiguous_rows()}
    found: dict[str, Form] = {}
    for thing, aliases in known:
        for written in (thing.name, *aliases):
            key = fold(written)
            found.setdefault(key, Form(thing, _kind(thing, key), problems.get(key, "")))
    for thing, aliases in known:
        for written in _derived(thing, aliases):
            found.setdefault(written, Form(thing, _kind(thing, written)))
    _add_cities(found)
    for key, form in list(found.items()):
        if len(key) >= _SHOUTED_AT_LEAST and not form.problem and key[0].isupper():
            found.setdefault(key.upper(), form)
    return found


def _ours(own: Sequence[Entry]) -> Iterator[Entry]:
    """Yield what is shipped; a thing that the user has too is theirs."""
    theirs: dict[str, Known] = {}
    for thing, _ in own:
        theirs |= {key: thing for key in (fold(thing.name), thing.wikidata_id) if key}
    for thing, aliases in (*_countries(), *_actors(), *_peoples()):
        same = theirs.get(thing.wikidata_id or "") or theirs.get(fold(thing.name))
        yield (thing, aliases) if same is None else (same, (thing.name, *aliases))


def _add_cities(found: dict[str, Form]) -> None:
    """Add the cities of `cities.csv` whose names mean nothing else yet; they have one spelling, and aliases."""
    for row in tables.city_rows():
        thing = Known(row.name, EntityType.PLACE, None, row.country)
        found.setdefault(row.name, Form(thing, MentionKind.FULL, row.problem))
        for alias in row.aliases:
            found.setdefault(alias, Form(thing, MentionKind.ALIAS, row.problem))


@cache
def known_actors() -> Mapping[str, Known]:
    """Return the things of `actors.csv` by name."""
    return {thing.name: thing for thing, _ in _actors()}


def _actors() -> Iterator[Entry]:
    for row in tables.actor_rows():
        yield Known(row.name, row.entity_type, row.wikidata_id, row.country, row.sector), row.aliases


def _peoples() -> Iterator[Entry]:
    for row in tables.demonym_rows():
        yield Known(row.name, EntityType.NATIONALITY_OR_GROUP, row.wikidata_id, row.country), row.forms


def _countries() -> Iterator[Entry]:
    """Yield the countries of `countries.csv`, then those of pycountry whose names need no second thought."""
    import pycountry  # loads its data when first asked

    listed, taken = set(), {row.name for row in tables.actor_rows()}
    for row in tables.country_rows():
        listed.add(row.country)
        yield Known(row.name, EntityType.COUNTRY, row.wikidata_id, row.country), row.aliases
    for country in pycountry.countries:
        name = getattr(country, "common_name", country.name)
        if country.alpha_3 not in listed and name not in taken and "," not in name and "(" not in name:
            yield Known(name, EntityType.COUNTRY, None, country.alpha_3), ()


def _kind(thing: Known, written: str) -> str:
    if thing.entity_type == EntityType.NATIONALITY_OR_GROUP:
        return MentionKind.DEMONYM
    if written == fold(thing.name):
        return MentionKind.FULL
    bare = written.replace(".", "").replace("-", "")
    if bare.isupper() and " " not in bare and len(bare) <= _ACRONYM_AT_MOST:
        return MentionKind.ACRONYM
    if thing.entity_type == EntityType.PERSON:
        return MentionKind.FULL if " " in written else MentionKind.SHORT
    return MentionKind.ALIAS


def _derived(thing: Known, aliases: Iterable[str]) -> Iterator[str]:
    """Yield further spellings: transliterations, Arabic articles and missing apostrophes."""
    for written in (thing.name, *aliases):
        key = fold(written)
        if thing.entity_type not in _SPELLED:
            yield key.replace("'", "")
            continue
        for spelled in islice(_spelled(key), _VARIANTS_AT_MOST):
            for variant in _articles(spelled):
                yield variant
                yield variant.replace("'", "")


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    return {word: group for group in tables.names().spellings for word in group}


def _spelled(name: str) -> Iterator[str]:
    choices = [_spellings().get(part, (part,)) for part in _PARTS.split(name)]
    return ("".join(parts) for parts in product(*choices))


def _articles(name: str) -> Iterator[str]:
    yield name
    if "al-" in name:
        yield from (name.replace("al-", article) for article in ("Al-", "al ", "Al ", "el-"))
    elif "Abdul-" in name or "Abdel-" in name:
        yield from (name.replace("l-", "l "), name.replace("l-", "l"))


@cache
def title_groups() -> Mapping[str, str | None]:
    """Return each title that stands before a name with the sector of its bearers; lower-case ones come without."""
    found: dict[str, str | None] = {}
    for name, group in tables.titles().items():
        for title in group.titles:
            found.setdefault(title, group.sector)
            if name not in {"roles", "plain"} and title[0].isupper() and not title.endswith("."):
                found.setdefault(title.lower(), group.sector)
    return found
