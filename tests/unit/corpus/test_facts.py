"""Rows with other facts."""

import pytest

from flows.corpus.facts import with_facts
from tests.builders import entity


def test_other_facts_give_another_row_and_the_same_facts_the_same_object() -> None:
    row = entity(name="Norway", country="NOR")
    assert with_facts(row, name="Norway", country="NOR") is row
    other = with_facts(row, name="Sweden")
    assert (other.name, other.country, row.name) == ("Sweden", "NOR", "Norway")


def test_a_field_that_a_row_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        with_facts(entity(), colour="red")
