"""Victims that a sentence names one after the other, added up: "three soldiers and two civilians" are five."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.steps.events.casualties import CasualtyCount
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.syntax.navigation import child, children, conjoined, relation
from flows.steps.lexicon.numbers import PATTERN, number

_COLUMNS = {
    **dict.fromkeys(("kill", "murder", "slay", "massacre", "behead", "assassinate"), "killed"),
    **dict.fromkeys(("injure", "wound"), "injured"),
}
_NUMBER = re.compile(PATTERN, re.IGNORECASE)
_ONE = frozenset({"a", "an", "one", "another"})
_SINGULAR = frozenset({"NN", "NNP"})


def all_victims(sentence: AnnotatedSentence, counts: Sequence[CasualtyCount]) -> tuple[CasualtyCount, ...]:
    """Return the counts of a sentence with those added that "and" joins to them, and those without a number of theirs.

    Whoever is joined without a number leaves the count as it is: at least so many.
    """
    if not sentence.is_tree:
        return tuple(counts)
    added = tuple(_with_joined(sentence, count) for count in counts)
    known = {count.column for count in added}
    return (*added, *(count for count in _of_verbs(sentence) if count.column not in known))


def _with_joined(sentence: AnnotatedSentence, count: CasualtyCount) -> CasualtyCount:
    """Return a count with the victims that are joined to those it counts."""
    place = next((index for index, token in enumerate(sentence.tokens) if token.start >= count.start), None)
    if place is None:
        return count
    noun = sentence.tokens[place].head if relation(sentence, place) == "nummod" else place
    own = _people(sentence, noun)
    while relation(sentence, noun) == "conj":
        noun = sentence.tokens[noun].head
    numbers = [_people(sentence, each) for each in conjoined(sentence, noun)]
    is_sum = own == count.number and None not in numbers
    return replace(count, number=sum(filter(None, numbers))) if is_sum else count


def _of_verbs(sentence: AnnotatedSentence) -> Iterator[CasualtyCount]:
    """Yield the victims, two or more, of verbs whose first victim has no number: "killed a mother and her two sons"."""
    for index, token in enumerate(sentence.tokens):
        column = _COLUMNS.get(token.lemma) if token.pos == "VERB" else None
        noun = child(sentence, index, "obj", "nsubj:pass") if column else None
        if column is None or noun is None:
            continue
        joined = list(conjoined(sentence, noun))
        numbers = [_people(sentence, each) for each in joined]
        if len(joined) > 1 and None not in numbers:
            start, end = sentence.tokens[noun].start, sentence.tokens[joined[-1]].end
            yield CasualtyCount(column, sum(filter(None, numbers)), token.start, start, end)


def _people(sentence: AnnotatedSentence, noun: int) -> int | None:
    """Return how many people a noun means: by its number, or one by its article, its owner or its name."""
    token = sentence.tokens[noun]
    stated = next(children(sentence, noun, "nummod"), noun if token.pos == "NUM" else None)
    if stated is not None:
        text = sentence.tokens[stated].text
        return number(text) if _NUMBER.fullmatch(text) else None
    mention = sentence.mention_of[noun]
    is_person = mention is not None and mention.entity_id in sentence.known.people
    own = {sentence.lower(below) for below in children(sentence, noun, "det")}
    is_one = not own.isdisjoint(_ONE) or child(sentence, noun, "nmod:poss") is not None or is_person
    return 1 if is_one and token.tag in _SINGULAR else None
