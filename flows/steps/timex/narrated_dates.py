"""What makes a document a narrative, and the dates by which its course is found."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial

from flows.steps.text.passage import Passage, Span
from flows.steps.timex.context import ResolutionContext
from flows.steps.timex.matcher import TimexMatch
from flows.steps.timex.narrative import NarratedDate
from flows.steps.timex.numbers import years_in
from flows.steps.timex.resolver import resolved
from flows.steps.timex.sentence_context import TimexInContext
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision, Role

_MIN_FAR_DATES = 8
"""Fewest dates with a year far from the document's own in a narrative."""
_MIN_FAR_DATES_OF_SHORT = 4
"""Fewest in a short one, which has no others; three of four have a month, as background in news seldom has."""
_FAR_DATES_PER_DEICTIC = 5
"""Such dates for each word such as "yesterday", which refers to the document's day."""
_FAR_DATES_PER_STEP_BACK = 4
"""Such dates for each that goes back in years: analyses look back more often than narratives do."""
_FAR_YEARS = 2
"""Years from the document's own that make a date far."""
_ASIDE = {Precision.DAY: 3.0, Precision.MONTH: 2.0}
_ASIDE_COARSE = 0.5
_ASIDE_OPENING = 3.0
"""Cost of a date that a narrative mentions without going there: a bare year often is one, a date that opens a sentence
or is in a heading hardly ever. By trial on half of WikiWars."""
_TOO_COARSE = frozenset({Precision.DECADE, Precision.CENTURY})
_A_LEAP_YEAR = 2000
"""A year in which everything that recurs has a day."""


def is_narrative(matches: Iterable[TimexMatch], day: date | None) -> bool:
    """Return whether dates with a year far from `day` abound, and words that refer to the document's day are rare.

    In a narrative, dates without a year are of the narrative's time. The thresholds lie between encyclopedic histories
    and news (WikiWars, TimeBank, AQUAINT).
    """
    far = near = deictic = full = backward = latest = 0
    for match in matches:
        years = years_in(match.groups)
        if years and (day is None or min(abs(year - day.year) for year in years) >= _FAR_YEARS):
            far += 1
            full += "month" in match.groups
            backward += min(years) < latest
            latest = min(years)
        elif years:
            near += 1
        if "number_bc" in match.groups:
            far, full = far + 1, full + 1
        deictic += match.rule.is_deictic
    if deictic * _FAR_DATES_PER_DEICTIC > far or backward * _FAR_DATES_PER_STEP_BACK > far:
        return False
    is_short = day is not None and far >= _MIN_FAR_DATES_OF_SHORT and not near and not deictic and full * 4 >= far * 3
    return is_short or (far >= _MIN_FAR_DATES and full >= far // 10)


def is_heading(passage: Passage) -> bool:
    """Return whether a paragraph is a heading of content."""
    return passage.role == Role.HEADING


def narrated_dates(
    passages: Sequence[Passage], timexes_of: Sequence[Sequence[TimexInContext]], last_day: date | None
) -> Iterator[NarratedDate]:
    """Yield the dates of a narrative in reading order; `timexes_of` has the time expressions of each paragraph.

    What has no year is not after `last_day`, on which the document was written at the latest.
    """
    for number, (passage, timexes) in enumerate(zip(passages, timexes_of, strict=True)):
        for timex in timexes:
            item = _narrated_date(
                (number, timex.matches[-1].start),
                timex,
                last_day,
                is_opening=is_heading(passage) or timex.opens_sentence,
            )
            if item is not None:
                yield item


def _narrated_date(
    key: tuple[int, int], timex: TimexInContext, last_day: date | None, *, is_opening: bool
) -> NarratedDate | None:
    """Return an expression as a date of the narrative; None where it has no place in its course."""
    match = timex.matches[-1]
    alone = resolved(match.rule.normalizer, ResolutionContext(groups=match.groups))
    if alone is None or alone.value.precision in _TOO_COARSE:
        return None
    days = _days(alone.value)
    if days is not None and alone.anchor == Anchor.EXPLICIT:
        aside = _ASIDE.get(Precision(alone.value.precision or Precision.YEAR), _ASIDE_COARSE)
        return NarratedDate(key, days=days, aside=_ASIDE_OPENING if is_opening else aside)
    if days is not None or _days_in(match, date.max.toordinal(), _A_LEAP_YEAR) is None:
        return None
    return NarratedDate(key, days_in=cache(partial(_days_in, match, (last_day or date.max).toordinal())))


def _days(value: Value) -> Span | None:
    return None if value.start is None or value.end is None else (value.start.toordinal(), value.end.toordinal())


def _days_in(match: TimexMatch, last: int, year: int) -> Span | None:
    """Return the days in a year of what recurs every year; None where they begin after the ordinal `last`."""
    found = resolved(match.rule.normalizer, ResolutionContext(groups=match.groups, narrative_year=year))
    days = None if found is None else _days(found.value)
    return days if days is not None and days[0] <= last else None
