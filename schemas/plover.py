"""PLOVER 2.0: quad class, scores and modes of the sixteen event types, read from `plover.toml`; imports no pandas."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from schemas.data_files import load_toml
from schemas.vocab import EventType, QuadClass

NeededSide = Literal["actor", "recipient"]
"""A side without which an event may not be reported."""


@dataclass(frozen=True, slots=True)
class EventTypeCode:
    """One event type.

    `score` and `modes` are PLOVER scores (-10 to 10) of the type and of each of its modes; `needs` are the sides that
    must be found; `planned_as` and `refused_as` the types of an event that is still to come, or that somebody refuses.
    """

    quad_class: QuadClass
    score: float
    needs: frozenset[NeededSide]
    modes: dict[str, float] = field(default_factory=dict)
    planned_as: EventType | None = None
    refused_as: EventType | None = None

    def score_of(self, mode: str | None) -> float:
        """Return the PLOVER score of the type, or of its mode; raises KeyError for a mode that the type lacks."""
        return self.score if mode is None else self.modes[mode]


@cache
def codes() -> dict[EventType, EventTypeCode]:
    """Return the code of each event type."""
    return load_toml(files(__package__).joinpath("plover.toml"), dict[EventType, EventTypeCode])


def actor_code(country: str | None, sector: str | None) -> str | None:
    """Return the code of an actor as PLOVER writes it, "IRN MIL": its country, its sector or both; None without."""
    return " ".join(filter(None, (country, sector))) or None
