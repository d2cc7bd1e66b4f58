"""What the language model takes for events, as candidates in tokens of the sentence."""

from bisect import bisect_left
from collections.abc import Iterator

from flows.steps.events.candidate import CandidateSource, EventCandidate
from flows.steps.events.learned.words import known_types, trigger_of
from flows.steps.events.lexicon import head_nouns
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.trust import likeliest, trust
from flows.steps.text.passage import ReadEvent
from schemas.vocab import EventType

_VERBS, _NOMINAL = frozenset({"VERB", "AUX"}), frozenset({"NOUN", "PROPN"})
_DESCRIBING = frozenset({"nummod", "amod", "compound", "nmod:poss"})
_BEFORE_NOUN = frozenset({"DET", "PRON", "PUNCT"})
"""Parts of speech that end no trigger."""
_OPENING = frozenset({"ADP", "DET", "PUNCT", "CCONJ"})
"""Parts of speech that begin a phrase, or come between two, and end none."""
_WHERE = frozenset({"in", "at", "near", "outside", "around"})
_NEAR = 3
"""Words between a description and its noun."""


def candidates(sentence: AnnotatedSentence) -> Iterator[EventCandidate]:
    """Yield what may be events, in order, however unlikely; each carries what was read."""
    return (_candidate(sentence, event) for event in sentence.read_events or ())


def read_for(sentence: AnnotatedSentence, candidate: EventCandidate) -> ReadEvent | None:
    """Return what was read at the words of a candidate of another source: at its verb or noun, or else at any word."""
    verb = sentence.tokens[candidate.verb]
    start, end = sentence.tokens[candidate.first].start, sentence.tokens[candidate.last - 1].end
    near = [
        event
        for event in sentence.read_events or ()
        if event.start < max(end, verb.end) and min(start, verb.start) < event.end
    ]
    own = [event for event in near if event.start < verb.end and verb.start < event.end]
    return max(own or near, key=lambda event: event.probability, default=None)


def _candidate(sentence: AnnotatedSentence, event: ReadEvent) -> EventCandidate:
    first, last = _covered(sentence, event.start, event.end)
    while last > first + 1 and sentence.tokens[last - 1].pos in _BEFORE_NOUN:
        last -= 1
    verb, words = _head(sentence, first, last), range(first, last)
    event_type = EventType(likeliest(event.types, known_types(sentence, words), trust().known_word))
    return EventCandidate(
        trigger=trigger_of(sentence, words, verb, event_type),
        first=first,
        last=last,
        verb=verb,
        actors=tuple(_phrases(sentence, event, "actor")),
        recipients=tuple(_phrases(sentence, event, "recipient")),
        is_direct=True,
        source=CandidateSource.LEARNED,
        read=event,
    )


def _covered(sentence: AnnotatedSentence, start: int, end: int) -> tuple[int, int]:
    """Return the range of tokens that begins and ends with a range of the text."""
    first = bisect_left(sentence.tokens, start, key=lambda token: token.start)
    return first, max(first + 1, bisect_left(sentence.tokens, end, key=lambda token: token.start))


def _head(sentence: AnnotatedSentence, first: int, last: int) -> int:
    """Return the token of a range that governs the others: a verb where there is one."""
    tops = list(_tops(sentence, first, last))
    verbs = (index for index in tops if sentence.tokens[index].pos in _VERBS)
    return next(verbs, next(iter(tops), first))


def _tops(sentence: AnnotatedSentence, first: int, last: int) -> Iterator[int]:
    """Yield the tokens of a range whose head is outside it, or that are the root."""
    for index in range(first, last):
        head = sentence.tokens[index].head
        if head == index or not first <= head < last:
            yield index


def _phrases(sentence: AnnotatedSentence, event: ReadEvent, role: str) -> Iterator[Phrase]:
    """Yield the phrases of the sentence that fill a role; those of other sentences are left out."""
    here = sentence.tokens[0].start, sentence.tokens[-1].end
    for part in event.roles:
        if part.role == role and here[0] <= part.start and part.end <= here[1]:
            first, last = _trimmed(sentence, *_covered(sentence, part.start, part.end))
            if first < last and not (role == "actor" and _is_where(sentence, first, last)):
                yield _phrase(sentence, first, last)


def _trimmed(sentence: AnnotatedSentence, first: int, last: int) -> tuple[int, int]:
    """Return a range without what ends no phrase: the preposition of "traders in", signs, and words before a noun."""
    while first < last and sentence.tokens[last - 1].pos in _OPENING:
        last -= 1
    while first < last and sentence.tokens[first].pos in _OPENING:
        first += 1
    return first, last


def _is_where(sentence: AnnotatedSentence, first: int, last: int) -> bool:
    """Return whether a range is a place where something is done, which does nothing: "Lira" of "traders in Lira"."""
    mention = sentence.mention_of[last - 1]
    return mention is not None and mention.entity_id in sentence.known.sites and sentence.lower(first - 1) in _WHERE


def _whole(sentence: AnnotatedSentence, last: int) -> int:
    """Return where a phrase ends that stops before its noun: "two" of "two farmers"."""
    token = sentence.tokens[last - 1]
    is_short = token.dep in _DESCRIBING and last <= token.head < last + _NEAR
    return token.head + 1 if is_short and sentence.tokens[token.head].pos in _NOMINAL else last


def _phrase(sentence: AnnotatedSentence, first: int, last: int) -> Phrase:
    """Return a range of tokens as a phrase, up to the noun that its last word describes, with the name at its head."""
    last = _whole(sentence, last)
    head = next(_tops(sentence, first, last), last - 1)
    mention = sentence.mention_of[head]
    if mention is None and all(token.pos != "ADP" for token in sentence.tokens[first:last]):
        mention = sentence.mention_of[last - 1]  # "Foreign Minister X": the title may be the head
    is_target = mention is None and sentence.lower(head) in head_nouns("targets")
    return Phrase(first, last, mention, is_target, is_whole=True)
