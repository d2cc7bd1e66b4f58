"""Floors for the names that the whole product finds on labelled text, in place in the folder of PRESSTABLE_BENCH."""

from pathlib import Path

import pytest

from tests.quality import names
from tests.quality.conftest import BY_HAND
from tests.quality.floors import section

pytestmark = pytest.mark.slow


def test_names_are_exact(bench: Path) -> None:
    parts = {"all": "gum", "PER": "gum_person", "ORG": "gum_organisation", "LOC": "gum_place"}
    reached = {parts[kind]: value for kind, value in names.strict(names.gum(bench)).items()}
    assert below(reached, "entities.names") == {}


@BY_HAND
def test_names_in_reports_overlap(bench: Path) -> None:
    assert below(names.relaxed(bench), "entities.names_in_reports") == {}


def below(reached: dict[str, float], name: str) -> dict[str, tuple[float, float]]:
    """Return the figures that miss their floors, each with its floor."""
    floors = section(name)["floors"]
    return {kind: (reached[kind], least) for kind, least in floors.items() if reached[kind] < least}
