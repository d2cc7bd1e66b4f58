"""Dates carried on: a story goes on in the next sentence, on the day that the one before told.

Only within a paragraph, from one sentence to the next, and only where both tell in the simple past what happened, share
somebody, and no other time is spoken of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flows.steps.events.lexicon import word_class
from flows.steps.models import Event, Participant
from schemas.vocab import DateBasis, Factuality, ParticipantRole

_OWN = frozenset({DateBasis.SAME_CLAUSE, DateBasis.SAME_SENTENCE, DateBasis.CARRIED, DateBasis.KNOWN})
_SIDES = frozenset({ParticipantRole.ACTOR, ParticipantRole.RECIPIENT, ParticipantRole.PLACE})


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its participants; `is_narrated` says that the main clause tells it in the simple past.

    `is_day` says that its date is a day, be it of a year that only the document's date will tell.
    `sentence` counts the sentences of the paragraph; `words` are those of the sentence, lower case, where it has no
    date of its own, and None where it has one.
    """

    event: Event
    sides: tuple[Participant, ...]
    sentence: int
    is_narrated: bool
    is_day: bool
    words: frozenset[str] | None


def carried(told: Iterable[Told]) -> Iterator[Told]:
    """Yield the events of one paragraph, in order, those without a date with the day of the sentence before."""
    dated: Told | None = None
    for one in told:
        current = one
        if dated is not None and _goes_on(dated, one):
            current = replace(one, event=with_day_of(one.event, dated.event), is_day=True)
        if _may_lend(current):
            dated = current
        yield current


def with_day_of(event: Event, other: Event) -> Event:
    """Return an event, where nothing of its own dates it, with the date that dates another one."""
    if event.date_basis in _OWN or other.date_basis not in _OWN:
        return event
    basis = DateBasis.KNOWN if other.date_basis == DateBasis.KNOWN else DateBasis.CARRIED
    return replace(
        event,
        date_start=other.date_start,
        date_end=other.date_end,
        date_precision=other.date_precision,
        date_basis=basis,
        date_id=other.date_id,
    )


def _may_lend(one: Told) -> bool:
    return (
        one.is_day and one.event.date_basis in _OWN and one.is_narrated and one.event.factuality == Factuality.ASSERTED
    )


def _goes_on(dated: Told, one: Told) -> bool:
    """Return whether an event is told as the next thing that happened on the day before it in the paragraph."""
    if one.event.date_basis in _OWN or one.words is None or not one.is_narrated:
        return False
    is_near = 0 <= one.sentence - dated.sentence <= 1 and one.event.factuality == Factuality.ASSERTED
    return is_near and one.words.isdisjoint(word_class("other_times")) and bool(_who(dated) & _who(one))


def _who(one: Told) -> frozenset[str]:
    """Return who takes part and where: entities, their countries, and the words of those without either."""
    found = set[str]()
    for side in one.sides:
        if side.role in _SIDES:
            found |= {word for word in (side.entity_id, side.country) if word} or {side.text.lower()}
    return frozenset(found)
