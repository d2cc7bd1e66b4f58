"""The floors of all engines, and the check that none falls without a reason: `python -m tests.quality.floors check`.

Every number in `floors.toml` is a floor, except below the keys `ceiling` and `ceilings`. A floor may rise at any time.
Compared with any version of the file that git knows, a floor that is lower, or gone, needs a reason which that version
did not have: the `reason` of its section (or of one above), or for what is gone a line in the section `removed`.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NAME = "tests/quality/floors.toml"
CEILINGS = frozenset({"ceiling", "ceilings"})


@dataclass(frozen=True, slots=True)
class Floor:
    """One number, whether it is a ceiling, and the reason that its section gives for having lowered it."""

    value: float
    is_ceiling: bool
    reason: str

    def is_weaker_than(self, other: "Floor") -> bool:
        """Return whether this number allows what the other one forbids."""
        if self.is_ceiling != other.is_ceiling:
            return True
        return self.value > other.value if self.is_ceiling else self.value < other.value


@cache
def section(name: str) -> dict[str, Any]:
    """Return a section of the file by its dotted name; raises KeyError where there is none."""
    found: dict[str, Any] = tomllib.loads((ROOT / NAME).read_text("utf-8"))
    for part in name.split("."):
        found = found[part]
    return found


def floor(name: str) -> float:
    """Return the floor of a section by its dotted name."""
    value: float = section(name)["floor"]
    return value


def ceiling(name: str) -> float:
    """Return the ceiling of a section by its dotted name."""
    value: float = section(name)["ceiling"]
    return value


def numbers(row: Mapping[str, Any], name: str = "", reason: str = "", *, is_ceiling: bool = False) -> Iterator[Any]:
    """Yield the dotted name of each number with its Floor."""
    reason = row.get("reason", reason) if isinstance(row.get("reason", ""), str) else reason
    for key, value in row.items():
        full = f"{name}.{key}" if name else key
        below = is_ceiling or key in CEILINGS
        if isinstance(value, Mapping):
            yield from numbers(value, full, reason, is_ceiling=below)
        elif isinstance(value, (int, float)):
            yield full, Floor(value, below, reason)


def faults(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """Return one sentence for each floor that is weaker than before, or gone, without a new reason."""
    current, found = dict(numbers(now)), []
    former = dict(numbers(before))
    absent = {name: Floor(0, True, "") for name, new in current.items() if new.is_ceiling and name not in former}
    former |= {name: zero for name, zero in absent.items() if _has_section(before, name)}
    removed, known = now.get("removed", {}), before.get("removed", {})
    for name, old in former.items():
        new = current.get(name)
        if new is None:
            why = removed.get(name, "")
            if not why or why == known.get(name):
                found.append(f"{name} is gone; a line {name!r} in [removed] that says why would be fine")
        elif new.is_weaker_than(old) and (not new.reason or new.reason == old.reason):
            word = "higher" if old.is_ceiling else "lower"
            found.append(f"{name} is {word}: {new.value}, was {old.value}; a new reason beside it would be fine")
    return found


def _has_section(row: Mapping[str, Any], name: str) -> bool:
    """Return whether the section that a ceiling belongs to is there: then the ceiling was zero where it is absent."""
    for part in name.split(".ceiling", maxsplit=1)[0].split("."):
        if part not in row:
            return False
        row = row[part]
    return True


def versions(root: Path) -> list[tuple[str, str]]:
    """Return commit and content of each version that git has of the file, newest first; none without git or history."""
    listed = _git(root, "log", "--format=%H", "--", NAME)
    shown = ((commit, _git(root, "show", f"{commit}:{NAME}")) for commit in (listed or "").split())
    return [(commit, text) for commit, text in shown if text is not None]


def _git(root: Path, *command: str) -> str | None:
    """Return what git prints, or None where it fails or is not there."""
    try:
        result = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=True)
    except (subprocess.CalledProcessError, FileNotFoundError):
        return None
    return result.stdout


def check(root: Path = ROOT) -> int:
    """Print what is weaker than in any version that git knows; return 1 if something is, else 0."""
    now = tomllib.loads((root / NAME).read_text("utf-8"))
    known = versions(root)
    if not known:
        sys.stdout.write(f"{NAME}: git knows no earlier version, nothing to compare with\n")
        return 0
    found = {fault: commit for commit, text in known for fault in faults(now, tomllib.loads(text))}
    for fault, commit in found.items():
        sys.stdout.write(f"{NAME}: {fault} (compared with {commit[:12]})\n")
    count = len(dict(numbers(now)))
    sys.stdout.write("" if found else f"{NAME}: {count} floors, none weaker than in {len(known)} versions\n")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] != ["check"]:
        sys.exit("the command is: python -m tests.quality.floors check")
    sys.exit(check())
