"""Which dates of a sentence may be those of an event, by the clauses that stand between them."""

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import View
from flows.steps.events.syntax.navigation import case, child, children, clause, is_verb, relation

_STEPS = 16
_ON = frozenset({"", "on", "in", "at"})


def is_narrated(view: View, trigger: int) -> bool:
    """Return whether the main clause tells a trigger in the simple past, as the next thing that happened.

    A passive has its tense from its helper; what is joined by "and", and what somebody said had happened, goes along.
    """
    node = trigger
    for _ in range(_STEPS):
        token = view.tokens[node]
        if token.head == node:
            break
        is_main = relation(view, node) == "conj" or (
            relation(view, node) in {"ccomp", "parataxis"} and view.tokens[token.head].lemma in word_class("saying")
        )
        if not is_main:
            return False
        node = token.head
    return _is_past(view, trigger)


def _is_past(view: View, verb: int) -> bool:
    helpers = [view.tokens[below] for below in children(view, verb, "aux")]
    if helpers:
        return all(helper.lower in {"was", "were", "did"} for helper in helpers)
    return view.tokens[verb].tag in {"VBD", "VBN"}


def same_time(view: View, trigger: int) -> int | None:
    """Return the verb of what happened when a trigger did: "left the night he was killed"; None where none is told."""
    for noun in children(view, trigger, "obl", "nmod", "obj", "advmod"):
        if view.tokens[noun].lemma in word_class("times") and case(view, noun) in _ON:
            return child(view, noun, "acl")
    return None


def may_share(view: View, trigger: int, place: int) -> bool:
    """Return whether the date that begins at a token may date the event of a trigger.

    What stands in the event's own clause dates it, what "that took place ..." says of it, and what stands in a clause
    above it, unless the way up leads out of a relative clause, past "after" or "before", or out of what somebody says.
    """
    for below in children(view, trigger, "acl"):
        if view.tokens[below].lemma in word_class("occurrence_verbs") and place in clause(view, below):
            return True
    node = trigger
    for _ in range(_STEPS):
        if place == node or place in clause(view, node):
            return True
        head = view.tokens[node].head
        if head == node or _is_border(view, node, head):
            return False
        node = head
    return False


def _is_border(view: View, node: int, head: int) -> bool:
    dep = relation(view, node)
    if dep == "acl":  # below a noun that is the root, the parser has missed the main verb
        return relation(view, head) != "root" or is_verb(view, head)
    if dep == "ccomp":
        return view.tokens[head].lemma in word_class("saying")
    opened = child(view, node, "mark")
    words = {case(view, node), view.tokens[opened].lower if opened is not None else ""}
    return not words.isdisjoint(word_class("relating")) and (dep == "advcl" or not is_verb(view, node))
