"""The commands of flows/NIGHTLY.md are carried out: the line of cron, the unit, the backup; others are looked up."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.conftest import HARBOUR

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "flows" / "NIGHTLY.md").read_text("utf-8")
PROGRAMS = Path(sys.executable).parent
UNITS = dict(re.findall(r"`/etc/systemd/system/([\w.-]+)`.*?```ini\n(.*?)```", PAGE, re.DOTALL))
IN_BLOCKS = re.findall(r"^(prefect .+)$", PAGE, re.MULTILINE)
IN_THE_TEXT = re.findall(r"`(prefect [a-z-]+ [a-z-]+\b[^`]*)`", PAGE)
FIELDS_OF_CRON = 5


class Machine:
    """A machine as the page has it, in a folder: /srv/presstable with an article, a command `mail`, and room for copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site, self.mail = folder / "srv", folder / "mail.txt"
        for name in ("srv/seeds", "bin", "backup", "elsewhere"):
            (folder / name).mkdir(parents=True)
        (self.site / "seeds" / "harbour.txt").write_text(HARBOUR, "utf-8")
        command = folder / "bin" / "mail"
        command.write_text(f"#!/bin/sh\ncat >{shlex.quote(str(self.mail))}\n", "utf-8")
        command.chmod(0o755)

    def here(self, text: str) -> str:
        """Return words of the page with the folders of this machine."""
        places = {
            "/opt/presstable/.venv/bin": PROGRAMS,
            "/srv/presstable": self.site,
            "/backup": self.folder / "backup",
            "/elsewhere": self.folder / "elsewhere",
        }
        for place, folder in places.items():
            text = text.replace(place, str(folder))
        return text

    def do(self, command: str, search: str = f"{PROGRAMS}:/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
        """Carry out a command of the page in /srv/presstable."""
        environment = {
            "HOME": str(self.folder),
            "PATH": f"{self.folder / 'bin'}:{search}",
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        }
        return subprocess.run(
            ["sh", "-c", self.here(command)],
            cwd=self.site,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def done(self, command: str) -> str:
        """Return what a command of the page printed that has to succeed."""
        found = self.do(command)
        assert found.returncode == 0, found.stdout + found.stderr
        return found.stdout


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Return a machine on which the line of cron has run once."""
    ours = Machine(tmp_path_factory.mktemp("machine"))
    found = cron(ours)
    assert found.returncode == 0, (ours.site / "log").read_text("utf-8")
    return ours


def cron(machine: Machine) -> subprocess.CompletedProcess[str]:
    (search, line) = re.findall(r"```sh\nPATH=(.*)\n(\d.*)\n", PAGE)[0]
    return machine.do(line.split(maxsplit=FIELDS_OF_CRON)[FIELDS_OF_CRON], machine.here(search))


def test_the_line_of_cron_builds_and_writes_only_where_that_fails(machine: Machine) -> None:
    assert (machine.site / "data" / "latest" / "events.parquet").exists()
    assert not machine.mail.exists()
    (machine.site / "seeds").rename(machine.site / "gone")
    cron(machine)
    (machine.site / "gone").rename(machine.site / "seeds")
    assert "there is no seeds folder" in machine.mail.read_text("utf-8")


def test_the_command_of_the_unit_runs(machine: Machine) -> None:
    (command,) = re.findall(r"ExecStart=(/opt.*)", UNITS["presstable.service"])
    assert "nothing new" in machine.done(command)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_has_nothing_against_the_units(machine: Machine) -> None:
    assert list(UNITS) == ["presstable.service", "presstable.timer", "presstable-alert.service"]
    for name, text in UNITS.items():
        (machine.folder / name).write_text(machine.here(text), "utf-8")
    paths = " ".join(shlex.quote(str(machine.folder / name)) for name in UNITS)
    found = machine.do(f"systemd-analyze verify {paths}")
    assert (found.returncode, found.stdout + found.stderr) == (0, "")
    (when,) = re.findall(r"OnCalendar=(.*)", UNITS["presstable.timer"])
    assert "Normalized form" in machine.done(f"systemd-analyze calendar {shlex.quote(when)}")


@pytest.mark.skipif(shutil.which("flock") is None, reason="no flock here")
def test_a_dataset_can_be_copied_moved_and_restored(machine: Machine) -> None:
    copying, moving = re.findall(r"^flock .*$", PAGE, re.MULTILINE)
    snapshot = (machine.site / "data" / "latest").readlink().name
    machine.done(copying)
    machine.done(copying)  # the next night: in the place of the first copy
    machine.done(moving)
    machine.done("cp -a /backup/data data")
    for folder in ("data", "/backup/data", "/elsewhere/data"):
        assert snapshot in machine.done(f"presstable snapshots --data {folder}")
    (back,) = re.findall(r"`(presstable rollback ID [^`]*)`", PAGE)
    machine.done(back.replace("ID", snapshot))


@pytest.mark.parametrize("command", [*IN_BLOCKS, *IN_THE_TEXT])
def test_prefect_has_the_commands_of_the_page(machine: Machine, command: str) -> None:
    words = [word for word in shlex.split(command) if word != "--no-prompt"]
    path = " ".join(words[1:2] if words[1] == "deploy" else words[1:3])
    known = machine.done(f"prefect {path} --help")
    assert all(word in known for word in words if word.startswith("--"))


def test_the_page_has_commands_of_prefect() -> None:
    assert len(IN_BLOCKS) == 5
    assert len(IN_THE_TEXT) >= 1
