"""ACLED event types from PLOVER types, modes and the sectors of the sides."""

import pytest

from flows.steps.events.acled import acled_type, rule_table
from schemas.vocab import Sector


@pytest.mark.parametrize(
    ("event_type", "mode", "actor", "recipient", "acled"),
    [
        ("PROTEST", "demo", "CVL", None, "Protests"),
        ("PROTEST", None, "CVL", "GOV", "Protests"),
        ("PROTEST", "riot", "CVL", None, "Riots"),
        ("PROTEST", "boycott", "OPP", None, None),
        ("ASSAULT", "aerial", "MIL", "CVL", "Explosions/Remote violence"),
        ("ASSAULT", "firearms", "REB", "MIL", "Battles"),
        ("ASSAULT", None, "REB", "CVL", "Violence against civilians"),
        ("ASSAULT", None, None, "CVL", "Violence against civilians"),
        ("ASSAULT", None, None, "MIL", None),
        ("ASSAULT", None, "CVL", "CVL", None),
        ("ASSAULT", "crowd-control", "COP", "CVL", "Protests"),
        ("ASSAULT", "destroy", "REB", None, "Strategic developments"),
        ("CONSULT", "visit", "GOV", "GOV", None),
    ],
)
def test_types(event_type: str, mode: str | None, actor: str | None, recipient: str | None, acled: str | None) -> None:
    assert acled_type(event_type, mode, actor, recipient) == acled


def test_each_sector_is_in_one_group() -> None:
    named = [sector for group in rule_table().groups.values() for sector in group]
    assert len(set(named)) == len(named)
    assert {*named, Sector.UNK} == set(Sector)
