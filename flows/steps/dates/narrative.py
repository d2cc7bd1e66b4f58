"""Whether a text tells of times far from its own, so that dates without a year are of the story's time."""

from collections.abc import Iterable
from datetime import date

from flows.steps.dates.finder import Find
from flows.steps.dates.numbers import years_in

_ENOUGH = 8
"""Dates with a year that a story has at least."""
_PER_DEICTIC = 5
"""Dates with a year for each word such as "yesterday", which points to the document's day."""
_PER_STEP_BACK = 4
"""Dates with a year for each that goes back in years: analyses look back more often than stories do."""
_FAR = 2
"""Years from the document's own that make a date one of the story's."""


def is_narrative(finds: Iterable[Find], day: date | None) -> bool:
    """Return whether dates with a year far from `day` abound, and words that lean on the document's day are rare.

    The thresholds lie between encyclopedic histories and news (WikiWars, TimeBank, AQUAINT).
    """
    far = deictic = full = backward = latest = 0
    for found in finds:
        years = years_in(found.groups)
        if years and (day is None or min(abs(year - day.year) for year in years) >= _FAR):
            far += 1
            full += "month" in found.groups
            backward += min(years) < latest
            latest = min(years)
        if "number_bc" in found.groups:
            far, full = far + 1, full + 1
        deictic += found.rule.is_deictic
    goes_on = backward * _PER_STEP_BACK <= far
    return far >= _ENOUGH and deictic * _PER_DEICTIC <= far and full >= far // 10 and goes_on
