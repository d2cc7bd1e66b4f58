"""The genre of a text (narrative or news), and headings that are a date: both change what dates refer to."""

import re
from collections.abc import Iterable
from datetime import date

from flows.steps.text.passage import Passage
from flows.steps.timex.matcher import TimexMatch
from flows.steps.timex.numbers import years_in
from flows.steps.timex.sentence_context import TimexInContext
from schemas.vocab import Role

_MIN_FAR_DATES = 8
"""Fewest dates with a year far from the document's own in a narrative."""
_FAR_DATES_PER_DEICTIC = 5
"""Such dates for each word such as "yesterday", which refers to the document's day."""
_FAR_DATES_PER_STEP_BACK = 4
"""Such dates for each that goes back in years: analyses look back more often than narratives do."""
_FAR_YEARS = 2
"""Years from the document's own that make a date far."""
_AROUND_DATE = re.compile(r"[\W_]*")
"""What may surround the date in a heading."""


def is_narrative(matches: Iterable[TimexMatch], day: date | None) -> bool:
    """Return whether dates with a year far from `day` abound, and words that refer to the document's day are rare.

     In a narrative, dates without a year are of the narrative's time. The thresholds lie between encyclopedic histories
    and news (WikiWars, TimeBank, AQUAINT).
    """
    far = deictic = full = backward = latest = 0
    for match in matches:
        years = years_in(match.groups)
        if years and (day is None or min(abs(year - day.year) for year in years) >= _FAR_YEARS):
            far += 1
            full += "month" in match.groups
            backward += min(years) < latest
            latest = min(years)
        if "number_bc" in match.groups:
            far, full = far + 1, full + 1
        deictic += match.rule.is_deictic
    goes_on = backward * _FAR_DATES_PER_STEP_BACK <= far
    return far >= _MIN_FAR_DATES and deictic * _FAR_DATES_PER_DEICTIC <= far and full >= far // 10 and goes_on


def is_heading(passage: Passage) -> bool:
    """Return whether a paragraph is a heading of content."""
    return passage.role == Role.HEADING


def is_date_heading(passage: Passage, timex: TimexInContext) -> bool:
    """Return whether a paragraph is a heading with no words but this date: "March 2003", "(1991-1995)"."""
    if not is_heading(passage):
        return False
    before, behind = passage.text[: timex.match.start], passage.text[timex.end :]
    return all(_AROUND_DATE.fullmatch(rest) for rest in (before, behind))
