"""The user's own Prefect server: found where Prefect finds it, named with its origin, and refused where it is silent."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socket import socket
from threading import Thread

import pytest

from flows import chosen_api, cli
from flows.chosen_api import UserApi, check_answers, user_api
from flows.errors import UnreachableServerError

TWO = 'active = "a"\n[profiles.a]\n[profiles.b]\nPREFECT_API_URL = "in b"'


@pytest.mark.parametrize(
    ("environment", "files", "url", "origin"),
    [
        ({"PREFECT_API_URL": "in env"}, {".env": "PREFECT_API_URL=in .env"}, "in env", "the variable PREFECT_API_URL"),
        ({}, {".env": "PREFECT_API_URL=in .env", "prefect.toml": '[api]\nurl = "x"'}, "in .env", "the file .env in this"),
        ({}, {".env": "A=1\n  export PREFECT_API_URL = 'quoted'\n"}, "quoted", "the file .env in this folder"),
        ({}, {"prefect.toml": '[api]\nurl = "in file"'}, "in file", "the file prefect.toml in this folder"),
        ({}, {"pyproject.toml": '[tool.prefect.api]\nurl = "in project"'}, "in project", "the file pyproject.toml"),
        ({}, {"home/profiles.toml": TWO.replace('"a"', '"b"')}, "in b", "the profile 'b', active in home/profiles.toml"),
        ({"PREFECT_PROFILE": "b"}, {"home/profiles.toml": TWO}, "in b", "'b', active by the variable PREFECT_PROFILE"),
        ({"PREFECT_PROFILES_PATH": "o.toml"}, {"o.toml": TWO.replace('"a"', '"b"')}, "in b", "'b', active in o.toml"),
        ({}, {"home/profiles.toml": 'active = "local"\n[profiles]'}, "http://127.0.0.1:4200/api", "the profile 'local'"),
        ({"PREFECT_PROFILE": "local"}, {}, "http://127.0.0.1:4200/api", "the profile 'local'"),
    ],
)  # fmt: skip
def test_the_users_choice_of_a_server_is_found_with_its_origin(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    files: dict[str, str],
    url: str,
    origin: str,
) -> None:
    found = choice(tmp_path, monkeypatch, environment, files)
    assert found is not None
    assert found.url == url
    assert origin in str(found)


@pytest.mark.parametrize(
    ("environment", "files"),
    [
        ({}, {}),
        ({"PREFECT_API_URL": ""}, {}),
        ({"PREFECT_PROFILE": "ephemeral"}, {}),
        ({}, {".env": "# PREFECT_API_URL=x\nMY_PREFECT_API_URL=x\nPREFECT_API_URL=\n"}),
        ({}, {"prefect.toml": "[api"}),
        ({}, {"prefect.toml": "api = 3"}),
        ({}, {"home/profiles.toml": 'active = "a"\n[profiles.a]\nPREFECT_LOGGING_LEVEL = "DEBUG"'}),
        ({}, {"home/profiles.toml": '[profiles.a]\nPREFECT_API_URL = "in a"'}),
        ({}, {"home/profiles.toml": TWO}),
    ],
)
def test_where_the_user_has_chosen_none_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], files: dict[str, str]
) -> None:
    assert choice(tmp_path, monkeypatch, environment, files) is None


def choice(
    folder: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], files: dict[str, str]
) -> UserApi | None:
    monkeypatch.chdir(folder)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return user_api({"PREFECT_HOME": "home", **environment})


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        ({}, None),
        ({"PREFECT_API_KEY": "k"}, "Bearer k"),
        ({"PREFECT_API_KEY": "k", "PREFECT_API_URL": "http://a:b@x/api"}, "Basic YTpi"),
        ({"PREFECT_API_KEY": "k", "PREFECT_API_AUTH_STRING": "a:b"}, "Basic YTpi"),
    ],
)
def test_the_server_is_asked_as_prefect_asks_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str], header: str | None
) -> None:
    found = choice(tmp_path, monkeypatch, {"PREFECT_API_URL": "x", **environment}, {})
    assert found is not None
    assert found.headers.get("Authorization") == header


@contextmanager
def answering(status: int, kind: str) -> Iterator[str]:
    """Yield the address of a server on the loopback interface that always gives this answer."""

    class AlwaysSo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(b"true")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), AlwaysSo) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_a_server_that_answers_is_fine() -> None:
    with answering(200, "application/json") as url:
        check_answers(UserApi(url, "me", {}))


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (401, "application/json", "refuses PREFECT_API_AUTH_STRING or PREFECT_API_KEY"),
        (404, "application/json", "answers 404 instead of 200"),
        (503, "application/json", "answers 503 instead of 200"),
        (200, "text/html", "answers with a web page: its API may be below /api"),
    ],
)
def test_a_server_that_answers_wrongly_gets_a_sentence(status: int, kind: str, said: str) -> None:
    with answering(status, kind) as url, pytest.raises(UnreachableServerError, match=said):
        check_answers(UserApi(url, "me", {}))


@pytest.mark.parametrize(
    ("url", "said"), [("somewhere", "has no address that begins with http"), ("file:///etc", "has no address")]
)
def test_an_address_that_is_none_gets_a_sentence(url: str, said: str) -> None:
    with pytest.raises(UnreachableServerError, match=said):
        check_answers(UserApi(url, "me", {}))


def test_a_silent_server_is_given_up_soon_even_where_its_name_is_looked_up_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = time.monotonic()
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(UnreachableServerError, match=r"does not answer \(timed out\)"):
            check_answers(UserApi(f"http://127.0.0.1:{silent.getsockname()[1]}/api", "me", {}), 0.2)
    monkeypatch.setattr(chosen_api, "_fault", lambda *_: time.sleep(5))
    with pytest.raises(UnreachableServerError, match=r"does not answer within 0\.2 seconds"):
        check_answers(UserApi("http://127.0.0.1:9/api", "me", {}), 0.2)
    assert time.monotonic() - start < 4


def test_the_command_names_a_server_that_is_down_where_it_was_set_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Iran condemned Iraq.", "utf-8")
    monkeypatch.chdir(tmp_path)
    with socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PREFECT_API_URL", f"http://me:secret@127.0.0.1:{closed.getsockname()[1]}/api")
        monkeypatch.setattr("sys.argv", ["presstable", "build", "--language-model", "rules"])
        with pytest.raises(SystemExit) as end:
            cli.main()
        port = closed.getsockname()[1]
    assert end.value.code == 2
    named = f"Prefect's server at http://127.0.0.1:{port}/api (set by the variable PREFECT_API_URL)"
    runs_on, refusal = capsys.readouterr().err.splitlines()
    assert runs_on == f"Runs on {named}; --local would use one of our own."
    assert refusal.startswith(f"presstable: {named} does not answer (Connection refused); another address, or --local")
