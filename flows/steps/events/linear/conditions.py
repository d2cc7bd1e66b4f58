"""Whether the words of a trigger have the neighbours that it needs."""

from flows.steps.events.lexicon import word_class
from flows.steps.events.linear import arguments, subjects
from flows.steps.events.sentence import POSSESSIVE, AnnotatedSentence
from flows.steps.events.triggers import Construction, Trigger, TriggerPattern
from schemas.vocab import MentionKind

_SUBJECT = 6
"""Words before a verb in which its subject is looked for."""
_NEAR, _AHEAD, _BEHIND = 3, 8, 7
"""Words behind a trigger that may rule it out, and behind it and before a passive that it may need."""


def allows(sentence: AnnotatedSentence, last: int, trigger: Trigger) -> bool:
    """Return whether none of the words from `last` on rules the trigger out."""
    return trigger.unless.isdisjoint(sentence.words_in(last, last + _NEAR))


def fits(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> bool:
    """Return whether the words around the trigger allow it: for a passive, those before it may be what it needs."""
    if not allows(sentence, last, trigger):
        return False
    if trigger.construction is Construction.VERB_INFINITIVE and infinitive(sentence, last) is None:
        return False
    if trigger.subjects and trigger.subjects.isdisjoint(sentence.words_in(token_index - _SUBJECT, token_index)):
        return False
    return not trigger.only or _is_demanded(sentence, token_index, last, trigger)


def _is_demanded(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> bool:
    if not trigger.only.isdisjoint(sentence.words_in(last, last + _AHEAD)):
        return True
    before = sentence.words_in(token_index - _BEHIND, token_index)
    return not (word_class("be").isdisjoint(before) or trigger.only.isdisjoint(before))


def infinitive(sentence: AnnotatedSentence, last: int) -> int | None:
    """Return the token of the "to" whose verb completes the trigger, in the same clause."""
    for token_index in range(last, min(last + 10, len(sentence.tokens))):
        word = sentence.lower(token_index)
        if word == "to" and sentence.is_open(token_index + 1) and sentence.mention_of[token_index + 1] is None:
            return token_index
        if word in {",", ";", ".", "that"} or word in word_class("auxiliaries"):
            return None
    return None


def is_verb(sentence: AnnotatedSentence, token_index: int, pattern: TriggerPattern) -> bool:
    """Return whether a verb of the word's form can have its place."""
    before = sentence.lower(token_index - 1)
    if (
        before in word_class("articles") - {"each", "both", "all"}
        or before in POSSESSIVE
        or _is_attribute(sentence, token_index)
    ):
        return False
    if "ing" in pattern.kinds:
        return sentence.lower(token_index + 1 + len(pattern.rest)) != "of"
    helper = (
        sentence.lower(subjects.group_start(sentence, token_index))
        if subjects.group_start(sentence, token_index) < token_index
        else ""
    )
    if pattern.kinds == {"base"}:
        phrase = sentence.phrase_before(token_index)
        return before in word_class("modals") or helper in word_class("modals") or (phrase is not None and not helper)
    return before not in word_class("prepositions") or before in {"to", "like"}


def _is_attribute(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether the word only describes what follows: after an adjective of nationality, or in a name."""
    mention = sentence.mention_of[token_index - 1] if token_index else None
    if mention is not None and mention.mention_kind == MentionKind.DEMONYM:
        return not mention.text.lower().endswith(("s", "ese", "sh", "ch"))
    is_capital = sentence.tokens[token_index].text[0].isupper()
    if token_index == 0:
        return sentence.tokens[0].lower.endswith("ed")
    return is_capital and not sentence.is_headline


def has_object(sentence: AnnotatedSentence, last: int) -> bool:
    """Return whether a noun phrase follows, which an intransitive verb does not take."""
    if last >= len(sentence.tokens) or sentence.when[last] or arguments.is_adverb(sentence, last):
        return False
    return (
        sentence.lower(last) in word_class("articles") or sentence.phrase_of[last] is not None or sentence.is_open(last)
    )
