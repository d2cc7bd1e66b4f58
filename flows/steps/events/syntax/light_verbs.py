"""Verbs that report an event only with their noun: "imposed sanctions on X", "sanctions were imposed on X"."""

from collections.abc import Iterator

from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax import actor_phrases, arguments
from flows.steps.events.syntax.actor_phrases import Arguments
from flows.steps.events.syntax.navigation import case, child, children, clause, is_verb, may_be_noun, relation
from flows.steps.events.triggers import Trigger

_REACH = 8
"""Words between a verb and its noun in one trigger at most."""
_NOT_OF_THE_DEED = frozenset({"to", "after", "before", "during", "since", "until", "through"})
"""Prepositions that bring in a receiver, a time or a way, and never what is done: "sent a note to the envoy"."""
_PARTS = frozenset({"conj", "nmod", "compound", "nummod", "appos", "obj"})
"""Relations inside a noun phrase."""


def light_arguments(
    sentence: AnnotatedSentence, verb: int, last: int, trigger: Trigger
) -> tuple[Arguments, int] | None:
    """Return the participants of a verb with its noun, and where the trigger ends; None where the noun is not there.

    The trigger's own words reach from the verb to the token before `last`.
    """
    is_passive = arguments.is_passive(sentence, verb)
    noun = _noun(sentence, verb, last, trigger, is_passive=is_passive)
    if noun is None:
        return None
    if is_passive:
        actors, is_direct = arguments.agent(sentence, verb), True
    else:
        actors, is_direct = arguments.subject(sentence, verb)
    recipients = (
        arguments.oblique(sentence, noun, trigger.preps)
        or arguments.oblique(sentence, verb, trigger.preps)
        or _given(sentence, verb)
        or actor_phrases.actors(sentence, noun)
        or actor_phrases.owner(sentence, noun)
    )
    end = last if is_passive or noun < verb or noun - verb > _REACH else noun + 1
    return (actors, recipients, is_direct), end


def _noun(sentence: AnnotatedSentence, verb: int, last: int, trigger: Trigger, *, is_passive: bool) -> int | None:
    """Return the noun of a trigger, in its object or brought in by a preposition."""
    subject = arguments.patient(sentence, verb) if is_passive else None
    governor = next(
        (index for index in range(last - 1, verb, -1) if is_verb(sentence, index)), verb
    )  # "failed to reach"
    heads = [subject] if subject is not None else arguments.objects(sentence, governor)
    noun = next(
        (index for head in heads for index in _phrase(sentence, head) if _is_noun(sentence, index, trigger)), None
    )
    if noun is not None or is_passive:
        return noun
    foreign = _NOT_OF_THE_DEED - set(sentence.words_in(verb, last))
    brought = (index for index in children(sentence, governor, "obl", "xcomp") if case(sentence, index) not in foreign)
    return next((index for index in brought if _is_noun(sentence, index, trigger)), None)


def _phrase(sentence: AnnotatedSentence, head: int) -> Iterator[int]:
    """Yield the head of an object, then the nouns below it, names aside: of "a round of talks", "millions in aid"."""
    yield head
    below = (index for index in clause(sentence, head) if relation(sentence, index) in _PARTS)
    yield from (index for index in below if sentence.mention_of[index] is None)


def _given(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, ...]:
    """Return to whom something is given ("gave Ukraine aid")."""
    token_index = child(sentence, verb, "iobj")
    return actor_phrases.actors(sentence, token_index) if token_index is not None else ()


def _is_noun(sentence: AnnotatedSentence, token_index: int, trigger: Trigger) -> bool:
    """Return whether one of the trigger's nouns, which may have up to three words, ends at a token.

    An infinitive is none ("urged them to stop" asks for no stop), unless it is listed with its "to".
    """
    if sentence.lower(token_index) not in trigger.noun_ends:
        return False
    words = sentence.words_in(token_index - 2, token_index + 1)
    found = [form for step in range(len(words)) if (form := " ".join(words[step:])) in trigger.noun_forms]
    token = sentence.tokens[token_index]
    is_noun = may_be_noun(sentence, token_index) or token.tag in {"VBG", "CD"} or token.lower.endswith("s")
    return any(is_noun or form.startswith("to ") for form in found)
