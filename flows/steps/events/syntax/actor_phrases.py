"""Who acts around a noun: itself, whose it is, who stands below it, who a preposition brings in."""

from collections.abc import Iterator

from flows.steps.events.sentence import Chunk, View
from flows.steps.events.syntax.navigation import case, children, is_verb, relation
from flows.steps.events.syntax.noun_phrases import named
from flows.steps.events.syntax.pronouns import stands_for

_OWNERS = frozenset({"nmod:poss", "compound", "amod", "nmod:desc"})
_DEPTH = 4

Sides = tuple[tuple[Chunk, ...], tuple[Chunk, ...], bool]
"""Actors, recipients, and whether the actor is the trigger's own: its subject, or its owner."""


def actors(view: View, head: int) -> tuple[Chunk, ...]:
    """Return the actor phrases of a head and of what is joined to it; of a pronoun, whom it stands for."""
    return stands_for(view, head) if view.tokens[head].pos == "PRON" else named(view, head)


def owner(view: View, head: int) -> tuple[Chunk, ...]:
    """Return whose or which a noun is: "Iran's attack", "U.S. strikes", "the police raid"."""
    for below in reversed(view.children[head]):
        if below < head and view.tokens[below].dep in _OWNERS and not is_verb(view, below):
            found = actors(view, below)
            if found and not found[0].is_target:
                return found
    return ()


def within(view: View, head: int) -> tuple[Chunk, ...]:
    """Return the actors of a noun, or else those named nearest below it: in "the attack by X", "X's decision"."""
    return actors(view, head) or named_within(view, head)


def named_within(view: View, head: int, depth: int = _DEPTH) -> tuple[Chunk, ...]:
    """Return the actors of a noun, or else those nearest below it; a pronoun names nobody."""
    found = named(view, head)
    if found or not depth:
        return found
    for below in (*children(view, head, "nmod", "compound", "amod", "obl", "appos"),):
        if relation(view, below) != "amod" or view.mention_of[below] is not None:
            found = named_within(view, below, depth - 1)
            if found:
                return found
    return ()


def brought_in(view: View, places: Iterator[int], preps: frozenset[str]) -> tuple[Chunk, ...]:
    """Return the actors of the first noun among `places` that one of the prepositions brings in."""
    for place in places:
        if case(view, place) in preps and not view.when[place]:
            found = within(view, place)
            if found:
                return found
    return ()
