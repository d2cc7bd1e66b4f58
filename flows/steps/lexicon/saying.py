"""Verbs of saying, read from `saying.toml`, whose comments give the reason of each list."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import Words, load_toml


class Saying(NamedTuple):
    """The lists of `saying.toml`: lemmas in `governing`, forms in the others."""

    governing: Words
    sourcing: Words
    repeating: Words
    quoting: tuple[str, ...]


@cache
def saying() -> Saying:
    """Return the content of `saying.toml`."""
    return load_toml(files(__package__).joinpath("saying.toml"), Saying)
