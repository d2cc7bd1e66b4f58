"""Floors for the names that the whole product finds on labelled text, in place in the folder of PRESSTABLE_BENCH."""

from pathlib import Path

import pytest

from tests.quality import names
from tests.quality.floors import section

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("corpus", "read"), [("gum", names.gum), ("uner", names.uner)])
def test_names_are_exact(bench: Path, corpus: str, read: names.Reader) -> None:
    assert names.strict(read(bench))["all"] >= section("entities.names")["floors"][corpus]


def test_names_in_reports_overlap(bench: Path) -> None:
    reached = names.relaxed(bench)
    floors = section("entities.names_in_reports")["floors"]
    assert {kind: (reached[kind], least) for kind, least in floors.items() if reached[kind] < least} == {}
