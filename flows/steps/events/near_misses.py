"""Near misses: words that may be triggers, and why they were none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.events.extract import LONGEST, by_paragraph, people, view_of
from flows.steps.events.syntax import Attempt, attempts
from flows.steps.models import DateExpression, Entity, Mention
from flows.steps.text.passage import Passage, Span

_SHOWN = 3
"""Near misses of one sentence that are given: those that came nearest."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A trigger that nearly fired.

    `sentence` is the half-open range in the paragraph's text, `trigger` the word that started it, `reason` one plain
    clause ("nobody is named to whom it is done").
    """

    paragraph_id: str
    sentence: Span
    trigger: str
    rule_id: str
    reason: str


def find_near_misses(
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    dates: Sequence[DateExpression],
) -> Iterator[NearMiss]:
    """Yield what came nearest in each sentence that a language model has read, in order; none without a model.

    Mentions, entities and dates are those with which the events of the passages were found.
    """
    names, times, persons = by_paragraph(mentions), by_paragraph(dates), people(entities)
    for passage in passages:
        if passage.parse is None or not passage.parse.tokens:
            continue
        here = passage.paragraph_id
        for number, span in enumerate(passage.sentences):
            if span[1] - span[0] > LONGEST:
                reason = f"more than {LONGEST} characters are a table or a list, in which no event is looked for"
                yield NearMiss(here, span, "(sentence)", "too_long", reason)
                continue
            view = view_of(passage, number, names.get(here, ()), times.get(here, ()), persons)
            for attempt in _nearest(attempts(view)):
                word = view.tokens[attempt.place].text
                yield NearMiss(here, span, word, attempt.sense.rule_id, attempt.reason)


def _nearest(tried: Iterator[Attempt]) -> list[Attempt]:
    """Return the attempts that failed last, one for each word and reason."""
    failed = {(one.place, one.reason): one for one in tried if one.match is None}
    return sorted(failed.values(), key=lambda one: (-one.steps, one.place))[:_SHOWN]
