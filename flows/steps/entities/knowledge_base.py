"""What is known beforehand: actors, countries, peoples and titles, read from the tables beside this module."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from itertools import islice, product

from flows.steps.entities import tables
from flows.steps.entities.tokens import fold
from flows.steps.text.ids import content_id
from schemas.data_files import DataFileError
from schemas.vocab import EntityType, MentionKind

_VARIANTS_AT_MOST = 48
_ACRONYM_AT_MOST = 8
_SHOUTED_AT_LEAST = 4
_PARTS = re.compile(r"([\s-]+)")
_SPELLED = frozenset({EntityType.PERSON, EntityType.ARMED_GROUP, EntityType.PLACE, EntityType.NATIONALITY_OR_GROUP})


@dataclass(frozen=True, slots=True)
class Known:
    """A real-world thing of the knowledge base; `country` is ISO 3166-1 alpha-3, `sector` a PLOVER code.

    With `is_user` a user has added it: it is another thing than a shipped one of its name, unless they share their
    Wikidata id.
    """

    name: str
    entity_type: str
    wikidata_id: str | None = None
    country: str | None = None
    sector: str | None = None
    is_user: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a known thing; `problem` names the test of `ambiguous.csv` that it must pass."""

    known: Known
    kind: str
    problem: str = ""


Entry = tuple[Known, tuple[str, ...]]
"""A thing with its aliases."""


@cache
def source(name: str, /, **cells: str) -> str | None:
    """Return the source of the first row of `knowledge/<name>.csv` with the given cells; None where no row has them.

    `memory`, `iso3166` or `geonames`: SOURCES.md beside the tables explains each.
    """
    rows = tables.TABLES[name]()
    return next((row.source for row in rows if all(getattr(row, key) == cell for key, cell in cells.items())), None)


@cache
def words(group: str) -> frozenset[str]:
    """Return a list of `names.toml`; raises AttributeError for an unknown name."""
    found: frozenset[str] = getattr(tables.names(), group)
    return found


@dataclass(frozen=True, slots=True)
class UserActors:
    """Actors that a user adds, with their aliases; equal where `digest` (SHA-256 of the file) is equal.

    They are passed down to whatever looks a name up, and are the key of each cache of what was looked up.
    """

    digest: str = ""
    entries: tuple[Entry, ...] = field(default=(), compare=False)


NOTHING = UserActors()
"""No actors but those that are shipped."""


@cache
def forms(actors: UserActors) -> Mapping[str, Form]:
    """Return every written form (folded) of everything known; of two things with one form, names win over aliases.

    The things of `actors` win over ours, which give way where they have the same name or Wikidata id: our spellings of
    them then mean the user's thing.
    """
    known = [*actors.entries, *_ours(actors.entries)]
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
        thing = Known(name=row.name, entity_type=EntityType.PLACE, country=row.country)
        found.setdefault(row.name, Form(thing, MentionKind.FULL, row.problem))
        for alias in row.aliases:
            found.setdefault(alias, Form(thing, MentionKind.ALIAS, row.problem))


def thing_id(thing: Known, place: str = "") -> str:
    """Return the id of a thing: its Wikidata id, or one made from type, name and `place` (a country, a document).

    It identifies people, never their names do, and is that of their rows in `entities`.
    """
    if thing.wikidata_id:
        return thing.wikidata_id
    owner = ("user",) if thing.is_user else ()
    return content_id("ent", thing.entity_type, fold(thing.name).casefold(), place, *owner)


@cache
def known_actors() -> Mapping[str, Known]:
    """Return the things of `actors.csv`, then those of `places.csv`, by id."""
    return by_id(thing for thing, _ in _actors())


def by_id(things: Iterable[Known]) -> Mapping[str, Known]:
    """Return things by their ids; raise DataFileError where two of them have the same id."""
    found: dict[str, Known] = {}
    for thing in things:
        if found.setdefault(thing_id(thing), thing) is not thing:
            kind = thing.entity_type.replace("_", " ")
            problem = f"two rows are the {kind} {thing.name!r}; give one of them its Wikidata id"
            raise DataFileError(f"actors.csv: {problem}.")
    return found


def known_person(cell: str, source: str) -> Known:
    """Return the person of `actors.csv` whom a cell of the table `source` means; DataFileError unless it is one.

    A cell holds the name, or the id where two people share the name.
    """
    return person_in(_people(), cell, source)


@cache
def _people() -> Mapping[str, tuple[Known, ...]]:
    return people_by_cell(known_actors())


def people_by_cell(actors: Mapping[str, Known]) -> Mapping[str, tuple[Known, ...]]:
    """Return the people among actors, given by id, under all that a cell of another table may call them."""
    found: dict[str, tuple[Known, ...]] = {}
    for key, thing in actors.items():
        if thing.entity_type == EntityType.PERSON:
            found[key] = (thing,)
            found[thing.name] = (*found.get(thing.name, ()), thing)
    return found


def person_in(people: Mapping[str, tuple[Known, ...]], cell: str, source: str) -> Known:
    """Return the only one whom a cell of the table `source` means; raise DataFileError with what would be fine."""
    found = people.get(cell, ())
    if len(found) > 1:
        ids = " or ".join(map(thing_id, found))
        raise DataFileError(f"{source}: {cell!r} is the name of {len(found)} people of actors.csv; write the id {ids}.")
    if not found:
        near = get_close_matches(cell, people, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "add a row for this person there."
        raise DataFileError(f"{source}: {cell!r} is no person of actors.csv; {hint}")
    return found[0]


def _actors() -> Iterator[Entry]:
    """Yield actors, then places: a spelling that is derived for two things belongs to the actor."""
    for row in tables.actor_rows():
        thing = Known(
            name=row.name,
            entity_type=row.entity_type,
            wikidata_id=row.wikidata_id,
            country=row.country,
            sector=row.sector,
        )
        yield thing, row.aliases
    for place in tables.place_rows():
        thing = Known(
            name=place.name, entity_type=place.entity_type, wikidata_id=place.wikidata_id, country=place.country
        )
        yield thing, place.aliases


def _peoples() -> Iterator[Entry]:
    for row in tables.demonym_rows():
        thing = Known(
            name=row.name,
            entity_type=EntityType.NATIONALITY_OR_GROUP,
            wikidata_id=row.wikidata_id,
            country=row.country,
        )
        yield thing, row.forms


def _countries() -> Iterator[Entry]:
    """Yield the countries of `countries.csv`, then those of pycountry whose names need no second thought."""
    import pycountry  # loads its data when first asked

    listed, taken = set(), {thing.name for thing, _ in _actors()}
    for row in tables.country_rows():
        listed.add(row.country)
        thing = Known(name=row.name, entity_type=EntityType.COUNTRY, wikidata_id=row.wikidata_id, country=row.country)
        yield thing, row.aliases
    for country in pycountry.countries:
        name = getattr(country, "common_name", country.name)
        if country.alpha_3 not in listed and name not in taken and "," not in name and "(" not in name:
            yield Known(name=name, entity_type=EntityType.COUNTRY, country=country.alpha_3), ()


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
