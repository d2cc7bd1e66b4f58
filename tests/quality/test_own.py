"""What the pipeline reaches on the labelled texts of our own (`tests/quality/own`): a gate that every clone has."""

import pytest

from tests.quality.floors import section
from tests.quality.own.score import Tally, measure, texts

F1 = frozenset({"dates", "mentions"})


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return measure()


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, row in section("own").items() if isinstance(row, dict)])
def test_a_measure_reaches_its_floor(tallies: dict[str, Tally], name: str) -> None:
    tally = tallies[name]
    figure = tally.f1 if name in F1 else tally.recall
    assert figure >= section(f"own.{name}")["floor"], "\n".join(tally.faults)


def test_every_measure_has_a_floor() -> None:
    names = {name for name, row in section("own").items() if isinstance(row, dict)}
    assert names == {
        "dates", "mentions", "linking", "metonyms", "event_type", "event_sides", "event_date", "factuality", "quiet",
        "published", "title",
    }  # fmt: skip


def test_labels_are_in_the_texts_and_texts_are_short() -> None:
    assert len(texts()) >= 24
    for text in texts():
        assert 60 <= len(text.source.split()) <= 150, text.name
        assert text.events or text.facts["kind"] == "negative", text.name
