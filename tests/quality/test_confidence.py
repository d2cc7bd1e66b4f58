"""The confidence of events is a probability: the surer events are, the more are right, on labelled events."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from flows.steps.events.confidence import probability, weights
from schemas.vocab import EventType
from tests.quality import calibrate
from tests.quality.floors import ceiling

BENCH = os.environ.get("PRESSTABLE_BENCH", "")
_LEAST = 60
"""Events of a row of the table below which its share is left to chance."""


@pytest.fixture(scope="module")
def judged() -> tuple[list[float], list[bool]]:
    if not BENCH:
        pytest.skip("PRESSTABLE_BENCH is not set")
    seeds = os.environ.get("PRESSTABLE_REAL_SEEDS")
    found = calibrate.samples(Path(BENCH), Path(seeds) if seeds else None)
    return [probability(row.event_type, row.features) for row in found], [row.is_right for row in found]


def test_the_table_of_reliability_rises(judged: tuple[list[float], list[bool]]) -> None:
    rows = [row for row in calibrate.reliability(*judged) if row.events >= _LEAST]
    assert len(rows) > 4
    assert all(one.right < other.right for one, other in pairwise(rows))


def test_the_confidence_is_near_the_share_that_is_right(judged: tuple[list[float], list[bool]]) -> None:
    rows = [row for row in calibrate.reliability(*judged) if row.events >= _LEAST]
    assert max(abs(row.confidence - row.right) for row in rows) < ceiling("events.reliability")


def test_an_unknown_feature_is_an_error() -> None:
    with pytest.raises(KeyError):
        probability(EventType.AID, {"length_of_beard": 1.0})


def test_each_type_has_a_weight() -> None:
    assert set(weights().types) == set(EventType)
