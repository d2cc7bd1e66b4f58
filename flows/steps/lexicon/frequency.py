"""How often English writes a word."""

from functools import cache
from typing import Any


def frequency(word: str) -> int:
    """Return how often a lower-case word occurs in the texts that pyspellchecker counted; 0 for an unknown one."""
    return int(_frequencies()[word])


@cache
def _frequencies() -> Any:
    from spellchecker import SpellChecker  # loads its list of 160,000 words in a quarter of a second

    return SpellChecker(language="en").word_frequency
