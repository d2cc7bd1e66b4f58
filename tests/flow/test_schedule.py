"""Scheduled runs on a real Prefect server, as flows/NIGHTLY.md sets them up: fired twice, cancelled, killed, overlapping.

One server, with a folder of its own, serves the module; tests run in their order, each on what the one before has left.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from http import HTTPStatus
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfile
from socket import socket
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from flows import store
from tests.flow.conftest import HARBOUR, RIVER

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "flows" / "NIGHTLY.md").read_text("utf-8")
PREFECT = (sys.executable, "-m", "prefect")
PATIENCE = 200
"""Seconds; a run takes some 6 seconds of computing, and machines are busy."""
SILENCE = 50
"""Seconds without a sign of life after which a run is dead here; they come every 30, which is Prefect's least."""
WARNINGS = "Completed with warnings"
SMALL: dict[str, object] = {"language_model": "rules", "workers": 1}
Json = Any


class Site:
    """A folder with seeds, a server, a worker, and the deployments of prefect.yaml."""

    def __init__(self, folder: Path, processes: ExitStack) -> None:
        self.folder, self.processes = folder, processes
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/api"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.environment = {
            **kept,
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1",
            "PREFECT_API_URL": self.url,
            "PREFECT_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
            "PREFECT_HOME": str(folder / "home"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1",
            "PREFECT_SERVER_UI_ENABLED": "false",
            "PREFECT_WORKER_PREFETCH_SECONDS": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a process that ends with the module; its output is in a file of the folder."""
        with (self.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.callback(stop, process)
        return process

    def work(self) -> subprocess.Popen[bytes]:
        return self.start(*PREFECT, "worker", "start", "--pool", "presstable", "--limit", "3")

    def do(self, *command: str) -> str:
        """Return what a command printed that has to succeed."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, method: str, path: str, body: Json = None) -> Json:
        """Return the answer of the API; one that is busy (503: SQLite lets one write) is asked again, as Prefect does."""
        data = None if body is None else json.dumps(body).encode()
        deadline = time.monotonic() + PATIENCE
        while True:
            request = Request(f"{self.url}/{path}", data, {"Content-Type": "application/json"}, method=method)
            try:
                with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
                    text = answer.read()
                return json.loads(text) if text else None
            except HTTPError as error:
                error.close()
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                    raise
            time.sleep(0.5)

    def is_ready(self) -> bool:
        with suppress(OSError, HTTPException):
            return bool(self.ask("GET", "health"))
        return False

    def deployment(self, name: str) -> str:
        found: str = self.ask("GET", f"deployments/name/{name.replace(' ', '%20')}")["id"]
        return found

    def run(self, name: str = "build dataset/nightly", **parameters: object) -> str:
        """Start a run of a deployment at once and return its id."""
        body = {"parameters": {**SMALL, **parameters}, "state": {"type": "SCHEDULED"}}
        found: str = self.ask("POST", f"deployments/{self.deployment(name)}/create_flow_run", body)["id"]
        return found

    def state(self, run: str) -> tuple[str, str]:
        """Return name and message of a run's state."""
        found = self.ask("GET", f"flow_runs/{run}")["state"]
        return found["name"], found["message"] or ""

    def end_of(self, run: str) -> tuple[str, str]:
        ends = {"Completed", WARNINGS, "Failed", "Cancelled", "Crashed"}
        until(lambda: self.state(run)[0] in ends)
        return self.state(run)

    def logs(self, run: str) -> list[str]:
        return [log["message"] for log in self.ask("POST", "logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}})]

    def artifact(self, key: str) -> Json:
        (found,) = self.ask("POST", "artifacts/latest/filter", {"artifacts": {"key": {"any_": [key]}}})
        return found

    def holder(self) -> int | None:
        """Return the process that holds the lock of the data folder, if one does."""
        file = self.folder / "data" / ".lock"
        if not file.exists():
            return None
        with file.open("r+") as handle:
            try:
                flock(handle, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                return int(file.read_text("ascii") or 0) or None
        return None

    def seen(self) -> dict[str, bytes]:
        """Return what readers see."""
        return {path.name: path.read_bytes() for path in (self.folder / "data" / "latest").iterdir()}


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that we have started, and those of its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(look: Callable[[], Any]) -> Any:
    """Return what `look` gives once that is true."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing after {PATIENCE} seconds"
        time.sleep(0.2)
    return found


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a webhook, and the list of all that it was sent."""
    texts: list[str] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            texts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", texts
        server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, heard: tuple[str, list[str]]) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    for name in ("seeds", "slow"):
        (folder / name).mkdir()
    (folder / "seeds" / "harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "seeds" / "empty.txt").touch()
    for number in range(8):
        text = f"{HARBOUR}Part {number}.\n\n" + "\n\n".join(RIVER for _ in range(15_000))
        (folder / "slow" / f"slow_{number}.txt").write_text(text, "utf-8")
    copyfile(ROOT / "prefect.yaml", folder / "prefect.yaml")
    with ExitStack() as processes:
        ours = Site(folder, processes)
        ours.start(*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(ours.port))
        until(ours.is_ready)
        ours.ask("POST", "work_pools/", {"name": "presstable", "type": "process"})
        (snippet,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
        deploying = ours.start(*PREFECT, "--no-prompt", "deploy", "--all")
        ours.do(sys.executable, "-c", snippet.replace("seconds=90", f"seconds={SILENCE}"), heard[0])
        assert deploying.wait(PATIENCE) == 0, (folder / "log.txt").read_text("utf-8")
        yield ours


@pytest.fixture(scope="module")
def dead_run(site: Site) -> str:
    """Return the first run of all: its worker and its own process were killed in the middle of a document."""
    worker = site.work()
    run = site.run(seeds="slow")
    process = until(site.holder)
    until(lambda: site.state(run)[0] == "Running")
    os.kill(worker.pid, signal.SIGKILL)
    os.kill(process, signal.SIGKILL)
    until(lambda: site.holder() is None)
    site.work()
    return run


def test_an_interval_fires_twice_after_a_machine_has_died(site: Site, dead_run: str) -> None:
    assert site.state(dead_run)[0] == "Running"
    assert not (site.folder / "data" / "latest").exists()
    nightly = site.deployment("build dataset/nightly")
    each = {"schedule": {"interval": 10}, "active": True, "parameters": {**SMALL, "lock_wait_seconds": PATIENCE}}
    (schedule,) = site.ask("POST", f"deployments/{nightly}/schedules", [each])
    until(lambda: len(begun(site, dead_run)) > 1)
    site.ask("PATCH", f"deployments/{nightly}/schedules/{schedule['id']}", {"active": False})
    runs = begun(site, dead_run)
    assert {site.end_of(run["id"])[0] for run in runs} == {WARNINGS}, "one that meets another waits for it"
    first, second = sorted(begun(site, dead_run), key=lambda run: run["end_time"])[:2]
    assert first["name"] == second["name"] == "build data from seeds"
    assert first["state"]["message"].startswith("2 files read (0 unchanged), 1 quarantined; snapshot ")
    assert second["state"]["message"].startswith("2 files read (2 unchanged), 1 quarantined; snapshot ")
    expected = (
        "2 files to read in seeds, 0 quarantined",
        "0 page-break fragments, 0 hyphens, 0 running headers repaired; 2 dates found, 1 events coded",
        "quarantined: empty.txt: the file is empty",
        " is new",
        " is as it was",
        "since the last snapshot: documents +0 -0, 0 changed",
    )
    runs = first["id"], second["id"]  # a run sends its last lines as it ends
    until(lambda: all(words in "\n".join(site.logs(runs[0]) + site.logs(runs[1])) for words in expected))


def begun(site: Site, before: str) -> list[Json]:
    """Return the runs that a worker has taken up, but for the one `before`."""
    found = site.ask("POST", "flow_runs/filter", {"flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}}})
    return [run for run in found if run["id"] != before]


def test_the_runs_left_tables_and_the_place_of_the_report(site: Site) -> None:
    (row,) = json.loads(site.artifact("build-dataset-quarantined")["data"])
    assert (row["source_path"], row["code"], row["severity"]) == ("empty.txt", "empty", "error")
    for row in json.loads(site.artifact("build-dataset-findings")["data"]):
        assert row["source_path"] == "harbour.txt"
    report = store.open_dataset(site.folder / "data").path.resolve() / "report.html"
    assert f"]({report.as_uri()})" in site.artifact("build-dataset-report")["data"]
    assert report.exists()


def test_a_run_that_meets_another_ends_with_a_sentence_and_one_that_is_cancelled_frees_the_lock(
    site: Site, heard: tuple[str, list[str]]
) -> None:
    until(lambda: site.holder() is None)
    before = site.seen()
    slow = site.run(seeds="slow")
    process = until(site.holder)
    judged = site.run("validate seeds/candidates", paths=["seeds"])
    met, said = site.end_of(site.run())
    assert met == "Failed"
    assert f"another build (process {process}) is writing to data; wait until it is done" in said
    assert site.end_of(judged)[0] == "Failed", "the empty file is not usable"
    site.ask("POST", f"flow_runs/{slow}/set_state", {"state": {"type": "CANCELLING"}})
    assert site.end_of(slow)[0] == "Cancelled"
    until(lambda: site.holder() is None)
    assert site.seen() == before
    store.open_dataset(site.folder / "data").verify()
    until(lambda: any("another build" in text for text in heard[1]))
    rows = json.loads(site.artifact("validate-seeds")["data"])
    assert (rows[0]["path"], rows[0]["verdict"], rows[0]["rule"]) == ("seeds/empty.txt", "not usable", "empty")


def test_the_next_run_works_and_with_strict_it_fails_though_it_has_published(site: Site) -> None:
    (site.folder / "seeds" / "river.md").write_text(RIVER, "utf-8")
    end, said = site.end_of(site.run(strict=True))
    assert end == "Failed"
    assert said.startswith("3 files read (2 unchanged), 1 quarantined; snapshot ")
    assert said.endswith(" is new")


def test_a_run_whose_machine_died_is_crashed_and_only_that(
    site: Site, dead_run: str, heard: tuple[str, list[str]]
) -> None:
    end, said = site.end_of(dead_run)
    assert (end, said) == ("Crashed", "No sign of life: its machine or worker may be down.")
    states = [run["state"]["name"] for run in site.ask("POST", "flow_runs/filter", {})]
    assert states.count("Crashed") == 1
    until(lambda: any("build data from slow Crashed: No sign of life" in text for text in heard[1]))


def test_a_run_with_warnings_is_reported(site: Site, heard: tuple[str, list[str]]) -> None:
    flow = site.ask("POST", "flows/", {"name": "build dataset"})["id"]
    run = site.ask("POST", "flow_runs/", {"flow_id": flow, "name": "a run"})["id"]
    for state in ({"type": "RUNNING"}, {"type": "COMPLETED", "name": WARNINGS, "message": "2 quarantined"}):
        site.ask("POST", f"flow_runs/{run}/set_state", {"state": state})
    until(lambda: f"a run {WARNINGS}: 2 quarantined" in heard[1])
