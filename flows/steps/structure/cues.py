"""The kinds of blocks that fixed phrases around an article show; the phrases are data, in `cues.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from flows.steps.patterns import fill

LONGEST = 2000
"""Characters of a block that are looked at; no note of a page is longer."""


@cache
def table() -> dict[str, dict[str, Any]]:
    """Return `cues.toml`: for each kind its pattern, and blocks it must and must not match."""
    return tomllib.loads(files(__package__).joinpath("cues.toml").read_text("utf-8"))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    block = table()[kind]
    return re.compile(fill(block["pattern"], block.get("parts", {})), re.IGNORECASE | re.DOTALL)


def matches(kind: str, text: str) -> bool:
    """Return whether a whole block reads like one of the given kind of `cues.toml`."""
    return len(text) <= LONGEST and _pattern(kind).fullmatch(text) is not None
