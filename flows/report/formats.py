"""Formats of values in the report."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from unicodedata import category

from markupsafe import Markup

from flows.escaping import visible

DASH = "–"
"""The sign for null."""
EXCERPT_LENGTH = 700
"""Characters of a sentence or of a removed text that are shown; the tables hold the whole."""
_WHITE_SPACE = "\n\t"
"""What a page shows as a space, wherever the text of a source breaks its lines."""
_PICTURES = {"\n": "↵", "\r": "⇤", "\t": "⇥", " ": "␣"}


def finalize(value: Any) -> Any:
    """Return what the template prints for a value: a dash for null, marks for hidden characters."""
    if value is None:
        return DASH
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value, _WHITE_SPACE)
    return value


def number(value: float | None) -> str:
    """Return a number with thousands separated by commas; a dash for null."""
    return DASH if value is None else f"{value:,}"


def many(value: int, word: str, words: str | None = None) -> str:
    """Return a number and its noun: `1 file`, `2 files`."""
    return f"{value:,} {word if value == 1 else words or word + 's'}"


def percent(value: float | None) -> str:
    """Return a share from 0 to 1 in whole per cent; a dash for null."""
    return DASH if value is None else f"{value:.0%}"


def words(value: str | None) -> str | None:
    """Return a member of a vocabulary as words: `page_break_duplicate` as `page break duplicate`."""
    return None if value is None else value.replace("_", " ")


def days(start: date | None, end: date | None) -> str:
    """Return an interval of days as short as it goes: a day, a month, a year, both ends, one end, or a dash."""
    if start is None or end is None:
        return f"until {end}" if end else f"from {start}" if start else DASH
    if start == end:
        return str(start)
    next_day = end + timedelta(1) if end < date.max else None
    if next_day and start.day == next_day.day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return str(start)[:7]
        if start.month == next_day.month == 1 and start.year == end.year:
            return str(start)[:4]
    return f"{start} to {end}"


def excerpt(text: str, limit: int = EXCERPT_LENGTH) -> str:
    """Return the text, its middle left out if it has more than `limit` characters."""
    half = limit // 2
    return text if len(text) <= limit else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def sample(text: str, limit: int = 60) -> str:
    """Return at most about `limit` characters of a text with everything in it to be seen: spaces, ends of lines.

    Hidden characters, and spaces that are no plain ones, have marks.
    """
    alone = not text.strip()
    return "".join(_seen(character, alone=alone) for character in excerpt(text, limit))


def _seen(character: str, *, alone: bool) -> str:
    if character == " " and not alone:
        return character
    if character in _PICTURES:
        return _PICTURES[character]
    is_odd_space = character != " " and category(character) == "Zs"
    return character.encode("unicode_escape").decode() if is_odd_space else visible(character)


def flat(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return facts as names and values in their order; what is inside another fact is named after both."""
    lines: list[tuple[str, str]] = []
    for name, value in facts.items():
        label = str(name).replace("_", " ")
        if isinstance(value, Mapping):
            lines += [(f"{label}: {inner}", text) for inner, text in flat(value)]
        else:
            lines.append((label, DASH if value is None else str(value)))
    return lines


FILTERS = {function.__name__: function for function in (excerpt, number, percent, sample, visible, words)}
