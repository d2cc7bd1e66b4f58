"""The pieces of a build, without Prefect."""

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from flows import corpus, documents, pipeline, store
from flows.documents import Work
from flows.steps import Options, process
from flows.steps.language.engine import Engine
from flows.steps.models import Outcome
from flows.steps.read.seed import seed_of
from flows.steps.text.ids import make_issue
from flows.store import SeedRef, versions
from schemas.checks import is_comparable
from schemas.tables import TABLES

REF = SeedRef("a.txt", "0" * 64, "doc_0", 5)


@pytest.mark.parametrize(
    ("count", "size", "lengths"), [(0, 3, []), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (3, 1, [1, 1, 1])]
)
def test_batches_keep_all_and_their_order(count: int, size: int, lengths: list[int]) -> None:
    refs = [replace(REF, path=str(number)) for number in range(count)]
    found = documents.batches(refs, size)
    assert [len(batch) for batch in found] == lengths
    assert [ref for batch in found for ref in batch] == refs


@pytest.mark.parametrize("change", [{"path": "b.txt"}, {"sha256": "1" * 64}, {"document_id": "doc_1"}])
def test_the_key_of_a_part_follows_from_all_that_matters(change: dict[str, str]) -> None:
    assert documents.part_key(REF) == documents.part_key(replace(REF))
    assert documents.part_key(REF) != documents.part_key(replace(REF, **change))


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
    answers = (documents.row_maker, store.row_versions, store.code_fingerprint)

    def key(language_model: str = "rules") -> str:
        for answer in answers:
            answer.cache_clear()
        return documents.part_key(REF, Options(language_model))

    yield key
    for answer in answers:
        answer.cache_clear()


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("flows/steps/read/pdf.py", True),
        ("flows/steps/events/triggers/new.toml", True),
        ("flows/steps/language/model/encoder.onnx", True),  # new weights, whatever version they claim
        ("schemas/vocab.py", True),
        ("schemas/documents.py", False),
        ("flows/report/templates/style.css", False),
        ("flows/cli/__init__.py", False),
        ("flows/corpus/__init__.py", False),
    ],
)
def test_the_key_of_a_part_changes_with_the_code_that_makes_rows_alone(
    home: Path, new_key: Callable[..., str], path: str, changes: bool
) -> None:
    (home / path).parent.mkdir(exist_ok=True)
    before = new_key()
    with (home / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert (new_key() != before) == changes


@pytest.mark.parametrize(
    ("library", "changes"),
    [
        *(
            (name, True)
            for name in ("pypdfium2", "trafilatura", "htmldate", "lxml", "numpy", "spacy", "onnxruntime", "tokenizers")
        ),
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
        monkeypatch.setattr(documents, "label", lambda _, engine=engine: engine.label)
        keys.add(new_key(name))
    assert len(keys) == 3


def test_outcomes_are_merged_in_order() -> None:
    issues = [make_issue(name, "read", "empty", "error", "It is empty.") for name in "cab"]
    merged = corpus.merge([Outcome(), *(Outcome(issues=(issue,)) for issue in issues)])
    assert merged == Outcome(issues=tuple(issues))


def test_progress_is_told_to_nobody_by_default() -> None:
    told: list[str] = []
    with documents.watched_by(lambda stage, _done, _total: told.append(stage)):
        documents._progress.get()("documents", 1, 1)
    documents._progress.get()("documents", 1, 1)
    assert told == ["documents"]


def test_the_key_of_a_part_follows_from_the_options() -> None:
    assert documents.part_key(REF) != documents.part_key(REF, Options(language_model="rules"))


class Steps:
    """A timer that keeps the names of the steps in the order in which they end, and what they were within."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.open: list[str] = []

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        assert not self.open, f"{step} within {self.open}"
        self.open.append(step)
        try:
            yield
        finally:
            self.ended.append(self.open.pop())


BEFORE = ["reading", "repair", "structure", "assembly", "language", "dates"]


@pytest.mark.parametrize(
    ("name", "data", "steps"),
    [
        ("a.txt", b"", ["reading"]),
        ("a.exe", b"MZ", ["reading"]),
        ("a.txt", b"Talks began on 3 May 2019.", [*BEFORE, "dates", "language", "entities", "events", "assembly"]),
        (
            "a.txt",
            "Die Gespräche begannen am Montag in der Hauptstadt und dauerten an.".encode(),
            [*BEFORE, "assembly"],
        ),
    ],
)
def test_a_timer_is_entered_around_each_step_of_a_document_and_changes_nothing(
    name: str, data: bytes, steps: list[str]
) -> None:
    timer = Steps()
    seed = seed_of(name, data)
    assert process(seed, Options("rules"), timer) == process(seed, Options("rules"))
    assert timer.ended == steps


def test_what_a_snapshot_is_made_from_changes_with_seeds_issues_options_code_and_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issue = make_issue("b.txt", "read", "empty", "error", "It is empty.")
    others = (replace(REF, sha256="1" * 64), replace(REF, path="b.txt"), replace(REF, document_id="doc_1"))
    found = [pipeline.inputs_of([REF], [], Options("rules")) for _ in range(2)]
    found += [pipeline.inputs_of([other], [], Options("rules")) for other in others]
    found += [pipeline.inputs_of(refs, [], Options("rules")) for refs in ([], [REF, others[1]], [others[1], REF])]
    found += [pipeline.inputs_of([REF], [issue], Options("rules")), pipeline.inputs_of([REF], [], Options())]
    for name in ("code_fingerprint", "library_versions"):
        monkeypatch.setattr(store, name, lambda *_, name=name: name)
        found.append(pipeline.inputs_of([REF], [], Options("rules")))
    assert len(found) - 1 == len(set(found))


def test_a_build_with_failures_or_without_documents_is_done_again(tmp_path: Path) -> None:
    def summary(failed: tuple[str, ...], count: int) -> pipeline.BuildSummary:
        return pipeline.BuildSummary(
            snapshot_id="0" * 16,
            path="",
            is_new=True,
            seed_count=1,
            reused_count=0,
            quarantined_count=0,
            unfit_count=0,
            failed=failed,
            changes=None,
            counts={"documents": count},
            timings={},
            steps={},
            slowest={},
        )

    pipeline.remember(tmp_path, "inputs", summary(("a.txt: failed",), 1))
    pipeline.remember(tmp_path, "inputs", summary((), 0))
    assert store.last_build(tmp_path) is None
    pipeline.remember(tmp_path, "inputs", summary((), 1))
    assert store.last_build(tmp_path) == store.LastBuild("inputs", "0" * 16, 0)


def test_a_stopwatch_adds_up_the_computing_of_a_step_even_where_it_fails() -> None:
    stopwatch = documents.Stopwatch()
    for _ in range(2):
        with pytest.raises(KeyError), stopwatch("dates"):
            {}[sum(range(1_000_000))]
    with stopwatch("reading"):
        time.sleep(0.05)
    assert list(stopwatch.seconds) == ["dates", "reading"]
    assert stopwatch.seconds["dates"] > stopwatch.seconds["reading"], "to wait is not to compute"


def test_seconds_of_batches_are_added_up_and_the_slowest_documents_named() -> None:
    batched = [
        documents.Batch(("k",), 0, {"reading": 1.0, "events": 0.25}, {"a": 0.5, "b": 3.0}),
        documents.Batch(("l",), 0, {"events": 0.5, "reading": 1.0}, {"c": 2.0, "d": 1.0}),
        documents.Batch(("m",), 1),
    ]
    assert list(documents.seconds_by_step(batched).items()) == [("reading", 2.0), ("events", 0.75)]
    assert list(documents.slowest_documents(batched).items()) == [("b", 3.0), ("c", 2.0), ("d", 1.0)]


def test_a_batch_logs_what_was_repaired_dated_and_coded(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    article = "Talks resume\n\nIran condemned Russia on 3 May 2019. The govern-\nment of Iran rejected the offer.\n"
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(article, "utf-8")
    refs, _ = store.list_seeds(tmp_path / "seeds")
    with caplog.at_level(logging.INFO, "flows"):
        for _ in range(2):
            batch = documents.process_batch(tmp_path / "seeds", tmp_path, refs, 1, Work(Options("rules")))
    found = "0 page-break fragments, 1 hyphens, 0 running headers repaired; 1 dates found, 2 events coded"
    assert caplog.messages == [f"1 files (0 unchanged): {found}", "1 files (1 unchanged)"]
    assert (batch.reused_count, batch.seconds, batch.documents) == (1, {}, {})


def test_what_is_kept_from_an_earlier_build_is_a_batch_of_its_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "seeds").mkdir()
    for name in "abc":
        (tmp_path / "seeds" / f"{name}.txt").write_text(f"The text of {name}.", "utf-8")
    refs, _ = store.list_seeds(tmp_path / "seeds")
    options = Options("rules")
    assert documents.kept_batch(tmp_path, refs, options) == (documents.Batch((), 0), refs)
    key = documents.part_key(refs[1], options)
    store.PartStore(tmp_path).put(key, store.packed(Outcome()))
    with caplog.at_level(logging.INFO, "flows"):
        kept, new = documents.kept_batch(tmp_path, refs, options)
    assert (kept, new) == (documents.Batch((key,), 1), (refs[0], refs[2]))
    assert caplog.messages == ["1 of 3 files are unchanged"]


def test_only_a_whole_snapshot_of_this_very_code_spares_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipeline._proven(tmp_path) is None
    with store.data_lock(tmp_path):
        pipeline.publish(tmp_path, [], (), 5, {})
    proven = pipeline._proven(tmp_path)
    assert proven is not None
    assert proven.keys() == TABLES.keys()
    assert all(is_comparable(name, frame) for name, frame in proven.items())
    with monkeypatch.context() as patch:
        patch.setattr("flows.store.manifest.code_fingerprint", lambda: "that of other code")
        assert pipeline._proven(tmp_path) is None
    (tmp_path / "latest" / "events.parquet").write_bytes(b"damaged")
    assert pipeline._proven(tmp_path) is None
