"""The time expressions of a paragraph, each in its sentence and beside its neighbours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.dates.cues import cues, side
from flows.steps.dates.finder import Find, find
from flows.steps.dates.numbers import years_in
from flows.steps.language.passages import Span

_LIST = re.compile(
    r"\s*(?:,|[-–—/]|,?\s*\b(?:and|or|to|through|thru|until|till|then)\b)\s*(?:the\s+|by\s+)?", re.IGNORECASE
)
"""What may stand between two dates of one year, as in "March and May 2019"."""
_LIST_LENGTH = 16
_JOINT = re.compile(r",?\s{1,3}(?:(?:on|of)\s{1,3})?(?:the\s{1,3})?", re.IGNORECASE)
_JOINT_LENGTH = 12
_OPENING = 3
"""How many characters, such as "In ", may stand before what opens a sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """An expression in its sentence, with the side its cues point to: ahead, back, or None where there are none.

    `ahead` is the date with a year that ends the list it stands in; `base` the date right behind it that it steps away
    from or gives the hour of, which is part of the expression; `reach` is the end of the happening that it counts from.
    """

    found: Find
    sentence: Span
    looks_ahead: bool | None
    ahead: Find | None = None
    base: Find | None = None
    reach: int | None = None

    @property
    def end(self) -> int:
        """Return where the expression ends."""
        if self.reach is not None:
            return self.reach
        return self.found.end if self.base is None else self.base.end

    def apart(self) -> "list[Place]":
        """Return the expression and its base as two."""
        finds = [self.found] if self.base is None else [self.found, self.base]
        return [Place(found=found, sentence=self.sentence, looks_ahead=self.looks_ahead) for found in finds]

    @property
    def opens_sentence(self) -> bool:
        """Return whether the expression stands first, or behind one short word such as "In"."""
        return self.found.start - self.sentence[0] <= _OPENING


def places(text: str, sentences: Sequence[Span]) -> Iterator[Place]:
    """Yield the time expressions of `text` with the sentence each stands in."""
    finds = list(find(text))
    aheads = _aheads(text, finds)
    taken = False
    for index, (found, (sentence, looks_ahead)) in enumerate(
        zip(finds, _sentences(text, finds, sentences), strict=True)
    ):
        if taken:
            taken = False
            continue
        behind = finds[index + 1] if index + 1 < len(finds) else None
        base = behind if behind is not None and _joins(text, found, behind, sentence) else None
        taken = base is not None
        yield Place(found=found, sentence=sentence, looks_ahead=looks_ahead, ahead=aheads[index], base=base)


def _sentences(text: str, finds: Sequence[Find], sentences: Sequence[Span]) -> Iterator[tuple[Span, bool | None]]:
    """Yield for each expression its sentence and the side that the cues point to."""
    spans = sentences or ((0, len(text)),)
    number, sides_of = 0, -1
    sides: tuple[tuple[int, bool], ...] = ()
    for found in finds:
        while number + 1 < len(spans) and spans[number + 1][0] <= found.start:
            number += 1
        if sides_of != number:
            sides_of, sides = number, cues(text, *spans[number])
        yield spans[number], side(sides, found.start)


def _joins(text: str, found: Find, behind: Find, sentence: Span) -> bool:
    """Return whether an expression takes in the date behind it: "two days before" and "Christmas"."""
    if not found.rule.joins or behind.start >= sentence[1] or behind.rule.joins:
        return False
    gap = text[found.tail : behind.start]
    return len(gap) <= _JOINT_LENGTH and _JOINT.fullmatch(gap) is not None


def _aheads(text: str, finds: Sequence[Find]) -> list[Find | None]:
    """Return for each month without a year the dated month at the end of its list, from the last one back."""
    aheads: list[Find | None] = [None] * len(finds)
    for index in range(len(finds) - 2, -1, -1):
        found, behind = finds[index], finds[index + 1]
        if "month" not in found.groups or "month" not in behind.groups or years_in(found.groups):
            continue
        gap = text[found.end : behind.start]
        if len(gap) <= _LIST_LENGTH and _LIST.fullmatch(gap):
            aheads[index] = behind if years_in(behind.groups) else aheads[index + 1]
    return aheads
