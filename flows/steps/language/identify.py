"""Which language a text is in."""

import re
from functools import cache
from typing import Any

_SAMPLE = 4000
"""Characters that are looked at; more changes nothing."""
_SURE = 0.9
"""Probability below which the language counts as unknown."""
_FEWEST_WORDS = 8
"""Words below which a text tells nothing."""
_ENGLISH = 0.2
"""Share of words from the list below that no other language reaches: English prose has 0.35 to 0.5."""
_FUNCTION_WORDS = frozenset({
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "as", "by", "at", "from", "it", "his",
    "her", "he", "she", "they", "this", "which", "were", "be", "has", "had", "have", "not", "are", "but", "an", "or",
    "their", "who", "its", "will", "would", "been",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, None where it cannot be told.

    English is told by its function words; py3langid's model of 97 languages, slow to load, tells the others.
    """
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _FEWEST_WORDS:
        return None
    if sum(word in _FUNCTION_WORDS for word in words) >= _ENGLISH * len(words):
        return "en"
    code, probability = _identifier().classify(text[:_SAMPLE])
    return str(code) if probability >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy and the model, most of a second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
