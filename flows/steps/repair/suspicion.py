"""Running text that stands twice in a repaired text, for a person to look at."""

from typing import NamedTuple

from flows.steps.repair.pages import TextLayout, layout_of
from flows.steps.repair.repeats import WordRepeat

_FEWEST = 20
"""Words of the shortest repeat that is worth a look."""


class SuspectedRepeat(NamedTuple):
    """A range of the text that says again what `twin`, an earlier range, says; `words` counts its words."""

    start: int
    end: int
    twin: tuple[int, int]
    words: int


def suspected(text: str) -> list[SuspectedRepeat]:
    """Return the repeats of twenty words or more in a repaired text, longest first.

    Left out are whole paragraphs and what repeats them: those are quotes set apart, or named as copies elsewhere.
    """
    layout = layout_of(text)
    long = (repeat for repeat in layout.repeats if repeat.second[1] - repeat.second[0] >= _FEWEST)
    found = [_suspect(layout, repeat) for repeat in long if not any(_is_paragraph(layout, span) for span in repeat)]
    return sorted(found, key=lambda suspect: (-suspect.words, suspect.start))


def _is_paragraph(layout: TextLayout, span: tuple[int, int]) -> bool:
    return layout.opens_line(span[0]) and layout.closes_line(span[1] - 1)


def _suspect(layout: TextLayout, repeat: WordRepeat) -> SuspectedRepeat:
    (low, high), (start, end) = repeat
    twin = (layout.starts[low], layout.ends[high - 1])
    return SuspectedRepeat(layout.starts[start], layout.ends[end - 1], twin, end - start)
