"""Patterns of data files that come with their examples."""

import re
from typing import NamedTuple


class ExampledPattern(NamedTuple):
    """A regular expression with texts in which it must find something, and texts in which it must not."""

    pattern: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
