"""Documents processed on a Dask cluster with two workers on this machine: the same bytes, the same limits, one sentence
for whatever is wrong with the cluster.
"""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows import cluster, documents, launch, pipeline, store
from flows.cluster import batch_of, processing
from flows.documents import Batch, Work
from flows.errors import ClusterError
from flows.server import Api
from flows.steps import Options
from flows.workers import Limits
from tests import plain_build
from tests.benchmarks.short_news import write

RULES = Work(Options("rules"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a cluster with two workers."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("dask")),
    ) as started:
        yield started.scheduler_address


def processed(seeds: Path, data: Path, work: Work, size: int = 5) -> list[Batch]:
    refs, _ = store.list_seeds(seeds)
    parts = documents.batches(refs, size)
    with store.data_lock(data), processing(seeds, data, parts, work):
        return [batch_of(seeds, data, part, len(refs), work) for part in parts]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "latest").iterdir() if path.name != "manifest.json"}


def test_a_cluster_gives_the_bytes_that_this_machine_gives(address: str, tmp_path: Path) -> None:
    seeds, data = tmp_path / "seeds", tmp_path / "data"
    write(seeds, 23)
    progress: list[int] = []
    with documents.watched_by(lambda _stage, done, _total: progress.append(done)):
        batched = processed(seeds, data, replace(RULES, cluster=address))
    assert progress == [5, 5, 5, 5, 3]
    assert len(list((data / "parts").rglob("*"))) > 23
    with store.data_lock(data):
        summary = pipeline.publish(data, batched, (), 5, {})
    assert (summary.seed_count, summary.reused_count) == (23, 0)
    plain_build.build(seeds, tmp_path / "own", "rules")
    assert files(data) == files(tmp_path / "own")
    again = processed(seeds, data, replace(RULES, cluster=address))
    assert sum(batch.reused_count for batch in again) == 23


def test_the_flow_runs_on_a_cluster(api: Api, address: str, seeds: Path, tmp_path: Path) -> None:
    assert api
    there = launch.build(str(seeds), str(tmp_path / "there"), language_model="rules", cluster=address)
    here = launch.build(str(seeds), str(tmp_path / "here"), language_model="rules")
    assert there.snapshot_id == here.snapshot_id
    assert set(there.steps) >= {"reading", "events"}


def test_limits_hold_on_a_cluster(address: str, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "long.txt").write_text("Iran condemned Iraq on 3 May 2019. " * 2000, "utf-8")
    (tmp_path / "seeds" / "short.txt").write_text("Iran condemned Iraq on 3 May 2019.", "utf-8")
    work = replace(RULES, limits=Limits(0.2), cluster=address)
    (batch,) = processed(tmp_path / "seeds", tmp_path / "data", work)
    assert [issue.source_path for issue in batch.failures] == ["long.txt"]
    assert "took more than 0.2 s" in batch.failures[0].message
    assert len(batch.keys) == 1


def test_a_worker_that_is_killed_costs_no_document(address: str, tmp_path: Path) -> None:
    write(tmp_path / "seeds", 12)
    work = replace(RULES, cluster=address)
    refs, _ = store.list_seeds(tmp_path / "seeds")
    parts = documents.batches(refs, 4)
    with store.data_lock(tmp_path / "data"), processing(tmp_path / "seeds", tmp_path / "data", parts, work):
        with cluster.connected(address) as client:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        found = [batch_of(tmp_path / "seeds", tmp_path / "data", part, 12, work) for part in parts]
    assert [len(batch.keys) for batch in found] == [4, 4, 4]


def other_maker(_folders: object, _mark: Path, _language_model: str) -> tuple[bool, str]:
    return True, "another version"


def sees_nothing(_folders: object, _mark: Path, language_model: str) -> tuple[bool, str]:
    return False, documents.row_maker(language_model)


@pytest.mark.parametrize(
    ("answer", "words"), [(other_maker, "has another presstable"), (sees_nothing, "storage that all machines share")]
)
def test_a_worker_that_would_give_other_rows_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Callable[..., object], words: str
) -> None:
    write(tmp_path / "seeds", 1)
    monkeypatch.setattr(cluster, "look_around", answer)
    with pytest.raises(ClusterError, match=words):
        processed(tmp_path / "seeds", tmp_path / "data", replace(RULES, cluster=address))
    assert not list((tmp_path / "data" / "parts").iterdir())


@pytest.mark.parametrize("where", ["tcp://127.0.0.1:9", "nowhere://127.0.0.1:8786", "127.0.0.1", ""])
def test_an_address_without_a_scheduler_gets_one_sentence(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_TIMEOUT", 1.0)
    with pytest.raises(ClusterError, match="no Dask scheduler answers at"), cluster.connected(where):
        pass


def test_without_dask_one_sentence_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"presstable\[cluster\]"), cluster.connected("tcp://127.0.0.1:9"):
        pass
