"""Floors of dated incidents in wire copy (MUC-4 development texts), read in place through PRESSTABLE_BENCH."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from flows.annotate import annotate
from tests.quality.conftest import BY_HAND
from tests.quality.floors import ceiling, floor

BENCH = Path(os.environ.get("PRESSTABLE_BENCH", "does-not-exist"))
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
TEXTS = 200
pytestmark = [pytest.mark.skipif(not BENCH.is_dir(), reason="PRESSTABLE_BENCH names no folder"), pytest.mark.slow]


def day(said: str | None) -> str | None:
    match = re.fullmatch(r"(\d{1,2}) ([A-Z]{3}) (\d\d)", said or "")
    return date(1900 + int(match[3]), MONTHS.index(match[2]) + 1, int(match[1])).isoformat() if match else None


@BY_HAND
@pytest.mark.no_cover
@pytest.mark.timeout(600)
def test_incidents_are_found_on_their_day() -> None:
    """An incident is found if an ASSAULT or COERCE has its day; a text without any must hardly give a dated one."""
    rows = [json.loads(line) for line in (BENCH / "events/muc4_dev.jsonl").read_text("utf-8").splitlines()[:TEXTS]]
    found, quiet, false = [], 0, 0
    for row in rows:
        events = [
            event for event in annotate(row["text"], None)["events"] if event["event_type"] in {"ASSAULT", "COERCE"}
        ]
        days = {event["date_start"] for event in events if event["date_start"] == event["date_end"]} - {None}
        found += [wanted in days for incident in row["events"] if (wanted := day(incident["date"]))]
        if not row["events"]:
            quiet += 1
            false += len(
                [event for event in events if event["date_start"] in days and event["factuality"] == "asserted"]
            )
    assert len(found) > 100
    assert sum(found) / len(found) >= floor("events.muc")
    assert false / quiet <= ceiling("events.muc.quiet")
