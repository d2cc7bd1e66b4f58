"""What the parser of long lists gets wrong, put right before a sentence is read: the demands after the first one.

In "demanded that the government cancel the deal, remove the troops, keep ..." every verb in its base form belongs to
the clause with "that"; the parser often hangs the later ones on the main verb.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.steps.events.words import Token

_LOOSE = frozenset({"parataxis", "advcl", "ccomp"})
_BOUND = frozenset({"nsubj", "nsubj:pass", "aux", "mark", "expl"})


def mended(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a sentence, each verb of a list of demands joined to the first one."""
    bound = {token.head for token in tokens if token.dep in _BOUND}
    firsts = {
        token.head: place
        for place, token in reversed(list(enumerate(tokens)))
        if token.dep == "ccomp" and token.tag in {"VB", "VBP"} and place in bound
    }
    return [
        replace(token, head=firsts[token.head], dep="conj") if _is_loose(place, token, firsts, bound) else token
        for place, token in enumerate(tokens)
    ]


def _is_loose(place: int, token: Token, firsts: dict[int, int], bound: set[int]) -> bool:
    """Return whether a token is a verb in its base form without subject or mark behind the first demand."""
    is_bare = token.dep in _LOOSE and token.tag in {"VB", "VBP"} and place not in bound
    return is_bare and firsts.get(token.head, place) < place
