"""The ACLED event type of violence and protest, by the rules of `acled.toml`."""

from dataclasses import dataclass
from functools import cache

from flows.steps.events.codes import load_toml
from schemas.vocab import AcledType


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which events a rule fits; None where it does not ask."""

    event_type: str
    modes: frozenset[str] | None
    actors: frozenset[str] | None
    recipients: frozenset[str] | None
    acled: AcledType | None

    def fits(self, event_type: str, mode: str | None, actor: str | None, recipient: str | None) -> bool:
        """Return whether an event's type, mode and sectors are those of the rule."""
        asked = ((mode or "", self.modes), (actor, self.actors), (recipient, self.recipients))
        return event_type == self.event_type and all(own in wanted for own, wanted in asked if wanted is not None)


def acled_type(event_type: str, mode: str | None, actor: str | None, recipient: str | None) -> AcledType | None:
    """Return the ACLED event type; None where the event is none of ACLED's, or where its sides do not say which.

    `actor` and `recipient` are the PLOVER sectors of the first sides.
    """
    found = (rule for rule in _rules() if rule.fits(event_type, mode, actor, recipient))
    rule = next(found, None)
    return rule.acled if rule is not None else None


@cache
def _rules() -> tuple[_Rule, ...]:
    data = load_toml("acled.toml")
    groups = {name: frozenset(sectors) for name, sectors in data["groups"].items()}
    return tuple(
        _Rule(
            row["event_type"],
            frozenset(row["modes"]) if "modes" in row else None,
            groups[row["actors"]] if "actors" in row else None,
            groups[row["recipients"]] if "recipients" in row else None,
            AcledType(row["acled"]) if row["acled"] else None,
        )
        for row in data["rules"]
    )
