"""The server: on loopback alone, a browser opened without showing the token to others, and the command."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from flows.errors import DatasetError, SnapshotGoneError, UsageError
from flows.explore import server
from flows.explore.database import QueryEngine
from flows.store import Dataset

ROOT = Path(__file__).parents[3]


def test_it_listens_on_loopback_alone():
    with server.listening() as explorer:
        host, port = explorer.listener.getsockname()
        assert host == "127.0.0.1"
        assert explorer.access.hosts == {f"127.0.0.1:{port}", f"localhost:{port}"}
        assert explorer.address == f"http://127.0.0.1:{port}{explorer.access.root}/?token={explorer.access.token}"
        assert explorer.access.token not in repr(explorer)


def test_a_port_that_is_taken_is_an_error_of_the_user():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"^port {port} cannot be used \(.+\); another one, or no --port"):
            server.listening(port).__enter__()


def test_the_browser_gets_the_address_from_a_file_that_others_cannot_read(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(server.Path, "home", lambda: tmp_path)
    monkeypatch.setattr(server.webbrowser, "open", opened.append)
    with server.opened_browser("http://127.0.0.1:1/a/?token=secret&x"):
        (file,) = tmp_path.iterdir()
        assert file.stat().st_mode & 0o777 == 0o600
        assert 'url=http://127.0.0.1:1/a/?token=secret&amp;x"' in file.read_text()
    assert opened == [file.as_uri()]
    assert "secret" not in opened[0]
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_the_address_is_only_printed(monkeypatch, tmp_path):
    monkeypatch.setattr(server.Path, "home", lambda: tmp_path / "none")
    monkeypatch.setattr(server.webbrowser, "open", lambda _: pytest.fail("there is nothing to open"))
    with server.opened_browser("http://127.0.0.1:1/"):
        pass


def test_a_snapshot_without_all_tables_cannot_be_explored(dataset):
    tables = {name: rows for name, rows in dataset.manifest["tables"].items() if name != "edits"}
    old = Dataset(dataset.path, dataset.manifest | {"tables": tables})
    with pytest.raises(DatasetError, match=r"^snapshot \w+ has no table edits; build again$"):
        QueryEngine(old)


def test_a_folder_may_have_any_name(dataset, tmp_path):
    folder = tmp_path / "it's [a] * 'b' = c?"
    folder.mkdir()
    for file in dataset.path.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    with closing(QueryEngine(Dataset(folder, dataset.manifest))) as engine:
        assert engine.value("SELECT count(*) FROM documents") == 4


def test_a_snapshot_that_is_removed_meanwhile_is_named(dataset, tmp_path):
    folder = tmp_path / "snapshot"
    folder.mkdir()
    for file in dataset.path.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    with closing(QueryEngine(Dataset(folder, dataset.manifest))) as engine:
        shutil.rmtree(folder)
        with pytest.raises(SnapshotGoneError, match=r"was removed by later builds; end this explorer and start anew"):
            engine.rows("SELECT * FROM documents")


def command(*arguments):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    code = "from flows.cli import main; main()"
    return [sys.executable, "-c", code, "explore", *arguments], environment


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_ended(dataset, number):
    arguments, environment = command("--data", str(dataset.path), "--no-browser")
    with subprocess.Popen(
        arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        address = process.stdout.readline().split()[-1]
        assert "Ctrl+C" in process.stdout.readline()
        with urlopen(address, timeout=60) as answer:
            cookie = answer.headers["set-cookie"]
        assert "SameSite=Strict" in cookie
        with pytest.raises(HTTPError, match="403"):
            urlopen(address.split("?")[0], timeout=60)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.slow
def test_without_a_dataset_the_command_says_what_makes_one(tmp_path):
    arguments, environment = command("--data", str(tmp_path), "--no-browser")
    found = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == f"presstable: there is no dataset in {tmp_path}; make one with: presstable build\n"
