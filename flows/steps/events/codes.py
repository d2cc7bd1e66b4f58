"""The PLOVER types: quad class, score, and what an event of the type must have."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from schemas.vocab import EventType, QuadClass


@dataclass(frozen=True, slots=True)
class Code:
    """One event type: `modes` maps each mode to its score, `needs` names the sides that must be found."""

    event_type: EventType
    quad_class: QuadClass
    base_score: float
    needs: frozenset[str]
    modes: dict[str, float] = field(default_factory=dict)
    planned_as: EventType | None = None
    refused_as: EventType | None = None

    def score(self, mode: str | None) -> float:
        """Return the PLOVER score of the type, or of its mode; raises KeyError for a mode the type lacks."""
        return self.base_score if mode is None else self.modes[mode]


def load_toml(name: str) -> dict[str, Any]:
    """Return the content of a TOML file of this package."""
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def codes() -> dict[str, Code]:
    """Return each event type's code, by its name."""
    return {name: _code(name, row) for name, row in load_toml("codes.toml").items()}


def _code(name: str, row: dict[str, Any]) -> Code:
    planned, refused = row.get("planned_as"), row.get("refused_as")
    return Code(
        event_type=EventType(name),
        quad_class=QuadClass(row["quad_class"]),
        base_score=row["score"],
        needs=frozenset(row["needs"]),
        modes=row.get("modes", {}),
        planned_as=EventType(planned) if planned else None,
        refused_as=EventType(refused) if refused else None,
    )
