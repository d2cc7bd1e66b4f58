"""Cues for the creation time of a text, found once in each paragraph: words such as "will", "said", "planned for"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, NamedTuple

from flows.steps.text.passage import Passage, Span
from flows.steps.timex.standalone import StandaloneTimex
from flows.steps.timex.tense import verb_spans
from schemas.data_files import load_toml

_LEAD_CHARACTERS = 300
"""Characters before a date in which a cue may begin that ends right before the date."""
_BESIDE_CHARACTERS = 12
"""Characters between a verb of saying and the date on which something was said."""
_QUOTE = re.compile('["“]')
_CLAUSE_MARK = re.compile(r"[,;:—–()]")
_GAP_BEHIND = re.compile("[ ,]*")


class CreationCue(NamedTuple):
    """A block of `creation_cues.toml`: a pattern, and texts in which it must and must not find something."""

    pattern: Annotated[re.Pattern[str], re.IGNORECASE]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def creation_cues() -> dict[str, CreationCue]:
    """Return the blocks of `creation_cues.toml`, by kind of cue."""
    return load_toml(files(__package__).joinpath("creation_cues.toml"), dict[str, CreationCue])


@cache
def _without_end(kind: str) -> re.Pattern[str]:
    """Return the expression of a kind with `$` without that: where it matches nothing, no cue begins."""
    pattern = creation_cues()[kind].pattern
    return re.compile(pattern.pattern.replace("$", ""), pattern.flags)


def _starts(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield each offset at which a pattern matches, also within another match."""
    match = pattern.search(text)
    while match:
        yield match.start()
        match = pattern.search(text, match.start() + 1)


class ParagraphCues:
    """The cues of one paragraph. Each kind is searched once in its text, however many dates ask for it.

    Ranges are half-open and count characters of `text`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[re.Pattern[str], tuple[list[int], list[int]]] = {}
        self._openings: dict[str, list[int]] = {}

    def has(self, kind: str, start: int, end: int) -> bool:
        """Return whether a cue of a kind of `creation_cues.toml`, one without `$`, lies in a range."""
        return self._has(creation_cues()[kind].pattern, start, end)

    def has_right_before(self, kind: str, start: int, end: int) -> bool:
        """Return whether a cue of a kind with `$` ends a range, of which only the last few words are searched."""
        if kind not in self._openings:
            self._openings[kind] = [*_starts(_without_end(kind), self.text)]
        starts, pattern = self._openings[kind], creation_cues()[kind].pattern
        first = bisect_left(starts, max(start, end - _LEAD_CHARACTERS))
        return any(pattern.match(self.text, at, end) for at in starts[first : bisect_left(starts, end)])

    def has_quote(self, start: int, end: int) -> bool:
        """Return whether a quotation begins in a range."""
        return self._has(_QUOTE, start, end)

    def is_past_fact(self, timex: StandaloneTimex) -> bool | None:
        """Return whether the words around a date report it as past; False where they look ahead, None where unsure.

        The date of a plan, of a limit, or of what somebody says is of no certain side.
        """
        if timex.looks_ahead:
            return False
        before = timex.sentence[0], timex.start
        if self.has_right_before("aims_at", *before) or self.has("unreal", *before):
            return None
        starts, ends = self._verbs
        is_past = timex.looks_ahead is False or self.has("past_verb", *timex.sentence) or None
        number = bisect_left(starts, timex.start) - 1
        if number < 0 or starts[number] < timex.sentence[0]:
            return is_past
        verb_end = min(ends[number], timex.start)
        if self.has("purpose", verb_end, timex.start):
            return None
        is_said = self.has("saying", starts[number], verb_end)
        is_beside = timex.start - verb_end <= _BESIDE_CHARACTERS
        return None if is_said and not is_beside else is_past

    def clause_before(self, start: int, position: int) -> Span:
        """Return the range of the clause that ends at `position`, in a sentence from `start` on."""
        marks, _ = self._spans(_CLAUSE_MARK)
        number = bisect_left(marks, position) - 1
        return (max(start, marks[number] + 1) if number >= 0 else start), position

    def clause_behind(self, position: int, end: int) -> Span:
        """Return the range of the clause that begins at `position`, in a sentence up to `end`."""
        gap = _GAP_BEHIND.match(self.text, position, end)
        first = gap.end() if gap else position
        marks, _ = self._spans(_CLAUSE_MARK)
        number = bisect_left(marks, first)
        return first, min(end, marks[number]) if number < len(marks) else end

    def _has(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        starts, ends = self._spans(pattern)
        number = bisect_left(starts, start)
        return number < len(ends) and ends[number] <= end

    @cached_property
    def _verbs(self) -> tuple[list[int], list[int]]:
        """Return the starts and the ends of all verbs by which the tense of a clause is found, in order."""
        spans = verb_spans(self.text)
        return [start for start, _ in spans], [end for _, end in spans]

    def _spans(self, pattern: re.Pattern[str]) -> tuple[list[int], list[int]]:
        """Return the starts and the ends of all matches of a pattern, in order."""
        if pattern not in self._found:
            spans = [match.span() for match in pattern.finditer(self.text)]
            self._found[pattern] = [start for start, _ in spans], [end for _, end in spans]
        return self._found[pattern]


class DatedParagraph(NamedTuple):
    """A content paragraph with its time expressions, in order, and its cues."""

    passage: Passage
    timexes: Sequence[StandaloneTimex]
    cues: ParagraphCues
