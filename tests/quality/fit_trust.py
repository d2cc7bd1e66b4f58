"""Fits `flows/steps/events/trust.toml` on the development part of the event corpus: `python -m tests.quality.fit_trust`.

One number after the other is moved to where most events are right, until none moves any more. An event is right where
its trigger, type and factuality are; what is invented counts a little more than what is missed, as an analyst would
rather miss an event than explain one that never was.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from unittest import mock

from flows.steps.events.trust import Trust, trust
from flows.steps.models import Event
from flows.training.corpus.agreement import overlap
from flows.training.corpus.checks import part_of
from flows.training.corpus.texts import LabelledText, read_corpus
from schemas.vocab import Factuality
from tests.quality.calibrate import coded

_BETA = 0.7
"""How much recall weighs beside precision."""
_STEPS = {
    "ruled": (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45),
    "read": tuple(number / 20 for number in range(2, 17)),
    "read_known": tuple(number / 20 for number in range(2, 17)),
    "rule_type": (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
    "known_word": (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0),
}
_READERS = ("coding", "decision", "learned.candidates")
"""Modules that read the numbers."""
_BONUSES = (-1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0)


@cache
def texts() -> tuple[LabelledText, ...]:
    """Return the texts that are fitted to."""
    return tuple(text for text in read_corpus() if part_of(text) == "dev")


def quality(chosen: Trust) -> float:
    """Return F of the events that are right, 0 to 1, as numbers of `trust.toml` have them."""
    right = labelled = found = 0
    with ExitStack() as patches:
        for module in _READERS:
            patches.enter_context(mock.patch(f"flows.steps.events.{module}.trust", return_value=chosen))
        for text in texts():
            events = coded(text.text).events
            right += sum(_is_right(text, event) for event in events)
            labelled, found = labelled + len(text.events), found + len(events)
    precision, recall = right / max(1, found), right / max(1, labelled)
    weight = _BETA**2
    return (1 + weight) * precision * recall / max(1e-9, weight * precision + recall)


def _is_right(text: LabelledText, event: Event) -> bool:
    at = event.trigger_start, event.trigger_end
    return any(
        overlap(at, text.spans[label.trigger])
        and label.event_type == event.event_type
        and label.factuality == event.factuality
        for label in text.events
    )


def _moved(chosen: Trust) -> Iterator[list[Trust]]:
    """Yield for each number what `chosen` would be with others in its place."""
    for name, values in _STEPS.items():
        yield [Trust(**(chosen._asdict() | {name: value})) for value in values]
    for label in Factuality:
        yield [chosen._replace(rule_factuality=chosen.rule_factuality | {label: bonus}) for bonus in _BONUSES]


def fitted() -> Iterator[str]:
    """Yield a line for each number that is moved to where most events are right, again and again until none moves."""
    best, value = trust(), quality(trust())
    before = 0.0
    while value > before:
        before = value
        for others in _moved(best):
            reached, other = max(((quality(each), each) for each in others), key=lambda pair: pair[0])
            if reached > value:
                best, value = other, reached
                yield f"{value:.4f} {best}"


if __name__ == "__main__":
    for line in fitted():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
