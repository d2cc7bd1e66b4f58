"""What the words around a date tell of the day of writing, read from `writing.toml` once."""

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from schemas.data_files import load_toml


class Cue(NamedTuple):
    """A block of `writing.toml`: a pattern, and texts in which it must and must not find something."""

    pattern: Annotated[re.Pattern[str], re.IGNORECASE]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def table() -> dict[str, Cue]:
    """Return the blocks of `writing.toml`, by kind."""
    return load_toml(files(__package__).joinpath("writing.toml"), dict[str, Cue])


def says(kind: str, text: str) -> bool:
    """Return whether a text holds words of a kind of `writing.toml`."""
    return table()[kind].pattern.search(text) is not None
