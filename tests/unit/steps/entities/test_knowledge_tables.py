"""The tables of the knowledge base: enough of it, no thing twice, nothing that cannot be."""

import re
from itertools import pairwise

import pycountry
import pytest

from flows.steps.entities.knowledge_base import NOTHING, known_person, surface_forms
from flows.steps.entities.offices import bounds
from flows.steps.entities.tables import (
    OfficeRow,
    actor_rows,
    city_rows,
    country_rows,
    demonym_rows,
    office_rows,
    office_titles,
    place_rows,
)
from flows.steps.entities.tokens import fold
from schemas.vocab import EntityType

COUNTRIES = {country.alpha_3 for country in pycountry.countries}
TABLES = {
    "actors": actor_rows,
    "cities": city_rows,
    "countries": country_rows,
    "demonyms": demonym_rows,
    "offices": office_rows,
    "places": place_rows,
}
ACTORS, CITIES, OFFICES = (*actor_rows(), *place_rows()), city_rows(), office_rows()
NOT_COUNTRIES = {"Kosovo"}
OVERLAP_AT_MOST_DAYS = 31


def test_there_is_enough_of_it() -> None:
    assert sum(len(TABLES[name]()) for name in ("actors", "places", "countries", "demonyms")) >= 1_500
    assert len(CITIES) > 4_000
    assert len(OFFICES) > 1_000


def test_no_form_means_two_things() -> None:
    """Written forms are compared as the recogniser compares them, without accents."""
    owners: dict[str, set[str]] = {}
    for name in ("actors", "places", "countries", "cities"):
        for row in TABLES[name]():
            for form in (row.name, *row.aliases):
                owners.setdefault(fold(form), set()).add(f"{name}: {row.name}")
    assert {form: found for form, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", TABLES)
def test_cells_are_clean(name: str) -> None:
    for row in TABLES[name]():
        assert all(cell == cell.strip() for cell in row if isinstance(cell, str)), row


def test_actors_are_well_formed() -> None:
    ids = [row.wikidata_id for row in ACTORS if row.wikidata_id]
    assert len(ids) == len(set(ids))
    assert [row for row in ACTORS if not re.fullmatch(r"(Q[1-9]\d*)?", row.wikidata_id or "")] == []
    assert [row for row in ACTORS if row.country not in {None, *COUNTRIES}] == []


def test_aliases_say_something_new() -> None:
    assert [row.name for row in ACTORS if row.name in row.aliases] == []


def test_cities_are_well_formed() -> None:
    assert [row for row in CITIES if row.country not in {None, *COUNTRIES}] == []
    assert [row for row in CITIES if row.problem not in {"", "person"}] == []
    assert [row for row in CITIES if row.population % 1000] == []
    assert [row.name for row in CITIES] == sorted(row.name for row in CITIES)


@pytest.mark.parametrize(
    "word", ["Mary", "Sale", "Reading", "Split", "Orange", "David", "Lincoln", "Man", "Of", "Victoria"]
)
def test_words_and_names_of_people_are_no_cities(word: str) -> None:
    assert word not in {row.name for row in CITIES}


def test_holders_of_offices_are_known_persons() -> None:
    people = {known_person(row.person, "offices.csv") for row in OFFICES}
    assert {person.entity_type for person in people} == {EntityType.PERSON}


def test_offices_are_of_countries_or_known_bodies() -> None:
    known = {*COUNTRIES, *NOT_COUNTRIES, *(row.name for row in ACTORS)}
    assert [row for row in OFFICES if row.country not in known] == []
    assert [row for row in OFFICES if row.role not in office_titles()] == []


def test_days_of_offices_can_be_read() -> None:
    for row in OFFICES:
        first, last = (bounds(day) if day not in {"", ".."} else None for day in (row.since, row.until))
        assert not (first and last) or first[0] <= last[1], row


def test_no_two_hold_one_office_for_more_than_a_month() -> None:
    by_office: dict[tuple[str, str], list[OfficeRow]] = {}
    for row in OFFICES:
        by_office.setdefault((row.role, row.country), []).append(row)
    for rows in by_office.values():
        terms = sorted(rows, key=lambda row: bounds(row.since)[0] if row.since else bounds("1000")[0])
        for before, after in pairwise(terms):
            assert before.until != "..", (before, after)
            if before.until and after.since:
                days = (bounds(before.until)[0] - bounds(after.since)[1]).days
                assert days <= OVERLAP_AT_MOST_DAYS, (before, after)


def test_all_of_it_is_indexed() -> None:
    assert len(surface_forms(NOTHING)) > 20_000
