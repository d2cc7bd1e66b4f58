"""What the words around a date tell of the day of writing, read from `writing.toml` once."""

import re
from functools import cache
from typing import Any

from flows.steps.dates.words import load


@cache
def table() -> dict[str, dict[str, Any]]:
    """Return `writing.toml`: for each kind its pattern, and texts it must and must not be found in."""
    return load("writing.toml")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(table()[kind]["pattern"], re.IGNORECASE)


def says(kind: str, text: str) -> bool:
    """Return whether a text holds words of a kind of `writing.toml`."""
    return _pattern(kind).search(text) is not None
