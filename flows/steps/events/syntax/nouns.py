"""The participants of a noun: "Iran's attack on X", "the killing of X by Y", "talks between X and Y"."""

from flows.steps.events.alignment import owner_before
from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax import actor_phrases, arguments
from flows.steps.events.syntax.actor_phrases import Arguments
from flows.steps.events.syntax.navigation import case, child, children, is_verb, relation
from flows.steps.events.triggers import Construction, Trigger
from schemas.vocab import EventType

_BY = frozenset({"by"})
_BETWEEN = frozenset({"between", "among"})


def noun_arguments(sentence: AnnotatedSentence, noun: int, trigger: Trigger) -> Arguments | str:
    """Return actors, recipients and whether the actor is certain, or why the noun reports no event here."""
    if trigger.construction is Construction.NOUN_BETWEEN:
        return _between(sentence, noun)
    owners = (
        actor_phrases.owner(sentence, noun)
        or owner_before(sentence, noun)
        or actor_phrases.brought_in(sentence, children(sentence, noun, "nmod", "obl"), _BY)
    )
    verb = support_verb(sentence, noun)
    actors = owners or (_carrier(sentence, verb) if verb is not None else ())
    recipients = _recipients(sentence, noun, verb, trigger)
    if trigger.event_type == EventType.REQUEST and not recipients:
        recipients = _granting(sentence, noun)
    return actors, recipients, bool(owners)


def _recipients(sentence: AnnotatedSentence, noun: int, verb: int | None, trigger: Trigger) -> tuple[Phrase, ...]:
    below = [
        token_index
        for token_index in children(sentence, noun, "nmod", "obl")
        if case(sentence, token_index) in trigger.preps
    ]
    reach = actor_phrases.within if trigger.reach else actor_phrases.actors
    found = next((phrases for token_index in below if (phrases := reach(sentence, token_index))), ())
    if found:
        return found
    return arguments.oblique(sentence, verb, trigger.preps - {"of"}) if verb is not None else ()


def _granting(sentence: AnnotatedSentence, noun: int) -> tuple[Phrase, ...]:
    """Return who did what a request had asked for: the subject of "X returned at Y's request"."""
    if case(sentence, noun) not in word_class("granting"):
        return ()
    token_index = noun
    while sentence.tokens[token_index].head != token_index:
        token_index = sentence.tokens[token_index].head
        subject = child(sentence, token_index, "nsubj")
        if subject is not None:
            return actor_phrases.actors(sentence, subject)
    return ()


def _carrier(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, ...]:
    """Return who carries out the act of a noun."""
    if arguments.is_passive(sentence, verb):
        return arguments.agent(sentence, verb)
    return arguments.subject(sentence, verb)[0]


def _between(sentence: AnnotatedSentence, noun: int) -> Arguments | str:
    indexes = [
        token_index
        for token_index in children(sentence, noun, "nmod", "obl")
        if case(sentence, token_index) in _BETWEEN
    ]
    verb = support_verb(sentence, noun)
    if not indexes and verb is not None:
        indexes = [
            token_index for token_index in children(sentence, verb, "obl") if case(sentence, token_index) in _BETWEEN
        ]
    pair = actor_phrases.actors(sentence, indexes[0]) if indexes else ()
    return (pair[:1], pair[1:], True) if len(pair) > 1 else "no two sides follow"


def support_verb(sentence: AnnotatedSentence, noun: int) -> int | None:
    """Return the verb that only carries out the act of a noun ("launched an attack"), None where there is none."""
    head = sentence.tokens[noun].head
    if (
        head == noun - 1 and relation(sentence, head) == "xcomp"
    ):  # "carried out drone strikes", where "drone" is no verb
        head = sentence.tokens[head].head
    is_carried = head != noun and is_verb(sentence, head) and relation(sentence, noun) in {"obj", "nsubj"}
    return head if is_carried and sentence.tokens[head].lemma in word_class("support_verbs") else None
