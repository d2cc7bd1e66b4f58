"""What the order of words tells where the tree names nobody: matches without a tree, set into the tree's tokens.

One relation in six of a tree is wrong, and long sentences have more of these; what the surface finds is taken where the
tree agrees that the trigger is a verb, or a noun.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from flows.steps.events import linear as surface
from flows.steps.events.candidate import Match
from flows.steps.events.linear.arguments import modifier_of
from flows.steps.events.sentence import POSSESSIVE, Chunk, View
from flows.steps.events.syntax.arguments import is_accident
from flows.steps.events.syntax.navigation import may_be_noun, may_be_verb
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS

_CLAUSES = frozenset({"root", "parataxis"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def is_sound(view: View) -> bool:
    """Return whether a tree can be trusted at all: one without the verb of a clause is wrong, or of a headline."""
    return any(token.tag in _FINITE or (token.pos == "VERB" and token.dep in _CLAUSES) for token in view.tokens)


def further(view: View) -> Iterator[Match]:
    """Yield the matches of the surface, in order, where the tree does not say that the words are something else."""
    starts = [token.start for token in view.tokens]
    is_asked = is_sound(view)
    for match in surface.matches(view.flat):
        moved = _moved(view, match, starts)
        if not is_asked or (_fits(view, moved) and not _reaches_too_far(view, moved)):
            yield moved


def _fits(view: View, match: Match) -> bool:
    """Return whether the trigger may be a noun or a verb, as its sense wants it."""
    if match.sense.construction in NOUN_CONSTRUCTIONS:
        return may_be_noun(view, match.verb)
    return may_be_verb(view, match.verb) and not is_accident(view, match.verb)


def _reaches_too_far(view: View, match: Match) -> bool:
    """Return whether the side that a preposition brings in stands behind the "to" of an infinitive."""
    if not match.recipients or not match.sense.preps:
        return False
    between = view.tokens[match.last : match.recipients[0].start]
    return any(token.lower == "to" and token.pos == "PART" for token in between)


def owner_before(view: View, noun: int) -> tuple[Chunk, ...]:
    """Return the actor whose deed a noun is by the words before it ("the rebels' May 5 attack")."""
    start = view.tokens[noun].start
    place = next((spot for spot, token in enumerate(view.flat.tokens) if token.start == start), None)
    found = modifier_of(view.flat, place) if place is not None else None
    if found is None:
        return ()
    moved = _moved_chunk(view, found, [token.start for token in view.tokens])
    return (moved,) if view.lower(moved.end) in POSSESSIVE else ()


def _moved(view: View, match: Match, starts: list[int]) -> Match:
    """Return a match whose places count the tokens of the tree."""
    return replace(
        match,
        first=_first(view, match.first, starts),
        last=_last(view, match.last, starts),
        verb=_first(view, match.verb, starts),
        actors=tuple(_moved_chunk(view, chunk, starts) for chunk in match.actors),
        recipients=tuple(_moved_chunk(view, chunk, starts) for chunk in match.recipients),
        is_direct=False,
    )


def _moved_chunk(view: View, chunk: Chunk, starts: list[int]) -> Chunk:
    first, last = _first(view, view.flat.phrase_start(chunk), starts), _last(view, chunk.end, starts)
    return replace(chunk, start=first, end=last, is_whole=True)


def _first(view: View, place: int, starts: list[int]) -> int:
    """Return the token of the tree that holds the beginning of the token `place` of the surface."""
    return bisect_right(starts, view.flat.tokens[place].start) - 1


def _last(view: View, end: int, starts: list[int]) -> int:
    """Return the token of the tree behind the one that ends the tokens of the surface before `end`."""
    return bisect_left(starts, view.flat.tokens[end - 1].end)
