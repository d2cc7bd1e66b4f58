"""The knowledge of `clusters.toml`: which mentions may be of one event."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A pattern with the phrases that it must and must not find."""

    pattern: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The content of `clusters.toml`; `modes` are those that go together, by event type."""

    kinds: dict[str, Kind]
    reciprocal: frozenset[str]
    modes: dict[str, frozenset[str]]
    state_sectors: frozenset[str]
    empty: frozenset[str]
    particles: frozenset[str]

    def matches(self, kind: str, text: str) -> bool:
        """Return whether the pattern of a kind finds something in a text."""
        return self.kinds[kind].pattern.search(text) is not None

    def modes_agree(self, event_type: str, ones: frozenset[str], others: frozenset[str]) -> bool:
        """Return whether the modes of two events of a type may be those of one event; no mode agrees with any."""
        both = ones | others
        return not ones or not others or len(both) == 1 or both <= self.modes.get(event_type, frozenset())


@cache
def knowledge() -> Knowledge:
    """Return the content of `clusters.toml`."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("clusters.toml").read_text("utf-8"))
    return Knowledge(
        kinds={
            name: Kind(re.compile(block["pattern"]), tuple(block["yes"]), tuple(block["no"]))
            for name, block in data["kinds"].items()
        },
        reciprocal=frozenset(data["types"]["reciprocal"]),
        modes={name: frozenset(modes) for name, modes in data["modes"].items()},
        state_sectors=frozenset(data["sectors"]["state"]),
        empty=frozenset(data["words"]["empty"].split()),
        particles=frozenset(data["words"]["particles"]),
    )
