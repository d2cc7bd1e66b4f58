"""The actors around a trigger: objects, modifiers, agents, and what prepositions bring in."""

from collections.abc import Iterable

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.sentence import POSSESSIVE, AnnotatedSentence, Phrase, modifier_of

_REACH = 16
_CLOSERS = frozenset({",", ";", ":", "(", ")", "—", "–", ".", "?", "!"})


def is_adverb(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether a word may come between a subject and its verb without changing either."""
    word = sentence.lower(token_index)
    if sentence.when[token_index] or word in word_class("adverbs"):
        return True
    return word.endswith("ly") and len(word) > 4 and word not in word_class("not_adverbs")


def object_of(sentence: AnnotatedSentence, token_index: int, *, reach: bool) -> Phrase | None:
    """Return the actor phrase that begins the object at the token `token_index`.

    Without `reach` it must be the head of the object; with it, any actor named in the object will do.
    """
    if reach:
        return _within(sentence, token_index)
    for position in range(token_index, min(token_index + 7, len(sentence.tokens))):
        phrase = sentence.phrase_of[position]
        if phrase is not None:
            return phrase if not _is_owned(sentence, phrase) else _next_head(sentence, phrase)
        word = sentence.lower(position)
        if word in word_class("articles") or word in word_class("quantities") or word[0].isdigit():
            continue
        if _is_measure(sentence, position):
            continue
        if sentence.when[position] or is_adverb(sentence, position):
            continue
        if not sentence.is_open(position) or (word.endswith("ed") and sentence.is_open(position - 1)):
            return None
    return None


def _is_measure(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether a preposition belongs to a number: "dozens of", "11 of", "at least", "up to", "as many as"."""
    word, before, after = sentence.lower(token_index), sentence.lower(token_index - 1), sentence.lower(token_index + 1)
    if word == "of":
        return before in word_class("quantities") or before.isdigit()
    if word == "as":
        return after == "many" or before == "many"
    return (word, after) in {("at", "least"), ("up", "to")} or (before, word) == ("up", "to")


def _is_owned(sentence: AnnotatedSentence, phrase: Phrase) -> bool:
    """Return whether the phrase only modifies the noun behind it ("the Iraqi bill")."""
    after = sentence.lower(phrase.end)
    if after in POSSESSIVE:
        return True
    if phrase.mention is None or not sentence.is_open(phrase.end) or is_adverb(sentence, phrase.end):
        return False
    return after not in word_class("finite") and not after.endswith(("ed", "ing"))


def _next_head(sentence: AnnotatedSentence, phrase: Phrase) -> Phrase | None:
    """Return the phrase whose modifier `phrase` is, with it ("Iraqi special soldiers"), if one follows."""
    for position in range(phrase.end, min(phrase.end + 4, len(sentence.tokens))):
        later = sentence.phrase_of[position]
        if later is not None:
            return Phrase(phrase.start, later.end, later.mention, later.is_target)
        if not (sentence.is_open(position) or sentence.lower(position) in POSSESSIVE):
            return None
    return None


def _within(sentence: AnnotatedSentence, token_index: int) -> Phrase | None:
    for position in range(token_index, min(token_index + _REACH, len(sentence.tokens))):
        word = sentence.lower(position)
        if sentence.phrase_of[position] is not None:
            return sentence.phrase_of[position]
        if word in _CLOSERS or word in word_class("boundaries") or word in word_class("auxiliaries"):
            return None
    return None


def after_preposition(
    sentence: AnnotatedSentence, token_index: int, preps: Iterable[str], *, reach: bool = True
) -> Phrase | None:
    """Return the actor phrase that one of `preps` brings in after the token `token_index`, within the clause."""
    for position in range(token_index, min(token_index + _REACH, len(sentence.tokens))):
        word = sentence.lower(position)
        if word in preps and not sentence.when[min(position + 1, len(sentence.tokens) - 1)]:
            return object_of(sentence, position + 1, reach=reach)
        if word in _CLOSERS or word in word_class("boundaries"):
            return None
    return None


def agent(sentence: AnnotatedSentence, verb: int) -> Phrase | None:
    """Return the agent of a passive verb: "by X", or "in a strike by X", or "in an X strike"."""
    found = after_preposition(sentence, verb + 1, ("by",), reach=False)
    if found is not None:
        return found
    for position in range(verb + 1, min(verb + 9, len(sentence.tokens))):
        if sentence.lower(position) in _CLOSERS:
            return None
        if sentence.lower(position) in head_nouns("instruments"):
            modifier = modifier_of(sentence, position)
            return modifier if modifier is not None and modifier.start > verb else None
    return None


def coordinated(sentence: AnnotatedSentence, first: Phrase) -> tuple[Phrase, ...]:
    """Return the phrase and those that "and", or commas up to an "and", join to it on its right."""
    found, token_index = [first], first.end
    while True:
        step = 2 if sentence.lower(token_index) == "," and sentence.lower(token_index + 1) == "and" else 1
        if sentence.lower(token_index) not in {",", "and"}:
            break
        phrase = object_of(sentence, token_index + step, reach=False)
        if phrase is None or phrase.start > token_index + step + 3:
            break
        found.append(phrase)
        is_last = sentence.lower(token_index + step - 1) == "and"
        token_index = phrase.end
        if is_last:
            return tuple(found)
    return (first,)
