"""Our own Prefect server: whose it is, where it keeps its database, and that it never outlives us."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from socket import create_connection

import pytest

from flows import server
from flows.errors import ServerError

PARENT = """
import sys
from flows import server
print(server.ensure_api().url, flush=True)
if sys.argv[1] == "ready":
    server.wait_until_ready()
print("go", flush=True)
sys.stdin.read()
"""


def leave(parent: subprocess.Popen[str]) -> None:
    """Let the parent come to the end of its program."""
    if parent.stdin:
        parent.stdin.close()


def is_listening(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def send(number: signal.Signals) -> Callable[[subprocess.Popen[str]], None]:
    return lambda parent: parent.send_signal(number)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        pytest.param("starting", send(signal.SIGKILL), id="SIGKILL while it starts"),
        pytest.param("starting", send(signal.SIGTERM), id="SIGTERM while it starts"),
        pytest.param("starting", send(signal.SIGINT), id="SIGINT while it starts"),
        pytest.param("starting", leave, id="the end of the program while it starts"),
        pytest.param("ready", send(signal.SIGKILL), id="SIGKILL"),
        pytest.param("ready", send(signal.SIGTERM), id="SIGTERM"),
        pytest.param("ready", leave, id="the end of the program"),
    ],
)
def test_the_server_ends_with_us(tmp_path: Path, moment: str, end: Callable[[subprocess.Popen[str]], None]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    if moment == "starting":  # a database of its own, so that migrations are under way
        environment["XDG_CACHE_HOME"] = str(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, moment],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as parent:
        assert parent.stdout
        port = int(parent.stdout.readline().split(":")[2].split("/")[0])
        assert parent.stdout.readline() == "go\n"
        assert is_listening(port)
        end(parent)
        deadline = time.monotonic() + 10
        while is_listening(port) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_listening(port)


def test_nothing_is_started_beside_the_users_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "theirs")
    monkeypatch.setattr(server, "_Server", None)
    monkeypatch.setattr(server, "_SERVERS", [])
    monkeypatch.setattr(server, "check_answers", lambda _: None)
    assert server.ensure_api.__wrapped__() is None
    assert os.environ["PREFECT_API_AUTH_STRING"] == "theirs"


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    monkeypatch.delenv("DO_NOT_TRACK", raising=False)
    server.set_defaults({"PREFECT_LOGGING_LEVEL": "ERROR", "DO_NOT_TRACK": "1"})
    assert (os.environ["PREFECT_LOGGING_LEVEL"], os.environ["DO_NOT_TRACK"]) == ("DEBUG", "1")


@pytest.mark.parametrize("before", ["", "example.org", "example.org,127.0.0.1"])
def test_a_proxy_is_not_asked_for_our_own_machine(monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    monkeypatch.setenv("NO_PROXY", before)
    monkeypatch.setenv("no_proxy", before)
    server._without_proxy()
    assert os.environ["NO_PROXY"].split(",")[-1] == "127.0.0.1"
    assert os.environ["NO_PROXY"].count("127.0.0.1") == 1


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path / "cache" / "presstable"


def test_two_builds_at_once_have_two_databases(cache_folder: Path) -> None:
    first, second = server._free_folder(), server._free_folder()
    assert first.path.parent == second.path.parent == cache_folder
    assert first.path != second.path
    os.close(first.lock)
    third = server._free_folder()
    assert third.path == first.path
    os.close(second.lock)
    os.close(third.lock)


def test_without_a_cache_the_folder_for_temporary_files_is_used(cache_folder: Path, tmp_path: Path) -> None:
    cache_folder.parent.touch()
    folder = server._free_folder()
    assert folder.path.parent == tmp_path / f"presstable-{os.getuid()}"
    os.close(folder.lock)


def test_without_any_folder_one_sentence_says_so(cache_folder: Path, tmp_path: Path) -> None:
    cache_folder.parent.touch()
    (tmp_path / f"presstable-{os.getuid()}").touch()
    with pytest.raises(ServerError, match=r"no folder for Prefect's database can be written: .*; "):
        server._free_folder()


@pytest.mark.parametrize(
    ("is_ready", "size", "stays"), [(False, 10, False), (True, 10, True), (True, server.DATABASE_LIMIT + 1, False)]
)
def test_a_database_is_kept_if_it_is_sound(tmp_path: Path, is_ready: bool, size: int, stays: bool) -> None:
    for name in ("server.db", "server.db-wal"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    if is_ready:
        (tmp_path / "ready").touch()
    os.close(server._Folder(tmp_path).lock)
    assert [(tmp_path / name).exists() for name in ("server.db", "server.db-wal")] == [stays, stays]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "ended while starting$"),
        ("echo no room left >&2; exit 3", "ended while starting; its last words:\nno room left$"),
        ("exec sleep 60", "was not ready after 0.2 seconds$"),
    ],
)
def test_a_server_that_does_not_come_up_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(server, "STOP_TIMEOUT", 0.1)
    child = server._Server(server._Folder(tmp_path / "folder"))
    with pytest.raises(ServerError, match=said):
        child.wait(0.2 if "sleep" in script else 10)
    child.stop()
    assert not is_listening(child.port)


def test_local_takes_no_notice_of_variables_files_and_profiles(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Iran condemned Iraq on 3 May 2019.", "utf-8")
    (tmp_path / "prefect.toml").write_text('[api]\nurl = "http://127.0.0.1:9/file"\nkey = "wrong"\n', "utf-8")
    (tmp_path / ".env").write_text("PREFECT_API_URL=http://127.0.0.1:9/dotenv\n", "utf-8")
    home = tmp_path / "home"
    home.mkdir()
    (home / "profiles.toml").write_text(
        'active = "x"\n[profiles.x]\nPREFECT_API_URL = "http://127.0.0.1:9/profile"\nPREFECT_LOGGING_LEVEL = "DEBUG"\n',
        "utf-8",
    )
    theirs = {
        "PREFECT_API_AUTH_STRING": "a:b",
        "PREFECT_API_KEY": "wrong",
        "PREFECT_API_URL": "http://127.0.0.1:9/variable",
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILE": "x",
    }
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "build", "--local", "--language-model", "rules"],
        cwd=tmp_path,
        env={**os.environ, **theirs, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "data" / "latest").exists()
    assert sorted(path.name for path in home.iterdir()) == ["profiles.toml"], "nothing was written there"
