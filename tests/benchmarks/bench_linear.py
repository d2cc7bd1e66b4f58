"""How each step grows with the text, on texts made to be hard: `python -m tests.benchmarks.bench_linear [TEXT...]`.

Prints a line for each text and each step: the seconds at every size, the exponent of their growth (1 where twice the
text takes twice the time; least squares over the logarithms), and how many times longer than ordinary news of the
largest size, in the same format, it takes. What a text loads once has been loaded before. A step that takes less than 50 ms at the largest size is left out. The exit code is 1 where an
exponent is above 1.1 or a ratio above 10.
"""

import argparse
import gc
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from flows.corpus import reconcile
from flows.steps import Options, process, without_search_for_cycles
from flows.steps.read.seed import seed_of
from tests.benchmarks.hard_texts import HARD_TEXTS, ORDINARY, ORDINARY_PAGE, HardText

MAX_EXPONENT = 1.1
MAX_RATIO = 10
LEAST_SECONDS = 0.05
"""Seconds at the largest size below which the growth of a step is noise."""
_LEAST_POINT = 0.005
"""Seconds below which a size is no point of the curve."""
_WARMING = 5000
"""Characters of each text that are read first, so that all data files and libraries are loaded: more than are looked
at for the language."""
_SIZES = (12, 25, 50, 100)
"""Kilobytes of the texts."""


class StepMeter:
    """A timer for `flows.steps.process` that adds up, by step, how far a counter moves: of seconds, or of calls.

    The dating of the document, the first that runs under the name `dates`, is called `document date`.
    """

    def __init__(self, counter: Callable[[], float]) -> None:
        self._counter = counter
        self.spent: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        name = "document date" if step == "dates" and "document date" not in self.spent else step
        start = self._counter()
        try:
            yield
        finally:
            self.spent[name] = self.spent.get(name, 0) + self._counter() - start


def spent_on(text: HardText, size: int, counter: Callable[[], float], options: Options) -> dict[str, float]:
    """Return what each step spends on a text of `size` characters, the reconciliation of that document included."""
    seed = seed_of(text.file_name, text.make(size).encode())
    meter = StepMeter(counter)
    outcome = process(seed, options, meter)
    with meter("reconcile"), without_search_for_cycles():  # as the pipeline does
        reconcile(outcome)
    return meter.spent


def exponent(sizes: Sequence[int], spent: Sequence[float]) -> float:
    """Return the slope of a line through the logarithms of what was spent over those of the sizes."""
    xs, ys = [math.log(size) for size in sizes], [math.log(amount) for amount in spent]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def curves(text: HardText, sizes: Sequence[int], limit: float, options: Options) -> dict[str, list[float]]:
    """Return the seconds of each step at each size, up to the first size that takes longer than `limit` seconds."""
    found: dict[str, list[float]] = {}
    for number, size in enumerate(sizes):
        gc.collect()
        spent = spent_on(text, size, time.process_time, options)
        for step in {**found, **spent}:
            found.setdefault(step, [0.0] * number).append(spent.get(step, 0.0))
        if sum(spent.values()) > limit:
            break
    return found


def report(
    name: str, curve: dict[str, list[float]], ordinary: dict[str, list[float]], sizes: Sequence[int]
) -> Iterator[tuple[str, bool]]:
    """Yield a line for each step that takes long enough, and whether it keeps within the limits."""
    for step, seconds in curve.items():
        points = [(size, amount) for size, amount in zip(sizes, seconds, strict=False) if amount > _LEAST_POINT]
        if seconds[-1] < LEAST_SECONDS:
            continue
        slope = exponent(*zip(*points, strict=True)) if len(points) > 1 else math.nan
        peer = ordinary.get(step, [])
        ratio = seconds[-1] / max(peer[len(seconds) - 1], 0.001) if len(peer) >= len(seconds) else math.nan
        is_within = not (slope > MAX_EXPONENT or ratio > MAX_RATIO)
        shown = " ".join(f"{amount:8.3f}" for amount in seconds)
        mark = "" if is_within else "  <--"
        yield f"{name:22} {step:14} {slope:5.2f} {ratio:7.1f} x  {shown}{mark}", is_within


def main() -> int:
    """Print the table; return 1 where a step breaks a limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_linear", description=__doc__)
    parser.add_argument("texts", nargs="*", metavar="TEXT", help=f"of {', '.join(HARD_TEXTS)}; all if none is named")
    parser.add_argument("--sizes", type=float, nargs="+", default=_SIZES, help="kilobytes (default 12 25 50 100)")
    parser.add_argument("--limit", type=float, default=120, help="seconds after which no larger size is tried")
    parser.add_argument("--model", default="presstable", help="language model; `rules` leaves the parse out")
    arguments = parser.parse_args()
    sizes, options = [int(1000 * size) for size in arguments.sizes], Options(arguments.model)
    _write(f"{'text':22} {'step':14} {'power':>5} {'ratio':>9}  seconds at {sizes} characters")
    names = arguments.texts or HARD_TEXTS
    broken = 0
    for line, is_within in _table(names, sizes, arguments.limit, options):
        broken += not is_within
        _write(line)
    _write(f"{broken} steps above an exponent of {MAX_EXPONENT} or a ratio of {MAX_RATIO}")
    return int(broken > 0)


def _table(names: Iterable[str], sizes: Sequence[int], limit: float, options: Options) -> Iterator[tuple[str, bool]]:
    """Yield the lines of ordinary texts, then of those named, each compared with the ordinary text of its format."""
    ordinary: dict[str, dict[str, list[float]]] = {}
    for name, text in (("ordinary", ORDINARY), ("ordinary_page", ORDINARY_PAGE)):
        ordinary[text.file_name] = _warm_curves(text, sizes, math.inf, options)
        yield from report(name, ordinary[text.file_name], ordinary[text.file_name], sizes)
    for name in names:
        text = HARD_TEXTS[name]
        peer = ordinary.get(text.file_name, ordinary[ORDINARY.file_name])
        yield from report(name, _warm_curves(text, sizes, limit, options), peer, sizes)


def _warm_curves(text: HardText, sizes: Sequence[int], limit: float, options: Options) -> dict[str, list[float]]:
    spent_on(text, _WARMING, time.process_time, options)
    gc.freeze()
    return curves(text, sizes, limit, options)


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
