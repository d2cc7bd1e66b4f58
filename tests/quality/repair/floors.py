"""The floors of now, as sections of `tests/quality/floors.toml`: `python -m tests.quality.repair.floors` prints them."""

import sys
from collections.abc import Iterator
from math import floor

from tests.quality.repair.kinds import KINDS, Kind, total
from tests.quality.repair.score import Score

_SETS = {"quick": (20, 0.03), "full": (200, 0.015)}
"""Documents of each kind, and what a floor of copies may lie below what is reached."""
_SLACK = 0.005
"""The same for paragraph ends and for texts that lose something."""


def floors(kind: Kind, found: Score, slack: float) -> Iterator[str]:
    """Yield the floors of one kind as fields of an inline table."""
    if found.recall is not None:
        yield f"recall = {_below(found.recall, slack)}"
    if kind.group == "duplicates" and found.precision is not None:
        yield f"precision = {_below(found.precision, slack)}"
    if found.ends_f1 is not None:
        yield f"ends_f1 = {_below(found.ends_f1, _SLACK)}"


def _below(value: float, slack: float) -> float:
    return max(0, floor((value - slack) * 100)) / 100


def main() -> int:
    """Print the floors of both sizes, and of each the share of harmed texts where it is not zero; return 0."""
    for name, (documents, slack) in _SETS.items():
        sys.stdout.write(f"\n[repair.{name}]\ndocuments = {documents}\n")
        scores = {kind: total(kind, documents) for kind in KINDS.values()}
        for kind, found in scores.items():
            fields = ", ".join(floors(kind, found, slack))
            sys.stdout.write(f"{kind.name} = {{ {fields} }}\n" if fields else "")
        harmed = {kind.name: found.harmed / documents + _SLACK for kind, found in scores.items() if found.harmed}
        sys.stdout.write(f"\n[repair.{name}.ceilings]\n" if harmed else "")
        sys.stdout.write("".join(f"{kind} = {{ harmed = {share:.3f} }}\n" for kind, share in harmed.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
