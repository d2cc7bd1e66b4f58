"""When a text was written, as its own words tell: "yesterday, March 3, 2021", "is weaker nearly two years later"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from flows.steps.dates.expressions import Expression, on_day
from flows.steps.dates.units import moved
from flows.steps.dates.values import Value
from flows.steps.dates.words import words
from flows.steps.dates.writing import says
from flows.steps.language.passages import Passage, Span

_BETWEEN = re.compile(r"(?:,|\s\(|\s[—–-])?\s?(?:on |in )?")
"""What may stand between two names of one date."""
_EARLIEST, _LATEST = -40, 400
"""Days from a date to the days of writing that are tried."""
_LONGEST = 366
_LATER = re.compile(
    r"\b(?P<about>nearly|almost|close to|about|around|some|roughly|more than|over)?\s*\b(?P<count>\d{1,2}|[a-z]+)"
    r"(?:\s|-)(?P<unit>years?|months?)\s(?:later|on|after)\b",
    re.IGNORECASE,
)
_UNITS = {"y": ("Y", 12), "m": ("M", 1)}
_QUOTE = re.compile('["“]')
_CLAUSE = re.compile(r"[,;:—–()]")


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which a text may have been written, and the words of a paragraph that say so."""

    first: date
    last: date
    passage: Passage
    start: int
    end: int


def windows(passage: Passage, found: Sequence[Expression]) -> Iterator[Window]:
    """Yield what a content paragraph with these time expressions tells of the day of writing."""
    yield from _appositions(passage, found)
    yield from _years_later(passage, found)


def _appositions(passage: Passage, found: Sequence[Expression]) -> Iterator[Window]:
    """Yield the days on which a word such as yesterday means the date beside it."""
    for one, other in pairwise(found):
        is_beside = one.sentence == other.sentence and _BETWEEN.fullmatch(passage.text, one.end, other.start)
        is_quoted = _QUOTE.search(passage.text, one.sentence[0], one.start) is not None
        if is_beside and one.is_stated != other.is_stated and not is_quoted:
            dated, loose = (one, other) if one.is_stated else (other, one)
            days = _days_of_writing(loose, dated.value)
            if days and (days[-1] - days[0]).days <= _LONGEST:
                yield Window(days[0], days[-1], passage, one.start, other.end)


def _days_of_writing(loose: Expression, dated: Value) -> list[date]:
    """Return the days on which the words of `loose` mean a stretch of time that holds `dated`."""
    if dated.start is None:
        return []
    days = [dated.start + timedelta(step) for step in range(_EARLIEST, _LATEST)]
    return [day for day in days if _holds(loose, day, dated)]


def _holds(loose: Expression, day: date, dated: Value) -> bool:
    value = on_day(loose, day)
    if value is None or value.start is None or value.end is None:
        return False
    return bool(dated.start and dated.end and value.start <= dated.start and dated.end <= value.end)


def _years_later(passage: Passage, found: Sequence[Expression]) -> Iterator[Window]:
    """Yield the stretch so many years or months after the last date before, where the present is told."""
    for match in _LATER.finditer(passage.text):
        before = [one.value for one in found if one.end <= match.start() and one.is_stated]
        count = _number(match["count"])
        if before and count and _tells_present(passage.text, match.span(), passage.sentence_at(match.start())):
            stretch = _stretch(before[-1], count, match["unit"], (match["about"] or "").lower())
            if stretch:
                yield Window(*stretch, passage, match.start("about" if match["about"] else "count"), match.end())


def _number(word: str) -> int | None:
    found = int(word) if word.isdigit() else words()["number"].get(word.lower())
    return found if isinstance(found, int) else None


def _tells_present(text: str, span: Span, sentence: Span) -> bool:
    """Return whether the clause around an expression says how things are, not how they came."""
    before = _CLAUSE.split(text[sentence[0] : span[0]])[-1]
    behind = _CLAUSE.split(text[span[1] : sentence[1]].lstrip(" ,"))[0]
    clause = before if len(before.split()) > 1 else behind
    return says("present", clause) and not says("past", clause)


def _stretch(since: Value, count: int, unit: str, about: str) -> tuple[date, date] | None:
    """Return from when to when it is so many units after a date: nearly two years are more than a year and a half."""
    if since.start is None or since.end is None:
        return None
    code, months = _UNITS[unit[0].lower()]
    if (code, count) == ("M", 1):
        return None
    total = count * months
    slack = max(months // 2, 1)
    if about in {"nearly", "almost", "close to"}:
        return moved("M", since.start, total - slack), moved("M", since.end, total)
    early = 0 if about in {"more than", "over"} else -(months // 4)
    return moved("M", since.start, total + early), moved("M", since.end, total + months)
