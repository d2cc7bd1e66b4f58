"""Cues for the creation time of a text: "yesterday, March 3, 2021", "is weaker nearly two years later".

The document creation time (DCT, TimeML) is the day on which a text was written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Annotated, NamedTuple

from flows.steps.text.passage import Passage, Span
from flows.steps.timex.arithmetic import days_around, moved
from flows.steps.timex.lexicon import words
from flows.steps.timex.standalone import StandaloneTimex, on_day
from flows.steps.timex.values import Value
from schemas.data_files import load_toml

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
_QUOTE = re.compile('["“]')
_CLAUSE = re.compile(r"[,;:—–()]")


@dataclass(frozen=True, slots=True)
class CreationInterval:
    """The first and the last day on which a text may have been written, and where its paragraph shows it."""

    first: date
    last: date
    passage: Passage
    start: int
    end: int


def creation_intervals(passage: Passage, timexes: Sequence[StandaloneTimex]) -> Iterator[CreationInterval]:
    """Yield the creation intervals that a content paragraph with these time expressions implies."""
    yield from _appositions(passage, timexes)
    yield from _years_later(passage, timexes)


def _appositions(passage: Passage, timexes: Sequence[StandaloneTimex]) -> Iterator[CreationInterval]:
    """Yield the days on which a word such as yesterday refers to the date beside it."""
    for timex, next_timex in pairwise(timexes):
        is_beside = timex.sentence == next_timex.sentence and _APPOSITION_GAP.fullmatch(
            passage.text, timex.end, next_timex.start
        )
        is_quoted = _QUOTE.search(passage.text, timex.sentence[0], timex.start) is not None
        if is_beside and timex.is_stated != next_timex.is_stated and not is_quoted:
            full, relative = (timex, next_timex) if timex.is_stated else (next_timex, timex)
            days = _days_of_writing(relative, full.value)
            if days and (days[-1] - days[0]).days <= _MAX_INTERVAL_DAYS:
                yield CreationInterval(days[0], days[-1], passage, timex.start, next_timex.end)


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


def _years_later(passage: Passage, timexes: Sequence[StandaloneTimex]) -> Iterator[CreationInterval]:
    """Yield the days "nearly two years" after the last full date before, where the clause describes the present."""
    for match in _LATER.finditer(passage.text):
        before = [timex.value for timex in timexes if timex.end <= match.start() and timex.is_stated]
        count = _number(match["count"])
        if before and count and _is_present_state(passage.text, match.span(), passage.sentence_at(match.start())):
            try:
                days = _days_after(before[-1], count, match["unit"], (match["about"] or "").lower())
            except (ValueError, OverflowError):  # of datetime: the year 12000
                continue
            if days:
                yield CreationInterval(*days, passage, match.start("about" if match["about"] else "count"), match.end())


def _number(word: str) -> int | None:
    number = int(word) if word.isdigit() else words()["number"].get(word.lower())
    return number if isinstance(number, int) else None


def _is_present_state(text: str, span: Span, sentence: Span) -> bool:
    """Return whether the clause around the range `span` describes a present state, not past events."""
    before = _CLAUSE.split(text[sentence[0] : span[0]])[-1]
    behind = _CLAUSE.split(text[span[1] : sentence[1]].lstrip(" ,"))[0]
    clause = before if len(before.split()) > 1 else behind
    return has_cue("present", clause) and not has_cue("past", clause)


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


class CreationCue(NamedTuple):
    """A block of `creation_cues.toml`: a pattern, and texts in which it must and must not find something."""

    pattern: Annotated[re.Pattern[str], re.IGNORECASE]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def creation_cues() -> dict[str, CreationCue]:
    """Return the blocks of `creation_cues.toml`, by kind of cue."""
    return load_toml(files(__package__).joinpath("creation_cues.toml"), dict[str, CreationCue])


def has_cue(kind: str, text: str) -> bool:
    """Return whether a text contains a cue of a kind of `creation_cues.toml`."""
    return creation_cues()[kind].pattern.search(text) is not None
