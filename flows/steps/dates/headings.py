"""Headings that are a date, which the paragraphs below them lean on."""

import re

from flows.steps.dates.places import Place
from flows.steps.language.passages import Passage
from schemas.vocab import Role

_REST = re.compile(r"[\W_]*")
"""What may stand around the date of a heading."""


def is_heading(passage: Passage) -> bool:
    """Return whether a paragraph is a heading of content."""
    return passage.role == Role.HEADING


def heads(passage: Passage, place: Place) -> bool:
    """Return whether a paragraph is a heading that says nothing but this date: "March 2003", "(1991-1995)"."""
    if not is_heading(passage):
        return False
    before, behind = passage.text[: place.found.start], passage.text[place.end :]
    return all(_REST.fullmatch(rest) for rest in (before, behind))
