"""The ACLED event type of violence and protest, by the rules of `acled.toml`."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import load_toml
from schemas.plover import codes
from schemas.vocab import AcledType, EventType, Sector


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which events a rule fits; None where it does not ask."""

    event_type: EventType
    modes: frozenset[str] | None
    actors: frozenset[Sector] | None
    recipients: frozenset[Sector] | None
    acled: AcledType | None

    def fits(self, event_type: str, mode: str | None, actor: str | None, recipient: str | None) -> bool:
        """Return whether an event's type, mode and sectors are those of the rule."""
        asked = ((mode or "", self.modes), (actor, self.actors), (recipient, self.recipients))
        return event_type == self.event_type and all(own in wanted for own, wanted in asked if wanted is not None)


def acled_type(event_type: str, mode: str | None, actor: str | None, recipient: str | None) -> AcledType | None:
    """Return the ACLED event type; None where the event is none of ACLED's, or where its participants leave it open.

    `actor` and `recipient` are the PLOVER sectors of the first participants.
    """
    found = (rule for rule in _rules() if rule.fits(event_type, mode, actor, recipient))
    rule = next(found, None)
    return rule.acled if rule is not None else None


class _Row(NamedTuple):
    """A rule of the file: its participants are groups of sectors by name."""

    event_type: EventType
    modes: frozenset[str] | None = None
    actors: str | None = None
    recipients: str | None = None
    acled: AcledType | None = None

    def check(self) -> None:
        """Refuse modes that the event type lacks."""
        unknown = (self.modes or frozenset()) - {*codes()[self.event_type].modes, ""}
        if unknown:
            raise ValueError(f"{self.event_type} has no mode {min(unknown)!r}; see schemas/plover.toml")


class RuleTable(NamedTuple):
    """The content of `acled.toml`."""

    rules: tuple[_Row, ...]
    groups: dict[str, frozenset[Sector]]

    def check(self) -> None:
        """Refuse rules that name a group which is not there."""
        named = {name for row in self.rules for name in (row.actors, row.recipients) if name is not None}
        if unknown := named - self.groups.keys():
            raise ValueError(f"a rule names the group {min(unknown)!r}; the groups are {', '.join(self.groups)}")


@cache
def rule_table() -> RuleTable:
    """Return the content of `acled.toml`."""
    return load_toml(files(__package__).joinpath("acled.toml"), RuleTable)


@cache
def _rules() -> tuple[_Rule, ...]:
    file = rule_table()
    return tuple(
        _Rule(
            event_type=row.event_type,
            modes=row.modes,
            actors=file.groups[row.actors] if row.actors is not None else None,
            recipients=file.groups[row.recipients] if row.recipients is not None else None,
            acled=row.acled,
        )
        for row in file.rules
    )
