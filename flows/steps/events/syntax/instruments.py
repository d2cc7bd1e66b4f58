"""What an assault was done with: "with machetes", "fired rockets", "a drone strike"."""

from collections.abc import Iterator

from flows.steps.events.candidate import Candidate
from flows.steps.events.lexicon import head_nouns
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.syntax.navigation import case, children

_WITH = frozenset({"with", "by", "using", "from"})
TokenRange = tuple[int, int]


def instruments(sentence: AnnotatedSentence, candidate: Candidate) -> list[TokenRange]:
    """Return the weapons of an assault, in order, as half-open ranges of tokens; their modifiers belong to them."""
    indexes = set(range(candidate.first, candidate.last)) | {candidate.verb}
    nouns = indexes | {below for token_index in indexes for below in _beside(sentence, token_index)}
    found = nouns | {below for noun in nouns for below in children(sentence, noun, "compound", "amod", "nmod:desc")}
    weapons = sorted(token_index for token_index in found if sentence.lower(token_index) in head_nouns("weapons"))
    return [(_start(sentence, token_index), token_index + 1) for token_index in weapons]


def _beside(sentence: AnnotatedSentence, token_index: int) -> Iterator[int]:
    """Yield the subject and objects of a token, and what "with" or "by" brings in."""
    yield from children(sentence, token_index, "obj", "nsubj")
    yield from (below for below in children(sentence, token_index, "obl", "nmod") if case(sentence, below) in _WITH)


def _start(sentence: AnnotatedSentence, token_index: int) -> int:
    before = [below for below in children(sentence, token_index, "compound") if below < token_index]
    return min(before, default=token_index)
