"""Days that no sentence needs to tell: a known person was killed on one day only.

The days stand in `knowledge/deaths.csv`, beside the other tables of knowledge; the words that tell of a death in
`deaths.toml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.entities.knowledge_base import known_person, thing_id
from flows.steps.entities.tables import death_rows
from flows.steps.events.participants import Side
from flows.steps.lexicon.patterns import ExampledPattern
from flows.steps.models import Event
from flows.steps.timex.reference import Reference
from schemas.data_files import load_toml
from schemas.vocab import DateBasis, EventType, Factuality, Precision

_BEFORE = 60
"""Characters before a trigger in which a failed attempt shows."""


class Settings(NamedTuple):
    """The content of `deaths.toml`."""

    death: ExampledPattern
    failed: ExampledPattern


@cache
def settings() -> Settings:
    """Return the content of `deaths.toml` beside this module."""
    return load_toml(files(__package__).joinpath("deaths.toml"), Settings)


def is_death(trigger: str) -> bool:
    """Return whether the words of a trigger tell that somebody dies."""
    return settings().death.pattern.search(trigger) is not None


def is_failed(before: str) -> bool:
    """Return whether the words right before a trigger tell that it came to nothing."""
    return settings().failed.pattern.search(before) is not None


def with_day_of_death(event: Event, recipients: Iterable[Side], sentence: str, reference: Reference) -> Event:
    """Return an event with the day on which its victim died, where its clause gives no date and the day is known.

    `sentence` are the words before the trigger. A day behind the one on which the document was written is left out.
    """
    is_killing = event.event_type == EventType.ASSAULT and event.factuality == Factuality.ASSERTED
    is_told = is_killing and is_death(event.trigger) and not is_failed(sentence[-_BEFORE:])
    if not is_told or event.date_basis == DateBasis.SAME_CLAUSE:
        return event
    days = {day for side in recipients if side.entity_id and (day := _days().get(side.entity_id))}
    if len(days) != 1 or not _may_be(day := days.pop(), event, reference):
        return event
    return replace(
        event,
        date_start=day,
        date_end=day,
        date_precision=Precision.DAY,
        date_basis=DateBasis.KNOWN,
        date_id=None,
    )


def _may_be(day: date, event: Event, reference: Reference) -> bool:
    """Return whether neither the document's date nor a date elsewhere in the sentence speaks against a day."""
    bound = reference.end or reference.not_after
    if event.date_basis == DateBasis.SAME_SENTENCE:
        return (event.date_start or date.max) <= day <= (event.date_end or date.min)
    return bound is None or day <= bound


@cache
def _days() -> Mapping[str, date]:
    """Return the day on which each person of `deaths.csv` died, by entity id; DataFileError where one is unknown."""
    return {thing_id(known_person(row.person, "deaths.csv")): row.died for row in death_rows()}
