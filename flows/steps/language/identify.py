"""Language identification."""

import re
from functools import cache
from typing import Any

_SAMPLE_CHARACTERS = 4000
"""Characters of the text that are examined; more changes nothing."""
_MIN_PROBABILITY = 0.9
"""Probability below which the language counts as unknown."""
_MIN_WORDS = 8
"""Words below which the language of a text is unknown."""
_MIN_SHARE_OF_FUNCTION_WORDS = 0.2
"""Share of words from the list below that no other language reaches: English prose has 0.35 to 0.5."""
_FUNCTION_WORDS = frozenset({
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "as", "by", "at", "from", "it", "his",
    "her", "he", "she", "they", "this", "which", "were", "be", "has", "had", "have", "not", "are", "but", "an", "or",
    "their", "who", "its", "will", "would", "been",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, None where it is uncertain.

    English is identified by its function words, the others by py3langid's model of 97 languages, which is slow to load.
    """
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE_CHARACTERS])]
    if len(words) < _MIN_WORDS:
        return None
    if sum(word in _FUNCTION_WORDS for word in words) >= _MIN_SHARE_OF_FUNCTION_WORDS * len(words):
        return "en"
    code, probability = _identifier().classify(text[:_SAMPLE_CHARACTERS])
    return str(code) if probability >= _MIN_PROBABILITY else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy and the model, most of a second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
