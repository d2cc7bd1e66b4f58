"""Floors of document dates: on saved pages with their true day, and on the client's documents."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.corpus import merge, reconcile
from flows.steps import process
from flows.steps.models import Document, Outcome
from flows.steps.read.seed import seed_of
from schemas.vocab import Precision, PublishedStatus
from tests.quality.floors import floor


def pages(bench: Path) -> list[dict[str, Any]]:
    lines = (bench / "dates" / "document_dates_dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def said(row: Document) -> str | None:
    """Return the day that a document states."""
    is_day = row.published_status == PublishedStatus.STATED and row.published_precision == Precision.DAY
    return str(row.published_start) if is_day else None


def test_stated_days_of_saved_pages(bench: Path) -> None:
    rows = pages(bench)
    outcomes = [process(seed_of(f"{number}.txt", row["text"].encode())) for number, row in enumerate(rows)]
    got = [said(outcome.documents[0]) for outcome in outcomes]
    right = sum(day == row["date"] for day, row in zip(got, rows, strict=True))
    answered = sum(day is not None for day in got)
    assert right / answered >= floor("document_dates.precision")
    assert right / len(rows) >= floor("document_dates.recall")


def seeds(folder: Path, *numbers: str) -> Outcome:
    paths = sorted(path for path in folder.glob("*.txt") if path.name[:3] in numbers)
    return reconcile(merge(process(seed_of(path.name, path.read_bytes())) for path in paths))


def dated(folder: Path, *numbers: str) -> dict[str, Document]:
    return {row.source_path[:3]: row for row in seeds(folder, *numbers).documents}


def test_the_dated_document(real_seeds: Path) -> None:
    row = dated(real_seeds, "000")["000"]
    assert (said(row), row.published_basis) == ("2020-01-05", "dateline")


def test_the_undated_document_alone(real_seeds: Path) -> None:
    row = dated(real_seeds, "004")["004"]
    assert (row.published_status, row.published_start, row.not_before) == ("unknown", None, date(2018, 1, 1))
    assert row.not_after is None


@pytest.mark.parametrize("numbers", [("000", "004"), ("000", "001", "002", "003", "004")])
def test_the_undated_document_beside_the_dated_one(real_seeds: Path, numbers: tuple[str, ...]) -> None:
    outcome = seeds(real_seeds, *numbers)
    row = next(row for row in outcome.documents if row.source_path.startswith("004"))
    assert (row.published_status, row.published_basis) == ("inferred", "corpus")
    assert date(2020, 1, 6) <= (row.published_start or date.min) <= (row.published_end or date.max) <= date(2020, 1, 31)
    dates = [item for item in outcome.dates if item.document_id == row.document_id]
    assert {item.timex_value for item in dates if item.text == "Jan. 5"} == {"2020-01-05"}


def test_honest_intervals_of_the_others(real_seeds: Path) -> None:
    """The days are those of the events that the texts tell of as just past."""
    rows = dated(real_seeds, "000", "001", "002", "003", "004")
    for number, day in {"001": date(2020, 1, 15), "002": date(2021, 12, 27), "003": date(2020, 8, 26)}.items():
        row = rows[number]
        assert row.published_status != PublishedStatus.STATED
        assert (row.not_before or date.min) <= day <= (row.not_after or date.max), number
