"""Numbers of victims in digits and words, and what is none."""

import pytest

from flows.steps.events.casualties import casualties
from flows.steps.lexicon.numbers import number
from tests import builders


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1,200", 1200), ("twenty-five", 25), ("Two dozen", 24), ("a hundred", 100), ("three hundred", 300),
     ("a thousand thousand", 1_000_000), ("9999999999", None), ("2 thousand thousand thousand", None), ("9" * 5000, None)],
)  # fmt: skip
def test_numbers(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize("written", ["999999999999", "4 million million", "9" * 400])
def test_a_number_that_is_larger_than_mankind_counts_nobody(written: str) -> None:
    rows = builders.read(f"Rebels attacked {written} soldiers in Mali on Monday.")
    assert [row.quantity for row in rows.participants if row.role == "recipient"] == [None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gunmen opened fire on a bus, killing two dozen pilgrims.", [("killed", 24)]),
        ("At least 20 soldiers were killed and 35 wounded in Gao.", [("killed", 20), ("injured", 35)]),
        ("A bomb killed twenty-one people and injured a hundred.", [("killed", 21), ("injured", 100)]),
        ("The raid killed 1,200 people.", [("killed", 1200)]),
        ("The raid killed dozens of people.", []),
        ("The raid killed 2 million fish.", []),
        ("The raid killed a 12-year-old boy.", []),
        ("The raid killed 99,999,999,999 people.", []),
    ],
)
def test_victims(text: str, found: list[tuple[str, int]]) -> None:
    assert [(count.column, count.number) for count in casualties(text, (0, len(text)))] == found
    assert all(text[count.start : count.end] for count in casualties(text, (0, len(text))))
