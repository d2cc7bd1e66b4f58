"""What earlier expressions of a document say about later ones."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import date

from flows.steps.dates.happenings import Named, Told
from flows.steps.dates.places import Place
from flows.steps.dates.scene import Answer, Known, Scene
from flows.steps.dates.values import Value
from flows.steps.language.passages import Span
from schemas.vocab import Anchor, Precision, TimexType

_MEMORY = 8
"""How many dates back "a day later" may look."""
_TELLINGS = 8
"""How often a text may date happenings of one kind before they can be told apart no more."""
_STORY = frozenset({None, Precision.DECADE, Precision.CENTURY})
"""Precisions that do not tell where a story stands."""


@dataclass(slots=True)
class Memory:
    """The dates of one document so far; in a story, `story` is the date that the telling has reached.

    `heading` is the date that the paragraph stands under, `answers` are those of its expressions, by start and end,
    and `happenings` the dates of what has happened, by its kind and the names around it.
    """

    is_story: bool = False
    previous: deque[Known] = field(default_factory=lambda: deque(maxlen=_MEMORY))
    year: Known | None = None
    story: Known | None = None
    quarter: Known | None = None
    nearby: tuple[Span, Known] | None = None
    heading: Known | None = None
    answers: dict[tuple[int, int], Answer | None] = field(default_factory=dict)
    happenings: dict[str, dict[tuple[frozenset[str], str], Known]] = field(default_factory=dict)

    def new_paragraph(self, *, is_heading: bool) -> None:
        """Forget what does not hold beyond a paragraph, or below another heading."""
        self.year = self.nearby = None
        self.answers.clear()
        if is_heading:
            self.heading = None

    def scene(self, place: Place, day: date | None, said: Known | None = None) -> Scene:
        """Return what the reader of an expression may look at, given the document's day or the day of speech."""
        heading = None
        if said is None and self.is_story:
            day = self.story.value.start if self.story is not None else None
        if said is None and self.heading is not None:
            day, heading = self._below(self.heading, place, day)
        return Scene(
            words=place.found.groups,
            day=day,
            is_future=place.looks_ahead is True,
            opens_sentence=place.found.start == place.sentence[0],
            previous=tuple(self.previous),
            year=self.year,
            story=None if said is not None else self.story,
            is_story=self.is_story,
            quarter=self.quarter,
            same_sentence=self.nearby[1] if self.nearby is not None and self.nearby[0] == place.sentence else None,
            heading=heading,
        )

    @staticmethod
    def _below(heading: Known, place: Place, day: date | None) -> tuple[date | None, Known | None]:
        """Return the day and the date to lean on below a heading: a day is the day of all that stands below it.

        Otherwise, dates without a year are of the heading's time; "last year" is of the document's still, and a weekday
        is of neither for certain. A heading that holds the document's day changes nothing.
        """
        value = heading.value
        if value.precision == Precision.DAY:
            return value.start, None
        if day is not None and value.start is not None and value.end is not None and value.start <= day <= value.end:
            return day, None
        is_weekday = place.found.rule.form == "weekday" and "shift" not in place.found.groups
        return (day, None) if place.found.rule.is_deictic and not is_weekday else (None, heading)

    def anchored(self, answer: Answer, said: Known | None = None) -> Answer:
        """Return the answer as resolved against what gave it its day, where that is not the document."""
        if answer.anchor != Anchor.DOCUMENT or answer.value.start is None:
            return answer
        heading = self.heading if self.heading and self.heading.value.precision == Precision.DAY else None
        known = said or heading or self.story
        return answer if known is None else replace(answer, anchor=Anchor.PREVIOUS, anchor_id=known.date_id)

    def tell(self, told: Told, known: Known) -> None:
        """Remember when something happened."""
        if known.value.start is not None or known.value.month_day:
            dates = self.happenings.setdefault(told.happening, {})
            if len(dates) <= _TELLINGS:
                dates.setdefault((told.names, known.value.timex_value), known)

    def when(self, named: Named) -> Known | None:
        """Return the date of a happening, if all that was told of one of its kind and names agrees on it."""
        dates = self.happenings.get(named.happening, {})
        fitting = {value: known for (names, value), known in dates.items() if named.names <= names}
        return next(iter(fitting.values())) if len(fitting) == 1 and len(dates) <= _TELLINGS else None

    def keep(self, place: Place, answer: Answer, date_id: str) -> None:
        """Remember an answer for the expressions behind it."""
        value = answer.value
        is_date = value.timex_type in {TimexType.DATE, TimexType.TIME}
        if not is_date or not (value.start or value.month_day or value.year_before_christ):
            return
        known = Known(value, date_id)
        self.previous.append(known)
        self.nearby = (place.sentence, known)
        if value.precision == Precision.QUARTER and place.found.rule.form == "quarter":
            self.quarter = known
        if self.is_story and (value.precision not in _STORY or value.year_before_christ):
            self.story = known
        if answer.anchor == Anchor.DOCUMENT:
            self.year = None
        elif answer.anchor == Anchor.EXPLICIT and _sets_year(place, value):
            self.year = known


def _sets_year(place: Place, value: Value) -> bool:
    """Return whether dates behind this one are of its year: a full date, or a month or year that opens its sentence."""
    if value.precision == Precision.DAY:
        return True
    return value.precision in {Precision.MONTH, Precision.YEAR} and place.opens_sentence
