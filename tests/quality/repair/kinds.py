"""All kinds of the benchmark: how to make a sample of each, and what it must reach."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from tests.quality.repair import duplicates, layouts, negatives, quotes
from tests.quality.repair.pages import Sample
from tests.quality.repair.score import Score, score

PRECISION = 0.995
"""Share of removals that must hit copies."""
HARMED = 1 / 200
"""Share of texts that repeat themselves on purpose from which anything may be removed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sample with the numbers to reach, None where none is set."""

    name: str
    group: str
    make: Callable[[Random], Sample]
    recall: float | None = None
    ends_f1: float | None = None
    harmed: float = 0.0


def _kinds() -> Iterator[Kind]:
    for name, (make, recall) in duplicates.KINDS.items():
        yield Kind(name, "duplicates", make, recall=recall)
    for name, (make, ends_f1) in layouts.KINDS.items():
        yield Kind(name, "layout", make, ends_f1=ends_f1)
    for name, make in quotes.KINDS.items():
        yield Kind(name, "pull quotes", make)
    for name in negatives.MAKERS:
        yield Kind(name, "meant twice", partial(negatives.negative, name), harmed=HARMED)
    yield Kind("clean", "clean", layouts.clean)


KINDS = {kind.name: kind for kind in _kinds()}


def samples(kind: Kind, count: int) -> Iterator[Sample]:
    """Yield the first `count` samples of a kind; sample number n is the same however many are made."""
    for number in range(count):
        yield kind.make(Random(f"{kind.name} {number}"))


def total(kind: Kind, count: int) -> Score:
    """Return the sum of the scores of `count` samples of a kind."""
    return sum(map(score, samples(kind, count)), start=Score())


def misses(kind: Kind, found: Score) -> list[str]:
    """Return what a kind does not reach, in words; an empty list where it reaches all."""
    checks = (
        ("recall", found.recall, kind.recall),
        ("precision", found.precision, PRECISION if kind.group == "duplicates" else None),
        ("paragraph F1", found.ends_f1, kind.ends_f1),
    )
    below = [f"{name} {got:.3f} < {want}" for name, got, want in checks if None not in (got, want) and got < want]  # type: ignore[operator]
    if kind.group != "duplicates" and found.harmed > kind.harmed * found.documents:
        below.append(f"{found.harmed} of {found.documents} harmed")
    return below
