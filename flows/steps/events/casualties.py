"""How many people an event killed and injured, as far as its sentence states it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.steps.events.candidate import EventCandidate
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.lexicon.numbers import PATTERN, number
from flows.steps.text.passage import Span
from schemas.vocab import EventType

_COUNT = r"(?:at least |more than |about |nearly |some |around |over |up to |another |as many as )?"
_NUMBER = rf"({PATTERN})\b(?![.,]?\d|-\w|\s*(?:%|percent|per cent|million|billion|score))"
_VERBS = {"killed": r"kill(?:ed|ing|s)?", "injured": r"(?:injur(?:ed|ing|es)|wound(?:ed|ing|s)|injure|wound)"}
_ACTIVE = {name: re.compile(rf"\b{verb} {_COUNT}{_NUMBER}", re.IGNORECASE) for name, verb in _VERBS.items()}
_PASSIVE = {
    name: re.compile(rf"\b{_NUMBER} (?:[\w'’-]+ ){{1,4}}?(?:were|was|have been|had been|are) {verb}\b", re.IGNORECASE)
    for name, verb in (("killed", "killed"), ("injured", "(?:injured|wounded|hurt)"))
}
_LEFT = {
    name: re.compile(rf"\b(?:left|leaving|leaves) {_COUNT}{_NUMBER}(?: [\w'’-]+){{0,8}}? {state}\b", re.IGNORECASE)
    for name, state in (("killed", "dead"), ("injured", "(?:injured|wounded|hurt)"))
}
_ALSO = {
    "injured": re.compile(
        rf"\b(?:killed|dead|died) and {_COUNT}{_NUMBER}(?: others| more| people)?(?: were)? (?:injured|wounded|hurt)\b",
        re.IGNORECASE,
    )
}
"""The rest of "20 people were killed and 35 wounded"."""


@dataclass(frozen=True, slots=True)
class CasualtyCount:
    """A stated number of people: `column` is killed or injured, `offset` where its words begin in the paragraph."""

    column: str
    number: int
    offset: int
    start: int
    end: int


def casualties(text: str, span: Span) -> tuple[CasualtyCount, ...]:
    """Return the numbers of killed and injured that the sentence states, in order."""
    found = []
    for patterns in (_PASSIVE, _ACTIVE, _LEFT, _ALSO):
        for column, pattern in patterns.items():
            found += [count for match in pattern.finditer(text, *span) if (count := _count(column, match))]
    return tuple(sorted(found, key=lambda count: (count.start, count.column)))


def _count(column: str, match: re.Match[str]) -> CasualtyCount | None:
    stated = number(match[1])
    return None if stated is None else CasualtyCount(column, stated, match.start(), match.start(1), match.end(1))


def victims_of(
    sentence: AnnotatedSentence,
    candidates: Sequence[EventCandidate],
    counts: Sequence[CasualtyCount],
    event: EventCandidate,
) -> list[CasualtyCount]:
    """Return those of the counts of a sentence that belong to an event, one of its candidates."""
    return [count for count in counts if _nearest(sentence, candidates, count) is event]


def _nearest(
    sentence: AnnotatedSentence, candidates: Sequence[EventCandidate], count: CasualtyCount
) -> EventCandidate | None:
    """Return the assault whose trigger is nearest to a count."""
    assaults = [candidate for candidate in candidates if candidate.trigger.event_type == EventType.ASSAULT]
    return min(assaults, key=lambda item: abs(sentence.tokens[item.first].start - count.offset), default=None)
