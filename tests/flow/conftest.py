"""A server for all flow tests, and a small folder of seeds."""

import logging
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from flows import cli, documents, server
from flows.steps.language.engine import OWN, RULES

Command = Callable[..., CompletedProcess[str]]

HARBOUR = """Harbour talks resume

By Ada Example

3 March 2021

Delegates from France and Iran met in Vienna on Tuesday to talk about shipping. They agreed to meet again in May.
"""
RIVER = """The river rises

Engineers in Cairo warned on 9 June 2020 that the river would rise. Sudan asked for help.
"""


@pytest.fixture(scope="session")
def api() -> Iterator[server.Api]:
    """Return our own server, ready, for the rest of the session; workers stay as long, too."""
    ours = server.ensure_api()
    if ours is None:
        pytest.skip("PREFECT_API_URL is set: these tests would write to that server")
    cores = documents.core_count()
    with documents.workers_for(OWN, cores), documents.workers_for(RULES, cores):
        server.wait_until_ready()
        yield ours
    server.stop()


@pytest.fixture(scope="session")
def kept_workers() -> Iterator[None]:
    """Keep the workers of `explain` and `annotate`, which take seconds to start, for the rest of the session."""
    with documents.workers_for(OWN, 1), documents.workers_for(RULES, 1):
        yield


@pytest.fixture
def logged_afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin with the log of a new process, and leave none behind."""
    ours = logging.getLogger("flows")
    for name, value in {"handlers": [], "propagate": True}.items():
        monkeypatch.setattr(ours, name, value)
    level = ours.level
    ours.setLevel(logging.NOTSET)
    yield
    ours.setLevel(level)


@pytest.fixture
def command(logged_afresh: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return what runs `presstable` in this process: one of its own takes seconds to start."""
    assert logged_afresh is None

    def run(*arguments: object, given: str = "") -> CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["presstable", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", StringIO(given))
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return CompletedProcess(sys.argv, int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Return a folder with two articles, an empty file and one that is no text."""
    folder = tmp_path / "seeds"
    (folder / "more").mkdir(parents=True)
    (folder / "harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "more" / "river.md").write_text(RIVER, "utf-8")
    (folder / "empty.txt").touch()
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)
    return folder
