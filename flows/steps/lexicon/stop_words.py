"""Words that do not characterise the subject of a text, read from `stop_words.toml`."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import Words, load_toml


class _StopWords(NamedTuple):
    """The content of `stop_words.toml`."""

    long: Words


@cache
def stop_words() -> frozenset[str]:
    """Return the stop words of five letters and more, in lower case; shorter words are not compared anywhere."""
    return load_toml(files(__package__).joinpath("stop_words.toml"), _StopWords).long
