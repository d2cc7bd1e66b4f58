"""The knowledge base: well-formed rows, and examples that its rules must and must not match."""

import re
from itertools import chain

import pytest

from flows.steps.entities import find_mentions
from flows.steps.entities.actor_phrases import describe
from flows.steps.entities.knowledge_base import NOTHING, surface_forms
from flows.steps.entities.tables import (
    AmbiguousRow,
    actor_rows,
    ambiguous_rows,
    country_rows,
    demonym_rows,
    head_groups,
    place_rows,
    role_groups,
    titles,
)
from tests.builders import passage

TABLES = {"actors": actor_rows, "places": place_rows, "countries": country_rows, "demonyms": demonym_rows}


def names(text: str) -> dict[str, str]:
    """Return the texts of the mentions in `text` with the names of their entities."""
    found = find_mentions([passage(text)])
    by_id = {entity.entity_id: entity.name for entity in found.entities}
    return {mention.text: by_id[mention.entity_id] for mention in found.mentions}


def types(text: str) -> list[tuple[str, str]]:
    """Return the recogniser and the entity type of each mention in `text`."""
    found = find_mentions([passage(text)])
    by_id = {entity.entity_id: entity.entity_type for entity in found.entities}
    return [(mention.recogniser, by_id[mention.entity_id]) for mention in found.mentions]


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_well_formed(name: str) -> None:
    for row in TABLES[name]():
        assert row.name == row.name.strip() != "", row
        assert re.fullmatch(r"(Q[1-9]\d*)?", row.wikidata_id or ""), row
        assert re.fullmatch(r"([A-Z]{3})?", row.country or ""), row


def test_countries_are_in_iso_3166() -> None:
    import pycountry

    known = {country.alpha_3 for country in pycountry.countries}
    assert {row.country for rows in TABLES.values() for row in rows()} - {None} <= known


def test_each_wikidata_id_and_each_name_stands_once() -> None:
    rows = list(chain.from_iterable(rows() for rows in TABLES.values()))
    ids = [row.wikidata_id for row in rows if row.wikidata_id]
    assert len(ids) == len(set(ids))
    names = [row.name for row in rows]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("name", TABLES)
def test_no_alias_belongs_to_two(name: str) -> None:
    owners: dict[str, set[str]] = {}
    for row in TABLES[name]():
        for alias in (row.name, *(row.forms if name == "demonyms" else row.aliases)):
            owners.setdefault(alias, set()).add(row.name)
    assert {alias: found for alias, found in owners.items() if len(found) > 1} == {}


def test_there_is_enough_of_it() -> None:
    assert len(actor_rows()) > 900
    assert len(demonym_rows()) > 200
    assert len(surface_forms(NOTHING)) > 5000


@pytest.mark.parametrize("row", ambiguous_rows(), ids=lambda row: row.name)
def test_ambiguous_names(row: AmbiguousRow) -> None:
    assert row.name in names(row.yes)
    assert row.name not in names(row.no)


@pytest.mark.parametrize("group", list(titles()))
def test_titles(group: str) -> None:
    rule = "role_rule" if group == "roles" else "title_rule"
    for sentence in titles()[group].yes:
        assert any(found == (rule, "person") for found in types(sentence)), sentence
    for sentence in titles()[group].no:
        assert not any(kind == "person" for _, kind in types(sentence)), sentence


@pytest.mark.parametrize("group", list(head_groups()))
def test_heads(group: str) -> None:
    wanted = head_groups()[group].entity_type
    for sentence in head_groups()[group].yes:
        assert ("head_rule", wanted) in types(sentence), sentence
    for sentence in head_groups()[group].no:
        assert not any(rule == "head_rule" for rule, _ in types(sentence)), sentence


@pytest.mark.parametrize("group", list(role_groups()))
def test_roles(group: str) -> None:
    wanted = role_groups()[group].sector
    for phrase in role_groups()[group].yes:
        assert describe(phrase)[1] == wanted, phrase
    for phrase in role_groups()[group].no:
        assert describe(phrase)[1] != wanted, phrase
