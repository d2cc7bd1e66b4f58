"""The knowledge of `clusters.toml`: which mentions may be of one event."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.lexicon.calendar import MONTHS, WEEKDAYS
from flows.steps.lexicon.patterns import ExampledPattern
from flows.steps.lexicon.stop_words import stop_words
from schemas.data_files import Words, load_toml
from schemas.vocab import STATE_SECTORS, EventType


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The content of `clusters.toml`; `modes` are those that go together, by event type."""

    kinds: dict[str, ExampledPattern]
    reciprocal: frozenset[str]
    modes: Mapping[EventType, frozenset[str]]
    state_sectors: frozenset[str]
    empty: frozenset[str]
    particles: frozenset[str]

    def matches(self, kind: str, text: str) -> bool:
        """Return whether the pattern of a kind finds something in a text."""
        return self.kinds[kind].pattern.search(text) is not None

    def modes_agree(self, event_type: str, ones: frozenset[str], others: frozenset[str]) -> bool:
        """Return whether the modes of two events of a type may be those of one event; no mode agrees with any."""
        both = ones | others
        return not ones or not others or len(both) == 1 or both <= self.modes.get(EventType(event_type), frozenset())


class _Types(NamedTuple):
    reciprocal: frozenset[EventType]


class _Words(NamedTuple):
    particles: frozenset[str]
    empty: Words


class _File(NamedTuple):
    """The content of `clusters.toml`."""

    kinds: dict[str, ExampledPattern]
    types: _Types
    modes: dict[EventType, frozenset[str]]
    words: _Words


@cache
def knowledge() -> Knowledge:
    """Return the content of `clusters.toml`."""
    file = load_toml(files(__package__).joinpath("clusters.toml"), _File)
    return Knowledge(
        kinds=file.kinds,
        reciprocal=file.types.reciprocal,
        modes=file.modes,
        state_sectors=STATE_SECTORS,
        empty=file.words.empty | stop_words() | {*WEEKDAYS, *MONTHS},
        particles=file.words.particles,
    )
