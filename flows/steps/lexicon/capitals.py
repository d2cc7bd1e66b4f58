"""Text written all in capitals, as on telex lines, where a capital letter marks neither a name nor a sentence."""

from itertools import islice

_LETTERS = 20
"""Letters of the shortest text that is judged; fewer may be an acronym or a heading."""
_SHARE = 0.95
"""Share of capitals from which a text is in capitals: a stray small letter is a slip."""


def is_in_capitals(text: str) -> bool:
    """Return whether the letters of a text are capitals, but for a slip."""
    if text.isupper():  # without a small letter, and quick to find out
        return sum(map(str.isupper, islice(filter(str.isupper, text), _LETTERS))) == _LETTERS
    capitals = sum(map(str.isupper, text))
    small = sum(map(str.islower, text))
    return capitals + small >= _LETTERS and capitals >= _SHARE * (capitals + small)
