"""The time expressions of a paragraph, each with its sentence, its neighbours and the cues for past and future."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.models import record
from flows.steps.text.passage import Span
from flows.steps.timex.matcher import TimexMatch, match_timexes
from flows.steps.timex.numbers import years_in
from schemas.data_files import compiled, load_toml

_LIST_GAP = re.compile(
    r"\s*(?:,|[-–—/]|,?\s*\b(?:and|or|to|through|thru|until|till|then)\b)\s*(?:the\s+|by\s+)?", re.IGNORECASE
)
"""What may occur between two dates of one year, as in "March and May 2019"."""
_MAX_LIST_GAP_CHARACTERS = 16
_OF_A_YEAR = ("month", "season", "ordinal")
"""Groups of what recurs every year."""
_JOINT = re.compile(r",?\s{1,3}(?:(?:on|of)\s{1,3})?(?:the\s{1,3})?", re.IGNORECASE)
_MAX_JOINT_CHARACTERS = 12
_RANGE_GOES_ON = re.compile(r"\s{1,3}(?:to|until|till|through)\b")
"""What follows the first end of a range: "64 days from May 3 to July 5" is a length and two dates."""
_MAX_CHARACTERS_BEFORE_FIRST = 3
"""Characters, such as "In ", that may precede an expression which opens its sentence."""

_REST_OF_VERB = r"(?:(?: (?:not|be|have|been)){1,3} [a-z]+)?"
"""The rest of a compound verb: "will be held" looks ahead, though "held" alone does not."""


@record
class TimexInContext:
    """A time expression in its sentence; `looks_ahead` is True or False by the cues around it, None without cues.

    `list_end` is the date with a year that ends its list; `base` the date right behind it that it counts from or gives
    the hour of, which is part of the expression; `anchor_end` is the end of the event noun that it counts from.
    """

    match: TimexMatch
    sentence: Span
    looks_ahead: bool | None
    list_end: TimexMatch | None = None
    base: TimexMatch | None = None
    anchor_end: int | None = None

    @property
    def end(self) -> int:
        """Return the offset where the expression ends."""
        if self.anchor_end is not None:
            return self.anchor_end
        return self.match.end if self.base is None else self.base.end

    def split(self) -> "list[TimexInContext]":
        """Return the expression and its base as two expressions."""
        matches = [self.match] if self.base is None else [self.match, self.base]
        return [TimexInContext(match=match, sentence=self.sentence, looks_ahead=self.looks_ahead) for match in matches]

    @property
    def opens_sentence(self) -> bool:
        """Return whether the expression comes first in its sentence, or after one short word such as "In"."""
        return self.match.start - self.sentence[0] <= _MAX_CHARACTERS_BEFORE_FIRST


@lru_cache(maxsize=1)  # a long paragraph is searched once for the date of its document and for its own dates
def find_timexes(text: str, sentences: tuple[Span, ...]) -> tuple[TimexInContext, ...]:
    """Return the time expressions of `text` in order; `sentences` are its half-open sentence ranges."""
    return tuple(_find_timexes(text, sentences))


def _find_timexes(text: str, sentences: Sequence[Span]) -> Iterator[TimexInContext]:
    matches = list(match_timexes(text))
    list_ends = _list_ends(text, matches)
    is_base = False
    for index, (match, (sentence, looks_ahead)) in enumerate(
        zip(matches, _sentences_and_cues(text, matches, sentences), strict=True)
    ):
        if is_base:
            is_base = False
            continue
        next_match = matches[index + 1] if index + 1 < len(matches) else None
        base = next_match if next_match is not None and _takes_base(text, match, next_match, sentence) else None
        is_base = base is not None
        yield TimexInContext(
            match=match, sentence=sentence, looks_ahead=looks_ahead, list_end=list_ends[index], base=base
        )


def _sentences_and_cues(
    text: str, matches: Sequence[TimexMatch], sentences: Sequence[Span]
) -> Iterator[tuple[Span, bool | None]]:
    """Yield for each match its sentence, and whether the cues around it look ahead."""
    spans = sentences or ((0, len(text)),)
    number, sides_of = 0, -1
    sides: tuple[tuple[int, bool], ...] = ()
    for match in matches:
        while number + 1 < len(spans) and spans[number + 1][0] <= match.start:
            number += 1
        if sides_of != number:
            sides_of, sides = number, cues_between(text, *spans[number])
        yield spans[number], nearest_cue(sides, match.start)


def _takes_base(text: str, match: TimexMatch, next_match: TimexMatch, sentence: Span) -> bool:
    """Return whether an expression takes the date behind it as its base: "two days before" and "Christmas"."""
    if not match.rule.joins or next_match.start >= sentence[1] or next_match.rule.joins:
        return False
    gap = text[match.tail : next_match.start]
    if match.groups.get("around") == "from" and _RANGE_GOES_ON.match(text, next_match.end):
        return False
    return len(gap) <= _MAX_JOINT_CHARACTERS and _JOINT.fullmatch(gap) is not None


def _list_ends(text: str, matches: Sequence[TimexMatch]) -> list[TimexMatch | None]:
    """Return for each month, season or quarter without a year the dated one that ends its list, from the last back."""
    list_ends: list[TimexMatch | None] = [None] * len(matches)
    for index in range(len(matches) - 2, -1, -1):
        match, next_match = matches[index], matches[index + 1]
        kind = next((group for group in _OF_A_YEAR if group in match.groups), None)
        if kind is None or kind not in next_match.groups or years_in(match.groups):
            continue
        gap = text[match.end : next_match.start]
        if len(gap) <= _MAX_LIST_GAP_CHARACTERS and _LIST_GAP.fullmatch(gap):
            list_ends[index] = next_match if years_in(next_match.groups) else list_ends[index + 1]
    return list_ends


class TenseCues(NamedTuple):
    """A block of `tense_cues.toml`: expressions of one side, and texts in which they must and must not be found."""

    patterns: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


class TenseCueTable(NamedTuple):
    """The content of `tense_cues.toml`."""

    future: TenseCues
    past: TenseCues


@cache
def tense_cues() -> TenseCueTable:
    """Return the content of `tense_cues.toml`."""
    return load_toml(files(__package__).joinpath("tense_cues.toml"), TenseCueTable)


@cache
def tense_cue_pattern() -> re.Pattern[str]:
    """Return the expression for all cues of `tense_cues.toml`; its groups are `future` and `past`."""
    data = tense_cues()
    sides = f"(?P<future>{'|'.join(data.future.patterns)})|(?P<past>{'|'.join(data.past.patterns)})"
    return compiled(rf"(?:\b|(?=['’]))(?:{sides})\b{_REST_OF_VERB}", "timex/tense_cues.toml")


def cues_between(text: str, start: int, end: int) -> tuple[tuple[int, bool], ...]:
    """Return (offset, whether it looks ahead) for each cue between `start` and `end` of `text`."""
    return tuple((cue.start(), cue.lastgroup == "future") for cue in tense_cue_pattern().finditer(text, start, end))


def nearest_cue(cues: tuple[tuple[int, bool], ...], position: int) -> bool | None:
    """Return whether the last cue before `position`, or else the first one after it, looks ahead; None without any."""
    index = bisect_right(cues, (position, True))
    return cues[max(index - 1, 0)][1] if cues else None
