"""Which dates of a sentence may be those of an event, by the clauses between them."""

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.syntax.navigation import case, child, children, clause, is_verb, relation

_STEPS = 16
_ON = frozenset({"", "on", "in", "at"})


def is_narrated(sentence: AnnotatedSentence, trigger: int) -> bool:
    """Return whether the main clause reports a trigger in the simple past, as the next thing that happened.

    A passive has its tense from its helper; what is joined by "and", and the content of a verb of saying, goes along.
    """
    node = trigger
    for _ in range(_STEPS):
        token = sentence.tokens[node]
        if token.head == node:
            break
        is_main = relation(sentence, node) == "conj" or (
            relation(sentence, node) in {"ccomp", "parataxis"}
            and sentence.tokens[token.head].lemma in word_class("saying")
        )
        if not is_main:
            return False
        node = token.head
    return _is_past(sentence, trigger)


def _is_past(sentence: AnnotatedSentence, verb: int) -> bool:
    helpers = [sentence.tokens[below] for below in children(sentence, verb, "aux")]
    if helpers:
        return all(helper.lower in {"was", "were", "did"} for helper in helpers)
    return sentence.tokens[verb].tag in {"VBD", "VBN"}


def same_time(sentence: AnnotatedSentence, trigger: int) -> int | None:
    """Return the verb of what happened when a trigger did: "left the night he was killed"; None where there is none."""
    for noun in children(sentence, trigger, "obl", "nmod", "obj", "advmod"):
        if sentence.tokens[noun].lemma in word_class("times") and case(sentence, noun) in _ON:
            told = child(sentence, noun, "acl")
            return told if told is not None else _clause_behind(sentence, trigger, noun)
    return None


def _clause_behind(sentence: AnnotatedSentence, trigger: int, noun: int) -> int | None:
    """Return the verb of a clause without a conjunction behind a noun, which the parser hangs on the trigger."""
    below = (index for index in children(sentence, trigger, "advcl") if index > noun)
    return next((index for index in below if child(sentence, index, "mark") is None), None)


def may_share(sentence: AnnotatedSentence, trigger: int, token_index: int) -> bool:
    """Return whether the date that begins at a token may date the event of a trigger.

    A date in the event's own clause dates it, one in "that took place ..." behind it, and one in a clause above it,
    unless the way up leads out of a relative clause, past "after" or "before", or out of the content of a report.
    """
    for below in children(sentence, trigger, "acl"):
        if sentence.tokens[below].lemma in word_class("occurrence_verbs") and token_index in clause(sentence, below):
            return True
    node = trigger
    for _ in range(_STEPS):
        if token_index == node or token_index in clause(sentence, node):
            return True
        head = sentence.tokens[node].head
        if head == node or _is_border(sentence, node, head):
            return False
        node = head
    return False


def _is_border(sentence: AnnotatedSentence, node: int, head: int) -> bool:
    dep = relation(sentence, node)
    if dep == "acl":  # below a noun that is the root, the parser has missed the main verb
        return relation(sentence, head) != "root" or is_verb(sentence, head)
    if dep == "ccomp":
        return sentence.tokens[head].lemma in word_class("saying")
    opened = child(sentence, node, "mark")
    words = {case(sentence, node), sentence.tokens[opened].lower if opened is not None else ""}
    return not words.isdisjoint(word_class("relating")) and (dep == "advcl" or not is_verb(sentence, node))
