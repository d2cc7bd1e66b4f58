"""The snapshots of a data folder: listed, read by id or as a copy, and made the latest again."""

import shutil
from pathlib import Path

import pytest

from flows.errors import DataLockedError, DatasetError
from flows.store import data_lock, list_snapshots, open_dataset, publish, rollback
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
