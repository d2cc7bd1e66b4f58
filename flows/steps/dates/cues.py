"""Whether a sentence looks ahead at the place of a date without a year."""

import re
from bisect import bisect_right
from functools import cache

from flows.steps.dates.words import load


@cache
def cue_pattern() -> re.Pattern[str]:
    """Return the expression for all cues of `cues.toml`; the group that matched names the side."""
    data = load("cues.toml")
    sides = (f"(?P<{side}>{'|'.join(data[side]['patterns'])})" for side in ("future", "past"))
    return re.compile(rf"(?:\b|(?=['’]))(?:{'|'.join(sides)})\b")


def cues(text: str, start: int, end: int) -> tuple[tuple[int, bool], ...]:
    """Return where each cue between `start` and `end` of `text` begins, and whether it looks ahead."""
    return tuple((cue.start(), cue.lastgroup == "future") for cue in cue_pattern().finditer(text, start, end))


def looks_ahead(found: tuple[tuple[int, bool], ...], position: int) -> bool:
    """Return the side of the last cue before `position`, or else of the first one after it; without any, the past."""
    index = bisect_right(found, (position, True))
    if index:
        return found[index - 1][1]
    return bool(found) and found[0][1]
