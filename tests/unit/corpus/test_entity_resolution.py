"""Entities across documents: what is one, what is left open, and that every row follows."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.corpus import merge, reconcile
from flows.corpus.entity_resolution.blocking import EntityMatches, match_entities
from flows.steps import process
from flows.steps.entities import phonetics
from flows.steps.entities.phonetics import name_words, skeleton, sounds
from flows.steps.models import Entity, Outcome
from flows.steps.read.seed import seed_of
from tests import builders


def entity(
    name: str, kind: str = "person", country: str | None = None, sector: str | None = None, number: int = 0
) -> Entity:
    """Return a row named once; `number` tells rows of one name apart."""
    entity_id = f"ent_{name}{country or ''}{number}"
    return builders.entity(name, entity_id=entity_id, entity_type=kind, country=country, sector=sector)


def joined(*rows: Entity, known: tuple[Entity, ...] = ()) -> EntityMatches:
    return match_entities(rows, frozenset(row.entity_id for row in known))


@pytest.mark.parametrize(("one", "other"), phonetics.phonetic_rules().same)
def test_spellings_that_sound_the_same(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)
    assert [*map(skeleton, name_words(one))] == [*map(skeleton, name_words(other))]


@pytest.mark.parametrize(("one", "other"), phonetics.phonetic_rules().apart)
def test_spellings_that_sound_different(one: str, other: str) -> None:
    assert sounds(one) != sounds(other)


@given(st.text())
def test_any_text_has_sounds(text: str) -> None:
    assert len(sounds(text)) == len(name_words(text))
    assert all(skeleton(word) for word in name_words(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bashar al-Assad", "Bashar el-Asad"),
        ("Ismail Haniyeh", "Esmail Haniya"),
        ("Abdel Fattah al-Sisi", "Abdelfattah Sisi"),
        ("Alexander Lukashenko", "Aleksandr Lukashenka"),
        ("Orban Viktor", "Viktor Orb\u00e1n"),
        ("Robert Kennedy Jr.", "Robert Kennedy"),
        ("J. Trudeau", "Justin Trudeau"),
        ("G. W. Bush", "George Walker Bush"),
        ("Nicol\u00e1s Maduro Moros", "Nicolas Maduro"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Mikhail Saakashvili", "Mikheil Saakashvili"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    found = joined(entity(one), entity(other))
    ((_, confidence),) = found.same.values()
    assert 0.7 <= confidence <= 0.95
    assert found.ambiguous == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hassan Rafi", "Hussein Rafi"),
        ("Amir Hatami", "Omar Hatami"),
        ("Jean Martin", "John Martin"),
        ("Maria Petrova", "Mario Petrov"),
        ("Ivan Petrov", "Ivan Petrova"),
        ("J. Varga", "Tomas Varga"),
        ("Varga", "Varga"),
        ("Mohammed Rafi", "Mahmoud Rafi"),
        ("Abu Bakr", "Abu Bakr Shekau"),
        ("", "..."),
    ],
)
def test_two_people(one: str, other: str) -> None:
    found = joined(entity(one), entity(other, number=1))
    assert (found.same, found.ambiguous) == ({}, [])


@pytest.mark.parametrize(
    "rows",
    [
        (entity("Omar Karami"), entity("Omar Karimi")),
        (entity("Adel Karim"), entity("Karim Adel")),
        (entity("J. Varga"), entity("Jan Varga"), entity("Julia Varga")),
        (entity("Vargha"), entity("Jan Varga")),
        (entity("Umar Haddad"), entity("Omar Haddad", country="LBN"), entity("Omar Hadad", country="SYR")),
    ],
)
def test_what_may_be_one_is_left_to_a_person(rows: tuple[Entity, ...]) -> None:
    found = joined(*rows)
    assert found.same == {}
    (match,) = found.ambiguous
    assert set(match.entity_ids) == {row.entity_id for row in rows}


def test_what_nobody_could_tell_is_not_asked() -> None:
    many = [entity(f"J{vowel}{letter}o Varga") for vowel in "aiu" for letter in "bdfgjklmnprstv"]
    found, alone = joined(*many, entity("J. Varga"), entity("Varga")), joined(*many)
    assert (found.same, found.ambiguous) == (alone.same, alone.ambiguous)
    assert joined(entity("Varga"), entity("Jan Varga"), entity("Tomas Varga")).ambiguous == []


def test_a_surname_is_told_once() -> None:
    rows = [entity("Varga", number=number) for number in range(5)]
    assert len(joined(*rows, entity("Jan Varga")).ambiguous) == 1


def test_countries_and_knowledge_keep_apart() -> None:
    assert joined(entity("Omar Haddad", country="LBN"), entity("Umar Haddad", country="SYR")).same == {}
    assert joined(entity("O. Haddad", country="LBN"), entity("Omar Haddad", country="SYR")).same == {}
    rows = entity("Omar Haddad"), entity("Umar Haddad")
    assert joined(*rows, known=rows).same == {}


def test_the_known_one_stands_for_all() -> None:
    known = entity("Qasem Soleimani", country="IRN")
    others = replace(entity("Kassem Suleimani"), mention_count=9), entity("Ghasem Soleymani")
    assert {head for head, _ in joined(*others, known, known=(known,)).same.values()} == {known.entity_id}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (entity("Northern Fisheries Council", "organization"), entity("The Northern Fisheries Council", "organization"), True),
        (entity("Kata'ib Rahma", "armed_group"), entity("Kataib al-Rahmah", "organization"), True),
        (entity("Interior Ministry", "organization", None, "GOV"), entity("Interior Ministry", "organization", None, "GOV", 1), False),
        (entity("2nd Battalion", "organization"), entity("2nd Battalion", "organization", number=1), False),
        (entity("Education Directorate", "organization"), entity("Education Directorate", "organization", number=1), False),
        (entity("Interior Ministry", "organization", "IRQ"), entity("The Interior Ministry", "organization", "IRQ"), True),
        (entity("Interior Ministry", "organization", "IRQ"), entity("Interior Ministry", "organization", "IRN"), False),
        (entity("Council of Arts", "organization", "NOR"), entity("Counsel of Arts", "organization", "NOR"), False),
        (entity("Omar Haddad"), entity("Omar Haddad", "organization"), False),
    ],
)  # fmt: skip
def test_bodies(one: Entity, other: Entity, is_same: bool) -> None:
    assert bool(joined(one, other).same) is is_same


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [
        entity("Omar Haddad", country="LBN"), entity("Umar Hadad"), entity("O. Haddad"), entity("Omer Haddad"),
        entity("Omar Ali Haddad"),
    ]  # fmt: skip
    results = [joined(*order) for order in permutations(rows)]
    assert all(result == results[0] for result in results)
    assert results[0].same


def test_pairs_grow_with_the_names() -> None:
    """Many people with one first name, and many spelled alike, do not make it quadratic."""
    many = [entity(f"Omar {'abcdefghij'[i % 10]}{'klmnp'[i // 10 % 5]}o{'rstvz'[i // 50]}ad") for i in range(250)]
    same = [entity(f"Omar {'e' * (i % 40)}{'i' * (i // 40)}Haddad", number=i) for i in range(400)]
    assert joined(*many, *same).pairs <= 25 * len((*many, *same))


FIRST = """A Road Repaired

May 3, 2019

General Tomas Varga condemned Norway on May 2, 2019. The general had asked for a road, and the Northern Fisheries Council
paid for it. Norway said on May 2, 2019, that nobody had been condemned before for a road.
"""
SECOND = """A Road Paid For

June 1, 2019

Norway criticised Tom\u00e1s Vargha on May 4, 2019. T. Varga condemned Norway on May 5, 2019. The Northern Fisheries Council
said that the road had been paid for by nobody else, and that the fish did not use it anyway.
"""


def built(*texts: str) -> Outcome:
    return reconcile(merge(process(seed_of(f"{i}.txt", text.encode())) for i, text in enumerate(texts)))


@pytest.mark.parametrize("texts", [(FIRST, SECOND), (SECOND, FIRST)])
def test_all_rows_follow(texts: tuple[str, str]) -> None:
    from flows.tables import tabulate, validate

    outcome = built(*texts)
    people = [row for row in outcome.entities if row.entity_type == "person"]
    assert len([row for row in outcome.entities if row.name == "Northern Fisheries Council"]) == 1
    (varga,) = (row for row in people if "Tomas Varga" in (row.name, *(row.aliases or "").split(" | ")))
    assert varga.document_count == 2
    assert varga.sector == "MIL"
    moved = [row for row in outcome.mentions if row.link_method == "similar"]
    assert {row.entity_id for row in moved if "Varg" in row.text} == {varga.entity_id}
    assert all(row.link_confidence <= 0.95 for row in moved)
    accused = [row for row in outcome.events if row.actor_entity_id == varga.entity_id]
    assert {row.document_id for row in accused} == {row.document_id for row in outcome.documents}
    assert {(row.actor_name, row.actor_sector) for row in accused} == {(varga.name, "MIL")}
    validate(tabulate(outcome))


def test_ambiguous_matches_are_issues() -> None:
    outcome = built("Mr. Omar Karami spoke in Oslo.", "Mr. Omar Karimi spoke in Oslo.")
    (issue,) = (row for row in outcome.issues if row.code == "possible_same_entity")
    assert "Karami" in issue.message
    assert "Karimi" in issue.message
