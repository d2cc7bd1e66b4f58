"""Floors of document dates: on saved pages with their true day, and on the client's documents."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.corpus import merge, reconcile
from flows.steps import process
from flows.steps.document_date.bounds import bounds_of
from flows.steps.models import Document, Outcome
from flows.steps.read.seed import seed_of
from schemas.vocab import Precision, PublishedStatus
from tests.builders import passages
from tests.quality.floors import floor, section


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


@pytest.mark.parametrize("numbers", [("004",), ("000", "004"), ("000", "001", "002", "003", "004")])
def test_the_undated_document(real_seeds: Path, numbers: tuple[str, ...]) -> None:
    outcome = seeds(real_seeds, *numbers)
    row = next(row for row in outcome.documents if row.source_path.startswith("004"))
    assert row.published_status == PublishedStatus.INFERRED
    assert (row.published_start, row.published_end) == (date(2020, 1, 6), date(2020, 1, 31))
    dates = [item for item in outcome.dates if item.document_id == row.document_id]
    assert {item.timex_value for item in dates if item.text == "Jan. 5"} == {"2020-01-05"}


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("001", date(2020, 1, 15)),
        ("002", date(2021, 12, 27)),
        ("003", date(2020, 8, 26)),
        ("004", date(2020, 1, 8)),
    ],
)
def test_each_of_the_others_is_bounded_by_its_own_words(real_seeds: Path, number: str, day: date) -> None:
    """The days are those of the events that the texts tell of as just past."""
    row = dated(real_seeds, number)[number]
    assert row.published_status == PublishedStatus.INFERRED
    assert row.published_precision == Precision.INTERVAL
    assert row.not_before is not None and row.not_after is not None
    assert row.not_before <= day <= row.not_after
    assert (row.not_after - row.not_before).days <= section("document_dates")["seeds"]["ceiling"]


@pytest.mark.parametrize("number", ["000", "004"])
def test_the_core_dates_of_the_labelled_documents(real_seeds: Path, bench: Path, number: str) -> None:
    lines = (bench / "seeds" / "dates.jsonl").read_text("utf-8").splitlines()
    labels = next(row["timex"] for row in map(json.loads, lines) if row["doc"] == number)
    rows = seeds(real_seeds, number).dates
    for label in labels:
        if label["core"] and label["role"] == "body":
            found = {
                (str(row.date_start), str(row.date_end))
                for row in rows
                if row.raw_start < label["end"] and label["start"] < row.raw_end
            }
            assert found == {(label["date_start"], label["date_end"])}, label["text"]


@pytest.mark.parametrize("name", ["timebank", "aquaint", "wikiwars_dev"])
def test_bounds_of_texts_of_known_days(bench: Path, name: str) -> None:
    """No clue of a news story or a history may exclude the day on which it was written."""
    lines = (bench / "dates" / f"timex_{name}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    wrong, bounded = [], 0
    for row in rows:
        blocks = [" ".join(block.split()) for block in row["text"].split("\n\n")]
        time = bounds_of(passages(*filter(None, blocks))).time
        first = time.first.day if time.first else date.min
        last = time.last.day if time.last else date.max
        bounded += (first, last) != (date.min, date.max)
        if not first <= date.fromisoformat(row["dct"][:10]) <= last:
            wrong.append(row["doc_id"])
    assert len(wrong) / len(rows) <= section("document_dates")["bounds"]["ceiling"], wrong
    assert bounded / len(rows) >= section("document_dates")["bounds"]["bounded"][name]
