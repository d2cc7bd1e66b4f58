"""Cues for the creation time of a text: "yesterday, March 3, 2021", "is weaker nearly two years later".

The document creation time (DCT, TimeML) is the day on which a text was written.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from flows.steps.document_date.cues import ParagraphCues
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.arithmetic import days_around, moved
from flows.steps.timex.lexicon import words
from flows.steps.timex.standalone import StandaloneTimex, on_day
from flows.steps.timex.values import Value

_APPOSITION_GAP = re.compile(r"(?:,|\s\(|\s[—–-])?\s?(?:on |in )?")
"""What may separate two names of one date."""
_FIRST_DAY_TRIED, _LAST_DAY_TRIED = -40, 399
"""Days from a date to the first and the last creation day that are tried."""
_MAX_INTERVAL_DAYS = 366
_LATER = re.compile(
    r"\b(?P<about>nearly|almost|close to|about|around|some|roughly|more than|over)?\s*\b(?P<count>\d{1,2}|[a-z]+)"
    r"(?:\s|-)(?P<unit>years?|months?)\s(?:later|on|after)\b",
    re.IGNORECASE,
)
_UNITS = {"y": ("Y", 12), "m": ("M", 1)}
_MAX_APPOSITIONS = 30
"""Appositions of a document that are looked at: many days are tried for each, and a text has few."""
_WORD_REACH_CHARACTERS = 200
"""Characters at the end of a clause in which two words are looked for."""


class DatedParagraph(NamedTuple):
    """A content paragraph with its time expressions, in order, and its cues."""

    passage: Passage
    timexes: Sequence[StandaloneTimex]
    cues: ParagraphCues


@dataclass(frozen=True, slots=True)
class CreationInterval:
    """The first and the last day on which a text may have been written, and where its paragraph shows it."""

    first: date
    last: date
    passage: Passage
    start: int
    end: int


def creation_intervals(content: Sequence[DatedParagraph]) -> list[CreationInterval]:
    """Return the creation intervals that the content paragraphs of a document imply, in reading order.

    Those of a paragraph that a word such as yesterday implies come before those of "two years later".
    """
    pairs = ((number, part, *pair) for number, part in enumerate(content) for pair in _appositions(part))
    found = [
        (number, interval)
        for number, part, full, relative in islice(pairs, _MAX_APPOSITIONS)
        for interval in _interval_of_apposition(part.passage, full, relative)
    ]
    found += ((number, interval) for number, part in enumerate(content) for interval in _years_later(part))
    return [interval for _, interval in sorted(found, key=itemgetter(0))]


def _appositions(part: DatedParagraph) -> Iterator[tuple[StandaloneTimex, StandaloneTimex]]:
    """Yield each full date with the expression such as yesterday beside it, outside quotations."""
    for timex, next_timex in pairwise(part.timexes):
        is_beside = timex.sentence == next_timex.sentence and _APPOSITION_GAP.fullmatch(
            part.passage.text, timex.end, next_timex.start
        )
        if (
            is_beside
            and timex.is_stated != next_timex.is_stated
            and not part.cues.has_quote(timex.sentence[0], timex.start)
        ):
            yield (timex, next_timex) if timex.is_stated else (next_timex, timex)


def _interval_of_apposition(
    passage: Passage, full: StandaloneTimex, relative: StandaloneTimex
) -> Iterator[CreationInterval]:
    """Yield the days on which a word such as yesterday refers to the date beside it."""
    days = _days_of_writing(relative, full.value)
    if days and (days[-1] - days[0]).days <= _MAX_INTERVAL_DAYS:
        start, end = min(full.start, relative.start), max(full.end, relative.end)
        yield CreationInterval(days[0], days[-1], passage, start, end)


def _days_of_writing(relative: StandaloneTimex, full_date: Value) -> list[date]:
    """Return the days on which the value of the relative expression contains `full_date`."""
    if full_date.start is None:
        return []
    days = days_around(full_date.start, _FIRST_DAY_TRIED, _LAST_DAY_TRIED)
    return [day for day in days if _holds(relative, day, full_date)]


def _holds(relative: StandaloneTimex, day: date, full_date: Value) -> bool:
    value = on_day(relative, day)
    if value is None or value.start is None or value.end is None:
        return False
    return bool(full_date.start and full_date.end and value.start <= full_date.start and full_date.end <= value.end)


def _years_later(part: DatedParagraph) -> Iterator[CreationInterval]:
    """Yield the days "nearly two years" after the last full date before, where the clause describes the present."""
    passage, stated = part.passage, [timex for timex in part.timexes if timex.is_stated]
    for match in _LATER.finditer(passage.text) if stated else ():
        before = bisect_right(stated, match.start(), key=attrgetter("end"))
        count = _number(match["count"])
        if before and count and _is_present_state(part.cues, match.span(), passage.sentence_at(match.start())):
            value = stated[before - 1].value
            try:
                days = _days_after(value, count, match["unit"], (match["about"] or "").lower())
            except (ValueError, OverflowError):  # of datetime: the year 12000
                continue
            if days:
                yield CreationInterval(*days, passage, match.start("about" if match["about"] else "count"), match.end())


def _number(word: str) -> int | None:
    number = int(word) if word.isdigit() else words()["number"].get(word.lower())
    return number if isinstance(number, int) else None


def _is_present_state(cues: ParagraphCues, span: Span, sentence: Span) -> bool:
    """Return whether the clause around the range `span` describes a present state, not past events."""
    before = cues.clause_before(sentence[0], span[0])
    last_words = cues.text[max(before[0], before[1] - _WORD_REACH_CHARACTERS) : before[1]].split()
    clause = before if len(last_words) > 1 else cues.clause_behind(span[1], sentence[1])
    return cues.has("present", *clause) and not cues.has("past", *clause)


def _days_after(since: Value, count: int, unit: str, about: str) -> tuple[date, date] | None:
    """Return the first and the last day that are `count` units after a date, as far as `about` allows.

    Nearly two years are more than a year and a half. None for "a month later", which is too vague.
    """
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
