"""Who says what a sentence tells, where it is not the author."""

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import View
from flows.steps.events.syntax.navigation import case, child, children, is_verb, relation
from flows.steps.events.syntax.noun_phrases import actor_at
from flows.steps.models import Mention

_ACCORDING = "according"
_STEPS = 12


def speaker(view: View, verb: int) -> Mention | None:
    """Return the name of who says it: "X said that ...", "..., X said", "according to X"."""
    place = verb
    for _ in range(_STEPS):
        for below in children(view, place, "obl", "advcl"):
            if case(view, below) == _ACCORDING or view.lower(below) == _ACCORDING:
                return _named(view, below)
        head = view.tokens[place].head
        if head == place:
            return _aside(view, place)
        is_told = relation(view, place) in {"ccomp", "parataxis"} and is_verb(view, head)
        if is_told and view.tokens[head].lemma in word_class("saying"):
            who = child(view, head, "nsubj")
            return _named(view, who if who is not None else head - 1) if head else None
        place = head
    return None


def _aside(view: View, root: int) -> Mention | None:
    """Return who speaks in "..., the army said", where the parser hangs the verb of saying below what is said."""
    for below in children(view, root, "parataxis"):
        who = child(view, below, "nsubj")
        if view.tokens[below].lemma in word_class("saying") and who is not None:
            return _named(view, who)
    return None


def _named(view: View, place: int) -> Mention | None:
    chunk = actor_at(view, place)
    return chunk.mention if chunk else None
