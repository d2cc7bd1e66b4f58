"""What nearly was an event: words that may be triggers, and why they were none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.events.finder import people, view_of
from flows.steps.events.trees import Attempt, attempts
from flows.steps.language.passages import Passage, Span
from flows.steps.records import Entity, Mention

_SHOWN = 3
"""Near misses of one sentence that are told: those that came nearest."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sense that nearly fired.

    `sentence` is the half-open range in the paragraph's text, `trigger` the word that started it, `reason` one plain
    clause ("nobody is named to whom it is done").
    """

    paragraph_id: str
    sentence: Span
    trigger: str
    rule_id: str
    reason: str


def near_misses(
    passages: Sequence[Passage], mentions: Sequence[Mention], entities: Sequence[Entity]
) -> Iterator[NearMiss]:
    """Yield what came nearest in each sentence that a language model has read, in order; none without a model."""
    persons = people(entities)
    for passage in passages:
        if passage.parse is None or not passage.parse.tokens:
            continue
        own = [mention for mention in mentions if mention.paragraph_id == passage.paragraph_id]
        for number, span in enumerate(passage.sentences):
            view = view_of(passage, number, own, (), persons)
            for attempt in _nearest(attempts(view)):
                word = view.tokens[attempt.place].text
                yield NearMiss(passage.paragraph_id, span, word, attempt.sense.rule_id, attempt.reason)


def _nearest(tried: Iterator[Attempt]) -> list[Attempt]:
    """Return the attempts that failed last, one for each word and reason."""
    failed = {(one.place, one.reason): one for one in tried if one.match is None}
    return sorted(failed.values(), key=lambda one: (-one.steps, one.place))[:_SHOWN]
