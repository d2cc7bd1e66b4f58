"""Running text that a repaired text holds twice, for a person to look at."""

from typing import NamedTuple

from flows.steps.repair.pages import TextLayout, layout_of
from flows.steps.repair.repeats import WordRepeat

_FEWEST = 20
"""Words of the shortest repeat that is worth a look."""


class SuspectedRepeat(NamedTuple):
    """The range `start` to `end` of a text that repeats `first`, an earlier range; `words` counts its words."""

    start: int
    end: int
    first: tuple[int, int]
    words: int


def suspected(text: str) -> list[SuspectedRepeat]:
    """Return the repeats of twenty words or more in a repaired text, longest first.

    Left out are whole paragraphs and what repeats them: those are quotes set apart, or named as copies elsewhere.
    """
    layout = layout_of(text)
    long = (repeat for repeat in layout.repeats if repeat.second[1] - repeat.second[0] >= _FEWEST)
    suspects = [_suspect(layout, repeat) for repeat in long if not any(_is_paragraph(layout, span) for span in repeat)]
    return sorted(suspects, key=lambda suspect: (-suspect.words, suspect.start))


def _is_paragraph(layout: TextLayout, words: tuple[int, int]) -> bool:
    """Return whether a range of words fills lines, which paragraphs of a repaired text are."""
    return layout.opens_line(words[0]) and layout.closes_line(words[1] - 1)


def _suspect(layout: TextLayout, repeat: WordRepeat) -> SuspectedRepeat:
    (low, high), (start, end) = repeat
    first = layout.starts[low], layout.ends[high - 1]
    return SuspectedRepeat(layout.starts[start], layout.ends[end - 1], first, end - start)
