"""Deaths that date a killing: the words of one, and the days on which known people died.

The words are in `deaths.toml`, the days in `deaths.csv` of the knowledge base.
"""

from collections.abc import Collection
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.entities.knowledge_base import days_of_death
from flows.steps.lexicon.patterns import ExampledPattern
from schemas.data_files import load_toml
from schemas.vocab import EventType, Factuality

_FAILED_REACH = 60
"""Characters before a trigger in which a failed attempt shows."""


class DeathCues(NamedTuple):
    """The content of `deaths.toml`."""

    death: ExampledPattern
    failed: ExampledPattern


@cache
def death_cues() -> DeathCues:
    """Return the content of `deaths.toml` beside this module."""
    return load_toml(files(__package__).joinpath("deaths.toml"), DeathCues)


def is_death(trigger: str) -> bool:
    """Return whether the words of a trigger report that somebody dies."""
    return death_cues().death.pattern.search(trigger) is not None


def is_failed(before: str) -> bool:
    """Return whether the words right before a trigger report that it came to nothing."""
    return death_cues().failed.pattern.search(before) is not None


def day_of_death(
    event_type: str, factuality: str, trigger: str, before: str, victims: Collection[str | None]
) -> date | None:
    """Return the day on which the one victim of a killing is known to have died; None where there is no such day.

    `trigger` are the words of the event, `before` those before them in the sentence, `victims` the entity ids of its
    recipients, None for one who is not linked.
    """
    is_killing = event_type == EventType.ASSAULT and factuality == Factuality.ASSERTED
    if not is_killing or not is_death(trigger) or is_failed(before[-_FAILED_REACH:]):
        return None
    days = {day for victim in victims if victim and (day := days_of_death().get(victim))}
    return days.pop() if len(days) == 1 else None
