"""The check of floors, in git repositories of its own."""

import subprocess
from pathlib import Path

import pytest

from tests.quality.floors import NAME, ceiling, check, floor

FIRST = """
[dates]
measure = "F1"
floor = 0.8

[events]
ceiling = 0.25

[repair.full]
noisy = { recall = 0.9, ends_f1 = 0.95 }
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository whose one commit holds FIRST."""
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, FIRST)
    return tmp_path


def git(root: Path, *command: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *command], cwd=root, check=True, capture_output=True)


def write(root: Path, text: str) -> None:
    (root / NAME).parent.mkdir(parents=True, exist_ok=True)
    (root / NAME).write_text(text, "utf-8")


def commit(root: Path, text: str) -> None:
    write(root, text)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Change floors")


REASON = 'reason = "labels were wrong"\n'
CASES = [
    ("", "", 0),
    ("floor = 0.8", "floor = 0.9", 0),
    ("floor = 0.8", "floor = 0.7", 1),
    ("floor = 0.8", f"{REASON}floor = 0.7", 0),
    ("floor = 0.8", 'reason = ""\nfloor = 0.7', 1),
    ("floor = 0.8", "", 1),
    ("floor = 0.8", "least = 0.8", 1),
    ("ceiling = 0.25", "ceiling = 0.2", 0),
    ("ceiling = 0.25", "ceiling = 0.3", 1),
    ("ceiling = 0.25", f"{REASON}ceiling = 0.3", 0),
    ("ceiling = 0.25", "floor = 0.25", 1),
    ("recall = 0.9,", "recall = 0.8,", 1),
    ("[repair.full]", f"[repair.full]\n{REASON}", 0),
    ("recall = 0.9, ends_f1 = 0.95 }", f"recall = 0.8, ends_f1 = 0.95 }}\n{REASON}", 0),
    ("noisy = { recall = 0.9, ends_f1 = 0.95 }", "", 1),
    ("ends_f1 = 0.95 }", "ends_f1 = 0.95 }\n[repair.full.ceilings]\nnoisy = { harmed = 0.01 }", 1),
    ("ends_f1 = 0.95 }", "ends_f1 = 0.95 }\n[new.ceilings]\nnoisy = { harmed = 0.01 }", 0),
    ("measure =", "measures =", 0),
]


@pytest.mark.parametrize(("old", "new", "code"), CASES)
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_floor_falls_only_with_a_reason(root: Path, old: str, new: str, code: int, *, is_committed: bool) -> None:
    (commit if is_committed and old else write)(root, FIRST.replace(old, new, 1))
    assert check(root) == code


def test_a_floor_may_go_where_a_line_says_why(root: Path) -> None:
    gone = FIRST.replace("floor = 0.8\n", "")
    write(root, gone)
    assert check(root) == 1
    write(root, gone + '[removed]\n"dates.floor" = "the data set is no longer to be had"\n')
    assert check(root) == 0


def test_one_reason_does_not_serve_twice(root: Path) -> None:
    commit(root, FIRST.replace("floor = 0.8", f"{REASON}floor = 0.7"))
    assert check(root) == 0
    write(root, FIRST.replace("floor = 0.8", f"{REASON}floor = 0.6"))
    assert check(root) == 1
    write(root, FIRST.replace("floor = 0.8", 'reason = "another data set"\nfloor = 0.6'))
    assert check(root) == 0


def test_a_floor_that_fell_some_commits_ago_is_still_seen(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root, FIRST.replace("floor = 0.8", "floor = 0.7"))
    commit(root, FIRST.replace("floor = 0.8", "floor = 0.75"))
    assert check(root) == 1
    assert "dates.floor is lower: 0.75, was 0.8; a new reason beside it would be fine" in capsys.readouterr().out


def test_without_history_the_check_says_so_and_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, FIRST)
    assert check(tmp_path) == 0
    assert "git knows no earlier version" in capsys.readouterr().out


def test_a_shallow_clone_compares_with_what_it_has(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    commit(root, FIRST.replace("floor = 0.8", "floor = 0.9"))
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    git(root, "clone", "--quiet", "--depth", "1", f"file://{root}", str(clone))
    assert check(clone) == 0
    write(clone, FIRST)
    assert check(clone) == 1


def test_a_floor_is_found_by_its_name() -> None:
    assert floor("dates.specification") > 0.5
    assert ceiling("events.negatives") < 0.5
    with pytest.raises(KeyError):
        floor("dates.nothing")
