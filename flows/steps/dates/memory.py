"""What earlier expressions of a document say about later ones."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import date

from flows.steps.dates.places import Place
from flows.steps.dates.scene import Answer, Known, Scene
from flows.steps.dates.values import Value
from flows.steps.language.passages import Span
from schemas.vocab import Anchor, Precision, TimexType

_MEMORY = 8
"""How many dates back "a day later" may look."""
_STORY = frozenset({None, Precision.DECADE, Precision.CENTURY})
"""Precisions that do not tell where a story stands."""


@dataclass(slots=True)
class Memory:
    """The dates of one document so far; in a story, `story` is the date that the telling has reached."""

    is_story: bool = False
    previous: deque[Known] = field(default_factory=lambda: deque(maxlen=_MEMORY))
    year: Known | None = None
    story: Known | None = None
    quarter: Known | None = None
    nearby: tuple[Span, Known] | None = None

    def new_paragraph(self) -> None:
        """Forget what does not hold beyond a paragraph."""
        self.year = self.nearby = None

    def scene(self, place: Place, day: date | None) -> Scene:
        """Return what the reader of an expression may look at, given the document's day."""
        if self.is_story:
            day = self.story.value.start if self.story is not None else None
        return Scene(
            words=place.found.groups,
            day=day,
            is_future=place.looks_ahead is True,
            opens_sentence=place.found.start == place.sentence[0],
            previous=tuple(self.previous),
            year=self.year,
            story=self.story,
            is_story=self.is_story,
            quarter=self.quarter,
            same_sentence=self.nearby[1] if self.nearby is not None and self.nearby[0] == place.sentence else None,
        )

    def anchored(self, answer: Answer) -> Answer:
        """Return the answer as resolved against the story where there is one, and not against the document's day."""
        if self.story is None or answer.anchor != Anchor.DOCUMENT or answer.value.start is None:
            return answer
        return replace(answer, anchor=Anchor.PREVIOUS, anchor_id=self.story.date_id)

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
