"""Kinds of fault that users of other tools have reported: each sentence has exactly the dates that it should."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.steps.timex import Reference, find_dates
from tests.builders import passage

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize(
    ("on", "text", "values"), [pytest.param(row["on"], row["text"], row["values"], id=row["id"]) for row in CASES]
)
def test_a_case(on: date, text: str, values: list[str]) -> None:
    assert [row.timex_value for row in find_dates([passage(text)], Reference(on, on))] == values
