"""The floors of now, as TOML: `python -m tests.quality.repair.floors > floors.toml`, after repair has become better."""

import sys
from collections.abc import Iterator
from math import floor

from tests.quality.repair.kinds import KINDS, Kind, total

_SETS = {"quick": (20, 0.03), "full": (200, 0.015)}
"""Documents of each kind, and what a floor of copies may lie below what is reached."""
_SLACK = 0.005
"""The same for paragraph ends and for texts that lose something."""
_HEAD = """\
# What repair reaches now, a little below. Floors may rise, and never fall; `python -m tests.quality.repair.floors`
# prints them anew. recall, precision: of copies; ends_f1: of paragraph ends; harmed: share of texts losing true text.
"""
_LABELLED = {"hyphens": 0.95, "body": 0.90}
"""Balanced accuracy and 4-gram F1 on the labelled data, set by hand."""


def floors(kind: Kind, documents: int, slack: float) -> Iterator[str]:
    """Yield the floors of one kind as fields of an inline table."""
    found = total(kind, documents)
    if found.recall is not None:
        yield f"recall = {_below(found.recall, slack)}"
    if kind.group == "duplicates" and found.precision is not None:
        yield f"precision = {_below(found.precision, slack)}"
    if found.ends_f1 is not None:
        yield f"ends_f1 = {_below(found.ends_f1, _SLACK)}"
    if found.harmed:
        yield f"harmed = {found.harmed / documents + _SLACK:.3f}"


def _below(value: float, slack: float) -> float:
    return max(0, floor((value - slack) * 100)) / 100


def main() -> int:
    """Print all floors; return 0."""
    sys.stdout.write(_HEAD)
    for name, (documents, slack) in _SETS.items():
        sys.stdout.write(f"\n[{name}]\ndocuments = {documents}\n")
        for kind in KINDS.values():
            fields = ", ".join(floors(kind, documents, slack))
            sys.stdout.write(f"{kind.name} = {{ {fields} }}\n" if fields else "")
    sys.stdout.write("\n[labelled]\n" + "".join(f"{name} = {value}\n" for name, value in _LABELLED.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
