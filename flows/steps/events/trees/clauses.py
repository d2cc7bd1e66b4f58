"""Which dates of a sentence may be those of an event, by the clauses that stand between them."""

from flows.steps.events.phrases import View
from flows.steps.events.trees.tree import case, child, clause, is_verb, relation
from flows.steps.events.words import word_class

_STEPS = 16


def may_share(view: View, trigger: int, place: int) -> bool:
    """Return whether the date that begins at a token may date the event of a trigger.

    What stands in the event's own clause dates it, and what stands in a clause above it, unless the way up leads out of
    a relative clause, past "after" or "before", or out of what somebody says.
    """
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
