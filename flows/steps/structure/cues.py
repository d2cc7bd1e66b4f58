"""What the fixed phrases around an article tell about a block; the phrases are data, in `cues.toml`."""

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from schemas.data_files import load_toml

LONGEST = 2000
"""Characters of a block that are looked at; no note of a page is longer."""


class Cue(NamedTuple):
    """A block of `cues.toml`: a pattern, and texts that it must and must not match as a whole."""

    pattern: Annotated[re.Pattern[str], re.IGNORECASE | re.DOTALL]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def table() -> dict[str, Cue]:
    """Return the blocks of `cues.toml`, by kind."""
    return load_toml(files(__package__).joinpath("cues.toml"), dict[str, Cue])


def matches(kind: str, text: str) -> bool:
    """Return whether a whole block reads like one of the given kind of `cues.toml`."""
    return len(text) <= LONGEST and table()[kind].pattern.fullmatch(text) is not None
