"""The knowledge of `coreference.toml`: which mentions may be of one event."""

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
class CoreferenceKnowledge:
    """The content of `coreference.toml`; `modes` are those that go together, by event type."""

    patterns: dict[str, ExampledPattern]
    reciprocal: frozenset[str]
    modes: Mapping[EventType, frozenset[str]]
    state_sectors: frozenset[str]
    uninformative: frozenset[str]
    particles: frozenset[str]

    def matches(self, name: str, text: str) -> bool:
        """Return whether the pattern of this name finds something in a text."""
        return self.patterns[name].pattern.search(text) is not None

    def modes_agree(self, event_type: str, ones: frozenset[str], others: frozenset[str]) -> bool:
        """Return whether the modes of two events of a type may be those of one event; no mode agrees with any."""
        if not ones or not others:
            return True
        both = ones | others
        return len(both) == 1 or both <= self.modes.get(EventType(event_type), frozenset())


class _Types(NamedTuple):
    reciprocal: frozenset[EventType]


class _Words(NamedTuple):
    particles: frozenset[str]
    uninformative: Words


class _CoreferenceFile(NamedTuple):
    """The content of `coreference.toml`."""

    patterns: dict[str, ExampledPattern]
    types: _Types
    modes: dict[EventType, frozenset[str]]
    words: _Words


@cache
def knowledge() -> CoreferenceKnowledge:
    """Return the content of `coreference.toml`."""
    file = load_toml(files(__package__).joinpath("coreference.toml"), _CoreferenceFile)
    return CoreferenceKnowledge(
        patterns=file.patterns,
        reciprocal=file.types.reciprocal,
        modes=file.modes,
        state_sectors=STATE_SECTORS,
        uninformative=file.words.uninformative | stop_words() | {*WEEKDAYS, *MONTHS},
        particles=file.words.particles,
    )
