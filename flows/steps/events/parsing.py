"""How a sentence is understood: by its tree where a language model has read it, else by the order of its words."""

from collections.abc import Iterator
from typing import Protocol

from flows.steps.events import linear as surface
from flows.steps.events import syntax as trees
from flows.steps.events.candidate import Match
from flows.steps.events.sentence import View
from flows.steps.models import Mention
from schemas.vocab import Factuality


class Grammar(Protocol):
    """What is asked of a sentence."""

    def matches(self, view: View) -> Iterator[Match]:
        """Yield the triggers of the sentence with their sides, in order."""

    def factuality(self, view: View, verb: int, *, is_noun: bool = False) -> Factuality:
        """Return how the event whose verb or noun is the token `verb` is told."""

    def may_share(self, view: View, trigger: int, place: int) -> bool:
        """Return whether the date that begins at the token `place` may date the event of `trigger`."""

    def is_narrated(self, view: View, trigger: int) -> bool:
        """Return whether the main clause tells a trigger in the simple past, as the next thing that happened."""

    def same_time(self, view: View, trigger: int) -> int | None:
        """Return the token of what happened at the same time ("the night he was killed"); None where none is told."""

    def is_refusal(self, view: View, verb: int) -> bool:
        """Return whether what a clause negates is what somebody will not do."""

    def instruments(self, view: View, match: Match) -> list[tuple[int, int]]:
        """Return what an assault was done with, as half-open ranges of tokens."""

    def speaker(self, view: View, verb: int) -> Mention | None:
        """Return the name of who says so; None where it is the author."""


def grammar_of(view: View) -> Grammar:
    """Return how to understand a sentence."""
    return trees if view.is_tree else surface
