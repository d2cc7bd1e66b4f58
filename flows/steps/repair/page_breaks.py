"""Fragments that a page break printed twice.

A true repetition (a refrain, a formula, a quotation) is a whole sentence in both places. A fragment of a page is cut by
lines instead: it fills whole lines, yet begins or ends in mid-sentence where its neighbours do not go on. Both must be
seen, in one copy and not in the other, before anything is removed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.steps.edits import Edit

_WORD = re.compile(r"\w+")
_SHINGLE = 6
"""Words in a row that make two places worth comparing."""
_FEWEST_WORDS = 12
"""Words of the shortest fragment: about one line of a page."""
_MOST_PLACES = 8
"""Places of one shingle that are compared; what comes more often is a formula."""
_TERMINAL = re.compile(r"""[.!?…:;]["'”’»)\]]*(?:\s?\[\d{1,3}\])*\s*$""")


class Repeat(NamedTuple):
    """Two ranges of the text with the same words: `first` (earlier) and `second`."""

    first: tuple[int, int]
    second: tuple[int, int]
    words: int


def drop_page_break_duplicates(text: str) -> Iterator[Edit]:
    """Yield edits that remove the copy of each fragment whose neighbours do not fit it, the other copy as its twin."""
    taken = 0
    for repeat in sorted(find_repeats(text), key=lambda found: found.second):
        edit = _judge(text, repeat)
        if edit is not None and edit.start >= taken:
            taken = edit.end
            yield edit


def find_repeats(text: str) -> Iterator[Repeat]:
    """Yield the longest runs of at least twelve words that stand in two places, from left to right."""
    matches = list(_WORD.finditer(text))
    words = [match[0].casefold() for match in matches]
    places: dict[tuple[str, ...], list[int]] = {}
    index = 0
    while index + _SHINGLE <= len(words):
        key = tuple(words[index : index + _SHINGLE])
        length, place = _longest(words, places.get(key, ()), index)
        step = length if length >= _FEWEST_WORDS else 1
        for position in range(index, min(index + step, len(words) - _SHINGLE + 1)):
            known = places.setdefault(tuple(words[position : position + _SHINGLE]), [])
            if len(known) < _MOST_PLACES:
                known.append(position)
        if step > 1:
            yield Repeat(
                (matches[place].start(), matches[place + length - 1].end()),
                (matches[index].start(), matches[index + length - 1].end()),
                length,
            )
        index += step


def _longest(words: Sequence[str], places: Sequence[int], index: int) -> tuple[int, int]:
    """Return the length and the earlier place of the longest run that the words at `index` repeat."""
    best = (0, 0)
    for place in places:
        length, most = 0, min(len(words) - index, index - place)
        while length < most and words[place + length] == words[index + length]:
            length += 1
        best = max(best, (length, -place))
    return best[0], -best[1]


class _Copy:
    """One copy in its surroundings, with what tells whether it belongs there."""

    def __init__(self, text: str, span: tuple[int, int]) -> None:
        self.text = text
        self.line_start = text.rfind("\n", 0, span[0]) + 1
        newline = text.find("\n", span[1])
        self.line_end = len(text) if newline < 0 else newline
        self.start, self.end = span
        self.fills_start = not _WORD.search(text, self.line_start, self.start)
        self.fills_end = not _WORD.search(text, self.end, self.line_end)

    @property
    def begins_low(self) -> bool:
        """Return whether its first word is in lower case."""
        return self.text[self.start].islower()

    @property
    def ends_open(self) -> bool:
        """Return whether it stops without the end of a sentence."""
        return not _TERMINAL.search(self.text, self.end, max(self.end, min(self.line_end, self.end + 8)))

    @property
    def follows_end(self) -> bool:
        """Return whether a sentence, or the text, ends right before it."""
        before = self.text[max(0, self.line_start - 200) : self.line_start].rstrip()
        return not before or bool(_TERMINAL.search(before))

    @property
    def precedes_start(self) -> bool:
        """Return whether what comes behind its last line begins like a sentence, or nothing comes."""
        after = self.text[self.line_end : self.line_end + 200].lstrip("\n\f \t\"'“‘(•-")
        return not after or not after[:1].islower()

    def mismatches(self, other: "_Copy") -> int:
        """Return at how many of its edges it begins or ends in mid-sentence while its neighbours do not go on."""
        left = self.fills_start and self.follows_end and self.begins_low
        right = self.fills_end and self.ends_open and self.precedes_start and other.goes_on
        return left + right

    @property
    def goes_on(self) -> bool:
        """Return whether its sentence goes on behind it."""
        after = self.text[self.end : self.end + 200].lstrip()
        return after[:1].islower() or after[:1] in {",", ";", "—", "–"}


def _judge(text: str, repeat: Repeat) -> Edit | None:
    """Return the edit that removes one copy, or None where the evidence is not sufficient."""
    first, second = _Copy(text, repeat.first), _Copy(text, repeat.second)
    if _are_adjacent(text, first, second):
        return _judge_overlap(first, second)
    wrong = first.mismatches(second), second.mismatches(first)
    if wrong[1] and not wrong[0] and second.fills_start and second.fills_end:
        return _removal(second, first, repeat, wrong[1])
    if wrong[0] and not wrong[1] and first.fills_start and first.fills_end:
        return _removal(first, second, repeat, wrong[0])
    return None


def _are_adjacent(text: str, first: _Copy, second: _Copy) -> bool:
    return not _WORD.search(text, first.end, second.start)


def _judge_overlap(first: _Copy, second: _Copy) -> Edit | None:
    """Return the removal of the second of two copies that follow each other, if they are cut by lines.

    Two whole sentences or verses in a row may be meant; a run that begins or ends in mid-sentence never is.
    """
    fills = second.fills_start and second.fills_end and (first.fills_start or first.fills_end)
    is_cut = second.begins_low or (second.ends_open and second.goes_on)
    if not fills or not is_cut:
        return None
    return _removal(second, first, None, 2)


def _removal(copy: _Copy, twin: _Copy, repeat: Repeat | None, mismatches: int) -> Edit:
    words = repeat.words if repeat else len(_WORD.findall(copy.text, copy.start, copy.end))
    return Edit(
        copy.line_start,
        min(copy.line_end + 1, len(copy.text)),
        "",
        "page_break_duplicate",
        confidence=0.99 if mismatches == 2 else 0.9,
        twin=(twin.start, twin.end),
        evidence=f"{words} words again; {mismatches} of 2 edges do not fit their neighbours",
    )
