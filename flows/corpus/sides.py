"""The columns of events that repeat their first actor, recipient and place."""

from collections.abc import Iterable, Iterator
from typing import Any

from flows.corpus.facts import with_facts
from flows.steps.models import Event, Participant
from schemas.vocab import SIDES, ParticipantRole

_ROLES = (*SIDES, ParticipantRole.PLACE)


def with_sides(events: Iterable[Event], participants: Iterable[Participant]) -> Iterator[Event]:
    """Yield the events with the facts of the first participant of each role, as `participants` have them now."""
    firsts = {(row.event_id, row.role): row for row in participants if row.position == 0}
    for event in events:
        facts: dict[str, Any] = {}
        for role in _ROLES:
            first = firsts.get((event.event_id, role))
            if first is not None:
                facts |= {f"{role}_name": first.name, f"{role}_entity_id": first.entity_id}
                facts |= {f"{role}_country": first.country}
                facts |= {f"{role}_sector": first.sector, f"{role}_code": first.actor_code} if role in SIDES else {}
        yield with_facts(event, **facts)
