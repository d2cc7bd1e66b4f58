"""What is known beforehand: actors, countries, peoples and titles, from the tables beside this module."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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
_KOSOVO = "Q1246"
_SPELLED = frozenset({EntityType.PERSON, EntityType.ARMED_GROUP, EntityType.PLACE, EntityType.NATIONALITY_OR_GROUP})


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A person, organisation, place or other entity; `country` is ISO 3166-1 alpha-3, `sector` a PLOVER code.

    With `is_user` a user has added it: it is another entity than a shipped one of its name, unless they share their
    Wikidata id.
    """

    name: str
    entity_type: str
    wikidata_id: str | None = None
    country: str | None = None
    sector: str | None = None
    is_user: bool = False


@dataclass(frozen=True, slots=True)
class SurfaceForm:
    """One way to write an entity; `problem` names the test of `ambiguous.csv` that a match must pass."""

    entity: NamedEntity
    kind: str
    problem: str = ""


Entry = tuple[NamedEntity, tuple[str, ...]]
"""An entity with its aliases."""


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
def surface_forms(actors: UserActors) -> Mapping[str, SurfaceForm]:
    """Return all surface forms (folded) of all entities; of two entities with one form, names win over aliases.

    The entities of `actors` win over shipped ones, which give way where they have the same name or Wikidata id: their
    spellings then mean the user's entity.
    """
    known = [*actors.entries, *_shipped(actors.entries)]
    problems = {row.name: row.problem for row in tables.ambiguous_rows()}
    found: dict[str, SurfaceForm] = {}
    for entity, aliases in known:
        for written in (entity.name, *aliases):
            key = fold(written)
            found.setdefault(key, SurfaceForm(entity, _kind(entity, key), problems.get(key, "")))
    for entity, aliases in known:
        for written in _derived(entity, aliases):
            found.setdefault(written, SurfaceForm(entity, _kind(entity, written)))
    _add_cities(found)
    for key, form in list(found.items()):
        if len(key) >= _SHOUTED_AT_LEAST and not form.problem and key[0].isupper():
            found.setdefault(key.upper(), form)
    return found


def _shipped(user_entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the shipped entities; one that the user has added, too, is replaced by the user's."""
    theirs: dict[str, NamedEntity] = {}
    for entity, _ in user_entries:
        theirs |= {key: entity for key in (fold(entity.name), entity.wikidata_id) if key}
    for entity, aliases in (*_countries(), *_actors(), *regions(), *_peoples()):
        same = theirs.get(entity.wikidata_id or "") or theirs.get(fold(entity.name))
        yield (entity, aliases) if same is None else (same, (entity.name, *aliases))


def _add_cities(found: dict[str, SurfaceForm]) -> None:
    """Add the cities of `cities.csv` whose names mean nothing else yet; they get no derived spellings."""
    for row in tables.city_rows():
        entity = NamedEntity(name=row.name, entity_type=EntityType.PLACE, country=row.country)
        found.setdefault(row.name, SurfaceForm(entity, MentionKind.FULL, row.problem))
        for alias in row.aliases:
            found.setdefault(alias, SurfaceForm(entity, MentionKind.ALIAS, row.problem))


def thing_id(entity: NamedEntity, place: str = "") -> str:
    """Return the id of an entity: its Wikidata id, or one made from type, name and `place` (a country, a document).

    It identifies people, never their names do, and is that of their rows in `entities`.
    """
    if entity.wikidata_id:
        return entity.wikidata_id
    owner = ("user",) if entity.is_user else ()
    return content_id("ent", entity.entity_type, fold(entity.name).casefold(), place, *owner)


@cache
def known_actors() -> Mapping[str, NamedEntity]:
    """Return the entities of `actors.csv`, then those of `places.csv`, by id."""
    return by_id(entity for entity, _ in _actors())


def by_id(entities: Iterable[NamedEntity]) -> Mapping[str, NamedEntity]:
    """Return entities by their ids; raise DataFileError where two of them have the same id."""
    found: dict[str, NamedEntity] = {}
    for entity in entities:
        if found.setdefault(thing_id(entity), entity) is not entity:
            kind = entity.entity_type.replace("_", " ")
            problem = f"two rows are the {kind} {entity.name!r}; give one of them its Wikidata id"
            raise DataFileError(f"actors.csv: {problem}.")
    return found


def known_person(cell: str, source: str) -> NamedEntity:
    """Return the person of `actors.csv` whom a cell of the table `source` means; DataFileError unless it is one.

    A cell holds the name, or the id where two people share the name.
    """
    return person_in(_people(), cell, source)


@cache
def days_of_death() -> Mapping[str, date]:
    """Return the day on which each person of `deaths.csv` died, by entity id; DataFileError where one is unknown."""
    return {thing_id(known_person(row.person, "deaths.csv")): row.died for row in tables.death_rows()}


@cache
def days_of_birth() -> Mapping[str, date]:
    """Return the day of birth of each person of `births.csv` by entity id; DataFileError where one is unknown."""
    return {thing_id(known_person(row.person, "births.csv")): row.born for row in tables.birth_rows()}


@cache
def _people() -> Mapping[str, tuple[NamedEntity, ...]]:
    return people_by_cell(known_actors())


def people_by_cell(actors: Mapping[str, NamedEntity]) -> Mapping[str, tuple[NamedEntity, ...]]:
    """Return the people among actors, given by id, under all that a cell of another table may call them."""
    found: dict[str, tuple[NamedEntity, ...]] = {}
    for key, entity in actors.items():
        if entity.entity_type == EntityType.PERSON:
            found[key] = (entity,)
            found[entity.name] = (*found.get(entity.name, ()), entity)
    return found


def person_in(people: Mapping[str, tuple[NamedEntity, ...]], cell: str, source: str) -> NamedEntity:
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
    """Yield actors, then places: a spelling that is derived for two entities belongs to the actor."""
    for row in tables.actor_rows():
        entity = NamedEntity(
            name=row.name,
            entity_type=row.entity_type,
            wikidata_id=row.wikidata_id,
            country=row.country,
            sector=row.sector,
        )
        yield entity, row.aliases
    for place in tables.place_rows():
        entity = NamedEntity(
            name=place.name, entity_type=place.entity_type, wikidata_id=place.wikidata_id, country=place.country
        )
        yield entity, place.aliases


def regions() -> Iterator[Entry]:
    """Yield the parts of countries; where several countries have one of a name, that of the first."""
    for row in tables.region_rows():
        entity = NamedEntity(
            name=row.name, entity_type=EntityType.PLACE, wikidata_id=row.wikidata_id, country=row.country
        )
        yield entity, row.aliases


def _peoples() -> Iterator[Entry]:
    for row in tables.demonym_rows():
        entity = NamedEntity(
            name=row.name,
            entity_type=EntityType.NATIONALITY_OR_GROUP,
            wikidata_id=row.wikidata_id,
            country=row.country,
        )
        yield entity, row.forms


def _countries() -> Iterator[Entry]:
    """Yield the countries of `countries.csv`, then those of pycountry whose names are unambiguous."""
    import pycountry  # loads its data when first asked

    listed, taken = set(), {entity.name for entity, _ in (*_actors(), *regions())}
    for row in tables.country_rows():
        listed.add(row.country)
        entity = NamedEntity(
            name=row.name, entity_type=EntityType.COUNTRY, wikidata_id=row.wikidata_id, country=row.country
        )
        yield entity, row.aliases
    for country in pycountry.countries:
        name = getattr(country, "common_name", country.name)
        if country.alpha_3 not in listed and name not in taken and "," not in name and "(" not in name:
            yield NamedEntity(name=name, entity_type=EntityType.COUNTRY, country=country.alpha_3), ()


@cache
def countries() -> Mapping[str, NamedEntity]:
    """Return the shipped countries by ISO 3166-1 alpha-3 code, and Kosovo by XKX, which is a code by custom."""
    return {"XKX": known_actors()[_KOSOVO]} | {entity.country: entity for entity, _ in _countries() if entity.country}


def _kind(entity: NamedEntity, written: str) -> str:
    if entity.entity_type == EntityType.NATIONALITY_OR_GROUP:
        return MentionKind.DEMONYM
    if written == fold(entity.name):
        return MentionKind.FULL
    bare = written.replace(".", "").replace("-", "")
    if bare.isupper() and " " not in bare and len(bare) <= _ACRONYM_AT_MOST:
        return MentionKind.ACRONYM
    if entity.entity_type == EntityType.PERSON:
        return MentionKind.FULL if " " in written else MentionKind.SHORT
    return MentionKind.ALIAS


def _derived(entity: NamedEntity, aliases: Iterable[str]) -> Iterator[str]:
    """Yield further spellings: transliterations, Arabic articles and missing apostrophes."""
    for written in (entity.name, *aliases):
        key = fold(written)
        if entity.entity_type not in _SPELLED:
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
    """Return each title that may precede a name, with the sector of its bearers; lower-case ones have none."""
    found: dict[str, str | None] = {}
    for name, group in tables.titles().items():
        for title in group.titles:
            found.setdefault(title, group.sector)
            if name not in {"roles", "plain"} and title[0].isupper() and not title.endswith("."):
                found.setdefault(title.lower(), group.sector)
    return found
