"""The tables of the knowledge base: enough of it, no thing twice, nothing that cannot be."""

import re
from itertools import pairwise

import pycountry
import pytest

from flows.steps.entities.knowledge import NOTHING, forms, known_person, settings, split_cell, table
from flows.steps.entities.offices import bounds
from flows.steps.entities.text import fold
from schemas.vocab import EntityType, Sector

COUNTRIES = {country.alpha_3 for country in pycountry.countries}
ACTORS = [*table("actors"), *table("places")]
CITIES = table("cities")
OFFICES = table("offices")
NOT_COUNTRIES = {"Kosovo"}
OVERLAP_AT_MOST_DAYS = 31


def test_there_is_enough_of_it() -> None:
    assert sum(len(table(name)) for name in ("actors", "places", "countries", "demonyms")) >= 1_500
    assert len(CITIES) > 4_000
    assert len(OFFICES) > 1_000


def test_no_form_means_two_things() -> None:
    """Written forms are compared as the recogniser compares them, without accents."""
    owners: dict[str, set[str]] = {}
    for name in ("actors", "places", "countries", "cities"):
        for row in table(name):
            for form in (row["name"], *split_cell(row["aliases"])):
                owners.setdefault(fold(form), set()).add(f"{name}: {row['name']}")
    assert {form: found for form, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", ["actors", "places", "cities", "countries", "demonyms", "offices"])
def test_cells_are_clean(name: str) -> None:
    for row in table(name):
        assert None not in row and None not in row.values(), row
        assert all(cell == cell.strip() for cell in row.values()), row


def test_actors_are_well_formed() -> None:
    ids = [row["wikidata_id"] for row in ACTORS if row["wikidata_id"]]
    assert len(ids) == len(set(ids))
    assert [row for row in ACTORS if not re.fullmatch(r"(Q[1-9]\d*)?", row["wikidata_id"])] == []
    assert [row for row in ACTORS if row["entity_type"] not in set(EntityType)] == []
    assert [row for row in ACTORS if row.get("sector", "") not in {"", *Sector}] == []
    assert [row for row in ACTORS if row["country"] not in {"", *COUNTRIES}] == []


def test_aliases_say_something_new() -> None:
    assert [row["name"] for row in ACTORS if row["name"] in split_cell(row["aliases"])] == []


def test_cities_are_well_formed() -> None:
    assert [row for row in CITIES if row["country"] not in {"", *COUNTRIES}] == []
    assert [row for row in CITIES if row["problem"] not in {"", "person"}] == []
    assert [row for row in CITIES if int(row["population"]) % 1000] == []
    ids = [row["geonames_id"] for row in CITIES]
    assert len(ids) == len(set(ids))
    assert [row["name"] for row in CITIES] == sorted(row["name"] for row in CITIES)


@pytest.mark.parametrize(
    "word", ["Mary", "Sale", "Reading", "Split", "Orange", "David", "Lincoln", "Man", "Of", "Victoria"]
)
def test_words_and_names_of_people_are_no_cities(word: str) -> None:
    assert word not in {row["name"] for row in CITIES}


def test_holders_of_offices_are_known_persons() -> None:
    people = {known_person(row["person"], "offices.csv") for row in OFFICES}
    assert {person.entity_type for person in people} == {EntityType.PERSON}


def test_offices_are_of_countries_or_known_bodies() -> None:
    known = {*COUNTRIES, *NOT_COUNTRIES, *(row["name"] for row in ACTORS)}
    assert [row for row in OFFICES if row["country"] not in known] == []
    assert [row for row in OFFICES if row["role"] not in settings("offices")] == []


def test_days_of_offices_can_be_read() -> None:
    for row in OFFICES:
        first, last = (bounds(row[column]) if row[column] not in {"", ".."} else None for column in ("since", "until"))
        assert not (first and last) or first[0] <= last[1], row


def test_no_two_hold_one_office_for_more_than_a_month() -> None:
    by_office: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in OFFICES:
        by_office.setdefault((row["role"], row["country"]), []).append(row)
    for rows in by_office.values():
        terms = sorted(rows, key=lambda row: bounds(row["since"])[0] if row["since"] else bounds("1000")[0])
        for before, after in pairwise(terms):
            assert before["until"] != "..", (before, after)
            if before["until"] and after["since"]:
                days = (bounds(before["until"])[0] - bounds(after["since"])[1]).days
                assert days <= OVERLAP_AT_MOST_DAYS, (before, after)


def test_all_of_it_is_indexed() -> None:
    assert len(forms(NOTHING)) > 20_000
