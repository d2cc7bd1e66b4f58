"""The kinds of blocks that fixed phrases around an article show; the phrases are data, in `cues.toml`."""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from flows.steps.lexicon.patterns import Part, fill
from schemas.data_files import compiled, load_toml

LONGEST = 2000
"""Characters of a block that are looked at; no note of a page is longer."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A block of `cues.toml`: a pattern with its parts, and texts that it must and must not match as a whole."""

    pattern: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    parts: dict[str, Part] = field(default_factory=dict)

    def check(self) -> None:
        """Raise ValueError where the pattern names a part that the block lacks."""
        fill(self.pattern, self.parts)


@cache
def table() -> dict[str, Cue]:
    """Return the blocks of `cues.toml`, by kind."""
    return load_toml(files(__package__).joinpath("cues.toml"), dict[str, Cue])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    block = table()[kind]
    return compiled(fill(block.pattern, block.parts), f"structure/cues.toml, [{kind}]", re.IGNORECASE | re.DOTALL)


def matches(kind: str, text: str) -> bool:
    """Return whether a whole block reads like one of the given kind of `cues.toml`."""
    return len(text) <= LONGEST and _pattern(kind).fullmatch(text) is not None
