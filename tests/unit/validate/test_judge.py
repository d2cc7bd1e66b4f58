"""Verdicts on files and folders, copies, and the reports in three forms."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from flows import documents, pipeline, store
from flows.documents import Work
from flows.errors import DataFolderError, UsageError
from flows.steps import Options
from flows.validate import Report, Verdict, output, rules_with, validate
from tests import faults
from tests.unit.validate.test_rules import ARTICLE

pytestmark = pytest.mark.slow
SCHEMA = json.loads((Path(__file__).parents[3] / "schemas" / "validation.schema.json").read_text("utf-8"))
WORK = Work(Options("rules"), worker_count=1)
VERSION = (
    ARTICLE.replace("nine days", "eleven days") + "\nA correction was made to the number of days on 5 March 2021.\n"
)


@pytest.fixture(scope="module", autouse=True)
def shared_workers() -> Iterator[None]:
    """Keep the workers from test to test."""
    with documents.workers_for("rules", 1):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an article, a copy of it, a version of it, another article and an empty file."""
    folder = tmp_path / "new"
    (folder / "more").mkdir(parents=True)
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    (folder / "copy.txt").write_text(ARTICLE, "utf-8")
    (folder / "more" / "version.txt").write_text(VERSION, "utf-8")
    (folder / "empty.txt").touch()
    return folder


def judge(*paths: Path, **options: Any) -> Report:
    return validate(paths, work=WORK, today=date(2024, 6, 1), **options)


def rules_by_file(report: Report) -> dict[str, list[str]]:
    return {Path(file.path).name: [finding.rule for finding in file.findings] for file in report.files}


def test_articles_of_one_file_are_judged_one_by_one(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "steps" / "intake" / "samples" / "lexisnexis.txt"
    (tmp_path / "download.txt").write_bytes(sample.read_bytes())
    report = judge(tmp_path)
    found = rules_by_file(report)
    assert list(found) == ["download.txt#1", "download.txt#2", "download.txt#3"]
    assert [name for name, rules in found.items() if "divided" in rules] == ["download.txt#1"]
    assert not any("several_articles" in rules or "exact_copy" in rules for rules in found.values())
    jsonschema.validate(json.loads(output.json_text(report)), SCHEMA)


def test_files_of_a_folder_are_judged_and_copies_found(folder: Path) -> None:
    report = judge(folder)
    assert rules_by_file(report) == {
        "article.txt": [],
        "copy.txt": ["exact_copy"],
        "empty.txt": ["empty"],
        "version.txt": ["near_copy"],
    }
    assert [file.verdict for file in report.files] == [Verdict.GOOD, Verdict.USABLE, Verdict.NOT_USABLE, Verdict.USABLE]
    assert report.verdict == Verdict.NOT_USABLE
    near = report.files[3].findings[0].message
    assert "article.txt' among the candidates" in near
    assert "new, " in near
    assert "missing" in near


def test_another_article_is_no_copy(folder: Path) -> None:
    other = "Miners strike in Ghana\n\n4 May 2022\n\nMiners stopped work at three pits on Monday, their union said.\n"
    (folder / "other.txt").write_text(other, "utf-8")
    report = judge(folder / "article.txt", folder / "other.txt")
    assert rules_by_file(report) == {"article.txt": [], "other.txt": ["too_short"]}


def test_candidates_are_held_against_a_dataset(folder: Path, tmp_path: Path) -> None:
    seeds, data = tmp_path / "seeds", tmp_path / "data"
    seeds.mkdir()
    (seeds / "there.txt").write_text(ARTICLE, "utf-8")
    (seeds / "there_too.txt").write_text(ARTICLE, "utf-8")  # the first of equal ones is named
    with store.data_lock(data):
        refs, issues = store.list_seeds(seeds)
        pipeline.publish(data, [documents.process_batch(seeds, data, refs, 1, WORK)], issues, 1, {})
    before = sorted((path, path.stat().st_mtime_ns) for path in data.rglob("*"))
    report = judge(folder / "article.txt", folder / "more", against=data)
    assert rules_by_file(report) == {"article.txt": ["exact_copy"], "version.txt": ["near_copy"]}
    assert all("'there.txt' in the dataset" in file.findings[0].message for file in report.files)
    assert sorted((path, path.stat().st_mtime_ns) for path in data.rglob("*")) == before, "nothing is written"


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda path: path.symlink_to("nowhere"), "not_a_regular_file"),
        (os.mkfifo, "not_a_regular_file"),
        (lambda path: path.symlink_to("/etc/passwd"), "outside_seeds"),
        (lambda path: path.write_text("x" * 3000), "too_large"),
        (lambda path: path.write_text(ARTICLE), None),
    ],
)
def test_files_that_are_no_seeds(tmp_path: Path, make: Callable[[Path], object], rule: str | None) -> None:
    make(tmp_path / "a.txt")
    for path in (tmp_path, tmp_path / "a.txt"):
        assert rules_by_file(judge(path, size_limit=2000)) == {"a.txt": [rule] if rule else []}


def test_a_file_that_goes_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = store.read_seed

    def late(root: Path, ref: store.SeedRef) -> object:
        if ref.path == "article.txt":
            (root / ref.path).unlink()
        return read(root, ref)

    monkeypatch.setattr(store, "read_seed", late)
    assert rules_by_file(judge(folder / "article.txt")) == {"article.txt": ["changed"]}


def test_a_file_that_ends_its_worker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.validate.judge.examine", faults.abort_at_once)
    report = judge(folder / "article.txt")
    assert rules_by_file(report) == {"article.txt": ["internal_error"]}
    assert "ended its process" in report.files[0].findings[0].message


@pytest.mark.parametrize(
    ("paths", "said"), [(["none.txt"], "no file"), (["hollow"], "no files"), (["new/article.txt", "gone"], "gone")]
)
def test_paths_that_hold_nothing_are_a_wrong_command(folder: Path, paths: list[str], said: str) -> None:
    (folder.parent / "hollow").mkdir()
    with pytest.raises(UsageError, match=said):
        judge(*(folder.parent / path for path in paths))


def test_a_dataset_that_is_not_there(folder: Path) -> None:
    with pytest.raises(DataFolderError, match="there is no dataset"):
        judge(folder, against=folder.parent / "none")


def test_a_dataset_among_the_files_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="lies in the seeds folder"):
        judge(folder, against=folder / "data")


def test_the_report_for_programs_keeps_its_schema(folder: Path) -> None:
    report = judge(folder)
    plain = json.loads(output.json_text(report))
    jsonschema.Draft202012Validator(SCHEMA).validate(plain)
    assert plain["counts"] == {"good": 1, "usable, look at it": 2, "not usable": 1}
    assert plain["files"][0]["document"]["published_start"] == "2021-03-03"
    assert plain["files"][2]["document"] is None
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(output.json_text(Report((), report.rules))))


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 3)])
def test_the_report_for_continuous_integration(folder: Path, strict: bool, failures: int) -> None:
    (folder / "bell\x07.txt").write_text(ARTICLE.replace("Kenya", "Malta"), "utf-8")
    suite = ET.fromstring(output.as_junit(judge(folder), strict=strict))
    assert (suite.get("tests"), suite.get("failures")) == ("5", str(failures + strict))
    assert len(suite.findall("testcase/failure")) == failures + strict


def test_the_report_for_people_has_the_worst_first(folder: Path) -> None:
    lines = output.as_text(judge(folder)).splitlines()
    assert lines[0].startswith("not usable ")
    assert lines[0].endswith("empty.txt")
    assert lines[-1] == "4 files: 1 good, 2 usable, look at it, 1 not usable."
    assert sum("fine: " in line for line in lines) == 3


@pytest.mark.parametrize(("strict", "code"), [(False, 0), (True, 4)])
def test_exit_codes(folder: Path, tmp_path: Path, strict: bool, code: int) -> None:
    assert output.exit_code(judge(folder), strict=strict) == 3
    assert output.exit_code(judge(folder / "article.txt"), strict=strict) == 0
    copies = judge(folder / "article.txt", folder / "copy.txt")
    assert output.exit_code(copies, strict=strict) == code
    ignoring = tmp_path / "severities.toml"
    ignoring.write_text('exact_copy = "ignore"\n', "utf-8")
    copies = judge(folder / "article.txt", folder / "copy.txt", rules=rules_with(ignoring))
    assert output.exit_code(copies, strict=strict) == 0


def test_the_rules_are_listed_with_examples() -> None:
    text = output.rules_as_text(rules_with(None))
    assert "no_date (look)\n    Nothing gives the date of publication.\n    fine: " in text
