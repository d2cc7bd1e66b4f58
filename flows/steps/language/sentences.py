"""Splitting a paragraph into sentences."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, any_of
from flows.steps.text.passage import Span
from schemas.data_files import load_toml

_END = re.compile(r"""[.!?…]+[)\]}"'”’»]*(?:\[\d{1,3}\])*(?=\s|$)""")
_BLANKS = re.compile(r"\s*")
_LAST_WORD = re.compile(r"[\w.'’-]*$")
_NEXT_WORD = re.compile(r"""\s+["'“‘«(\[]*([\w’'-]*)""")
_DASH = r"(?:—|–|--|-(?=\s))"
_NOTES = r"\s*(?:\[[^\]a-z]{3,200}\]\s*)*"
"""Notes of a monitoring service behind the dash."""
_SHOUTED = r"[A-Z][A-Z.'’-]+(?:,? [A-Z][A-Z.'’-]*){0,5}"
_PLACE = rf"(?:{_SHOUTED}(?:, [A-Z][a-z]+)?|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){{0,3}})"
_AGENCY = r"\([A-Z][\w .'’-]{1,40}\)"
_DAY = r"(?:[^—–!?:()\n]{0,30}\d[^—–!?:()\n]{0,14}|NO DATE)"
_NAMED_DAY = rf"[^—–!?:()\n]{{0,12}}\b(?i:{any_of({*MONTHS, *SHORT_MONTHS})})\b[^—–!?:()\n]{{0,24}}"
_DATELINES = (
    rf"{_SHOUTED}(?: {_AGENCY})?,\s{_DAY}\s?(?:\([^()]{{2,60}}\)\s?)?{_DASH}",
    rf"{_PLACE},\s{_NAMED_DAY}\s?(?:{_AGENCY}\s?)?{_DASH}",
    rf"{_PLACE} {_AGENCY}\s?{_DASH}",
    r"[A-Z'’-]{4,}(?: [A-Z'’-]{2,}){0,3}(?:, [A-Z][a-z]+)?\s(?:—|–|--)(?![^.!?\n]*\s(?:—|–|--)\s)",
)
"""Place in capitals and day in digits; place and day of a month; place and agency; place in capitals alone, where no
second dash may make what comes between them an insertion ("NATO — the alliance — said")."""
_WIRE_DATELINE = re.compile(rf"\s*(?:{'|'.join(_DATELINES)}){_NOTES}")


class Abbreviations(NamedTuple):
    """The groups of `abbreviations.toml`, without the last full stops of the words."""

    before_name: frozenset[str]
    before_number: frozenset[str]
    anywhere: frozenset[str]
    starters: frozenset[str]


@cache
def abbreviations() -> Abbreviations:
    """Return the content of `abbreviations.toml`, with the abbreviations of months before numbers."""
    found = load_toml(files(__package__).joinpath("abbreviations.toml"), Abbreviations)
    months = {name.title() for name in SHORT_MONTHS}
    return found._replace(before_number=found.before_number | months)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the half-open range of each sentence of `text`, without the white space around it.

    A wire dateline ("OSLO, May 3 (Agency) --") is a sentence of its own.
    """
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Span]:
    start = len(text) - len(text.lstrip())
    dateline_end = wire_dateline_length(text)
    if dateline_end:
        yield start, len(text[:dateline_end].rstrip())
        start = dateline_end
    for match in _END.finditer(text, start):
        if not ends_sentence(text, match.start(), match.end()):
            continue
        if match.end() > start:
            yield start, match.end()
        start = _BLANKS.match(text, match.end()).end()  # type: ignore[union-attr]  # it matches nothing, too
    end = len(text.rstrip())
    if start < end:
        yield start, end


def ends_sentence(text: str, stop: int, after: int) -> bool:
    """Return whether the punctuation from `stop` to `after` ends a sentence of `text`."""
    following = _NEXT_WORD.match(text, after)
    if following is None or following.end() == len(text):
        return True
    word = following[1]
    if text[stop] != ".":
        return not word[:1].islower()
    return not word[:1].islower() and not _is_abbreviation(_LAST_WORD.search(text, max(0, stop - 40), stop), word)


def _is_abbreviation(last: re.Match[str] | None, following: str) -> bool:
    """Return whether the word before a full stop is an abbreviation, given the word behind it."""
    before = last[0] if last else ""
    groups = abbreviations()
    if before in groups.before_name or (len(before) == 1 and before.isupper()):
        return True
    if before in groups.before_number:
        return following[:1].isdigit()
    if before in groups.anywhere:
        return following not in groups.starters
    return bool(re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", before)) and following not in groups.starters


def wire_dateline_length(text: str) -> int:
    """Return the number of characters of the wire dateline at the head of a paragraph; 0 where there is none."""
    match = _WIRE_DATELINE.match(text)
    return match.end() if match and match.end() < len(text) else 0
