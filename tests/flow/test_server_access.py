"""Our Prefect server is ours alone: who has no password reads nothing and sets nothing, and no file is another's."""

import json
import os
import pickle
import stat
import subprocess
import sys
from base64 import b64encode
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import cloudpickle
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from flows import launch, server
from flows.server import Api

RUNS = ("POST", "flow_runs/filter", '{"sort": "START_TIME_DESC", "limit": 1}')
STATE = '{"state": {"type": "CANCELLED", "name": "Stolen"}, "force": true}'
OTHERS = {
    "nothing": {},
    "another password": {"Authorization": f"Basic {b64encode(b'presstable:guess').decode()}"},
    "no password": {"Authorization": "Basic"},
    "another scheme": {"Authorization": "Bearer guess"},
    "no characters": {"Authorization": "Basic \xff\xfe"},
}
"""What clients of other users send."""


def ask(api: Api, headers: dict[str, str], method: str, path: str, body: str | None = None) -> tuple[int, str]:
    """Return status and body of the answer; `path` is below the API, or begins with a slash."""
    address = urlsplit(api.url)
    connection = HTTPConnection("127.0.0.1", int(address.port or 0), timeout=20)
    try:
        full = path if path.startswith("/") else f"{address.path}/{path}"
        connection.request(method, full, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def ours(api: Api) -> dict[str, str]:
    return {"Authorization": api.authorization}


def latest_run(api: Api) -> dict[str, object]:
    status, body = ask(api, ours(api), *RUNS)
    assert status == 200
    return json.loads(body)[0]


@pytest.fixture
def run_id(api: Api, seeds: Path, tmp_path: Path) -> str:
    """Return the id of the run of a build."""
    launch.build(str(seeds), str(tmp_path / "data"), language_model="rules")
    return str(latest_run(api)["id"])


def test_another_client_neither_reads_runs_nor_sets_states(api: Api, run_id: str) -> None:
    state = ("POST", f"flow_runs/{run_id}/set_state", STATE)
    for who, headers in OTHERS.items():
        assert ask(api, headers, *RUNS) == (401, ""), who
        assert ask(api, headers, "GET", f"flow_runs/{run_id}") == (401, ""), who
        assert ask(api, headers, *state) == (401, ""), who
    assert latest_run(api)["state_type"] == "COMPLETED"
    assert ask(api, ours(api), *state)[0] == 201
    assert latest_run(api)["state_name"] == "Stolen"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "health"),
        ("GET", "ready"),
        ("GET", "version"),
        ("GET", "admin/settings"),
        ("POST", "admin/database/clear"),
        ("GET", "no/such/route"),
        ("GET", "/"),
        ("GET", "/docs"),
        ("GET", "/redoc"),
        ("GET", "/openapi.json"),
        ("GET", "/api/docs"),
        ("GET", "/api/openapi.json"),
        ("OPTIONS", "flow_runs/filter"),
    ],
)
def test_no_other_route_is_open(api: Api, method: str, path: str) -> None:
    assert ask(api, {}, method, path) == (401, "")


@pytest.mark.parametrize("path", ["events/in", "events/out", "logs/out", "task_runs/subscriptions/scheduled"])
@pytest.mark.parametrize("who", OTHERS)
def test_no_websocket_is_open(api: Api, path: str, who: str) -> None:
    url = f"{api.url.replace('http', 'ws', 1)}/{path}"
    headers = {name: value for name, value in OTHERS[who].items() if value.isascii()}
    with pytest.raises(InvalidStatus, match="403"), connect(url, additional_headers=headers, proxy=None):
        pass
    with connect(url, additional_headers=ours(api), subprotocols=["prefect"], proxy=None) as websocket:
        assert websocket.subprotocol == "prefect"


def test_each_start_has_another_password_that_is_written_nowhere(api: Api, run_id: str) -> None:
    assert run_id
    (running,) = server._SERVERS
    secret = api.password.partition(":")[2]
    assert len(secret) > 40
    assert secret not in repr(api) + repr(vars(running)) + str(running.process.args)
    written = [path for path in running.folder.path.rglob("*") if path.is_file()]
    assert {"server.db", "server.log"} < {path.name for path in written}
    assert not [path for path in written if secret.encode() in path.read_bytes()]
    assert secret not in Path(f"/proc/{running.process.pid}/cmdline").read_text("utf-8")


def test_the_files_of_the_server_are_of_its_user_alone(api: Api, run_id: str) -> None:
    assert api
    assert run_id
    folder = server._SERVERS[0].folder.path
    for place in (folder, folder.parent):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    files = [path for path in folder.iterdir() if path.is_file()]
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode) & 0o077) for path in files} == {
        path.name: "0o0" for path in files
    }


def test_what_an_earlier_start_left_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(0o755)
    for name in ("server.db", "server.log", "ready"):
        (folder / name).touch(0o666)
    os.close(server._Folder(folder).lock)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == dict.fromkeys(
        ("server.db", "server.log", "ready", "lock"), 384
    )


def test_a_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(PermissionError, match="belongs to another user"):
        server._Folder(tmp_path / "theirs" / "ours")


def test_no_pickle_is_made_or_read_even_where_settings_ask_for_it(
    api: Api, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect import serializers, settings  # Prefect reads the environment when it is imported: after `api`

    assert api

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    for module in (cloudpickle, pickle):
        for name in ("loads", "load"):
            monkeypatch.setattr(module, name, refuse)
    for name in ("loads", "dumps"):
        monkeypatch.setattr(serializers.PickleSerializer, name, refuse)
    asked = {
        settings.PREFECT_RESULTS_PERSIST_BY_DEFAULT: True,
        settings.PREFECT_RESULTS_DEFAULT_SERIALIZER: "pickle",
        settings.PREFECT_LOCAL_STORAGE_PATH: tmp_path / "kept",
    }
    with settings.temporary_settings(asked):
        launch.build(str(seeds), str(tmp_path / "data"), language_model="rules")
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("module", ["flows.build", "flows.train"])
def test_no_flow_and_no_task_keeps_its_result(api: Api, module: str) -> None:
    from prefect import Flow, Task

    assert api
    found = [value for value in vars(import_module(module)).values() if isinstance(value, (Flow, Task))]
    assert len(found) > 3
    assert {value.persist_result for value in found} == {False}
    assert {value.result_serializer for value in found if isinstance(value, Flow)} == {"json"}


def test_the_environment_has_the_password_for_as_long_as_the_server_runs(tmp_path: Path) -> None:
    code = (
        "import os; from flows import server; names = ('PREFECT_API_URL', 'PREFECT_API_AUTH_STRING'); "
        "api = server.ensure_api(); assert [os.environ[name] for name in names] == [api.url, api.password]; "
        "server.stop(); assert not os.environ.keys() & set(names)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    subprocess.run(
        [sys.executable, "-c", code], env={**environment, "XDG_CACHE_HOME": str(tmp_path)}, check=True, timeout=60
    )
