"""Light verbs: a verb that reports an event only together with its noun."""

from functools import cache

from flows.steps.events.candidate import EventCandidate
from flows.steps.events.lexicon import word_class
from flows.steps.events.linear import arguments, subjects
from flows.steps.events.linear.candidate import built
from flows.steps.events.linear.conditions import allows
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.triggers import Trigger, TriggerPattern

_GAP = 7


def light(sentence: AnnotatedSentence, token_index: int, last: int, pattern: TriggerPattern) -> EventCandidate | None:
    """Return the candidate of a verb that needs its noun: "imposed sanctions on X", "sanctions were imposed on X"."""
    if pattern.kinds & {"past", "participle"} and subjects.is_passive(sentence, token_index):
        return _light_passive(sentence, token_index, last, pattern.trigger)
    noun = _noun_after(sentence, last, pattern.trigger)
    if noun is None or not allows(sentence, noun + 1, pattern.trigger):
        return None
    actor = subjects.subject(sentence, token_index)
    recipient = arguments.after_preposition(sentence, noun + 1, pattern.trigger.preps) or _inside(sentence, last, noun)
    return built(sentence, pattern.trigger, (token_index, noun + 1, token_index), actor, recipient)


def _inside(sentence: AnnotatedSentence, last: int, noun: int) -> Phrase | None:
    """Return the actor between a light verb and its noun ("gave Ukraine aid", "expelled two Russian diplomats")."""
    for token_index in range(last, noun + 1):
        phrase = sentence.phrase_of[token_index]
        if phrase is not None and (any(sentence.mention_of[phrase.start : phrase.end]) or _is_given(sentence, phrase)):
            return phrase
    return None


def _is_given(sentence: AnnotatedSentence, phrase: Phrase) -> bool:
    """Return whether an article follows, as in "gave the rebels a deadline"."""
    return sentence.lower(phrase.end) in word_class("articles")


def _noun_after(sentence: AnnotatedSentence, last: int, trigger: Trigger) -> int | None:
    """Return the token of the trigger's noun in the object; no clause or preposition may come before it."""
    for token_index in range(last, min(last + _GAP, len(sentence.tokens))):
        if _is_noun(sentence, token_index, trigger):
            return token_index
        word = sentence.lower(token_index)
        if word in {",", ";", ".", ":"} or word in word_class("boundaries") or word in _barriers():
            return None
    return None


def _is_noun(sentence: AnnotatedSentence, token_index: int, trigger: Trigger) -> bool:
    """Return whether one of the trigger's nouns, which may have up to three words, ends at the token `token_index`."""
    if sentence.lower(token_index) not in trigger.noun_ends:
        return False
    words = sentence.words_in(token_index - 2, token_index + 1)
    return any(" ".join(words[step:]) in trigger.noun_forms for step in range(len(words)))


@cache
def _barriers() -> frozenset[str]:
    """Return the prepositions that end the object in which a light verb's noun is sought."""
    return word_class("prepositions") - {"of", "with", "than", "about", "over", "up", "on"}


def _light_passive(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> EventCandidate | None:
    start = subjects.group_start(sentence, token_index)
    noun = next(
        (index for index in range(start - 1, max(-1, start - 9), -1) if _is_noun(sentence, index, trigger)), None
    )
    if noun is None:
        return None
    by = arguments.agent(sentence, token_index)
    recipient = arguments.after_preposition(sentence, last, trigger.preps) or arguments.after_preposition(
        sentence, noun + 1, trigger.preps
    )
    return built(sentence, trigger, (token_index, last, token_index), (by, True) if by else None, recipient)
