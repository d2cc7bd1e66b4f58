"""Mistakes with folders: one sentence each, exit code 2, no traceback, and nothing is written."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from flows import cli
from flows.errors import DataFolderError, NoSeedsError, UsageError
from flows.store import check_apart, check_folders, data_lock, list_seeds

ARTICLE = "Talks resume\n\nNorway condemned Sweden on 2 May 2019, and the ministers went home.\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory with articles, a file, and a data folder whose `latest` is a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds" / "data").mkdir(parents=True)
    (tmp_path / "seeds" / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "file").write_text("words", "utf-8")
    (tmp_path / "copied" / "latest").mkdir(parents=True)
    (tmp_path / "copied" / "articles").mkdir()
    (tmp_path / "copied" / "articles" / "b.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "snapshots").write_text("words", "utf-8")
    (tmp_path / "link").symlink_to("seeds")
    (tmp_path / "hollow").mkdir()
    return tmp_path


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("build nowhere", "there is no seeds folder nowhere"),
        ("build file", "file is not a folder"),
        ("build hollow", "holds no files"),
        ("build seeds --data file", "file is not a folder; a new one"),
        ("build seeds --data file/data", "file/data is not a folder"),
        ("build seeds --data seeds/data", "the data folder seeds/data lies in the seeds folder seeds"),
        ("build seeds --data link/data", "the data folder link/data lies in the seeds folder seeds"),
        ("build link --data seeds", "link is the folder of the articles and of the tables"),
        ("build link --data seeds/new", "lies in the seeds folder link"),
        ("build copied/articles --data copied", "the seeds folder copied/articles lies in the data folder copied"),
        ("build seeds --data copied", "copied/latest is not the link to a snapshot"),
        ("build seeds --data odd", "odd/snapshots is not a folder"),
        ("validate nowhere", "no file nowhere"),
        ("validate hollow", "holds no files"),
        ("validate seeds --against nowhere", "there is no dataset in nowhere"),
        ("validate seeds --against file", "file is not a folder"),
        ("validate seeds --against copied", "copied/latest is not the link to a snapshot"),
        ("validate link --against seeds/data", "lies in the seeds folder"),
        ("explain seeds", "Is a directory; a readable article would be fine"),
        ("explain file/a.txt", "Not a directory; a readable article would be fine"),
        ("snapshots --data nowhere", "there is no data folder nowhere"),
        ("snapshots --data file", "file is not a folder"),
        ("snapshots --data copied", "copied/latest is not the link to a snapshot"),
        ("diff 0123456789abcdef --data nowhere", "there is no snapshot '0123456789abcdef' in nowhere"),
        ("diff 0123456789abcdef --data file", "there is no snapshot"),
        ("rollback 0123456789abcdef --data nowhere", "there is no data folder nowhere"),
        ("rollback 0123456789abcdef --data file", "file is not a folder"),
        ("rollback 0123456789abcdef --data copied", "copied/latest is not the link to a snapshot"),
        ("dictionary --out seeds", "Is a directory"),
    ],
)
def test_a_mistake_with_a_folder_gets_a_sentence(
    arguments: str, words: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["presstable", *arguments.split()])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    before = everything(home)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert [path for path in everything(home) if not path.endswith(".lock")] == before


def test_folders_beside_each_other_are_fine(home: Path) -> None:
    check_folders(home / "seeds", home / "data")
    check_folders(home / "seeds", home / "seeds-data")
    check_apart(home / "seeds" / "data", home / "file")


def test_an_empty_folder_may_become_a_data_folder(home: Path) -> None:
    check_folders(home / "seeds", home / "hollow")


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied", "data")


def test_a_data_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", refuse)
    with (
        pytest.raises(DataFolderError, match=r"data cannot be used \(data: Permission denied\)"),
        data_lock(tmp_path / "data"),
    ):
        pass


def test_a_data_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(DataFolderError, match="this user may write would be fine"), data_lock(tmp_path / "data"):
        pass


def test_a_seeds_folder_that_cannot_be_listed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(NoSeedsError, match=r"cannot be read \(Permission denied\)"):
        list_seeds(home / "seeds")


def test_a_dataset_copied_with_its_links_followed_is_refused(home: Path) -> None:
    shutil.copytree(home / "copied", home / "again")
    with pytest.raises(DataFolderError, match="remove it and build"):
        check_folders(home / "seeds", home / "again")
    with pytest.raises(UsageError):
        check_apart(home, home / "again")
