"""How far people and the machine agree: precision with intervals, and kappa of two people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

_Z = 1.959964
"""The normal quantile of intervals that hold in 95 of 100 samples."""


class PrecisionEstimate(NamedTuple):
    """A share of right answers of the machine with its 95 % interval (Wilson)."""

    name: str
    right: int
    total: int
    low: float
    high: float

    def __str__(self) -> str:
        """Return it in a line."""
        share = self.right / self.total if self.total else 0.0
        interval = f"{share:6.1%}  ({self.low:.1%} to {self.high:.1%})" if self.total else "not judged"
        return f"{self.name:<12}{self.right:>5} of {self.total:<5}{interval}"


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson score interval); all from 0 to 1 where nothing was judged."""
    if not total:
        return 0.0, 1.0
    share, square = right / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two people's answers; None without answers, or where both give one and the same."""
    total = len(pairs)
    if not total:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[answer] * second[answer] for answer in first) / total**2
    observed = sum(one == other for one, other in pairs) / total
    return None if expected == 1 else (observed - expected) / (1 - expected)


def precisions(judged: Iterable[tuple[str, str]]) -> list[PrecisionEstimate]:
    """Return the precision of each type of the machine, then of all; `judged` are machine's and person's types."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for machine, person in judged:
        counts[machine].append(machine == person)
    every = [is_right for rights in counts.values() for is_right in rights]
    return [_estimate(name, rights) for name, rights in (*sorted(counts.items()), ("all", every))]


def _estimate(name: str, rights: Sequence[bool]) -> PrecisionEstimate:
    low, high = wilson(sum(rights), len(rights))
    return PrecisionEstimate(name=name, right=sum(rights), total=len(rights), low=low, high=high)


def kappa_line(first: str, second: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return the agreement of two people in a line."""
    found = kappa(pairs)
    same = sum(one == other for one, other in pairs)
    value = "kappa is not defined" if found is None else f"kappa {found:.2f}"
    return f"{first} and {second}: the same answer on {same} of {len(pairs)} events, {value}"
