"""One copy of repeated words in its surroundings, with what tells whether it belongs there."""

from collections.abc import Sequence
from functools import cached_property
from math import ceil

from flows.steps.edits import Edit
from flows.steps.repair.lines import Line
from flows.steps.repair.pages import AROUND, Page

_SEAM = 1.7
"""Oddness of each step by which words fit together badly; all oddness is in natural logarithms of odds."""
_BORDER = 3.0
"""Oddness of a border in mid-sentence at which a page ends or the spacing changes."""
_ROOM = 1.8
"""Oddness of a border at which the next word would have fitted on the line before."""
_WRAPPED = 0.3
"""Share of lines that begin in lower case in wrapped text at least; those of poems and lists do not."""
_ITEMS = 0.2
"""Share of lines that look like rows of a table or items of a list; names with initials begin lines, too."""
_FIGURES = 0.3
"""Share of numbers among the words from which lines are a table."""

_FEWEST = ceil(_WRAPPED * (AROUND + 1))
"""Lines that begin in lower case around a copy at least: it stands on one line or more, with others on one side."""


def may_be_wrapped(lines: Sequence[Line]) -> bool:
    """Return whether a copy anywhere in a text could be running text; if not, no copy is worth looking for.

    Around a copy stand at least `AROUND` + 1 lines; whatever longer stretch holds the share of `_WRAPPED`, one of its
    parts of that length to twice `AROUND` + 1 does, too.
    """
    low = [number for number, line in enumerate(lines) if line.is_continuation]
    if len(lines) <= 2 * AROUND:
        return bool(low)
    return any(right - left <= 2 * AROUND for left, right in zip(low, low[_FEWEST - 1 :], strict=False))


class Copy:
    """One copy of a repeat in its surroundings."""

    def __init__(self, page: Page, span: tuple[int, int]) -> None:
        self.page = page
        self.start, self.end = span

    @cached_property
    def before(self) -> int:
        """Return the word of the text before it, page furniture aside."""
        return self.page.before(self.start)

    @cached_property
    def behind(self) -> int:
        """Return the word of the text behind it."""
        return self.page.behind(self.end)

    @cached_property
    def opens_line(self) -> bool:
        """Return whether it begins where a line does."""
        return self.page.opens_line(self.start)

    @cached_property
    def closes_line(self) -> bool:
        """Return whether it ends where a line does."""
        return self.page.closes_line(self.end - 1)

    @property
    def fills_lines(self) -> bool:
        """Return whether it stands on lines of its own."""
        return self.opens_line and self.closes_line

    @cached_property
    def may_go(self) -> bool:
        """Return whether it may be a fragment: cut in mid-sentence and by lines, and running text."""
        return self.fills_lines and self.is_cut and self.is_running_text

    @cached_property
    def is_cut(self) -> bool:
        """Return whether it begins or ends in mid-sentence."""
        page = self.page
        begins = page.is_low(self.start) or not page.is_end(self.before)
        return begins or not page.is_end(self.end - 1) or (page.is_low(self.behind) and self.left == 0)

    @cached_property
    def is_cut_twice(self) -> bool:
        """Return whether it certainly begins and ends in mid-sentence."""
        page = self.page
        begins = page.is_low(self.start) or not page.is_end(self.before)
        return begins and not page.is_end(self.end - 1) and page.is_low(self.behind)

    @cached_property
    def left(self) -> int:
        """Return how well the text before it and the text behind it would fit together."""
        return self.page.seam(self.before, self.behind)

    @cached_property
    def gain(self) -> int:
        """Return how much better the text would fit together without it."""
        page = self.page
        return self.left - page.seam(self.before, self.start) - page.seam(self.end - 1, self.behind)

    @cached_property
    def oddness(self) -> float:
        """Return how much better the text would fit together without it, the layout of its borders counted in."""
        borders = sum(self._is_odd_border(word) for word in (self.start, self.end))
        return _SEAM * self.gain + _BORDER * borders + _ROOM * self._room + self._affinity

    @property
    def _affinity(self) -> float:
        page = self.page
        at_borders = page.affinity(self.before, self.start) + page.affinity(self.end - 1, self.behind)
        return page.affinity(self.before, self.behind) - at_borders

    @property
    def _room(self) -> int:
        """Return at how many of its borders the next word would have fitted on the line, less where it is left out."""
        page = self.page
        at_borders = page.had_room(self.before, self.start) + page.had_room(self.end - 1, self.behind)
        return at_borders - page.had_room(self.before, self.behind)

    def _is_odd_border(self, word: int) -> bool:
        """Return whether a page ends, or the spacing changes, before a word in mid-sentence."""
        page = self.page
        if not 0 < word < len(page.words) or not page.opens_line(word):
            return False
        before = page.behind_joint(word)
        if page.is_end(before):
            return False
        line = page.lines[page.line_number(word)]
        is_parted = before != word - 1 or line.page_before
        return is_parted or line.empty_before != page.spacing(page.line_number(self.start))

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines it stands on."""
        page = self.page
        return page.lines[page.line_number(self.start) : page.line_number(self.end - 1) + 1]

    @cached_property
    def is_running_text(self) -> bool:
        """Return whether its lines are those of wrapped text, not of a list, a table or a poem."""
        words = self.page.words[self.start : self.end]
        if sum(word.isdigit() for word in words) > _FIGURES * len(words):
            return False
        if sum(line.is_table_row or line.is_list_item for line in self.lines) > _ITEMS * len(self.lines):
            return False
        page = self.page
        first, last = page.line_number(self.start), page.line_number(self.end - 1)
        around = page.lines[max(first - AROUND, 0) : last + AROUND + 1]
        return sum(line.is_continuation for line in around) >= _WRAPPED * len(around)

    def removal(self, twin: "Copy", confidence: float, why: str) -> Edit:
        """Return the edit that removes it: whole lines where it fills them."""
        page = self.page
        start, end = page.starts[self.start], page.ends[self.end - 1]
        if page.opens_line(self.start):
            start = self.lines[0].start - self.lines[0].indent
        line = self.lines[-1]
        end = min(line.end + 1, len(page.text)) if page.closes_line(self.end - 1) else page.starts[self.end]
        kept = (page.starts[twin.start], page.ends[twin.end - 1])
        words = f"{self.end - self.start} words again"
        return Edit(start, end, "", "page_break_duplicate", confidence, twin=kept, evidence=f"{words}; {why}")
