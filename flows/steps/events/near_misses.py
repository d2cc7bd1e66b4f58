"""Near misses: words that may be triggers, and why they were none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.events.decision import unsure
from flows.steps.events.extract import LONGEST, annotated
from flows.steps.events.sentence import AnnotatedParagraph
from flows.steps.events.syntax import CandidateAttempt, attempts
from flows.steps.models import DateExpression, Entity, Mention
from flows.steps.text.passage import Passage, Span

_SHOWN = 3
"""Near misses of one sentence that are given: those that came nearest."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A trigger that nearly fired.

    `sentence` is the half-open range in the paragraph's text, `trigger` the word that started it, `reason` one plain
    clause ("nobody is named to whom it is done", "the language model gives it 0.41, and 0.60 is needed").
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
    for passage, paragraph in zip(passages, annotated(passages, mentions, entities, dates), strict=True):
        if passage.parse is not None and passage.parse.tokens:
            yield from _of_paragraph(passage, paragraph)


def _of_paragraph(passage: Passage, paragraph: AnnotatedParagraph) -> Iterator[NearMiss]:
    here = passage.paragraph_id
    for number, span in enumerate(passage.sentences):
        if span[1] - span[0] > LONGEST:
            reason = f"more than {LONGEST} characters are a table or a list, in which no event is looked for"
            yield NearMiss(here, span, "(sentence)", "too_long", reason)
            continue
        sentence = paragraph.sentence(number)
        for attempt in _nearest(attempts(sentence)):
            word = sentence.tokens[attempt.token_index].text
            yield NearMiss(here, span, word, attempt.trigger.rule_id, attempt.reason)
        for trigger, words, reason in unsure(sentence):
            yield NearMiss(here, span, words, trigger.rule_id, reason)


def _nearest(tried: Iterator[CandidateAttempt]) -> list[CandidateAttempt]:
    """Return the attempts that failed last, one for each word and reason."""
    failed = {(item.token_index, item.reason): item for item in tried if item.candidate is None}
    return sorted(failed.values(), key=lambda item: (-item.stage, item.token_index))[:_SHOWN]
