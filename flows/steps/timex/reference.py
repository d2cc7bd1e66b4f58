"""The document's own date, against which its time expressions are resolved."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reference:
    """A document's date: the days `start` to `end`, or only bounds; all None where nothing is known.

    `not_before` and `not_after` are bounds, both inside. They are used as an interval where both are known. `evidence`
    are the words that state the date, as "20/04/2017".
    """

    start: date | None = None
    end: date | None = None
    not_before: date | None = None
    not_after: date | None = None
    evidence: str | None = None

    def period(self) -> tuple[date, date] | None:
        """Return the first and the last day that the document may be of, or None."""
        first, last = self.start or self.not_before, self.end or self.not_after
        return (first, last) if first is not None and last is not None else None


_MAX_BOUNDS_DAYS = 366
"""Days between bounds within which a date is resolved at both of them, by judgement."""


def reference_of(
    start: date | None,
    end: date | None,
    not_before: date | None,
    not_after: date | None,
    evidence: str | None = None,
) -> Reference:
    """Return the reference for the time expressions of a document.

    `start` and `end` are the days of its date, `not_before` and `not_after` its bounds, `evidence` the words that state
    it. Where the bounds are years apart and there is no date, only the upper one is used.
    """
    is_far = not_before is not None and not_after is not None and (not_after - not_before).days > _MAX_BOUNDS_DAYS
    return Reference(start, end, None if is_far and start is None else not_before, not_after, evidence)
