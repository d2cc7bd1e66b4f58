"""Lines and words that name a numbered part of a text, such as a chapter, a table or an article of a treaty."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import Words, load_toml


class _SectionWords(NamedTuple):
    """The content of `sections.toml`: words before the number of a part of a text, and those of them cut short."""

    words: Words
    abbreviations: Words


@cache
def _sections() -> _SectionWords:
    return load_toml(files(__package__).joinpath("sections.toml"), _SectionWords)


@cache
def _numbered_section() -> re.Pattern[str]:
    words = _sections().words | _sections().abbreviations
    return re.compile(rf"\b(?:{'|'.join(words)})\.?\s*(?:no\.?\s*)?\d+", re.IGNORECASE)


def section_abbreviations() -> frozenset[str]:
    """Return the abbreviations, in lower case, of words before the number of a part of a text."""
    return _sections().abbreviations


def names_section(text: str) -> bool:
    """Return whether a line names a numbered part of a text, such as a chapter or a table."""
    return _numbered_section().search(text) is not None
