"""Patterns of data files: with their examples, and long ones put together from named parts that a person can read."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_NAME = re.compile(r"\{([a-z]+(?:_[a-z]+)*)\}")
"""Braces around a name; those of a quantifier hold digits."""

Part = str | tuple[str, ...]
"""A part of a pattern: an expression, or several that are alternatives."""


class ExampledPattern(NamedTuple):
    """A regular expression with texts in which it must find something, and texts in which it must not."""

    pattern: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


def fill(pattern: str, parts: Mapping[str, Part]) -> str:
    """Return `pattern` with each `{name}` replaced by the part of that name, the names within it included.

    A part is an expression, or several that are joined as alternatives; no group is put around it. Raises ValueError
    for a name without a part.
    """

    def part(match: re.Match[str]) -> str:
        if match[1] not in parts:
            raise ValueError(f"the pattern names a part {{{match[1]}}}, but the parts are {', '.join(parts) or 'none'}")
        return fill(alternatives(parts[match[1]]), parts)

    return _NAME.sub(part, pattern)


def alternatives(part: Part) -> str:
    """Return a part as one expression, without a group around its alternatives."""
    return part if isinstance(part, str) else "|".join(part)
