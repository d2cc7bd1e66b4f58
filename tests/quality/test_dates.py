"""Floors of the date engine on labelled text, which is read in place through PRESSTABLE_BENCH."""

import importlib.util
import json
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.steps.models import DateExpression
from flows.steps.text.passage import Passage
from flows.steps.timex import Reference, find_dates
from tests.builders import passage
from tests.quality.floors import section

BENCH = Path(os.environ.get("PRESSTABLE_BENCH", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("PRESSTABLE_BENCH") or not (BENCH / "dates").is_dir(), reason="PRESSTABLE_BENCH is not set"
)


@cache
def documents(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (BENCH / path).read_text("utf-8").splitlines()]


def passages(text: str) -> list[Passage]:
    """Return the paragraphs of a text, whose raw offsets are offsets into it."""
    found, position = [], 0
    for part in text.split("\n\n"):
        if body := part.rstrip():
            found.append(passage(body, paragraph_id=f"par_{position}", raw_start=position))
        position += len(part) + 2
    return found


def predicted(document: dict[str, Any]) -> list[dict[str, Any]]:
    day = date.fromisoformat(document["dct"][:10]) if document["dct"] else None
    rows = find_dates(passages(document["text"]), Reference(day, day))
    return [
        {"start": row.raw_start, "end": row.raw_end, "value": row.timex_value, "type": str(row.timex_type)}
        for row in rows
    ]


@pytest.mark.parametrize("view", ["CAL", "DATE"])
@pytest.mark.parametrize("name", ["timebank", "aquaint", "wikiwars_dev"])
def test_value_f1(name: str, view: str) -> None:
    place = importlib.util.spec_from_file_location("score_timex", BENCH / "dates" / "score_timex.py")
    assert place is not None
    assert place.loader is not None
    scorer = importlib.util.module_from_spec(place)
    place.loader.exec_module(scorer)
    gold = documents(f"dates/timex_{name}.jsonl")
    result, _ = scorer.score(gold, {document["doc_id"]: predicted(document) for document in gold}, view)
    assert result["v_iv"]["F1"] >= section(f"dates.{name}")["floors"][view]


def seed_dates(number: str, reference: Reference) -> tuple[list[dict[str, Any]], tuple[DateExpression, ...]]:
    """Return the labelled core expressions of the body of one real document, and the rows of its cleaned text."""
    (labels,) = (document for document in documents("seeds/dates.jsonl") if document["doc_id"].startswith(number))
    core = [expression for expression in labels["timex"] if expression["core"] and expression["role"] == "body"]
    body = (BENCH / "seeds" / f"{number}.body.txt").read_text("utf-8")
    return core, find_dates(passages(body), reference)


def missing(core: list[dict[str, Any]], rows: tuple[DateExpression, ...]) -> list[str]:
    """Return the labelled expressions that do not follow in order with the right value and days."""
    waiting = iter(rows)
    return [
        f"{one['text']} {one['value']}"
        for one in core
        if not any(
            (row.text, row.timex_value, f"{row.date_start}", f"{row.date_end}")
            == (one["text"], one["value"], one["date_start"], one["date_end"])
            for row in waiting
        )
    ]


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [("000", date(2020, 1, 5), date(2020, 1, 5)), ("004", date(2020, 1, 6), date(2020, 1, 31))],
)
def test_every_core_expression_of_the_real_documents(number: str, start: date, end: date) -> None:
    core, rows = seed_dates(number, Reference(start, end))
    assert core
    assert missing(core, rows) == []


def test_a_document_of_unknown_date_gives_dates_without_a_year() -> None:
    _, rows = seed_dates("004", Reference())
    assert {row.timex_value for row in rows if row.text == "Jan. 5"} == {"XXXX-01-05"}
    assert [row.timex_value for row in rows if row.text == "One day later"] == ["XXXX-01-06"]
    assert all(row.date_start is None for row in rows if row.anchor != "explicit")
