"""What is known of a document's own date when its time expressions are resolved."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reference:
    """A document's date: the days `start` to `end`, or only bounds; all None where nothing is known.

    `not_before` and `not_after` are bounds without a date between them. They serve as an interval where both are known.
    """

    start: date | None = None
    end: date | None = None
    not_before: date | None = None
    not_after: date | None = None

    def ends(self) -> tuple[date, date] | None:
        """Return the first and the last day that the document may be of, or None."""
        first, last = self.start or self.not_before, self.end or self.not_after
        return (first, last) if first is not None and last is not None else None


_LONGEST = 366
"""Days between bounds that are near enough to resolve a date at both of them."""


def reference_of(start: date | None, end: date | None, not_before: date | None, not_after: date | None) -> Reference:
    """Return what a document's date and bounds tell its time expressions; bounds years apart only bound, at the end."""
    far = not_before is not None and not_after is not None and (not_after - not_before).days > _LONGEST
    return Reference(start, end, None if far and start is None else not_before, not_after)
