"""The snapshots of a data folder: listed, read by id or as a copy, and made the latest again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import DataLockedError, DatasetError
from flows.store import (
    LastBuild,
    data_lock,
    list_snapshots,
    open_dataset,
    publish,
    record_build,
    repeated,
    rollback,
)
from tests.unit.store.test_snapshots import EXTRAS, tables


def published(data: Path, marker: str) -> str:
    with data_lock(data):
        return publish(data, tables(marker), EXTRAS, lambda: {"built_at": f"time {marker}"}).snapshot_id


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def ids(data: Path) -> list[str]:
    """Return the ids of three snapshots, the oldest first."""
    return [published(data, marker) for marker in "abc"]


def test_snapshots_are_listed_with_the_newest_first(data: Path, ids: list[str]) -> None:
    found = list_snapshots(data)
    assert [snapshot.snapshot_id for snapshot in found] == ids[::-1]
    assert [snapshot.built_at for snapshot in found] == ["time c", "time b", "time a"]
    assert [snapshot.is_latest for snapshot in found] == [True, False, False]
    assert found[0].counts == {"fixed": 1, "words": 2}


def test_no_snapshots_are_none(data: Path) -> None:
    with pytest.raises(DatasetError, match="there is no data folder"):
        list_snapshots(data)
    data.mkdir()
    assert list_snapshots(data) == ()


def test_a_step_back_makes_an_older_one_the_latest(data: Path, ids: list[str]) -> None:
    assert rollback(data, ids[0]).snapshot_id == ids[0]
    assert open_dataset(data).snapshot_id == ids[0]
    assert [snapshot.is_latest for snapshot in list_snapshots(data)] == [False, False, True]
    assert published(data, "c") == ids[2]
    assert open_dataset(data).snapshot_id == ids[2]


def test_a_step_to_nowhere_is_refused_and_changes_nothing(data: Path, ids: list[str]) -> None:
    with pytest.raises(DatasetError, match=ids[1]):
        rollback(data, "0" * 16)
    (data / "snapshots" / ids[0] / "words.parquet").write_bytes(b"damaged")
    with pytest.raises(DatasetError, match=r"words\.parquet"):
        rollback(data, ids[0])
    assert open_dataset(data).snapshot_id == ids[2]


def test_a_step_back_waits_for_no_build(data: Path, ids: list[str]) -> None:
    with data_lock(data), pytest.raises(DataLockedError):
        rollback(data, ids[0])


def test_any_snapshot_can_be_read(data: Path, ids: list[str]) -> None:
    words = [open_dataset(data, snapshot=each).table("words")["word"][0].as_py() for each in ids]
    assert words == ["a", "b", "c"]
    with pytest.raises(DatasetError, match="there are"):
        open_dataset(data, snapshot="x")


def test_a_copy_of_a_snapshot_and_latest_itself_can_be_read(data: Path, ids: list[str], tmp_path: Path) -> None:
    copy = shutil.copytree(data / "snapshots" / ids[0], tmp_path / "a copy")
    assert open_dataset(copy).snapshot_id == ids[0]
    open_dataset(copy).verify()
    assert open_dataset(data / "latest").snapshot_id == ids[2]
    (copy / "words.parquet").write_bytes(b"damaged")
    with pytest.raises(DatasetError):
        open_dataset(copy).verify()


def test_a_build_from_the_same_inputs_gives_the_snapshot_that_is_there(data: Path, ids: list[str]) -> None:
    with data_lock(data):
        record_build(data, LastBuild("inputs", ids[2], 1))
    build, manifest = repeated(data, "inputs", 3) or pytest.fail("the build would do everything again")
    assert (build.quarantined_count, manifest["snapshot_id"]) == (1, ids[2])


@pytest.mark.parametrize(
    "change",
    [
        lambda data, ids: record_build(data, LastBuild("others", ids[2], 0)),
        lambda data, ids: record_build(data, LastBuild("inputs", ids[1], 0)),
        lambda data, _: (data / ".last-build.json").write_text("{", "ascii"),
        lambda data, _: (data / ".last-build.json").write_text('{"inputs": "inputs"}', "ascii"),
        lambda data, _: (data / ".last-build.json").unlink(),
        lambda data, _: (data / "latest").unlink(),
        lambda data, ids: rollback(data, ids[0]),
        lambda data, ids: (data / "snapshots" / ids[2] / "words.parquet").unlink(),
        lambda data, ids: (data / "snapshots" / ids[2] / "words.parquet").write_bytes(b"damaged"),
        lambda data, ids: (data / "snapshots" / ids[2] / "manifest.json").write_bytes(b"{}"),
        lambda data, ids: shutil.rmtree(data / "snapshots" / ids[2]),
    ],
)
def test_whatever_is_not_as_the_last_build_left_it_is_built_again(
    data: Path, ids: list[str], change: Callable[[Path, list[str]], object]
) -> None:
    with data_lock(data):
        record_build(data, LastBuild("inputs", ids[2], 0))
        assert repeated(data, "inputs", 2) is None, "one snapshot must go"
    change(data, ids)
    assert repeated(data, "inputs", 3) is None
