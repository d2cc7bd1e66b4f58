"""The same seeds give the same bytes, wherever and however Python runs; manifests differ in their facts of the run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = (
    "empty.txt",
    "finland_old_page.html",
    "grain_corridor.pdf",
    "sudan_talks_repost.txt",
    "sudan_talks_web.md",
    "yemen_wire_utf16.txt",
)
"""Samples of all formats, two of them copies of one text."""


@dataclass(frozen=True)
class Surroundings:
    """What a build runs in; the defaults are those of the build that all others are compared with."""

    variables: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    folder: str = "here"
    seeds: Sequence[str] = SEEDS
    umask: int = 0o022
    worker_count: int = 1

    def build(self, folder: Path) -> dict[str, bytes]:
        """Return the files of the snapshot that a process of its own builds below `folder`."""
        home = folder / self.folder
        command = [sys.executable, *self.flags, str(ROOT / "tests" / "plain_build.py"), str(self.copies(home)), "data"]
        command += ["presstable", str(self.worker_count)]
        given = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT), **self.variables}
        subprocess.run(command, cwd=home, env={**os.environ, **given}, umask=self.umask, check=True, timeout=200)
        return {path.name: path.read_bytes() for path in (home / "data" / "latest").iterdir()}

    def copies(self, home: Path) -> Path:
        """Return a folder with the seeds, copied in their order here, each older than the one before."""
        seeds = home / "seeds"
        seeds.mkdir(parents=True)
        for age, name in enumerate(self.seeds):
            (seeds / name).write_bytes((ROOT / "seeds" / name).read_bytes())
            os.utime(seeds / name, (time.time() - 1e6 * age,) * 2)
        return seeds


OTHERS = {
    "locale C, another zone, hash seed 1": Surroundings({"LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}),
    "another folder, order of files and umask, random hash seed": Surroundings(
        {"PYTHONHASHSEED": "random"}, folder="run=1/déjà vu", seeds=SEEDS[::-1], umask=0o077
    ),
    "-O": Surroundings(flags=("-O",)),
    "-OO": Surroundings(flags=("-OO",)),
    "three workers": Surroundings(worker_count=3),
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return Surroundings().build(tmp_path_factory.mktemp("expected"))


@pytest.mark.slow
@pytest.mark.parametrize("surroundings", OTHERS.values(), ids=OTHERS.keys())
def test_surroundings_change_no_byte(expected: dict[str, bytes], surroundings: Surroundings, tmp_path: Path) -> None:
    found = surroundings.build(tmp_path)
    manifests = [json.loads(files["manifest.json"]) for files in (expected, found)]
    assert manifests[0].pop("run") != manifests[1].pop("run")
    assert manifests[0] == manifests[1]
    assert expected.keys() == found.keys()
    assert [name for name in found if found[name] != expected[name]] == ["manifest.json"]
