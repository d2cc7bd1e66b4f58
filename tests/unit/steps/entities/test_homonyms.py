"""Names that bodies of several countries bear."""

import pytest

from flows.steps.entities.homonyms import homonyms
from tests.builders import read


def named(text: str, name: str) -> list[tuple[str, str | None, bool]]:
    """Return name, country and sureness of the entities that have a name, or begin with it."""
    outcome = read(text)
    sure = {row.entity_id: row.link_confidence > 0.5 for row in outcome.mentions}
    return [(row.name, row.country, sure[row.entity_id]) for row in outcome.entities if row.name.startswith(name)]


def test_the_country_that_is_in_the_text_decides() -> None:
    assert named("Fatah and Hamas met in Gaza.", "Fatah") == [("Fatah", "PSE", True)]
    iraq = "Fatah rejected the cabinet in Baghdad. Iraq needs a government, Iraqi lawmakers said."
    assert named(iraq, "Fatah") == [("Fatah Alliance", "IRQ", False)]
    jordan = "The Muslim Brotherhood won seats. Jordan called the Jordanian vote fair."
    assert named(jordan, "Muslim") == [("Muslim Brotherhood", "JOR", False)]


def test_without_a_main_country_none_is_given() -> None:
    text = "The Labour Party lost seats. Norway, Sweden, Denmark, Poland and Spain watched."
    assert named(text, "Labour") == [("Labour Party", None, False)]


def test_a_text_without_countries_leaves_the_known_one() -> None:
    assert named("The Labour Party lost seats.", "Labour") == [("Labour Party", "GBR", True)]


def test_a_doubtful_link_is_an_issue() -> None:
    outcome = read("Fatah rejected the cabinet in Baghdad. Iraq needs a government, Iraqi lawmakers said.")
    assert "ambiguous_name" in {issue.code for issue in outcome.issues}


@pytest.mark.parametrize("name", homonyms())
def test_a_name_alone_in_its_own_country_is_sure(name: str) -> None:
    assert all(body.name != name for body in homonyms()[name])
