"""Whether a sentence looks ahead at the place of a date without a year."""

import re
from bisect import bisect_right
from functools import cache

from flows.steps.dates.words import load

_VERB = r"(?:(?: (?:not|be|have|been)){1,3} [a-z]+)?"
"""The rest of a compound verb: "will be held" looks ahead, though "held" alone does not."""


@cache
def cue_pattern() -> re.Pattern[str]:
    """Return the expression for all cues of `cues.toml`; the group that matched names the side."""
    data = load("cues.toml")
    sides = (f"(?P<{side}>{'|'.join(data[side]['patterns'])})" for side in ("future", "past"))
    return re.compile(rf"(?:\b|(?=['’]))(?:{'|'.join(sides)})\b{_VERB}")


def cues(text: str, start: int, end: int) -> tuple[tuple[int, bool], ...]:
    """Return where each cue between `start` and `end` of `text` begins, and whether it looks ahead."""
    return tuple((cue.start(), cue.lastgroup == "future") for cue in cue_pattern().finditer(text, start, end))


def side(found: tuple[tuple[int, bool], ...], position: int) -> bool | None:
    """Return whether the last cue before `position`, or else the first one after it, looks ahead; None without any."""
    index = bisect_right(found, (position, True))
    return found[max(index - 1, 0)][1] if found else None
