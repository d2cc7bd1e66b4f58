"""Long regular expressions put together from named parts, so that a person can read them in a data file."""

import re
from collections.abc import Mapping, Sequence

_NAME = re.compile(r"\{([a-z]+(?:_[a-z]+)*)\}")
"""Braces around a name; those of a quantifier hold digits."""


def fill(pattern: str, parts: Mapping[str, str | Sequence[str]]) -> str:
    """Return `pattern` with each `{name}` replaced by the part of that name, the names within it included.

    A part is an expression, or several that are joined as alternatives; no group is put around it. Raises ValueError
    for a name without a part.
    """

    def part(found: re.Match[str]) -> str:
        if found[1] not in parts:
            raise ValueError(f"the pattern names a part {{{found[1]}}}, but the parts are {', '.join(parts) or 'none'}")
        value = parts[found[1]]
        return fill(value if isinstance(value, str) else "|".join(value), parts)

    return _NAME.sub(part, pattern)
