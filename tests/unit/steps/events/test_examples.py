"""Every trigger catches its own `yes` sentences and leaves its `no` sentences alone, in both ways of reading them.

All examples are read with the trees of the language model that ships; those that fail there are listed with their reasons in
`examples_known.toml`, which may only shrink. Without a model none may fail.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.steps.entities import find_mentions
from flows.steps.events import find_events
from flows.steps.events.triggers import triggers
from flows.steps.language.engine import OWN, RULES, load
from flows.steps.text.passage import Passage
from flows.steps.timex.reference import Reference
from tests import builders

KNOWN = Path(__file__).with_name("examples_known.toml")


class Example(NamedTuple):
    """A sentence of a trigger, and whether the trigger must fire there."""

    trigger: str
    text: str
    is_meant: bool


EXAMPLES = frozenset(
    Example(trigger.rule_id, text, is_meant)
    for trigger in triggers()
    for texts, is_meant in ((trigger.yes, True), (trigger.no, False))
    for text in texts
)


@cache
def fired(engine: str) -> Mapping[str, frozenset[str]]:
    """Return the triggers that fire in each example, each read as a document of its own, parsed in one batch."""
    texts = sorted({example.text for example in EXAMPLES})
    passages = [builders.passage(text) for text in texts]
    return {passage.text: rules_in(passage) for passage in builders.by_rules(load(engine).read(passages))}


def rules_in(passage: Passage) -> frozenset[str]:
    found = find_mentions([passage])
    events = find_events([passage], found.mentions, found.entities, (), Reference()).events
    return frozenset(event.rule_id for event in events)


def failing(engine: str) -> set[Example]:
    return {one for one in EXAMPLES if (one.trigger in fired(engine)[one.text]) is not one.is_meant}


def known() -> dict[Example, str]:
    rows = tomllib.loads(KNOWN.read_text("utf-8"))["example"]
    return {Example(row["trigger"], row["text"], row["must_fire"]): row["reason"] for row in rows}


def shown(examples: set[Example]) -> str:
    return "\n".join(
        f"{one.trigger} {'does not fire' if one.is_meant else 'fires'}: {one.text}" for one in sorted(examples)
    )


def test_examples_hold_with_the_model_that_ships_but_for_those_listed() -> None:
    wrong = failing(OWN) - known().keys()
    assert not wrong, shown(wrong)


def test_the_list_of_failing_examples_only_shrinks() -> None:
    mended = known().keys() - failing(OWN)
    assert not mended, f"take these out of {KNOWN.name}:\n{shown(mended)}"


def test_each_failing_example_is_listed_with_a_reason() -> None:
    assert known().keys() <= EXAMPLES
    assert all(len(reason.split()) > 3 for reason in known().values())


def test_examples_hold_without_a_model() -> None:
    wrong = failing(RULES)
    assert not wrong, shown(wrong)


def test_every_trigger_has_examples_and_a_name_of_its_own() -> None:
    names = [trigger.rule_id for trigger in triggers()]
    assert len(names) == len(set(names))
    assert all(trigger.yes and trigger.no for trigger in triggers())
