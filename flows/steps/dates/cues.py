"""Whether a sentence looks ahead at the place of a date without a year."""

import re
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import compiled, load_toml

_VERB = r"(?:(?: (?:not|be|have|been)){1,3} [a-z]+)?"
"""The rest of a compound verb: "will be held" looks ahead, though "held" alone does not."""


class Cues(NamedTuple):
    """A block of `cues.toml`: regular expressions of one side, and texts in which they must and must not be found."""

    patterns: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Sides(NamedTuple):
    """The content of `cues.toml`."""

    future: Cues
    past: Cues


@cache
def cue_table() -> Sides:
    """Return the content of `cues.toml`."""
    return load_toml(files(__package__).joinpath("cues.toml"), Sides)


@cache
def cue_pattern() -> re.Pattern[str]:
    """Return the expression for all cues of `cues.toml`; the group that matched names the side."""
    data = cue_table()
    sides = f"(?P<future>{'|'.join(data.future.patterns)})|(?P<past>{'|'.join(data.past.patterns)})"
    return compiled(rf"(?:\b|(?=['’]))(?:{sides})\b{_VERB}", "dates/cues.toml")


def cues(text: str, start: int, end: int) -> tuple[tuple[int, bool], ...]:
    """Return where each cue between `start` and `end` of `text` begins, and whether it looks ahead."""
    return tuple((cue.start(), cue.lastgroup == "future") for cue in cue_pattern().finditer(text, start, end))


def side(found: tuple[tuple[int, bool], ...], position: int) -> bool | None:
    """Return whether the last cue before `position`, or else the first one after it, looks ahead; None without any."""
    index = bisect_right(found, (position, True))
    return found[max(index - 1, 0)][1] if found else None
