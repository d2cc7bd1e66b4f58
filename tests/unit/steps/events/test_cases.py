"""Kinds of faults in the coding of events that users of comparable tools reported, with variants and look-alikes."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flows.annotate import annotate
from schemas.data_files import load_toml

DAY = date(2024, 5, 15)


class Case(NamedTuple):
    """A sentence, and what is wanted of one of its events; an empty `want` wants none asserted."""

    text: str
    want: str
    actor: tuple[str, ...] | None = None
    recipient: tuple[str, ...] | None = None
    place: str | None = None
    killed: int | None = None
    injured: int | None = None


CASES = load_toml(Path(__file__).with_name("cases.toml"), dict[str, tuple[Case, ...]])["case"]


def named(event: dict[str, Any], role: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in event["participants"] if row["role"] == role)


def differences(case: Case, event: dict[str, Any]) -> list[str]:
    """Return what an event has otherwise than a case wants."""
    found = {
        "want": f"{event['event_type']} {event['factuality']}",
        "actor": named(event, "actor"),
        "recipient": named(event, "recipient"),
        "place": next(iter(named(event, "place")), None),
        "killed": event["killed"],
        "injured": event["injured"],
    }
    wanted = {name: value for name, value in case._asdict().items() if name in found and value is not None}
    return [f"{name}: {found[name]} instead of {value}" for name, value in wanted.items() if found[name] != value]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_reported_kind_of_fault_is_not_made(case: Case) -> None:
    events = annotate(case.text, DAY)["events"]
    if not case.want:
        assert [event["trigger"] for event in events if event["factuality"] == "asserted"] == []
        return
    assert min((differences(case, event) for event in events), key=len, default=["no event"]) == []
