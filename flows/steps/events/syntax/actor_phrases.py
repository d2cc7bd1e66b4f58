"""Who acts around a noun: itself, its owner, those below it in the tree, and those that a preposition brings in."""

from collections.abc import Iterator

from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax.navigation import case, children, is_verb, relation
from flows.steps.events.syntax.noun_phrases import named
from flows.steps.events.syntax.pronouns import antecedent_of

_OWNERS = frozenset({"nmod:poss", "compound", "amod", "nmod:desc"})
_DEPTH = 4

Arguments = tuple[tuple[Phrase, ...], tuple[Phrase, ...], bool]
"""Actors, recipients, and whether the actor is the trigger's own: its subject, or its owner."""


def actors(sentence: AnnotatedSentence, head: int) -> tuple[Phrase, ...]:
    """Return the actor phrases of a head and of what is joined to it; of a pronoun, its antecedent."""
    return antecedent_of(sentence, head) if sentence.tokens[head].pos == "PRON" else named(sentence, head)


def owner(sentence: AnnotatedSentence, head: int) -> tuple[Phrase, ...]:
    """Return whose or which a noun is: "Iran's attack", "U.S. strikes", "the police raid"."""
    for below in reversed(sentence.children[head]):
        if below < head and sentence.tokens[below].dep in _OWNERS and not is_verb(sentence, below):
            found = actors(sentence, below)
            if found and not found[0].is_target:
                return found
    return ()


def within(sentence: AnnotatedSentence, head: int) -> tuple[Phrase, ...]:
    """Return the actors of a noun, or else those named nearest below it: in "the attack by X", "X's decision"."""
    return actors(sentence, head) or named_within(sentence, head)


def named_within(sentence: AnnotatedSentence, head: int, depth: int = _DEPTH) -> tuple[Phrase, ...]:
    """Return the actors of a noun, or else those nearest below it; a pronoun names nobody."""
    found = named(sentence, head)
    if found or not depth:
        return found
    for below in (*children(sentence, head, "nmod", "compound", "amod", "obl", "appos"),):
        if relation(sentence, below) != "amod" or sentence.mention_of[below] is not None:
            found = named_within(sentence, below, depth - 1)
            if found:
                return found
    return ()


def brought_in(sentence: AnnotatedSentence, indexes: Iterator[int], preps: frozenset[str]) -> tuple[Phrase, ...]:
    """Return the actors of the first noun among `indexes` that one of the prepositions brings in."""
    for token_index in indexes:
        if case(sentence, token_index) in preps and not sentence.when[token_index]:
            found = within(sentence, token_index)
            if found:
                return found
    return ()


def sent_by(sentence: AnnotatedSentence, group: Phrase) -> tuple[Phrase, ...]:
    """Return the sides of which a group is made: "delegates from France and Iran"; empty where it is of one alone."""
    below = (index for index in children(sentence, group.end - 1, "nmod") if case(sentence, index) in {"from", "of"})
    found = next((named(sentence, index) for index in below), ())
    return found if len(found) > 1 and all(phrase.mention is not None for phrase in found) else ()
