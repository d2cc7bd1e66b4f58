"""The discourse state: what the earlier dates of a document mean for the later ones."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from flows.steps.text.passage import Span
from flows.steps.timex.context import Antecedent, Resolution, ResolutionContext
from flows.steps.timex.event_anchors import AnchorDate, EventAnchor
from flows.steps.timex.sentence_context import TimexInContext
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision, TimexType

_MAX_PREVIOUS_DATES = 8
"""How many dates back "a day later" may look, by judgement."""
_MAX_DATES_PER_EVENT_TYPE = 8
"""Dates of events of one type in a text above which the events can no longer be distinguished, by judgement."""
_NEARLY_OVER = timedelta(15)
"""Days before its end from which on a report may be on a quarter, by judgement."""
_MONTHS_OF_REPORT = re.compile(r"P(?:6|9|12)M")
"""Lengths that a report compares with those of the year before, as it does quarters."""
_DATES = frozenset({TimexType.DATE, TimexType.TIME})
_OPENING = frozenset({Precision.MONTH, Precision.YEAR})
"""Precisions of dates whose year holds behind them where they open their sentence."""
_TOO_COARSE_FOR_NARRATIVE = frozenset({None, Precision.DECADE, Precision.CENTURY})
"""Precisions that do not move the narrative time."""


@dataclass(slots=True)
class DiscourseState:
    """The dates of one document up to the current expression.

    `previous` are the latest dates, `year` the one whose year may hold in the paragraph, `year_frame` its expression,
    `narrative_time` the date that a narrative (`is_narrative`) has reached, `quarter` the last quarter that a report
    may be on, `nearby` the last date with its sentence, `heading` the date in the heading above the paragraph, which
    `is_heading_open` as long as no other paragraph follows.
    `resolutions` are those of the paragraph by start and end of the expression, `event_dates` the dates of events: by
    event type, then by (names in the sentence, TIMEX3 value). `last_day` is the last day on which the document may have
    been written, `paragraph` the number of the current paragraph, `narrative_years` has the years that the course of a
    narrative gives, `day_first` the order of day and month in numeric dates by their sign, where it is settled.
    """

    is_narrative: bool = False
    last_day: date | None = None
    day_first: Mapping[str, bool] = field(default_factory=dict)
    narrative_years: Mapping[tuple[int, int], int] = field(default_factory=dict)
    paragraph: int = -1
    previous: deque[Antecedent] = field(default_factory=lambda: deque(maxlen=_MAX_PREVIOUS_DATES))
    year: Antecedent | None = None
    year_frame: TimexInContext | None = None
    narrative_time: Antecedent | None = None
    quarter: Antecedent | None = None
    nearby: tuple[Span, Antecedent] | None = None
    heading: Antecedent | None = None
    is_heading_open: bool = False
    resolutions: dict[tuple[int, int], Resolution | None] = field(default_factory=dict)
    event_dates: dict[str, dict[tuple[frozenset[str], str], Antecedent]] = field(default_factory=dict)

    def new_paragraph(self, *, is_heading: bool) -> None:
        """Forget what does not hold beyond a paragraph, or below another heading.

        A heading right below one that is a date is of the text below both.
        """
        self.paragraph += 1
        self.year = self.year_frame = self.nearby = None
        self.resolutions.clear()
        if is_heading and not self.is_heading_open:
            self.heading = None
        self.is_heading_open = is_heading

    def context_of(
        self, timex: TimexInContext, day: date | None, quotation_date: Antecedent | None = None
    ) -> ResolutionContext:
        """Return what the normalizer of an expression may use.

        `day` is the document's day, or that of `quotation_date` where the expression is quoted.
        """
        heading = None
        if quotation_date is None and self.is_narrative:
            day = self.narrative_time.value.start if self.narrative_time is not None else None
        if quotation_date is None and self.heading is not None:
            day, heading = self._under_heading(self.heading, timex, day)
        return ResolutionContext(
            groups=timex.match.groups,
            day=day,
            clause=timex.clause,
            opens_sentence=timex.match.start == timex.sentence[0],
            previous=tuple(self.previous),
            year=self._held_year(timex) if day is not None else self.year,
            narrative_time=None if quotation_date is not None else self.narrative_time,
            is_narrative=self.is_narrative,
            quarter=self.quarter,
            same_sentence=self.nearby[1] if self.nearby is not None and self.nearby[0] == timex.sentence else None,
            heading_date=heading,
            narrative_year=self._narrative_year(timex) if quotation_date is None else None,
            is_day_first=self.day_first.get(timex.match.groups.get("sign", "")),
        )

    def _held_year(self, timex: TimexInContext) -> Antecedent | None:
        """Return the date whose year holds for an expression: beyond its sentence, one of both opens its own."""
        frame = self.year_frame
        is_held = frame is not None and (
            frame.sentence == timex.sentence or frame.opens_sentence or timex.opens_sentence
        )
        return self.year if is_held else None

    def _narrative_year(self, timex: TimexInContext) -> int | None:
        """Return the year that the course of a narrative gives an expression; None at its start and in years BC."""
        if self.narrative_time is None or self.narrative_time.value.year_before_christ:
            return None
        return self.narrative_years.get((self.paragraph, timex.match.start))

    @staticmethod
    def _under_heading(
        heading: Antecedent, timex: TimexInContext, day: date | None
    ) -> tuple[date | None, Antecedent | None]:
        """Return the reference day and the antecedent for an expression below a heading that is a date.

        A day is the day of everything below it. Otherwise, dates without a year are of the heading's time; "last year"
        is of the document's still, and a weekday is of neither for certain. A heading that contains the document's day
        changes nothing.
        """
        value = heading.value
        if value.precision == Precision.DAY:
            return value.start, None
        if day is not None and value.start is not None and value.end is not None and value.start <= day <= value.end:
            return day, None
        is_weekday = timex.match.rule.normalizer == "weekday" and "shift" not in timex.match.groups
        return (day, None) if timex.match.rule.is_deictic and not is_weekday else (None, heading)

    def anchored(self, resolution: Resolution, quotation_date: Antecedent | None = None) -> Resolution:
        """Return the resolution with the anchor that gave it its day, where that is not the document."""
        if resolution.anchor != Anchor.DOCUMENT or resolution.value.start is None:
            return resolution
        heading = self.heading if self.heading and self.heading.value.precision == Precision.DAY else None
        reference = quotation_date or heading or self.narrative_time
        return (
            resolution
            if reference is None
            else replace(resolution, anchor=Anchor.PREVIOUS, anchor_id=reference.date_id)
        )

    def add_event_date(self, anchor_date: AnchorDate, antecedent: Antecedent) -> None:
        """Remember the date of an event, up to a limit per event type."""
        if antecedent.value.start is not None or antecedent.value.month_day:
            dates = self.event_dates.setdefault(anchor_date.event_type, {})
            if len(dates) <= _MAX_DATES_PER_EVENT_TYPE:
                dates.setdefault((anchor_date.names, antecedent.value.timex_value), antecedent)

    def event_date(self, anchor: EventAnchor) -> Antecedent | None:
        """Return the date of an event, if all dates of events of its type and names agree; else None."""
        dates = self.event_dates.get(anchor.event_type, {})
        fitting = {value: antecedent for (names, value), antecedent in dates.items() if anchor.names <= names}
        return next(iter(fitting.values())) if len(fitting) == 1 and len(dates) <= _MAX_DATES_PER_EVENT_TYPE else None

    def add(self, timex: TimexInContext, resolution: Resolution, date_id: str) -> None:
        """Remember the `resolution` of `timex` under its `date_id` for the expressions after it.

        What is no date, or has no position on the calendar, is left out.
        """
        value = resolution.value
        if _MONTHS_OF_REPORT.fullmatch(value.timex_value):
            self.quarter = None
        if value.timex_type not in _DATES or not (value.start or value.month_day or value.year_before_christ):
            return
        antecedent = Antecedent(value, date_id)
        self.previous.append(antecedent)
        self.nearby = (timex.sentence, antecedent)
        if timex.match.rule.normalizer == "quarter" and self._is_reported(value):
            self.quarter = antecedent
        if self.is_narrative and (value.precision not in _TOO_COARSE_FOR_NARRATIVE or value.year_before_christ):
            self.narrative_time = antecedent
        if resolution.anchor == Anchor.DOCUMENT:
            self.year = None
        elif resolution.anchor == Anchor.EXPLICIT and _sets_year(timex, value):
            self.year, self.year_frame = antecedent, timex

    def _is_reported(self, value: Value) -> bool:
        """Return whether a report may be on a quarter: one that is over on the day of writing, or nearly so."""
        if value.precision != Precision.QUARTER or value.end is None:
            return False
        return self.last_day is None or value.end <= self.last_day + _NEARLY_OVER


def _sets_year(timex: TimexInContext, value: Value) -> bool:
    """Return whether dates behind this one are of its year: a full date, or a month or year that opens its sentence."""
    if value.precision == Precision.DAY:
        return True
    return value.precision in _OPENING and timex.opens_sentence
