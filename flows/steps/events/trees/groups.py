"""Who a noun names: the actor phrase around a head, and the actors joined to it."""

from collections.abc import Iterator

from flows.steps.events.phrases import Chunk, View
from flows.steps.events.surface.sides import POSSESSIVE
from flows.steps.events.trees.tree import case, child, children, conjoined, is_verb, relation
from flows.steps.events.words import head_nouns, word_class

_INSIDE = frozenset({"compound", "amod", "nmod:poss", "nmod:desc", "flat", "nummod", "nmod:unmarked"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_OWNERS = frozenset({"nmod:poss", "compound", "amod", "nmod:desc"})
_DEPTH = 4
_BEFORE_NOUN = frozenset({"ADJ", "ADV", "NUM"})
HYPHENS = frozenset({"-", "‐", "‑"})


Sides = tuple[tuple[Chunk, ...], tuple[Chunk, ...], bool]
"""Actors, recipients, and whether the actor is the trigger's own: its subject, or its owner."""


def actor_at(view: View, head: int, depth: int = _DEPTH) -> Chunk | None:
    """Return the actor phrase whose head is the token `head`; None where it names nobody.

    Of "dozens of protesters" and "a group of rebels" the ones counted are meant.
    """
    token = view.tokens[head]
    if view.when[head] or token.pos not in _NOMINAL:
        return None
    if depth and is_measure(view, head):
        counted = next((below for below in children(view, head, "nmod", "obl") if case(view, below) == "of"), None)
        found = actor_at(view, counted, depth - 1) if counted is not None else None
        if found is not None:
            return found
    mention = view.mention_of[head]
    is_target = mention is None and token.lower in head_nouns("targets")
    if mention is None and not is_target and token.lower not in head_nouns("actors") and not _is_name(view, head):
        return None
    return Chunk(_start(view, head), _end(view, head), mention, is_target, is_whole=True)


def is_measure(view: View, head: int) -> bool:
    """Return whether a word only counts what "of" brings in behind it."""
    return view.tokens[head].lower in word_class("measures") and view.mention_of[head] is None


def _is_name(view: View, head: int) -> bool:
    """Return whether a head is a proper noun that nobody has linked; not in a headline, where everything looks so."""
    token = view.tokens[head]
    if view.is_headline or token.lower in head_nouns("nameless"):
        return False
    return token.pos == "PROPN" or (token.text.isupper() and token.text.isalpha() and 3 <= len(token.text) <= 6)


def _start(view: View, head: int, depth: int = _DEPTH) -> int:
    """Return where the words begin that say whose or what a head is, articles and numbers outside."""
    start = head
    for below in reversed(view.children[head]) if depth else ():
        if below < head and view.tokens[below].dep in _INSIDE and view.tokens[below].pos not in {"NUM", "DET", "PRON"}:
            start = min(start, _start(view, below, depth - 1))
    mention = view.mention_of[head]
    while start > 0 and (view.mention_of[start - 1] is mention is not None or is_joined(view, start)):
        start -= 1
    return start


def is_joined(view: View, place: int) -> bool:
    """Return whether a hyphen joins a token to the one before it ("Iran-backed")."""
    before, token = view.tokens[place - 1], view.tokens[place]
    return before.end == token.start and (before.text in HYPHENS or token.text in HYPHENS)


def _end(view: View, head: int) -> int:
    end = head + 1
    for below in children(view, head, "flat", "compound"):
        end = max(end, below + 1) if view.tokens[below].pos != "PART" else end
    mention = view.mention_of[head]
    while mention is not None and end < len(view.tokens) and view.mention_of[end] is mention:
        end += 1
    return end


def actors(view: View, head: int) -> tuple[Chunk, ...]:
    """Return the actor phrases of a head and of what is joined to it."""
    found = (actor_at(view, _owned(view, place)) for place in conjoined(view, head))
    return tuple(chunk for chunk in found if chunk is not None)


def _owned(view: View, head: int) -> int:
    """Return the noun whose owner the parser took for the head ("and Iraq's most senior men"), or the head."""
    end = _end(view, head)
    if view.lower(end) not in POSSESSIVE or view.tokens[head].dep == "nmod:poss":
        return head
    place = end + 1
    while place < len(view.tokens) and view.tokens[place].pos in _BEFORE_NOUN:
        place += 1
    while place + 1 < len(view.tokens) and view.tokens[place + 1].pos == "NOUN":
        place += 1
    return place if place < len(view.tokens) and view.tokens[place].pos == "NOUN" else head


def owner(view: View, head: int) -> tuple[Chunk, ...]:
    """Return whose or which a noun is: "Iran's attack", "U.S. strikes", "the police raid"."""
    for below in reversed(view.children[head]):
        if below < head and view.tokens[below].dep in _OWNERS and not is_verb(view, below):
            found = actors(view, below)
            if found and not found[0].is_target:
                return found
    return ()


def within(view: View, head: int, depth: int = _DEPTH) -> tuple[Chunk, ...]:
    """Return the actors of a noun, or else those nearest below it: in "the attack by X", "X's decision"."""
    found = actors(view, head)
    if found or not depth:
        return found
    for below in (*children(view, head, "nmod", "compound", "amod", "obl", "appos"),):
        if relation(view, below) != "amod" or view.mention_of[below] is not None:
            found = within(view, below, depth - 1)
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


def titled(view: View, head: int) -> int:
    """Return the name that stands beside a title as an apposition ("the minister, Ann Smith"), or the head itself."""
    name = child(view, head, "appos", "flat")
    return name if name is not None and view.mention_of[name] is not None else head
