"""What an assault was done with: "with machetes", "fired rockets", "a drone strike"."""

from collections.abc import Iterator

from flows.steps.events.candidate import Match
from flows.steps.events.lexicon import head_nouns
from flows.steps.events.sentence import View
from flows.steps.events.syntax.navigation import case, children

_WITH = frozenset({"with", "by", "using", "from"})
Tokens = tuple[int, int]


def instruments(view: View, match: Match) -> list[Tokens]:
    """Return the weapons of an assault, in order, as half-open ranges of tokens; their modifiers belong to them."""
    places = set(range(match.first, match.last)) | {match.verb}
    nouns = places | {below for place in places for below in _beside(view, place)}
    found = nouns | {below for noun in nouns for below in children(view, noun, "compound", "amod", "nmod:desc")}
    weapons = sorted(place for place in found if view.lower(place) in head_nouns("weapons"))
    return [(_start(view, place), place + 1) for place in weapons]


def _beside(view: View, place: int) -> Iterator[int]:
    """Yield the subject and objects of a token, and what "with" or "by" brings in."""
    yield from children(view, place, "obj", "nsubj")
    yield from (below for below in children(view, place, "obl", "nmod") if case(view, below) in _WITH)


def _start(view: View, place: int) -> int:
    before = [below for below in children(view, place, "compound") if below < place]
    return min(before, default=place)
