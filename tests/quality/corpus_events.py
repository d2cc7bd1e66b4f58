"""How the product codes the event corpus of our own: `python -m tests.quality.corpus_events [PART]`; dev without a part.

A trigger is found where an event of the product overlaps it. Types are compared on found triggers, sides by overlapping
words on found triggers, factuality on found triggers as macro F1. A text without an event fires falsely where an event
of it is asserted. The test part is for its figures alone: nobody reads its differences.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from flows.annotate import annotate
from flows.steps.text.passage import Span
from flows.training.corpus.agreement import overlap
from flows.training.corpus.checks import part_of
from flows.training.corpus.texts import LabelledEvent, LabelledText, read_corpus

DAY = date(2026, 11, 2)
"""The day of writing that is given: no label depends on it."""


class CorpusScore(NamedTuple):
    """Shares, 0 to 1, of one part of the corpus."""

    triggers: float
    types: float
    actors: float
    recipients: float
    factuality: float
    false_fires: float


class _Pair(NamedTuple):
    text: LabelledText
    label: LabelledEvent
    found: dict[str, Any]


@cache
def answers(part: str) -> tuple[tuple[LabelledText, list[dict[str, Any]]], ...]:
    """Return the texts of a part, each with the events that the product finds."""
    texts = (text for text in read_corpus() if part_of(text) == part)
    return tuple((text, annotate(text.text, DAY)["events"]) for text in texts)


def span_of(event: dict[str, Any]) -> Span:
    return event["start"], event["end"]


def pairs_of(text: LabelledText, events: Iterable[dict[str, Any]]) -> Iterator[_Pair]:
    """Yield each labelled event with that of the product whose trigger overlaps its own, of the right type if one is."""
    waiting = list(events)
    for label in text.events:
        near = [event for event in waiting if overlap(span_of(event), text.spans[label.trigger])]
        if near:
            found = min(near, key=lambda event: event["event_type"] != label.event_type)
            waiting.remove(found)
            yield _Pair(text, label, found)


def score(part: str) -> CorpusScore:
    """Return the figures of a part."""
    read = answers(part)
    pairs = [pair for text, events in read for pair in pairs_of(text, events)]
    labelled, found = sum(len(text.events) for text, _ in read), sum(len(events) for _, events in read)
    quiet = [events for text, events in read if text.no_event]
    fired = sum(any(event["factuality"] == "asserted" for event in events) for events in quiet)
    return CorpusScore(
        triggers=2 * len(pairs) / max(1, labelled + found),
        types=_share([pair.label.event_type == pair.found["event_type"] for pair in pairs]),
        actors=_sides(pairs, "actor"),
        recipients=_sides(pairs, "recipient"),
        factuality=_macro_f1([(pair.label.factuality, pair.found["factuality"]) for pair in pairs]),
        false_fires=fired / max(1, len(quiet)),
    )


def _share(right: list[bool]) -> float:
    return sum(right) / max(1, len(right))


def _sides(pairs: Iterable[_Pair], role: str) -> float:
    """Return F1 of the sides of a role, which agree where their words overlap."""
    shared = total = 0
    for text, label, event in pairs:
        wanted = [text.spans[each] for each in label.roles.get(role, ())]
        given = [span_of(row) for row in event["participants"] if row["role"] == role]
        shared += sum(any(overlap(span, each) for each in given) for span in wanted)
        shared += sum(any(overlap(span, each) for each in wanted) for span in given)
        total += len(wanted) + len(given)
    return shared / max(1, total)


def _macro_f1(pairs: list[tuple[str, str]]) -> float:
    """Return the mean F1 of the labels that are there."""
    wanted, given = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    both = Counter(left for left, right in pairs if left == right)
    return sum(2 * both[name] / (wanted[name] + given[name]) for name in wanted) / max(1, len(wanted))


def differences(part: str) -> Iterator[str]:
    """Yield a line for each missed trigger, wrong type and false fire of a part; of test nobody should read them."""
    for text, events in answers(part):
        found = {pair.label.trigger: pair.found for pair in pairs_of(text, events)}
        for label in text.events:
            event = found.get(label.trigger)
            if event is None or event["event_type"] != label.event_type:
                got = event["event_type"] if event else "nothing"
                yield f"{text.head.id} {label.event_type} {text.words_of(label.trigger)!r}: {got} | {text.text}"
        if text.no_event:
            for event in events:
                if event["factuality"] == "asserted":
                    yield f"{text.head.id} none/{text.no_event}: {event['event_type']} {event['trigger']!r} | {text.text}"


def main(arguments: list[str]) -> None:
    """Print the figures of a part, and its differences where it is not the test part."""
    part = arguments[0] if arguments else "dev"
    lines = [f"{name:<12}{value:.3f}" for name, value in score(part)._asdict().items()]
    sys.stdout.writelines(f"{line}\n" for line in (*lines, *(differences(part) if part != "test" else ())))


if __name__ == "__main__":
    main(sys.argv[1:])
