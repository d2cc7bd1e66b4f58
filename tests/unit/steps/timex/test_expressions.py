"""Each kind of whole expression is found in one piece, and what looks like it is left alone."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.steps.models import DateExpression
from flows.steps.timex import Reference, find_dates
from tests.builders import passage

KINDS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("expressions.toml").read_text("utf-8"))
YES = [(kind, data["on"], *row) for kind, data in KINDS.items() for row in data["yes"]]
LOOK_ALIKES = [(kind, data["on"], *row) for kind, data in KINDS.items() for row in data["look_alikes"]]


def dates(text: str, on: date) -> tuple[DateExpression, ...]:
    return find_dates([passage(text)], Reference(on, on))


@pytest.mark.parametrize(("kind", "on", "text", "expression", "value"), YES)
def test_a_whole_expression(kind: str, on: date, text: str, expression: str, value: str) -> None:
    assert (expression, value) in [(row.text, row.timex_value) for row in dates(text, on)], kind


@pytest.mark.parametrize("row", LOOK_ALIKES, ids=[row[2] for row in LOOK_ALIKES])
def test_a_look_alike(row: tuple[Any, ...]) -> None:
    kind, on, text, *values = row
    assert [found.timex_value for found in dates(text, on)] == values, kind
