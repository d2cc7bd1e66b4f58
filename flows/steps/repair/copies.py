"""One copy of repeated words in its surroundings, with the evidence that it belongs there or not."""

from collections.abc import Sequence
from functools import cached_property
from math import ceil

from flows.steps.repair.lines import TextLine
from flows.steps.repair.pages import AROUND, WordFit
from flows.steps.text.draft import Edit

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
"""Lines that begin in lower case around a copy at least: it fills one line or more, with others on one side."""


def may_be_wrapped(lines: Sequence[TextLine]) -> bool:
    """Return whether a copy anywhere in a text could be running text; if not, no copy is worth looking for.

    A copy that goes begins a line other than the first, or fills lines while others hold the copy that stays. Around
    it there are at least `AROUND` + 1 lines; whatever longer stretch holds the share of `_WRAPPED`, one of its parts
    of that length to twice `AROUND` + 1 does, too.
    """
    if len(lines) < 2:
        return False
    low = [number for number, line in enumerate(lines) if line.is_continuation]
    if len(lines) <= 2 * AROUND:
        return bool(low)
    return any(right - left <= 2 * AROUND for left, right in zip(low, low[_FEWEST - 1 :], strict=False))


class FragmentCopy:
    """One copy of a fragment, the words from `start` to `end`, in its surroundings.

    "Oddness" is how badly it fits there, in natural logarithms of odds; all of it follows from `fit`, which never
    changes.
    """

    def __init__(self, fit: WordFit, span: tuple[int, int]) -> None:
        self.fit = fit
        self.layout = fit.layout
        self.start, self.end = span

    @cached_property
    def before(self) -> int:
        """Return the word of the text before it, page furniture aside."""
        return self.fit.before(self.start)

    @cached_property
    def behind(self) -> int:
        """Return the word of the text behind it."""
        return self.fit.behind(self.end)

    @cached_property
    def opens_line(self) -> bool:
        """Return whether it begins where a line does."""
        return self.layout.opens_line(self.start)

    @cached_property
    def closes_line(self) -> bool:
        """Return whether it ends where a line does."""
        return self.layout.closes_line(self.end - 1)

    @property
    def fills_lines(self) -> bool:
        """Return whether it fills whole lines."""
        return self.opens_line and self.closes_line

    @cached_property
    def may_go(self) -> bool:
        """Return whether it may be a fragment: cut in mid-sentence and by lines, and running text."""
        return self.fills_lines and self.is_cut and self.is_running_text

    @cached_property
    def is_cut(self) -> bool:
        """Return whether it begins or ends in mid-sentence."""
        begins = self.fit.is_low(self.start) or not self.fit.is_end(self.before)
        return begins or not self.fit.is_end(self.end - 1) or (self.fit.is_low(self.behind) and self.left == 0)

    @cached_property
    def is_cut_twice(self) -> bool:
        """Return whether it certainly begins and ends in mid-sentence."""
        begins = self.fit.is_low(self.start) or not self.fit.is_end(self.before)
        return begins and not self.fit.is_end(self.end - 1) and self.fit.is_low(self.behind)

    @cached_property
    def left(self) -> int:
        """Return how well the text before it and the text behind it would fit together."""
        return self.fit.seam(self.before, self.behind)

    @cached_property
    def gain(self) -> int:
        """Return how much better the text would fit together without it."""
        return self.left - self.fit.seam(self.before, self.start) - self.fit.seam(self.end - 1, self.behind)

    @cached_property
    def oddness(self) -> float:
        """Return how much better the text would fit together without it, the layout of its borders counted in."""
        borders = sum(self._is_odd_border(word) for word in (self.start, self.end))
        return _SEAM * self.gain + _BORDER * borders + _ROOM * self._room + self._affinity

    @property
    def _affinity(self) -> float:
        at_borders = self.fit.affinity(self.before, self.start) + self.fit.affinity(self.end - 1, self.behind)
        return self.fit.affinity(self.before, self.behind) - at_borders

    @property
    def _room(self) -> int:
        """Return at how many of its borders the next word would have fitted on the line, less where it is left out."""
        at_borders = self.fit.had_room(self.before, self.start) + self.fit.had_room(self.end - 1, self.behind)
        return at_borders - self.fit.had_room(self.before, self.behind)

    def _is_odd_border(self, word: int) -> bool:
        """Return whether a page ends, or the spacing changes, before a word in mid-sentence."""
        if not 0 < word < len(self.layout.words) or not self.layout.opens_line(word):
            return False
        before = self.layout.behind_joint(word)
        if self.fit.is_end(before):
            return False
        line = self.layout.lines[self.layout.line_number(word)]
        is_parted = before != word - 1 or line.page_before
        return is_parted or line.empty_before != self.layout.spacing(self.layout.line_number(self.start))

    @cached_property
    def lines(self) -> list[TextLine]:
        """Return the lines that hold it."""
        return self.layout.lines[self.layout.line_number(self.start) : self.layout.line_number(self.end - 1) + 1]

    @cached_property
    def is_running_text(self) -> bool:
        """Return whether its lines are those of wrapped text, not of a list, a table or a poem."""
        words = self.layout.words[self.start : self.end]
        if sum(word.isdigit() for word in words) > _FIGURES * len(words):
            return False
        if sum(line.is_table_row or line.is_list_item for line in self.lines) > _ITEMS * len(self.lines):
            return False
        first, last = self.layout.line_number(self.start), self.layout.line_number(self.end - 1)
        around = self.layout.lines[max(first - AROUND, 0) : last + AROUND + 1]
        return sum(line.is_continuation for line in around) >= _WRAPPED * len(around)

    def removal(self, kept_copy: "FragmentCopy", confidence: float, why: str) -> Edit:
        """Return the edit that removes it, whole lines where it fills them.

        `kept_copy` is the copy that stays; `confidence` is a share of 1; `why` is the evidence in words.
        """
        start, end = self.layout.starts[self.start], self.layout.ends[self.end - 1]
        if self.layout.opens_line(self.start):
            start = self.lines[0].start - self.lines[0].indent
        line = self.lines[-1]
        end = (
            min(line.end + 1, len(self.layout.text))
            if self.layout.closes_line(self.end - 1)
            else self.layout.starts[self.end]
        )
        kept = (self.layout.starts[kept_copy.start], self.layout.ends[kept_copy.end - 1])
        words = f"{self.end - self.start} words again"
        return Edit(
            start=start,
            end=end,
            replacement="",
            rule_id="page_break_duplicate",
            confidence=confidence,
            kept_copy=kept,
            evidence=f"{words}; {why}",
        )
