"""What an assault was done with, as participants."""

import pytest

from tests.unit.steps.events.test_syntax import coded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gunmen attacked the village with machetes.", ["machetes"]),
        ("Rebels fired rockets at the army base.", ["rockets"]),
        ("The army launched a missile attack on the town.", ["missile"]),
        ("Villagers stoned the soldiers.", []),
        ("The minister met the ambassador with a gun in his bag.", []),
    ],
)
def test_instruments(text: str, found: list[str]) -> None:
    sides = [row for row in coded(text).participants if row.role == "instrument"]
    assert [row.text for row in sides] == found
    assert [text[row.start : row.end] for row in sides] == found
