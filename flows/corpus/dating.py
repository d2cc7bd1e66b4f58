"""The date of a happening from all its tellings, for those that do not say it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from flows.steps.records import Event
from schemas.vocab import DateBasis

_RANKS = {DateBasis.SAME_CLAUSE: 0, DateBasis.SAME_SENTENCE: 1, DateBasis.KNOWN: 2}
"""Bases of a date that the event's own sentence tells, the surer one first, and of one that is known without it."""
_SURE = frozenset({DateBasis.SAME_CLAUSE, DateBasis.KNOWN})


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


def surely_dated(tellings: Sequence[AnyDated]) -> list[AnyDated]:
    """Return the tellings of a cluster whose dates hold for all of it, the narrowest interval first.

    A date holds if it stands in the clause of its event, or is known; one that only stands in its sentence must be the
    cluster's only one, or hold that of another telling.
    """
    dated = [row for row in tellings if row.date_basis in _RANKS and row.date_start and row.date_end]
    sure = [row for row in dated if _is_sure(row, dated)]
    return sorted(sure, key=lambda row: (_width(row), _RANKS[DateBasis(row.date_basis)], row.event_id))


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
    """Return whether a date is told in its clause, or nothing else is told, or another telling agrees."""
    if row.date_basis in _SURE or len(dated) == 1:
        return True
    return any(other is not row and _holds(row, other) for other in dated)


def _holds(row: Dated, other: Dated) -> bool:
    """Return whether the date of a telling holds that of another one."""
    if not (row.date_start and row.date_end and other.date_start and other.date_end):
        return False
    return row.date_start <= other.date_start and other.date_end <= row.date_end


def _width(row: Dated) -> int:
    return (row.date_end - row.date_start).days if row.date_start and row.date_end else 0
