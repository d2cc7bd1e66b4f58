"""The trigger of the trigger files that fits the words and the type of what was read, for its mode and code."""

from collections.abc import Iterator
from functools import cache

from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS, Construction, Trigger, trigger_index
from schemas.vocab import READ, EventType

_AHEAD = 8


def trigger_of(sentence: AnnotatedSentence, words: range, verb: int, event_type: EventType) -> Trigger:
    """Return the first trigger of a type that begins with one of some words, or one that has no words of its own."""
    fitting = (trigger for trigger in _triggers(sentence, words) if trigger.event_type == event_type)
    is_noun = sentence.tokens[verb].pos in {"NOUN", "PROPN"}
    return next(fitting, read_trigger(event_type, is_noun=is_noun))


def known_types(sentence: AnnotatedSentence, words: range) -> set[str]:
    """Return the types that the trigger files have for some words, whether a trigger fits here or not."""
    return {str(trigger.event_type) for _, trigger in _listed(sentence, words)}


def _listed(sentence: AnnotatedSentence, words: range) -> Iterator[tuple[int, Trigger]]:
    """Yield the triggers that have some words, each with the word where it begins."""
    for index in words:
        for pattern in trigger_index().get(sentence.lower(index), ()):
            if sentence.words_in(index + 1, index + 1 + len(pattern.rest)) == pattern.rest:
                yield index, pattern.trigger


def _triggers(sentence: AnnotatedSentence, words: range) -> Iterator[Trigger]:
    """Yield those of the triggers that fit here."""
    for index, trigger in _listed(sentence, words):
        is_noun = sentence.tokens[index].pos in {"NOUN", "PROPN"}
        if (trigger.construction in NOUN_CONSTRUCTIONS) is is_noun and _may(sentence, index, trigger):
            yield trigger


def _may(sentence: AnnotatedSentence, index: int, trigger: Trigger) -> bool:
    """Return whether the words around allow a trigger: those that it needs, or none that rules it out."""
    ahead = sentence.words_in(index + 1, index + 1 + _AHEAD)
    if trigger.construction is Construction.LIGHT_VERB and trigger.noun_ends.isdisjoint(ahead):
        return False
    return trigger.unless.isdisjoint(ahead[:3]) and (not trigger.only or not trigger.only.isdisjoint(ahead))


@cache
def read_trigger(event_type: EventType, *, is_noun: bool) -> Trigger:
    """Return a trigger of a type without words, mode or code."""
    nothing: frozenset[str] = frozenset()
    return Trigger(
        rule_id=f"{event_type}.{READ}",
        event_type=event_type,
        construction=Construction.NOUN_ON if is_noun else Construction.VERB_TRANSITIVE,
        verbs=(),
        nouns=(),
        noun_forms=nothing,
        noun_ends=nothing,
        preps=nothing,
        mode=None,
        cameo=None,
        needs=frozenset(),
        reach=False,
        swap=False,
        turn=False,
        unless=nothing,
        only=nothing,
        subjects=nothing,
        yes=(),
        no=(),
    )
