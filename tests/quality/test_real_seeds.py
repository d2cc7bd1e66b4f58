"""The client's five documents: nothing lost in any, and what a careful editor would have in the two that are labelled."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from pyarrow import parquet

from flows.corpus import merge, reconcile
from flows.steps import process
from flows.steps.models import Outcome, Paragraph
from flows.steps.read.seed import seed_of
from flows.tables import tabulate, to_arrow
from schemas.dictionary import data_package
from schemas.vocab import PublishedStatus, Role
from tests.quality.floors import section

LABELLED = ("000", "004")
BODY = {Role.BODY, Role.HEADING, Role.LIST_ITEM}
TRUTH = {
    "000": {
        "title": "How Soleimani's Killing Could Make a Stronger Iraq",
        "authors": "Michael Knights",
        "day": "2020-01-05",
    },
    "004": {"title": "Iraqi-U.S. Ties Reach a Breaking Point", "authors": None, "day": None},
}


@pytest.fixture(scope="module")
def outcomes(real_seeds: Path) -> dict[str, Outcome]:
    paths = sorted(real_seeds.glob("*.txt"))
    assert len(paths) == 5
    return {path.name[:3]: process(seed_of(path.name, path.read_bytes())) for path in paths}


def rows(bench: Path, name: str, document: str) -> list[dict[str, Any]]:
    lines = (bench / "seeds" / name).read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["doc"] == document]


def f1(got: Counter[Any], want: Counter[Any]) -> float:
    shared = (got & want).total()
    return 2 * shared / (got.total() + want.total())


def boundaries(texts: list[str]) -> Counter[int]:
    """Return after how many characters that are not white space each paragraph ends."""
    ends, position = Counter[int](), 0
    for text in texts:
        position += len("".join(text.split()))
        ends[position] += 1
    return ends


def content(outcome: Outcome) -> list[Paragraph]:
    return [row for row in outcome.paragraphs if row.role in BODY]


def test_every_document_is_rebuilt_exactly(outcomes: dict[str, Outcome]) -> None:
    for outcome in outcomes.values():
        assert outcome.documents[0].is_rebuilt_exactly
        assert not any(issue.is_quarantined for issue in outcome.issues)


def test_no_pair_is_called_a_copy(outcomes: dict[str, Outcome]) -> None:
    built = reconcile(merge(outcomes.values()))
    assert [row.duplicate_of for row in built.documents] == [None] * 5
    assert not any(row.duplicate_of for row in built.paragraphs)


@pytest.mark.parametrize("document", LABELLED)
def test_words_and_paragraphs_are_those_of_the_labelled_body(
    outcomes: dict[str, Outcome], bench: Path, document: str
) -> None:
    want = (bench / "seeds" / f"{document}.body.txt").read_text("utf-8").strip().split("\n\n")
    got = [row.text for row in content(outcomes[document])]
    assert f1(Counter(" ".join(got).split()), Counter(" ".join(want).split())) >= section("seeds")["floors"]["words"]
    assert f1(boundaries(got), boundaries(want)) >= section("seeds")["floors"]["paragraphs"]


@pytest.mark.parametrize("document", LABELLED)
def test_blocks_have_their_labelled_roles(outcomes: dict[str, Outcome], bench: Path, document: str) -> None:
    kinds = {
        "title": Role.TITLE, "byline": Role.BYLINE, "dek": Role.SUBTITLE, "heading": Role.HEADING,
        "pull_quote": Role.PULL_QUOTE, "date": Role.DATELINE,
    }  # fmt: skip
    paragraphs = outcomes[document].paragraphs
    for defect in rows(bench, "defects.jsonl", document):
        role = kinds.get(defect["kind"])
        if role is not None:
            found = [
                row for row in paragraphs if row.raw_start < defect["end_char"] and row.raw_end > defect["start_char"]
            ]
            assert [row.role for row in found] == [role], defect["id"]


def test_the_page_break_duplicate_is_removed_and_its_twin_named(outcomes: dict[str, Outcome], bench: Path) -> None:
    (defect,) = (row for row in rows(bench, "defects.jsonl", "004") if row["kind"] == "page_break_duplicate")
    (edit,) = (row for row in outcomes["004"].edits if row.rule_id == "page_break_duplicate")
    assert abs(edit.raw_start - defect["start_char"]) <= 1
    assert abs(edit.raw_end - defect["end_char"]) <= 1
    assert (edit.twin_start, edit.twin_end) == (defect["source_start"], defect["source_end"])


def test_pull_quotes_point_at_their_sources(outcomes: dict[str, Outcome], bench: Path) -> None:
    paragraphs = {row.paragraph_id: row for row in outcomes["004"].paragraphs}
    for defect in rows(bench, "defects.jsonl", "004"):
        if defect["kind"] == "pull_quote":
            quote = next(row for row in paragraphs.values() if row.raw_start == defect["start_char"])
            twin = paragraphs[quote.repeats_paragraph_id or ""]
            assert twin.raw_start <= defect["source_start"] < defect["source_end"] <= twin.raw_end


@pytest.mark.parametrize("document", LABELLED)
def test_title_author_and_date(outcomes: dict[str, Outcome], document: str) -> None:
    row, want = outcomes[document].documents[0], TRUTH[document]
    assert (row.title, row.authors) == (want["title"], want["authors"])
    is_stated = row.published_status == PublishedStatus.STATED
    assert (str(row.published_start) if is_stated else None) == want["day"]


def test_dates_in_boxes_date_nothing(outcomes: dict[str, Outcome]) -> None:
    for outcome in outcomes.values():
        content_ids = {row.paragraph_id for row in outcome.paragraphs if row.is_content}
        assert {row.paragraph_id for row in outcome.dates} <= content_ids
        assert outcome.documents[0].published_start is None or outcome.documents[0].published_start.year < 2022


def test_a_death_that_all_documents_tell_is_one_cluster(outcomes: dict[str, Outcome]) -> None:
    built = reconcile(merge(outcomes.values()))
    person = next(row.entity_id for row in built.entities if row.name == "Qasem Soleimani")
    victims = {row.event_id for row in built.participants if row.entity_id == person and row.role == "recipient"}
    deaths = [
        row
        for row in built.events
        if row.event_id in victims and row.event_type == "ASSAULT" and row.factuality == "asserted"
    ]
    assert len({row.cluster_id for row in deaths}) == 1
    assert {row.cluster_documents for row in deaths} == {5}


@pytest.mark.slow
def test_frictionless_accepts_the_tables(outcomes: dict[str, Outcome], tmp_path: Path) -> None:
    frames = tabulate(reconcile(merge(outcomes.values())))
    for name, table in to_arrow(frames).items():
        parquet.write_table(table, tmp_path / f"{name}.parquet")
    (tmp_path / "datapackage.json").write_text(json.dumps(data_package()), "utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert [(task.name, error.message) for task in report.tasks for error in task.errors] == []
    assert report.valid
