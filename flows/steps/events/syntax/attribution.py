"""Who says what a sentence tells, where it is not the author."""

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.syntax.navigation import case, child, children, is_verb, relation
from flows.steps.events.syntax.noun_phrases import actor_at
from flows.steps.models import Mention

_ACCORDING = "according"
_STEPS = 12


def speaker(sentence: AnnotatedSentence, verb: int) -> Mention | None:
    """Return the name of who says it: "X said that ...", "..., X said", "according to X"."""
    token_index = verb
    for _ in range(_STEPS):
        for below in children(sentence, token_index, "obl", "advcl"):
            if case(sentence, below) == _ACCORDING or sentence.lower(below) == _ACCORDING:
                return _named(sentence, below)
        head = sentence.tokens[token_index].head
        if head == token_index:
            return _aside(sentence, token_index)
        is_reported = relation(sentence, token_index) in {"ccomp", "parataxis"} and is_verb(sentence, head)
        if is_reported and sentence.tokens[head].lemma in word_class("saying"):
            who = child(sentence, head, "nsubj")
            return _named(sentence, who if who is not None else head - 1) if head else None
        token_index = head
    return None


def _aside(sentence: AnnotatedSentence, root: int) -> Mention | None:
    """Return who speaks in "..., the army said", where the parser hangs the verb of saying below what is said."""
    for below in children(sentence, root, "parataxis"):
        who = child(sentence, below, "nsubj")
        if sentence.tokens[below].lemma in word_class("saying") and who is not None:
            return _named(sentence, who)
    return None


def _named(sentence: AnnotatedSentence, token_index: int) -> Mention | None:
    phrase = actor_at(sentence, token_index)
    return phrase.mention if phrase else None
