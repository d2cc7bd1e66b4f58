"""Marks of footnotes that text kept while their notes are elsewhere: `[2]`, `²`, and numbers glued to words and years.

A mark in brackets or raised digits show what they are. A number right behind a word or a stop may be anything; numbers
that rise by one through the text, each where a note is marked, are notes, and then so is any other number there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.steps.lexicon.calendar import MONTHS, any_of
from flows.steps.lexicon.frequency import frequency
from flows.steps.repair.sections import names_section, section_abbreviations
from flows.steps.text.draft import Edit

_BRACKETED = re.compile(r"\[\^?(\d{1,3})\](?=[\s.,;:!?'\"”’)\[—–-]|$)")
_NOTED = re.compile(r"[\w.,;:!?'\"”’)\]]")
"""What may be right before a footnote marker."""
_RAISED = re.compile(
    r"(?:(?<=[a-z]{3})|(?<=[.,;:!?\"”’)])|(?<=\b[12]\d{3}))(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?![\w⁻⁺])|\^\d{1,3}\^(?!\w))"
)
"""Raised digits, or Pandoc's sign for them, where no unit is: `km²` is one."""
_FEWEST, _FEWEST_AT_STOPS = 3, 2
"""Numbers in a row that prove notes, and where each is between two sentences."""
_MOSTLY = 0.6
"""Share of the numbers that may mark notes which are in that row, and of words in it that are different."""
_YEAR = r"\b(?:1[5-9]|20)\d\d"
_IN = "in|since|until|by|from|of|to|and|before|after|during"
_GLUED = re.compile(
    rf"(?P<word>(?<![\w.-])[A-Za-z]?[a-z]{{3,}})(?P<behind_word>\d{{1,3}})(?=[\s,;.!?)]|$)"
    rf"|(?P<before>{_YEAR}|(?<![^\W\d_])[^\W\d_]+|[%)\]])(?P<stop>[.!?,;]?[\"”’)]?)(?<=[.!?,;\"”’)\]])"
    rf"(?P<behind_stop>\d{{1,3}})(?=[ \t]+(?P<next>[^\s\d])|\s*\n|\s*\Z)"
    rf"|(?P<in_year>\b(?:{_IN}|{any_of(MONTHS)})\s{{1,9}}{_YEAR})(?P<behind_year>\d{{1,2}})(?=[\s,;.!?)]|$)"
)
_SENTENCE_ENDS = frozenset(".!?")
_BEFORE, _WORDS = 80, 4
"""Characters before a number at the end of a line that are looked at, and words that a line of text has there."""


class _GluedNumber(NamedTuple):
    """A number from `start` to `end` right behind `word`; `is_firm` where nothing but a note is likely to be there."""

    start: int
    end: int
    number: int
    word: str
    is_firm: bool
    is_at_stop: bool


def drop_footnote_markers(text: str) -> Iterator[Edit]:
    """Yield edits that remove the marks of notes, those in brackets with the blank before them."""
    for match in _BRACKETED.finditer(text):
        start = match.start()
        if text[max(start - 1, 0)] in " \t":
            start -= 1
        if start > 0 and _NOTED.match(text, start - 1):
            yield Edit(
                start=start, end=match.end(), replacement="", rule_id="footnote_marker", evidence=f"note {match[1]}"
            )
    for match in _RAISED.finditer(text):
        yield Edit(
            start=match.start(),
            end=match.end(),
            replacement="",
            rule_id="footnote_marker",
            evidence=f"note {match[0]}",
        )
    for mark in _glued_marks(text):
        evidence = f"note {mark.number}; such numbers rise through the text"
        yield Edit(
            start=mark.start,
            end=mark.end,
            replacement="",
            rule_id="footnote_marker",
            confidence=0.9,
            evidence=evidence,
        )


def _glued_marks(text: str) -> Iterator[_GluedNumber]:
    """Yield the numbers glued to text that mark notes."""
    numbers = [number for match in _GLUED.finditer(text) if (number := _glued(text, match)) is not None]
    row = _longest_row(numbers)
    firm = [number for number in row if number.is_firm]
    fewest = _FEWEST_AT_STOPS if all(number.is_at_stop for number in firm) else _FEWEST
    words = {number.word for number in row}
    if len(firm) < max(fewest, _MOSTLY * sum(number.is_firm for number in numbers)) or len(words) < _MOSTLY * len(row):
        return
    in_row = {number.start for number in row}
    yield from (number for number in numbers if number.is_firm or number.start in in_row)


def _glued(text: str, match: re.Match[str]) -> _GluedNumber | None:
    """Return the number of a match, None where it is something else than a note for certain."""
    if names_section(match[0]) if match["word"] else (match["before"] or "").casefold() in section_abbreviations():
        return None
    if match["word"]:
        word = match["word"]
        is_word = word.islower() and len(word) > 3 and frequency(word) > 0  # "covid19" is a name
        return _glued_number(match, "behind_word", word, is_firm=is_word, is_at_stop=False)
    if match["in_year"]:
        return _glued_number(match, "behind_year", match["in_year"], is_firm=False, is_at_stop=False)
    is_at_stop = not _SENTENCE_ENDS.isdisjoint(match["stop"])
    following = match["next"]
    if following is None:
        line = text[max(match.start() - _BEFORE, 0) : match.start()].rpartition("\n")[2]
        if not is_at_stop or len(line.split()) < _WORDS:
            return None
    elif is_at_stop and following.islower():
        return None
    return _glued_number(match, "behind_stop", match["before"], is_firm=True, is_at_stop=is_at_stop)


def _glued_number(match: re.Match[str], group: str, word: str, *, is_firm: bool, is_at_stop: bool) -> _GluedNumber:
    start, end = match.span(group)
    return _GluedNumber(
        start=start, end=end, number=int(match[group]), word=word, is_firm=is_firm, is_at_stop=is_at_stop
    )


def _longest_row(numbers: Sequence[_GluedNumber]) -> list[_GluedNumber]:
    """Return the longest row of numbers each of which is one more than the one before; others may be between them."""
    lengths: dict[int, int] = {}
    latest: dict[int, int] = {}
    before: list[int | None] = []
    for index, number in enumerate(numbers):
        before.append(latest.get(number.number - 1))
        length = lengths.get(number.number - 1, 0) + 1
        if length > lengths.get(number.number, 0):
            lengths[number.number], latest[number.number] = length, index
    at = latest[max(lengths, key=lengths.__getitem__)] if lengths else None
    row = []
    while at is not None:
        row.append(numbers[at])
        at = before[at]
    return row[::-1]
