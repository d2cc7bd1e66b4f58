"""Every actor and recipient has an entity, and what acts for one state adds up."""

import pytest

from flows.corpus import merge, reconcile
from flows.steps.entities.groups import group_names, state_of, unnamed_group
from flows.steps.models import Entity, Outcome, Participant
from schemas.vocab import STATE_SECTORS, Sector
from tests.builders import read


def built(*texts: str) -> Outcome:
    return reconcile(merge(read(text, f"{number}.txt") for number, text in enumerate(texts)))


def side(outcome: Outcome, words: str) -> tuple[Participant, Entity]:
    row = next(row for row in outcome.participants if row.text == words and row.role in {"actor", "recipient"})
    return row, next(entity for entity in outcome.entities if entity.entity_id == row.entity_id)


def test_words_without_a_name_are_a_group_by_country_and_sector() -> None:
    outcome = built("Iraqi soldiers attacked Turkish troops on Monday.", "Iraqi troops attacked Syrian forces in May.")
    (one, group), (other, same) = side(outcome, "Iraqi soldiers"), side(outcome, "Iraqi troops")
    assert group == same
    assert (group.name, group.country, group.sector) == ("Armed forces of Iraq", "IRQ", "MIL")
    assert (one.name, one.actor_code, other.name) == ("Iraqi soldiers", "IRQ MIL", "Iraqi troops")
    assert (group.mention_count, group.document_count, group.confidence) == (0, 0, None)


def test_a_body_of_a_state_is_part_of_it() -> None:
    outcome = built("Kenyan police arrested 20 protesters in Nairobi.")
    _, police = side(outcome, "Kenyan police")
    state = next(row for row in outcome.entities if row.entity_id == police.part_of_entity_id)
    assert (state.name, state.entity_type, state.part_of_entity_id) == ("Kenya", "country", None)


def test_groups_of_unknown_country_are_those_of_their_document() -> None:
    outcome = built("Protesters attacked the mayor.", "Protesters attacked a judge in May.")
    found = {row.entity_id for row in outcome.participants if row.text.lower() == "protesters"}
    assert len(found) == 2


def test_a_capital_that_acts_is_its_government() -> None:
    row, government = side(built("Baghdad condemned the attack on Iranian diplomats."), "Baghdad")
    assert (row.name, row.actor_code) == ("Government of Iraq", "IRQ GOV")
    assert (government.name, government.sector) == ("Government of Iraq", "GOV")


def test_the_confidence_of_an_entity_is_the_mean_of_its_mentions() -> None:
    outcome = built("Iran condemned the United States.")
    for entity in outcome.entities:
        named = [row.link_confidence for row in outcome.mentions if row.entity_id == entity.entity_id]
        assert entity.confidence == (round(sum(named) / len(named), 4) if named else None)


def test_events_have_what_their_first_sides_have() -> None:
    outcome = built("Baghdad condemned Turkish troops. Kenyan police arrested Iraqi soldiers.")
    firsts = {(row.event_id, row.role): row for row in outcome.participants if row.position == 0}
    for event in outcome.events:
        row = firsts[event.event_id, "actor"]
        assert (event.actor_name, event.actor_entity_id, event.actor_code) == (row.name, row.entity_id, row.actor_code)


@pytest.mark.parametrize("sector", Sector)
def test_each_sector_has_a_group(sector: Sector) -> None:
    assert sector in group_names()
    group = unnamed_group("they", "PER", sector)
    assert (group.country, group.sector) == ("PER", sector)
    assert bool(state_of(group.entity_type, "PER", sector)) is (sector in STATE_SECTORS)
