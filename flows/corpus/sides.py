"""The columns of events that repeat their first actor, recipient and place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from flows.corpus.facts import with_facts
from flows.steps.models import Event, Participant
from schemas.vocab import SIDES, ParticipantRole

_ROLES = (*SIDES, ParticipantRole.PLACE)


def with_sides(events: Iterable[Event], before: Iterable[Participant], now: Iterable[Participant]) -> Iterator[Event]:
    """Yield the events with the facts of the first participant of each role, where these are no longer as before.

    `before` and `now` are the rows of the same participants, in the same order.
    """
    return with_sides_of(events, (row for old, row in zip(before, now, strict=True) if row is not old))


def with_sides_of(events: Iterable[Event], participants: Iterable[Participant]) -> Iterator[Event]:
    """Yield the events with the facts of those of the participants that are the first of their roles."""
    changed: dict[str, list[Participant]] = defaultdict(list)
    for row in participants:
        if row.position == 0:
            changed[row.event_id].append(row)
    for event in events:
        yield with_facts(event, **_side_facts(changed[event.event_id])) if event.event_id in changed else event


def _side_facts(firsts: Iterable[Participant]) -> dict[str, Any]:
    """Return the columns of an event that repeat these participants, the first ones of their roles."""
    facts: dict[str, Any] = {}
    for row in firsts:
        role = row.role
        if role in _ROLES:
            facts |= {f"{role}_name": row.name, f"{role}_entity_id": row.entity_id, f"{role}_country": row.country}
        if role in SIDES:
            facts |= {f"{role}_sector": row.sector, f"{role}_code": row.actor_code}
    return facts
