"""Line-end hyphens of real PDF texts, from the labelled data: `python -m tests.quality.repair.hyphens`."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from flows.steps.repair import repair
from tests.quality.repair.score import hyphen_goes


class HyphenScore(NamedTuple):
    """Counts of hyphens that must go (`join`) and stay (`keep`), and how many of each were judged rightly."""

    join: int
    join_right: int
    keep: int
    keep_right: int

    @property
    def balanced_accuracy(self) -> float:
        """Return the mean of both shares judged rightly; raises ZeroDivisionError where one kind is missing."""
        return (self.join_right / self.join + self.keep_right / self.keep) / 2


def score_hyphens(folder: Path) -> HyphenScore:
    """Return the counts over all documents in `folder` (`cleaning/hyphens/*.jsonl` of the labelled data)."""
    join = join_right = keep = keep_right = 0
    for path in sorted(folder.glob("*.jsonl")):
        for wants_join, goes in judged(json.loads(path.read_text("utf-8"))):
            join, keep = join + wants_join, keep + (not wants_join)
            join_right, keep_right = join_right + (wants_join and goes), keep_right + (not wants_join and not goes)
    return HyphenScore(join, join_right, keep, keep_right)


def judged(document: dict[str, Any]) -> Iterator[tuple[bool, bool]]:
    """Yield for each labelled hyphen of a document whether it must go and whether it does."""
    draft = repair(document["text"])
    for hyphen in document["hyphens"]:
        yield hyphen["decision"] == "join", hyphen_goes(draft, hyphen["start"] + len(hyphen["left"]))


def main() -> int:
    """Print the figure; return 1 where the labelled data is missing."""
    bench = os.environ.get("PRESSTABLE_BENCH")
    if not bench:
        sys.stderr.write("PRESSTABLE_BENCH names no folder of labelled data\n")
        return 1
    found = score_hyphens(Path(bench) / "cleaning" / "hyphens")
    sys.stdout.write(
        f"hyphens: balanced accuracy {found.balanced_accuracy:.3f} "
        f"(join {found.join_right}/{found.join}, keep {found.keep_right}/{found.keep})\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
