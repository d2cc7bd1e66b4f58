"""The opening of a dispatch: place, day and agency before a dash."""

import re

_OPENING = re.compile(
    r"\s*[A-Z][A-Z.'’-]+(?:,? [A-Z][A-Z.'’-]*){0,5}(?: \([A-Z][\w .'’-]{2,40}\))?,\s"
    r"(?:[^—–!?:()\n]{0,30}\d[^—–!?:()\n]{0,14}|NO DATE)\s?(?:\([^()]{2,60}\)\s?)?(?:—|–|--|-(?=\s))\s*"
    r"(?:\[[^\]a-z]{3,200}\]\s*)*"
)
"""Place in capitals, day in digits, perhaps an agency, a dash, and what a monitoring service notes in brackets."""


def opening_length(text: str) -> int:
    """Return how many characters the opening of a dispatch has at the head of a paragraph; 0 where there is none."""
    found = _OPENING.match(text)
    return found.end() if found and found.end() < len(text) else 0
