"""The rows and blocks of the knowledge base: the CSV files of `knowledge/`, and the TOML files of this folder.

The values of a list in one cell are separated by `|`. Countries are ISO 3166-1 alpha-3 codes, sectors those of PLOVER.
`source` is where a row comes from, as `knowledge/SOURCES.md` explains.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, Protocol, TypeVar

from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from schemas.data_files import NEEDED, load_table, load_toml
from schemas.vocab import EntityType, Sector

T = TypeVar("T")

Problem = Literal["", "person", "sentence_start", "acronym", "article"]
"""The test that a surface form must pass where it is ambiguous; empty without one."""
Source = Literal["memory", "iso3166", "geonames"]
"""Where a row comes from."""


class ActorRow(NamedTuple):
    """A row of `actors.csv`: a person, group or organisation with a name, known without a document."""

    name: str
    entity_type: EntityType
    wikidata_id: str | None
    country: str | None
    sector: Sector | None
    aliases: tuple[str, ...] = ()
    source: Source = NEEDED


class PlaceRow(NamedTuple):
    """A row of `places.csv`: a place or a facility with a name, known without a document."""

    name: str
    entity_type: EntityType
    wikidata_id: str | None
    country: str | None
    aliases: tuple[str, ...] = ()
    source: Source = NEEDED


class RegionRow(NamedTuple):
    """A row of `regions.csv`: a part of a country, such as a state or a province.

    `codes` are what it is called behind a town alone ("Athens, Ga."). Where parts of several `countries` have the name,
    the first is meant unless the town is known to be in another.
    """

    name: str
    countries: tuple[str, ...]
    wikidata_id: str | None
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    source: Source = NEEDED

    @property
    def country(self) -> str:
        """Return the country of the part that is meant where nothing else is known."""
        return self.countries[0]


class CountryRow(NamedTuple):
    """A row of `countries.csv`."""

    country: str
    name: str
    wikidata_id: str | None
    aliases: tuple[str, ...] = ()
    source: Source = NEEDED


class DemonymRow(NamedTuple):
    """A row of `demonyms.csv`: a people, or adherents of a religion or movement; `forms` are other words for them."""

    name: str
    country: str | None
    wikidata_id: str | None
    forms: tuple[str, ...] = ()
    source: Source = NEEDED


class CityRow(NamedTuple):
    """A row of `cities.csv`; without a country where two large cities have the name. Population is in people."""

    name: str
    country: str | None
    population: int
    geonames_id: int
    problem: Problem = ""
    aliases: tuple[str, ...] = ()
    source: Source = NEEDED


class CapitalRow(NamedTuple):
    """A row of `capitals.csv`."""

    country: str
    capital: str
    source: Source


class OfficeRow(NamedTuple):
    """A row of `offices.csv`: a term; `country` may be an organisation.

    `since` and `until` are days, months or years in ISO 8601, empty where unknown; ".." is a term without its end.
    """

    person: str
    role: str
    country: str
    since: str = ""
    until: str = ""
    source: Source = NEEDED


class DeathRow(NamedTuple):
    """A row of `deaths.csv`: the day on which a known person was killed."""

    person: str
    died: date
    source: Source


class BirthRow(NamedTuple):
    """A row of `births.csv`: the day on which a known person was born."""

    person: str
    born: date
    source: Source


class AmbiguousRow(NamedTuple):
    """A row of `ambiguous.csv`: an ambiguous surface form.

    `yes` is a sentence in which it means the known entity, `no` one in which it does not.
    """

    name: str
    problem: Problem
    yes: str
    no: str
    source: Source


class HomonymRow(NamedTuple):
    """A row of `homonyms.csv`: a name of `actors.csv` that bodies of other countries bear, too.

    `bodies` are the names of those that `actors.csv` has.
    """

    name: str
    bodies: tuple[str, ...] = ()
    source: Source = NEEDED


def _rows(name: str, kind: type[T], *keys: tuple[str, ...]) -> tuple[T, ...]:
    return load_table(files(__package__).joinpath("knowledge", f"{name}.csv"), kind, *keys)


@cache
def actor_rows() -> tuple[ActorRow, ...]:
    """Return the rows of `actors.csv`; raises DataFileError where the file does not fit, as all functions here."""
    return _rows("actors", ActorRow, ("wikidata_id",))


@cache
def place_rows() -> tuple[PlaceRow, ...]:
    """Return the rows of `places.csv`."""
    return _rows("places", PlaceRow, ("wikidata_id",))


@cache
def region_rows() -> tuple[RegionRow, ...]:
    """Return the rows of `regions.csv`."""
    return _rows("regions", RegionRow, ("name",), ("wikidata_id",))


@cache
def country_rows() -> tuple[CountryRow, ...]:
    """Return the rows of `countries.csv`."""
    return _rows("countries", CountryRow, ("country",), ("name",), ("wikidata_id",))


@cache
def demonym_rows() -> tuple[DemonymRow, ...]:
    """Return the rows of `demonyms.csv`."""
    return _rows("demonyms", DemonymRow, ("name",), ("wikidata_id",))


@cache
def city_rows() -> tuple[CityRow, ...]:
    """Return the rows of `cities.csv`."""
    return _rows("cities", CityRow, ("name",), ("geonames_id",))


@cache
def capital_rows() -> tuple[CapitalRow, ...]:
    """Return the rows of `capitals.csv`."""
    return _rows("capitals", CapitalRow, ("country",), ("capital",))


@cache
def office_rows() -> tuple[OfficeRow, ...]:
    """Return the rows of `offices.csv`."""
    return _rows("offices", OfficeRow, ("person", "role", "country", "since"))


@cache
def death_rows() -> tuple[DeathRow, ...]:
    """Return the rows of `deaths.csv`."""
    return _rows("deaths", DeathRow, ("person",))


@cache
def birth_rows() -> tuple[BirthRow, ...]:
    """Return the rows of `births.csv`."""
    return _rows("births", BirthRow, ("person",))


@cache
def ambiguous_rows() -> tuple[AmbiguousRow, ...]:
    """Return the rows of `ambiguous.csv`."""
    return _rows("ambiguous", AmbiguousRow, ("name",))


@cache
def homonym_rows() -> tuple[HomonymRow, ...]:
    """Return the rows of `homonyms.csv`."""
    return _rows("homonyms", HomonymRow, ("name",))


class SourcedRow(Protocol):
    """A row of any of the CSV files."""

    @property
    def source(self) -> Source:
        """Return where the row comes from."""


TABLES: Mapping[str, Callable[[], tuple[SourcedRow, ...]]] = {
    "actors": actor_rows,
    "ambiguous": ambiguous_rows,
    "capitals": capital_rows,
    "cities": city_rows,
    "countries": country_rows,
    "births": birth_rows,
    "deaths": death_rows,
    "demonyms": demonym_rows,
    "homonyms": homonym_rows,
    "offices": office_rows,
    "places": place_rows,
    "regions": region_rows,
}
"""The function that returns the rows of each CSV file, by its name without `.csv`."""


class Names(NamedTuple):
    """The content of `names.toml`: words that make, cut or join the names of people, and spellings of one name."""

    given: frozenset[str]
    given_words: frozenset[str]
    stops: frozenset[str]
    particles: frozenset[str]
    not_people: frozenset[str]
    surname_words: frozenset[str]
    not_alone: frozenset[str]
    sovereigns: frozenset[str]
    of_people: frozenset[str]
    to_people: frozenset[str]
    spellings: tuple[tuple[str, ...], ...]


@cache
def names() -> Names:
    """Return the content of `names.toml`, with months and weekdays among the stops."""
    found = load_toml(files(__package__).joinpath("names.toml"), Names)
    calendar = {name.title() for name in (*MONTHS, *WEEKDAYS, *SHORT_MONTHS, *(f"{name}." for name in SHORT_MONTHS))}
    return found._replace(stops=found.stops | calendar)


class TitleGroup(NamedTuple):
    """A block of `titles.toml`: titles before names, with the sector of their bearers."""

    titles: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    sector: Sector | None = None


@cache
def titles() -> dict[str, TitleGroup]:
    """Return the blocks of `titles.toml`."""
    return load_toml(files(__package__).joinpath("titles.toml"), dict[str, TitleGroup])


@dataclass(frozen=True, slots=True)
class OfficeTitles:
    """A block of `offices.toml`: what a role is called everywhere, and in single countries or organisations (`of`)."""

    titles: tuple[str, ...]
    yes: tuple[tuple[str, str], ...]
    no: tuple[tuple[str, str], ...]
    of: dict[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def office_titles() -> dict[str, OfficeTitles]:
    """Return the blocks of `offices.toml`, by role."""
    return load_toml(files(__package__).joinpath("offices.toml"), dict[str, OfficeTitles])


class HeadGroup(NamedTuple):
    """A block of `organisation_heads.toml`: words that make a name of the capitals around them, and its type."""

    entity_type: EntityType
    yes: tuple[str, ...]
    no: tuple[str, ...]
    sector: Sector | None = None
    suffix: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


@cache
def head_groups() -> dict[str, HeadGroup]:
    """Return the blocks of `organisation_heads.toml`."""
    return load_toml(files(__package__).joinpath("organisation_heads.toml"), dict[str, HeadGroup])


class RoleGroup(NamedTuple):
    """A block of `roles.toml`: nouns for actors with their sector; a weak one gives way to a group that is named."""

    sector: Sector
    nouns: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    weak: bool = False


@cache
def role_groups() -> dict[str, RoleGroup]:
    """Return the blocks of `roles.toml`."""
    return load_toml(files(__package__).joinpath("roles.toml"), dict[str, RoleGroup])


class OfficeMentionWords(NamedTuple):
    """The content of `office_mentions.toml`: what counts around a title that is used without a name."""

    vague: frozenset[str]
    harmless: tuple[str, ...]
    compounds: tuple[str, ...]
    predicates: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def office_mention_words() -> OfficeMentionWords:
    """Return the content of `office_mentions.toml`."""
    return load_toml(files(__package__).joinpath("office_mentions.toml"), OfficeMentionWords)


class Metonyms(NamedTuple):
    """The content of `metonyms.toml`: lemmas beside the name of a capital that make it the name of a government."""

    acts: frozenset[str]
    town: frozenset[str]
    states: frozenset[str]
    undergoes: frozenset[str]
    has: frozenset[str]
    relations: frozenset[str]
    dealings: frozenset[str]
    cases: frozenset[str]
    of: frozenset[str]
    articles: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def metonyms() -> Metonyms:
    """Return the content of `metonyms.toml`."""
    return load_toml(files(__package__).joinpath("metonyms.toml"), Metonyms)
