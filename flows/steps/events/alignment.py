"""What the order of words gives, as tokens of the dependency tree: the two split a sentence at different places."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from flows.steps.events.candidate import EventCandidate
from flows.steps.events.sentence import POSSESSIVE, AnnotatedSentence, Phrase, modifier_of


def aligned(sentence: AnnotatedSentence, candidate: EventCandidate) -> EventCandidate:
    """Return a candidate of `sentence.flat` whose indexes count the tokens of the tree."""
    starts = _starts(sentence)
    return replace(
        candidate,
        first=_first(sentence, candidate.first, starts),
        last=_last(sentence, candidate.last, starts),
        verb=_first(sentence, candidate.verb, starts),
        actors=tuple(_aligned_phrase(sentence, phrase, starts) for phrase in candidate.actors),
        recipients=tuple(_aligned_phrase(sentence, phrase, starts) for phrase in candidate.recipients),
        is_direct=False,
    )


def owner_before(sentence: AnnotatedSentence, noun: int) -> tuple[Phrase, ...]:
    """Return the actor whose act a noun is by the words before it ("the rebels' May 5 attack")."""
    start, words = sentence.tokens[noun].start, sentence.flat.tokens
    word_index = next((index for index, token in enumerate(words) if token.start == start), None)
    found = modifier_of(sentence.flat, word_index) if word_index is not None else None
    if found is None:
        return ()
    phrase = _aligned_phrase(sentence, found, _starts(sentence))
    return (phrase,) if sentence.lower(phrase.end) in POSSESSIVE else ()


def _starts(sentence: AnnotatedSentence) -> list[int]:
    return [token.start for token in sentence.tokens]


def _aligned_phrase(sentence: AnnotatedSentence, phrase: Phrase, starts: list[int]) -> Phrase:
    first = _first(sentence, sentence.flat.phrase_start(phrase), starts)
    return replace(phrase, start=first, end=_last(sentence, phrase.end, starts), is_whole=True)


def _first(sentence: AnnotatedSentence, word_index: int, starts: list[int]) -> int:
    """Return the token of the tree that holds the beginning of a word."""
    return bisect_right(starts, sentence.flat.tokens[word_index].start) - 1


def _last(sentence: AnnotatedSentence, word_end: int, starts: list[int]) -> int:
    """Return the token of the tree behind the one that ends the words before `word_end`."""
    return bisect_left(starts, sentence.flat.tokens[word_end - 1].end)
