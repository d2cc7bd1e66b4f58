"""What the order of words tells where the tree names nobody: matches without a tree, set into the tree's tokens.

One relation in six of a tree is wrong, and long sentences have more of these; what the surface finds is taken where the
tree agrees that the trigger is a verb, or a noun.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from flows.steps.events import surface
from flows.steps.events.match import Match
from flows.steps.events.phrases import Chunk, View
from flows.steps.events.senses import NOUN_CONSTRUCTIONS
from flows.steps.events.trees.tree import may_be_noun, may_be_verb

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def is_sound(view: View) -> bool:
    """Return whether a tree can be trusted at all: one without a finite verb is wrong, or of a headline."""
    return any(token.tag in _FINITE for token in view.tokens)


def further(view: View) -> Iterator[Match]:
    """Yield the matches of the surface, in order, where the tree does not say that the trigger is something else."""
    starts = [token.start for token in view.tokens]
    is_asked = is_sound(view)
    for match in surface.matches(view.flat):
        moved = _moved(view, match, starts)
        fits = may_be_noun if match.sense.construction in NOUN_CONSTRUCTIONS else may_be_verb
        if not is_asked or fits(view, moved.verb):
            yield moved


def _moved(view: View, match: Match, starts: list[int]) -> Match:
    """Return a match whose places count the tokens of the tree."""

    def first(place: int) -> int:
        return bisect_right(starts, view.flat.tokens[place].start) - 1

    def last(place: int) -> int:
        return bisect_left(starts, view.flat.tokens[place - 1].end)

    def chunk(old: Chunk) -> Chunk:
        return replace(old, start=first(view.flat.phrase_start(old)), end=last(old.end), is_whole=True)

    return replace(
        match,
        first=first(match.first),
        last=last(match.last),
        verb=first(match.verb),
        actors=tuple(map(chunk, match.actors)),
        recipients=tuple(map(chunk, match.recipients)),
        is_direct=False,
    )
