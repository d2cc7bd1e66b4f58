"""The flow from a folder of files to a published snapshot, on our own server."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from flows import corpus, documents, launch, pipeline, store
from flows.errors import ContractError, DataLockedError, LossError, NoSeedsError
from flows.server import Api
from flows.steps.models import Outcome
from schemas.tables import TABLES
from tests import faults
from tests.flow.conftest import RIVER

Build = Callable[..., pipeline.BuildSummary]


@pytest.fixture
def build(api: Api, seeds: Path, tmp_path: Path) -> Build:
    assert api

    def run(**parameters: object) -> pipeline.BuildSummary:
        return launch.build(str(seeds), str(tmp_path / "data"), **parameters)

    return run


def ask(api: Api, path: str, body: dict[str, object]) -> list[dict[str, object]]:
    """Return what the API answers to a question in JSON."""
    headers = {"Content-Type": "application/json", "Authorization": api.authorization}
    request = Request(f"{api.url}/{path}", json.dumps(body).encode(), headers)
    with build_opener(ProxyHandler({})).open(request, timeout=20) as answer:
        return json.load(answer)


def task_runs(api: Api, count: int, which: dict[str, object]) -> list[dict[str, object]]:
    """Return task runs in their order, once there are `count` of them: the server records them some seconds later."""
    deadline = time.monotonic() + 40
    while True:
        found = ask(api, "task_runs/filter", {**which, "sort": "EXPECTED_START_TIME_ASC"})
        if len(found) >= count or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def seen(data: Path) -> dict[str, tuple[int, bytes]]:
    """Return what readers see of a dataset: times and bytes, by file."""
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in sorted((data / "latest").iterdir())}


def test_all_tables_are_published(build: Build, tmp_path: Path) -> None:
    summary = build()
    dataset = store.open_dataset(tmp_path / "data")
    dataset.verify()
    assert summary.is_new
    assert dataset.snapshot_id == summary.snapshot_id
    assert set(dataset.names) == set(TABLES)
    assert {name: dataset.table(name).num_rows for name in dataset} == summary.counts
    assert (dataset.path / "datapackage.json").exists()


def test_every_file_is_in_documents_or_set_aside(build: Build, tmp_path: Path) -> None:
    summary = build()
    dataset = store.open_dataset(tmp_path / "data")
    issues = dataset.table("issues").to_pylist()
    assert set(dataset.table("documents")["source_path"].to_pylist()) == {"harbour.txt", "more/river.md"}
    assert {issue["source_path"] for issue in issues if issue["is_quarantined"]} == {"empty.txt", "picture.txt"}
    assert (summary.seed_count, summary.quarantined_count) == (4, 2)


def test_a_second_build_publishes_nothing_new(build: Build, tmp_path: Path) -> None:
    first = build()
    before = seen(tmp_path / "data")
    second = build()
    assert (first.reused_count, second.reused_count) == (0, 4)
    assert (second.counts, second.quarantined_count) == (first.counts, first.quarantined_count)
    assert list(second.timings) == ["list seeds"], "nothing else was done"
    assert not second.is_new
    assert second.snapshot_id == first.snapshot_id
    assert seen(tmp_path / "data") == before


def test_a_damaged_table_is_built_again_from_the_same_seeds(build: Build, tmp_path: Path) -> None:
    first = build()
    table = tmp_path / "data" / "latest" / "events.parquet"
    before = table.read_bytes()
    table.write_bytes(b"damaged")
    again = build()
    assert list(again.timings)[-1] == "write"
    assert again.snapshot_id == first.snapshot_id
    assert table.read_bytes() == before
    assert list(build().timings) == ["list seeds"]


def test_fewer_snapshots_to_keep_are_a_reason_to_build(build: Build, seeds: Path, tmp_path: Path) -> None:
    build()
    (seeds / "empty.txt").unlink()
    build()
    assert list(build(keep_snapshots=2).timings) == ["list seeds"]
    build(keep_snapshots=1)
    assert len(store.list_snapshots(tmp_path / "data")) == 1


def test_only_what_is_new_is_processed(build: Build, seeds: Path, tmp_path: Path) -> None:
    build()
    (seeds / "harbour.txt").rename(seeds / "port.txt")
    (seeds / "empty.txt").unlink()
    again = build()
    assert (again.is_new, again.seed_count, again.reused_count) == (True, 3, 2)
    assert sum(path.is_file() for path in (tmp_path / "data" / "parts").rglob("*")) == again.seed_count + 1, (
        "and pairs of events"
    )


def test_a_build_of_nothing_but_bad_files_publishes_if_that_is_meant(build: Build, seeds: Path, tmp_path: Path) -> None:
    shutil.rmtree(seeds / "more")
    (seeds / "harbour.txt").unlink()
    with pytest.raises(LossError, match=r"no file gave a document(.|\n)*the file is empty"):
        build()
    assert not (tmp_path / "data" / "latest").exists()
    summary = build(allow_loss=True)
    assert summary.is_new
    assert (summary.counts["documents"], summary.quarantined_count) == (0, 2)


def test_a_build_without_one_readable_seed_publishes_if_that_is_meant(build: Build, seeds: Path) -> None:
    summary = build(size_limit_mb=1e-6, allow_loss=True)  # one byte: only the empty file is small enough
    assert summary.counts["documents"] == 0
    assert summary.quarantined_count == 4
    assert summary.seed_count == 1
    (seeds / "empty.txt").unlink()
    assert build(size_limit_mb=1e-6, allow_loss=True).seed_count == 0


def test_a_build_that_loses_too_much_publishes_nothing(build: Build, seeds: Path, tmp_path: Path) -> None:
    first = build()
    before = seen(tmp_path / "data")
    (seeds / "harbour.txt").unlink()
    with pytest.raises(LossError, match=r"1 of 2 documents(.|\n)*harbour\.txt"):
        build()
    assert seen(tmp_path / "data") == before
    second = build(max_loss=0.5)
    assert first.changes is None
    assert second.changes is not None
    assert second.changes["documents"].removed == ("harbour.txt",)
    assert second.changes["events"].removed
    (seeds / "more" / "river.md").write_text(RIVER.replace("2020", "2019"), "utf-8")
    third = build()
    assert third.changes is not None
    assert third.changes["documents"].changed == ("more/river.md",)


def test_progress_adds_up(build: Build) -> None:
    told: list[tuple[str, int, int]] = []
    build(progress=lambda *said: told.append(said))
    assert told == [("documents", 1, 4)] * 4


def test_more_seeds_than_a_batch_holds(build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = build()
    shutil.rmtree(tmp_path / "data")
    monkeypatch.setattr(documents.batches, "__defaults__", (1,))
    pieces = build()
    assert pieces.snapshot_id == whole.snapshot_id


def test_the_run_leaves_its_counts_as_an_artifact(api: Api, build: Build) -> None:
    summary = build()
    found = ask(api, "artifacts/latest/filter", {"artifacts": {"key": {"any_": ["build-dataset"]}}})
    assert [f"| snapshot id | {summary.snapshot_id} |" in str(one["data"]) for one in found] == [True]


def test_the_run_shows_the_tasks_of_a_build(api: Api, build: Build) -> None:
    storage = Path(os.environ["PREFECT_HOME"]) / "storage"
    kept = sorted(storage.glob("*"))
    build()
    assert sorted(storage.glob("*")) == kept, "Prefect keeps no result of a task"
    (run, *_) = ask(api, "flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
    tasks = task_runs(api, 5, {"flow_runs": {"id": {"any_": [run["id"]]}}})
    assert [task["name"] for task in tasks] == [
        "list seeds", "process documents from empty.txt", "reconcile across documents", "validate tables", "write snapshot",
    ]  # fmt: skip


def test_manifest_and_summary_give_the_seconds_of_each_step_and_the_slowest_documents(
    build: Build, seeds: Path, tmp_path: Path
) -> None:
    stages = ["list seeds", "process documents", "reconcile", "validate", "write"]
    steps = {"reading", "repair", "structure", "language", "dates", "entities", "events", "assembly"}
    first = build()
    run = store.open_dataset(tmp_path / "data").manifest["run"]
    assert list(run["timings"]) == list(first.timings) == stages
    assert all(seconds > 0 for seconds in first.timings.values())
    assert set(run["steps"]) - {"loading"} == set(first.steps) - {"loading"} == steps
    assert list(run["slowest"]) == list(first.slowest)
    assert set(first.slowest) > {"harbour.txt", "more/river.md"}
    assert sorted(first.slowest.values(), reverse=True) == list(first.slowest.values())
    (seeds / "empty.txt").unlink()
    second = build()
    assert (second.steps, second.slowest) == ({}, {}), "what is reused costs no step anything"
    assert list(second.timings) == stages


def test_the_same_seeds_give_the_same_bytes_but_for_the_run_in_the_manifest(
    build: Build, seeds: Path, tmp_path: Path
) -> None:
    build()
    launch.build(str(seeds), str(tmp_path / "again"))
    one, other = ({name: data for name, (_, data) in seen(tmp_path / name).items()} for name in ("data", "again"))
    manifests = [json.loads(files.pop("manifest.json")) for files in (one, other)]
    assert one == other
    assert manifests[0].pop("run") != manifests[1].pop("run")
    assert manifests[0] == manifests[1]


@pytest.mark.parametrize("is_second", [False, True])
def test_a_broken_contract_publishes_nothing(
    build: Build, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_second: bool
) -> None:
    if is_second:
        build()
    before = seen(tmp_path / "data") if is_second else {}
    (seeds / "harbour.txt").write_text("The port is open\n\nShips came on 4 May 2021.\n", "utf-8")
    monkeypatch.setattr(corpus, "reconcile", forget_paragraphs)
    with pytest.raises(ContractError, match="documents"):
        build()
    assert (seen(tmp_path / "data") if is_second else {}) == before
    assert (tmp_path / "data" / "latest").exists() == is_second


def forget_paragraphs(outcome: Outcome, *_: object) -> Outcome:
    return replace(outcome, paragraphs=())


def test_a_document_that_fails_is_left_out_and_tried_again_and_the_others_are_built(
    build: Build, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("BUG", "ABORT", "SLEEP", "EAT"):
        (seeds / f"{word.lower()}.txt").write_text(f"A report\n\nIran condemned Iraq. {word}\n", "utf-8")
    with monkeypatch.context() as faulty:
        faulty.setattr(documents, "process_seed", faults.process_or_fail)
        first = build(document_timeout=3, document_memory_mb=300)
    assert (first.seed_count, first.counts["documents"], first.quarantined_count) == (8, 2, 6)
    assert first.failed == (
        "abort.txt: the step reading ended its process: a library aborted, or memory ran out",
        "bug.txt: the step repair failed with ZeroDivisionError (no such number)",
        "eat.txt: the step language needed more than 300 MB; a higher --document-memory, or less text, would do",
        "sleep.txt: the step events took more than 3 s; a higher --document-timeout, or less text, would do",
    )
    issues = store.open_dataset(tmp_path / "data").table("issues").to_pylist()
    rows = sorted((row for row in issues if row["code"] == "internal_error"), key=lambda row: row["source_path"])
    assert tuple(row["message"] for row in rows) == first.failed
    assert all(row["is_quarantined"] for row in rows)
    assert [row["stage"] for row in rows] == ["read", "repair", "language", "events"]
    second = build()
    assert (second.failed, second.counts["documents"], second.reused_count) == ((), 6, 4)


def test_a_seed_that_goes_or_changes_during_a_build_is_an_issue(
    build: Build, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = pipeline.list_seeds

    def list_and_change(*arguments: Any) -> Any:
        found = listed(*arguments)
        (seeds / "harbour.txt").unlink()
        (seeds / "more" / "river.md").write_text("Another text.", "utf-8")
        return found

    monkeypatch.setattr(pipeline, "list_seeds", list_and_change)
    summary = build(allow_loss=True)
    assert [message.split(" (")[0] for message in summary.failed] == [
        "'harbour.txt' was there when the build began, and then not",
        "'more/river.md' has changed since the build began; build again",
    ]
    issues = store.open_dataset(tmp_path / "data").table("issues").to_pylist()
    changed = {row["source_path"] for row in issues if row["code"] == "changed"}
    assert changed == {"harbour.txt", "more/river.md"}


def test_a_document_whose_rows_break_the_contract_is_left_out(
    build: Build, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (seeds / "wrong.txt").write_text("A report\n\nIran condemned Iraq on 3 May 2019. WRONG\n", "utf-8")
    monkeypatch.setattr(documents, "process_seed", faults.process_wrongly)
    summary = build()
    assert summary.failed == ("wrong.txt: the step assembly gave rows that break the contract",)
    assert (summary.seed_count, summary.counts["documents"]) == (5, 2)
    dataset = store.open_dataset(tmp_path / "data")
    assert "wrong.txt" not in dataset.table("documents")["source_path"].to_pylist()


def test_a_disk_that_stumbles_is_tried_again(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    read = store.read_seed

    def stumble(folder: Path, ref: store.SeedRef) -> object:
        calls.append(ref)
        if len(calls) == 1:
            raise OSError(5, "Input/output error")
        return read(folder, ref)

    monkeypatch.setattr(store, "read_seed", stumble)
    assert build().seed_count == 4
    assert 5 <= len(calls) <= 8, "the batch is tried again, and parts that were there already are not"


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda folder: folder.rmdir(), NoSeedsError, "no seeds folder"),
        (lambda folder: (folder.rmdir(), folder.touch()), NoSeedsError, "not a folder"),
        (lambda folder: (folder / ".hidden").touch(), NoSeedsError, "no files"),
    ],
)
def test_a_folder_without_seeds_is_refused(
    api: Api, tmp_path: Path, make: Callable[[Path], object], error: type[Exception], said: str
) -> None:
    assert api
    folder = tmp_path / "none"
    folder.mkdir()
    make(folder)
    with pytest.raises(error, match=said):
        launch.build(str(folder), str(tmp_path / "data"))


def test_two_builds_on_one_folder_are_refused(build: Build, tmp_path: Path) -> None:
    with store.data_lock(tmp_path / "data"), pytest.raises(DataLockedError):
        build()


def test_the_users_own_server_is_used(api: Api, seeds: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from flows import launch, server; launch.build(*sys.argv[1:]); "
        "assert not server._SERVERS; import os; assert 'PREFECT_HOME' not in os.environ"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_HOME"}
    before = len(ask(api, "flow_runs/filter", {"sort": "START_TIME_DESC"}))
    subprocess.run(
        [sys.executable, "-c", code, str(seeds), str(tmp_path / "data")],
        env={**environment, **api.environment, "PREFECT_LOGGING_TO_API_ENABLED": "true"},
        check=True,
        capture_output=True,
        timeout=60,
    )
    runs = ask(api, "flow_runs/filter", {"sort": "START_TIME_DESC"})
    assert len(runs) == min(before + 1, 200)
    logs = ask(api, "logs/filter", {"logs": {"flow_run_id": {"any_": [runs[0]["id"]]}}})
    (batch,) = [log for log in logs if "page-break" in str(log["message"])]
    assert batch["message"] == (
        "4 files (0 unchanged): 0 page-break fragments, 0 hyphens, 0 running headers repaired; "
        "3 dates found, 4 events coded"
    )
    (task,) = task_runs(api, 1, {"task_runs": {"id": {"any_": [batch["task_run_id"]]}}})
    assert task["name"] == "process documents from empty.txt"
