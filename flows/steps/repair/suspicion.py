"""Running text that stands twice in a repaired text, for a person to look at."""

from typing import NamedTuple

from flows.steps.repair.pages import Page
from flows.steps.repair.repeats import Repeat, find_repeats

_FEWEST = 20
"""Words of the shortest repeat that is worth a look."""


class Suspect(NamedTuple):
    """A range of the text that says again what `twin`, an earlier range, says; `words` counts its words."""

    start: int
    end: int
    twin: tuple[int, int]
    words: int


def suspected(text: str) -> list[Suspect]:
    """Return the repeats of twenty words or more in a repaired text, longest first.

    Left out are whole paragraphs and what repeats them: those are quotes set apart, or named as copies elsewhere.
    """
    page = Page(text)
    long = (repeat for repeat in find_repeats(page.words) if repeat.second[1] - repeat.second[0] >= _FEWEST)
    found = [_suspect(page, repeat) for repeat in long if not any(_is_paragraph(page, span) for span in repeat)]
    return sorted(found, key=lambda suspect: (-suspect.words, suspect.start))


def _is_paragraph(page: Page, span: tuple[int, int]) -> bool:
    return page.opens_line(span[0]) and page.closes_line(span[1] - 1)


def _suspect(page: Page, repeat: Repeat) -> Suspect:
    (low, high), (start, end) = repeat
    twin = (page.starts[low], page.ends[high - 1])
    return Suspect(page.starts[start], page.ends[end - 1], twin, end - start)
