"""The pieces of a build, without Prefect."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows import corpus, pipeline, store
from flows.steps import Options
from flows.steps.ids import make_issue
from flows.steps.language.engine import Engine
from flows.steps.records import Outcome
from flows.store import SeedRef, versions

REF = SeedRef("a.txt", "0" * 64, "doc_0", 5)


@pytest.mark.parametrize(
    ("count", "size", "lengths"), [(0, 3, []), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (3, 1, [1, 1, 1])]
)
def test_batches_keep_all_and_their_order(count: int, size: int, lengths: list[int]) -> None:
    refs = [replace(REF, path=str(number)) for number in range(count)]
    found = pipeline.batches(refs, size)
    assert [len(batch) for batch in found] == lengths
    assert [ref for batch in found for ref in batch] == refs


@pytest.mark.parametrize("change", [{"path": "b.txt"}, {"sha256": "1" * 64}, {"document_id": "doc_1"}])
def test_the_key_of_a_part_follows_from_all_that_matters(change: dict[str, str]) -> None:
    assert pipeline.part_key(REF) == pipeline.part_key(replace(REF))
    assert pipeline.part_key(REF) != pipeline.part_key(replace(REF, **change))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of our code without the model, which the keys of parts are made from."""
    for package in versions.PACKAGES:
        shutil.copytree(versions.HOME / package, tmp_path / package, ignore=shutil.ignore_patterns("model", "*.pyc"))
    monkeypatch.setattr(versions, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def new_key() -> Iterator[Callable[..., str]]:
    """Return what gives the key of a part in a process that has just begun."""
    answers = (pipeline.row_maker, store.row_versions, store.code_fingerprint)

    def key(language_model: str = "rules") -> str:
        for answer in answers:
            answer.cache_clear()
        return pipeline.part_key(REF, Options(language_model))

    yield key
    for answer in answers:
        answer.cache_clear()


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("flows/steps/read/pdf.py", True),
        ("flows/steps/events/triggers/new.toml", True),
        ("schemas/vocab.py", True),
        ("schemas/documents.py", False),
        ("flows/report/templates/style.css", False),
        ("flows/cli.py", False),
        ("flows/corpus/__init__.py", False),
    ],
)
def test_the_key_of_a_part_changes_with_the_code_that_makes_rows_alone(
    home: Path, new_key: Callable[..., str], path: str, changes: bool
) -> None:
    before = new_key()
    with (home / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert (new_key() != before) == changes


@pytest.mark.parametrize(
    ("library", "changes"),
    [
        *((name, True) for name in ("pypdfium2", "trafilatura", "htmldate", "lxml", "numpy", "thinc")),
        *((name, False) for name in ("pandas", "pyarrow", "prefect", "typer", "presstable")),
    ],
)
def test_the_key_of_a_part_changes_when_a_library_that_makes_rows_is_upgraded(
    monkeypatch: pytest.MonkeyPatch, new_key: Callable[..., str], library: str, changes: bool
) -> None:
    before = new_key()
    real = versions.version
    monkeypatch.setattr(versions, "version", lambda name: "999" if name == library else real(name))
    assert (new_key() != before) == changes


def test_the_key_of_a_part_changes_with_the_version_of_an_installed_language_pipeline(
    monkeypatch: pytest.MonkeyPatch, new_key: Callable[..., str]
) -> None:
    keys = set()
    for name, version in (("en_one", "1.0"), ("en_one", "1.1"), ("en_two", "1.1")):
        engine = Engine(name, version, iter)
        monkeypatch.setattr(pipeline, "load", lambda _, engine=engine: engine)
        keys.add(new_key(name))
    assert len(keys) == 3


def test_outcomes_are_merged_in_order() -> None:
    issues = [make_issue(name, "read", "empty", "error", "It is empty.") for name in "cab"]
    merged = corpus.merge([Outcome(), *(Outcome(issues=(issue,)) for issue in issues)])
    assert merged == Outcome(issues=tuple(issues))


def test_progress_is_told_to_nobody_by_default() -> None:
    told: list[str] = []
    with pipeline.watched_by(lambda stage, _done, _total: told.append(stage)):
        pipeline._progress.get()("documents", 1, 1)
    pipeline._progress.get()("documents", 1, 1)
    assert told == ["documents"]


def test_the_key_of_a_part_follows_from_the_options() -> None:
    assert pipeline.part_key(REF) != pipeline.part_key(REF, Options(language_model="rules"))
