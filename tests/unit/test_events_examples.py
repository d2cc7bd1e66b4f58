"""Every trigger sense catches its own `yes` sentences and leaves its `no` sentences alone."""

from functools import cache

import pytest

from flows.steps.dates.reference import Reference
from flows.steps.edits import OffsetMap
from flows.steps.entities import find_mentions
from flows.steps.events import Coded, find_events
from flows.steps.events.senses import senses
from flows.steps.language.passages import Passage
from flows.steps.language.sentences import sentences


@cache
def coded(text: str) -> Coded:
    passage = Passage("doc", "par", "body", text, sentences(text), OffsetMap())
    found = find_mentions([passage])
    return find_events([passage], found.mentions, found.entities, (), Reference())


def rules(text: str) -> set[str]:
    return {event.rule_id for event in coded(text).events}


CAUGHT = [(sense.rule_id, text) for sense in senses() for text in sense.yes]
SPARED = [(sense.rule_id, text) for sense in senses() for text in sense.no]


@pytest.mark.parametrize(("rule_id", "text"), CAUGHT)
def test_sense_catches_its_examples(rule_id: str, text: str) -> None:
    assert rule_id in rules(text)


@pytest.mark.parametrize(("rule_id", "text"), SPARED)
def test_sense_leaves_other_sentences_alone(rule_id: str, text: str) -> None:
    assert rule_id not in rules(text)


def test_every_sense_is_shown_and_named_once() -> None:
    names = [sense.rule_id for sense in senses()]
    assert len(names) == len(set(names))
    assert all(sense.yes and sense.no for sense in senses())
