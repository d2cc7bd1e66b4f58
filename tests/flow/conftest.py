"""A server for all flow tests, and a small folder of seeds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import documents, server
from flows.steps.language.engine import OWN

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
    with documents.workers_for(OWN, documents.core_count()):
        server.wait_until_ready()
        yield ours
    server.stop()


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
