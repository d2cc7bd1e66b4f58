"""Kinds of fault that users of other tools have reported: each sentence has exactly the dates that it should."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.steps.timex import Reference, find_dates
from tests.builders import passage

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]
YEAR_BY_TENSE = ("B04", "B06", "B31/3")
"""Cases that need the tense of the clause to tell the year of a month."""
ORDER_BY_DOCUMENT = ("B39/3",)
"""Cases that need the order of day and month of another date of the document."""


def case_of(row: dict[str, Any]) -> Any:
    waits = row["id"].startswith((*YEAR_BY_TENSE, *ORDER_BY_DOCUMENT))
    marks = [pytest.mark.xfail(reason="tense, and the order of day and month", strict=False)] if waits else []
    return pytest.param(row["on"], row["text"], row["values"], id=row["id"], marks=marks)


@pytest.mark.parametrize(("on", "text", "values"), [case_of(row) for row in CASES])
def test_a_case(on: date, text: str, values: list[str]) -> None:
    assert [row.timex_value for row in find_dates([passage(text)], Reference(on, on))] == values
