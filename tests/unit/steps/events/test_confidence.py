"""The weights behind the confidence of events."""

import pytest

from flows.steps.events.confidence import probability, weights
from schemas.vocab import EventType


def test_an_unknown_feature_is_an_error() -> None:
    with pytest.raises(KeyError):
        probability(EventType.AID, {"length_of_beard": 1.0})


def test_each_type_has_a_weight() -> None:
    assert set(weights().types) == set(EventType)
