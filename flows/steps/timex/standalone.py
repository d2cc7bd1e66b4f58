"""Time expressions resolved by themselves: without a document's day, or on a day that is tried."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from flows.steps.models import record
from flows.steps.text.passage import Span
from flows.steps.timex.context import Resolution, ResolutionContext
from flows.steps.timex.resolver import normalize, resolved
from flows.steps.timex.sentence_context import TimexInContext, find_timexes
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision

DATING_PRECISIONS = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})
"""Precisions of dates that may date a text, or bound its date."""


@record
class StandaloneTimex:
    """A time expression with its value out of context; `is_stated` where the value is full and may date a text."""

    timex: TimexInContext
    value: Value
    is_stated: bool

    @property
    def start(self) -> int:
        """Return the offset of its first character."""
        return self.timex.match.start

    @property
    def end(self) -> int:
        """Return the offset behind its last character."""
        return self.timex.match.end

    @property
    def looks_ahead(self) -> bool | None:
        """Return whether the cues around it look ahead (True) or back (False); None without cues."""
        return self.timex.looks_ahead

    @property
    def sentence(self) -> Span:
        """Return the range of its sentence."""
        return self.timex.sentence


def on_day(expression: StandaloneTimex, day: date) -> Value | None:
    """Return the value on `day` of an expression that refers to the day of writing; None for all others."""
    resolution = normalize(expression.timex, ResolutionContext(groups=expression.timex.match.groups, day=day))
    return resolution.value if resolution is not None and resolution.anchor == Anchor.DOCUMENT else None


@lru_cache(maxsize=1 << 14)  # days of forty years
def _alone(normalizer: str, groups: tuple[tuple[str, str], ...]) -> Resolution | None:
    """Return the resolution of an expression by its words alone; a text names the same days again and again."""
    return resolved(normalizer, ResolutionContext(groups=dict(groups)))


def standalone_timexes(text: str, sentences: tuple[Span, ...]) -> Iterator[StandaloneTimex]:
    """Yield the time expressions of a text with their values where no document date is known.

    `sentences` are half-open ranges of `text`. A time of day beside a date gives the date.
    """
    for timex_with_base in find_timexes(text, sentences):
        timex = (
            timex_with_base
            if timex_with_base.base is None
            else replace(timex_with_base, match=timex_with_base.base, base=None)
        )
        resolution = _alone(timex.match.rule.normalizer, tuple(timex.match.groups.items()))
        if resolution is not None:
            is_stated = resolution.anchor == Anchor.EXPLICIT and resolution.value.precision in DATING_PRECISIONS
            yield StandaloneTimex(timex, resolution.value, is_stated)
