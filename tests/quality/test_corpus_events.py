"""Floors of the coding of events on the test part of our own corpus, which every clone can measure."""

from tests.quality.corpus_events import score
from tests.quality.floors import ceiling, section


def test_events_of_the_corpus() -> None:
    reached = score("test")._asdict()
    floors = section("events.corpus")["floors"]
    assert {name: reached[name] for name, least in floors.items() if reached[name] < least} == {}
    assert reached["false_fires"] <= ceiling("events.corpus.quiet")
