"""The date of an event cluster from all its mentions, for those mentions that have none."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from flows.steps.models import Event
from schemas.vocab import DateBasis

_BASIS_RANKS = {DateBasis.SAME_CLAUSE: 0, DateBasis.SAME_SENTENCE: 1, DateBasis.KNOWN: 2}
"""Bases of a date in the event's own sentence, the surer one first, and of one that is known without words."""
_SURE_BASES = frozenset({DateBasis.SAME_CLAUSE, DateBasis.KNOWN})
"""Bases of a date that needs no confirmation by another mention."""


class Dated(Protocol):
    """The date columns of an event."""

    @property
    def event_id(self) -> str:
        """Return the event."""

    @property
    def date_start(self) -> date | None:
        """Return the first day."""

    @property
    def date_end(self) -> date | None:
        """Return the last day."""

    @property
    def date_basis(self) -> str:
        """Return where the date comes from."""


AnyDated = TypeVar("AnyDated", bound=Dated)


def surely_dated(mentions: Sequence[AnyDated]) -> list[AnyDated]:
    """Return the mentions of a cluster whose dates hold for all of it, the narrowest interval first.

    A date holds if it is in the clause of its event, or is known; one that is only in its sentence must be the
    cluster's only one, or contain that of another mention.
    """
    dated = [row for row in mentions if row.date_basis in _BASIS_RANKS and row.date_start and row.date_end]
    sure = [row for row in dated if _is_sure(row, dated)]
    return sorted(sure, key=lambda row: (_width(row), _BASIS_RANKS[DateBasis(row.date_basis)], row.event_id))


def carried(row: Event, dated: Sequence[Event]) -> dict[str, Any]:
    """Return the date columns that an event takes from the first of `dated`; nothing where it has a date of its own."""
    if row.date_start is not None or not dated:
        return {}
    is_known = dated[0].date_basis == DateBasis.KNOWN
    return {
        "date_start": dated[0].date_start,
        "date_end": dated[0].date_end,
        "date_precision": dated[0].date_precision,
        "date_basis": DateBasis.KNOWN if is_known else DateBasis.CARRIED,
        "date_id": dated[0].date_id,
    }


def _is_sure(row: Dated, dated: Sequence[Dated]) -> bool:
    """Return whether the basis of a date is sure, or it is the only date, or another mention agrees."""
    if row.date_basis in _SURE_BASES or len(dated) == 1:
        return True
    return any(other is not row and _contains(row, other) for other in dated)


def _contains(row: Dated, other: Dated) -> bool:
    """Return whether the date of a mention contains that of another one."""
    if not (row.date_start and row.date_end and other.date_start and other.date_end):
        return False
    return row.date_start <= other.date_start and other.date_end <= row.date_end


def _width(row: Dated) -> int:
    return (row.date_end - row.date_start).days if row.date_start and row.date_end else 0
