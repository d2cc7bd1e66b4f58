"""The body of saved pages from their text alone, from the labelled data: `python -m tests.quality.repair.body`."""

import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from flows.steps.repair import repair
from flows.steps.structure import structure
from schemas.vocab import CONTENT_ROLES, Role

_TOKEN = re.compile(r"\w+")
_GRAM = 4
"""Words of a shingle, as in article-extraction-benchmark (MIT), whose measure this is."""


class BodyScore(NamedTuple):
    """Means over pages of the precision and recall of runs of four words."""

    pages: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def score_bodies(path: Path) -> BodyScore:
    """Return the score of content paragraphs over all pages in `path` (`cleaning/article_body_dev.jsonl`)."""
    pages = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = [overlap(content(page["text"]), page["body"]) for page in pages]
    count = len(found)
    return BodyScore(
        count, sum(precision for precision, _ in found) / count, sum(recall for _, recall in found) / count
    )


def content(text: str) -> str:
    """Return the content paragraphs of the text of a page but its title, as the product finds them."""
    found = structure(repair(text))
    return "\n\n".join(
        b.text for b, role in zip(found.blocks, found.roles, strict=True) if role in CONTENT_ROLES - {Role.TITLE}
    )


def overlap(got: str, want: str) -> tuple[float, float]:
    """Return precision and recall of the runs of four words of `got` against those of `want`, counted as often as they come."""
    ours, theirs = _grams(got), _grams(want)
    shared = (ours & theirs).total()
    return (shared / ours.total() if ours else 0.0), (shared / theirs.total() if theirs else 1.0)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = _TOKEN.findall(text)
    return Counter(tuple(words[at : at + _GRAM]) for at in range(max(1, len(words) - _GRAM + 1)) if words)


def main() -> int:
    """Print the figure; return 1 where the labelled data is missing."""
    bench = os.environ.get("PRESSTABLE_BENCH")
    if not bench:
        sys.stderr.write("PRESSTABLE_BENCH names no folder of labelled data\n")
        return 1
    found = score_bodies(Path(bench) / "cleaning" / "article_body_dev.jsonl")
    sys.stdout.write(
        f"article body: 4-gram F1 {found.f1:.3f} (precision {found.precision:.3f}, recall {found.recall:.3f}, "
        f"{found.pages} pages)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
