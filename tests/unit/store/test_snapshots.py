"""Snapshots: whole, content-addressed, shared where nothing changed; and reading them."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow
import pytest

from flows.errors import DataLockedError, DatasetError, SnapshotGoneError
from flows.store import Published, data_lock, open_dataset, publish
from flows.store import dataset as dataset_module

SCHEMA = arrow.schema(
    [
        arrow.field("word", arrow.string(), metadata={"description": "A word."}),
        arrow.field("day", arrow.date32()),
        arrow.field("size", arrow.int32()),
    ]
)
EXTRAS = {"datapackage.json": b"{}", "report.html": b"<p>fine</p>"}
Tables = dict[str, arrow.Table]


def tables(marker: str = "a") -> Tables:
    """Return two tables: one that depends on the marker, and one that does not."""
    return {
        "words": arrow.table({"word": [marker, None], "day": [None, 3], "size": [1, 2]}, schema=SCHEMA),
        "fixed": arrow.table({"word": ["same"], "day": [0], "size": [None]}, schema=SCHEMA),
    }


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """Yield a data folder whose lock we hold."""
    with data_lock(tmp_path / "data"):
        yield tmp_path / "data"


def issue(data_dir: Path, marker: str = "a", keep: int = 5, **run: Any) -> Published:
    return publish(data_dir, tables(marker), EXTRAS, lambda: run, keep)


def state(folder: Path) -> dict[str, tuple[int, int, bytes | str]]:
    """Return everything below a folder: inode, time of change, and bytes or link target."""
    found = {}
    for path in sorted(folder.rglob("*")):
        facts = path.lstat()
        content = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = (facts.st_ino, facts.st_mtime_ns * path.is_file(), content)
    return found


def snapshots(data_dir: Path) -> set[str]:
    return {path.name for path in (data_dir / "snapshots").iterdir()}


def test_publishes_tables_extras_and_manifest_behind_a_relative_link(data_dir: Path) -> None:
    published = issue(data_dir, seconds=1.5)
    assert published.is_new
    assert (data_dir / "latest").readlink() == Path("snapshots") / published.snapshot_id
    assert sorted(path.name for path in (data_dir / "latest").iterdir()) == [
        "datapackage.json", "fixed.parquet", "manifest.json", "report.html", "words.parquet",
    ]  # fmt: skip
    manifest = json.loads((data_dir / "latest" / "manifest.json").read_text("utf-8"))
    assert manifest["tables"] == {"fixed": {"rows": 1}, "words": {"rows": 2}}
    assert manifest["run"] == {"seconds": 1.5}
    assert manifest["format"] == 1
    assert len(manifest["code"]) == 64
    assert "pyarrow" in manifest["libraries"]
    assert manifest["files"]["report.html"]["bytes"] == len(EXTRAS["report.html"])


def test_tables_come_back_with_types_and_descriptions(data_dir: Path) -> None:
    issue(data_dir)
    dataset = open_dataset(data_dir)
    assert list(dataset) == ["fixed", "words"]
    assert len(dataset) == 2
    assert dataset.table("words").equals(tables()["words"])
    assert dataset.table("words").schema.equals(SCHEMA, check_metadata=True)
    assert dataset.frame("words")["word"].tolist()[0] == "a"


def test_the_pandas_types_of_a_table_come_back(data_dir: Path) -> None:
    frame = pd.DataFrame({"size": pd.array([1, None], "Int32"), "is_so": pd.array([True, None], "boolean")})
    publish(data_dir, {"t": arrow.Table.from_pandas(frame, preserve_index=False)}, {}, dict)
    pd.testing.assert_frame_equal(open_dataset(data_dir).frame("t"), frame)


def test_a_folder_name_with_an_equals_sign_adds_no_column(tmp_path: Path) -> None:
    with data_lock(tmp_path / "run=1"):
        issue(tmp_path / "run=1")
    dataset = open_dataset(tmp_path / "run=1")
    assert dataset.table("words").column_names == list(dataset.frame("words").columns) == SCHEMA.names


def test_the_same_content_changes_nothing_on_disk(data_dir: Path) -> None:
    first = issue(data_dir, seconds=1)
    before = state(data_dir)
    again = issue(data_dir, seconds=2)
    assert again == Published(first.snapshot_id, first.path, is_new=False)
    assert state(data_dir) == before


def test_the_same_content_gives_the_same_id_and_bytes_elsewhere(data_dir: Path, tmp_path: Path) -> None:
    issue(data_dir, "other")
    first = issue(data_dir)
    with data_lock(tmp_path / "b"):
        second = issue(tmp_path / "b")
    assert first.snapshot_id == second.snapshot_id
    for name in open_dataset(data_dir).manifest["files"]:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes()


@pytest.mark.parametrize(
    ("changed_tables", "changed_extras"),
    [
        (tables("b"), EXTRAS),
        (tables(), EXTRAS | {"report.html": b""}),
        (tables(), {"datapackage.json": b"{}"}),
        ({"fixed": tables()["fixed"]}, EXTRAS),
        ({"other": tables()["words"], "fixed": tables()["fixed"]}, EXTRAS),
    ],
)
def test_other_content_gives_another_id(
    data_dir: Path, changed_tables: Tables, changed_extras: dict[str, bytes]
) -> None:
    first = issue(data_dir)
    second = publish(data_dir, changed_tables, changed_extras, dict)
    assert second.is_new
    assert second.snapshot_id != first.snapshot_id


def test_unchanged_files_are_shared_with_the_previous_snapshot(data_dir: Path) -> None:
    issue(data_dir, "a")
    latest = issue(data_dir, "b").path
    links = {path.name: path.stat().st_nlink for path in latest.iterdir()}
    assert links == {
        "datapackage.json": 2, "fixed.parquet": 2, "manifest.json": 1, "report.html": 2, "words.parquet": 1,
    }  # fmt: skip
    open_dataset(data_dir).verify()


def test_a_damaged_file_is_not_shared(data_dir: Path) -> None:
    first = issue(data_dir, "a").path
    (first / "fixed.parquet").write_bytes(b"x" * (first / "fixed.parquet").stat().st_size)
    (first / "report.html").unlink()
    issue(data_dir, "b")
    open_dataset(data_dir).verify()
    assert open_dataset(data_dir).table("fixed").equals(tables()["fixed"])


def test_without_hard_links_files_are_copies(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    issue(data_dir, "a")
    latest = issue(data_dir, "b").path
    assert {path.stat().st_nlink for path in latest.iterdir()} == {1}
    open_dataset(data_dir).verify()


def test_content_of_an_older_snapshot_is_pointed_at_again(data_dir: Path) -> None:
    first = issue(data_dir, "a")
    issue(data_dir, "b")
    before = state(first.path)
    assert issue(data_dir, "a") == first
    assert state(first.path) == before
    assert open_dataset(data_dir).table("words")["word"][0].as_py() == "a"


def spoil(path: Path) -> None:
    path.write_bytes(b"spoilt")


@pytest.mark.parametrize("harm", [spoil, Path.unlink])
@pytest.mark.parametrize("name", ["words.parquet", "report.html", "manifest.json"])
@pytest.mark.parametrize("is_latest", [True, False])
def test_a_damaged_snapshot_is_mended_by_the_same_content(
    data_dir: Path, harm: Callable[[Path], None], name: str, is_latest: bool
) -> None:
    first = issue(data_dir, "a")
    if not is_latest:
        issue(data_dir, "b")
    harm(first.path / name)
    assert issue(data_dir, "a").is_new is not is_latest
    open_dataset(data_dir).verify()


def test_the_newest_snapshots_are_kept_and_the_latest_always(data_dir: Path) -> None:
    made = [issue(data_dir, marker, keep=3).snapshot_id for marker in "abcd"]
    assert snapshots(data_dir) == set(made[1:])
    issue(data_dir, "b", keep=3)
    issue(data_dir, "b", keep=2)
    assert snapshots(data_dir) == {made[1], made[3]}
    issue(data_dir, "b", keep=1)
    assert snapshots(data_dir) == {made[1]}
    open_dataset(data_dir).verify()


def leave_debris(data_dir: Path) -> None:
    """Leave what a publish that was killed leaves: half of a draft, a link on its way, half of an old snapshot."""
    folder = data_dir / "snapshots"
    for name in ("99", "0123456789abcdef"):
        (folder / f".tmp-{name}").mkdir(parents=True)
        (folder / f".tmp-{name}" / "words.parquet").write_bytes(b"half")
    (folder / ".tmp-latest").symlink_to("snapshots/nothing")


def test_debris_of_killed_builds_is_cleared_and_strange_files_are_left(tmp_path: Path) -> None:
    leave_debris(tmp_path)
    (tmp_path / "snapshots" / "notes.txt").write_text("mine")
    with data_lock(tmp_path):
        published = issue(tmp_path)
    assert snapshots(tmp_path) == {"notes.txt", published.snapshot_id}


def test_who_takes_the_lock_clears_debris_before_anything_else(tmp_path: Path) -> None:
    with data_lock(tmp_path):
        published = issue(tmp_path)
    leave_debris(tmp_path)
    with data_lock(tmp_path):
        assert snapshots(tmp_path) == {published.snapshot_id}
    assert open_dataset(tmp_path).snapshot_id == published.snapshot_id


def test_who_does_not_get_the_lock_clears_nothing(tmp_path: Path) -> None:
    with data_lock(tmp_path):
        leave_debris(tmp_path)
        with pytest.raises(DataLockedError), data_lock(tmp_path, wait=0):
            pass
        assert len(snapshots(tmp_path)) == 3


def test_debris_is_no_snapshot_for_readers_nor_for_those_that_are_kept(data_dir: Path) -> None:
    made = [issue(data_dir, marker).snapshot_id for marker in "ab"]
    leave_debris(data_dir)
    (data_dir / "snapshots" / ".tmp-latest").unlink()
    assert open_dataset(data_dir).snapshot_id == made[1]
    third = issue(data_dir, "c", keep=3)
    assert snapshots(data_dir) == {*made, third.snapshot_id}
    assert open_dataset(data_dir).manifest["sequence"] == 3


@pytest.mark.parametrize("fails", ["datapackage.json", "words"])
def test_a_failure_leaves_the_latest_snapshot_and_no_debris(data_dir: Path, fails: str) -> None:
    first = issue(data_dir)
    bad_tables = tables("b") | ({"words": "no table"} if fails == "words" else {})
    bad_extras: dict[str, Any] = EXTRAS | ({fails: "no bytes"} if fails in EXTRAS else {})
    with pytest.raises((TypeError, AttributeError)):
        publish(data_dir, bad_tables, bad_extras, dict)
    assert snapshots(data_dir) == {first.snapshot_id}
    open_dataset(data_dir).verify()


def test_a_run_that_is_not_json_publishes_nothing(data_dir: Path) -> None:
    with pytest.raises(TypeError):
        issue(data_dir, bad=object())
    assert snapshots(data_dir) == set()


@pytest.mark.parametrize("table", ["", "Words", "a/b", "../x", ".x", "a b"])
def test_names_that_are_no_table_names_are_refused(data_dir: Path, table: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        publish(data_dir, {table: tables()["words"]}, {}, dict)


@pytest.mark.parametrize("extra", ["", "manifest.json", "words.parquet", "../x", "a/b", ".tmp"])
def test_names_that_are_no_extra_names_are_refused(data_dir: Path, extra: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        publish(data_dir, tables(), {extra: b""}, dict)


def test_publishing_needs_the_lock_and_a_snapshot_to_keep(data_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="data_lock"):
        issue(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="cannot be kept"):
        issue(data_dir, keep=0)


def test_no_dataset_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="presstable build"):
        open_dataset(tmp_path)
    (tmp_path / "latest").mkdir()
    with pytest.raises(DatasetError, match="not the link"):
        open_dataset(tmp_path)


@pytest.mark.parametrize("harm", [spoil, Path.unlink])
def test_verify_names_the_file_that_is_damaged(data_dir: Path, harm: Callable[[Path], None]) -> None:
    harm(issue(data_dir).path / "fixed.parquet")
    with pytest.raises(DatasetError, match=r"fixed\.parquet (?!.*words)"):
        open_dataset(data_dir).verify()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"format": 1', '"format": 2', "format 2"),
        ('"sha256": "', '"sha256": "0', "does not belong"),
        ('"snapshot_id": "', '"snapshot_id": "0', "does not belong"),
        ('"files"', '"fils"', "damaged"),
        ("{", "", "damaged"),
    ],
)
def test_a_manifest_that_is_not_sound_is_refused(data_dir: Path, old: str, new: str, said: str) -> None:
    path = issue(data_dir).path / "manifest.json"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(DatasetError, match=said):
        open_dataset(data_dir)


def test_an_open_dataset_stays_as_it_was_until_it_is_removed(data_dir: Path) -> None:
    issue(data_dir, "a")
    old = open_dataset(data_dir)
    issue(data_dir, "b", keep=2)
    assert old.table("words")["word"][0].as_py() == "a"
    issue(data_dir, "c", keep=1)
    for read in (lambda: old.table("words"), lambda: old.frame("words"), old.verify):
        with pytest.raises(SnapshotGoneError, match="open the dataset again"):
            read()


def test_opens_the_next_snapshot_where_the_first_is_removed_meanwhile(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(data_dir, "a")
    real = dataset_module.read_manifest
    waiting = ["b"]

    def overtaken(path: Path) -> dict[str, Any]:
        if waiting:
            issue(data_dir, waiting.pop(), keep=1)
        return real(path)

    monkeypatch.setattr(dataset_module, "read_manifest", overtaken)
    assert open_dataset(data_dir).table("words")["word"][0].as_py() == "b"


def test_unknown_tables_are_named_with_the_known_ones(data_dir: Path) -> None:
    issue(data_dir)
    with pytest.raises(DatasetError, match="'nothing', only fixed, words"):
        open_dataset(data_dir).table("nothing")
