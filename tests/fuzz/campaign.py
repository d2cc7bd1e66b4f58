"""Many inputs one after the other: read, checked, and the rows of some hundred together put to the contract."""

import resource
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import nlargest
from time import perf_counter, thread_time
from typing import Any, NamedTuple

from flows.steps import process
from flows.steps.language.engine import OWN, RULES
from flows.steps.models import Outcome
from flows.steps.options import Options
from flows.steps.read import read
from flows.steps.read.seed import Seed, seed_of
from tests.fuzz import contract
from tests.fuzz.checks import Reading, faults
from tests.fuzz.child import Child, ChildDiedError
from tests.fuzz.inputs import made
from tests.fuzz.samples import samples

BATCH = 400
"""Inputs whose rows are put to the contract together."""
_MODEL_EVERY = 10
"""Every so manieth input is parsed by the language model, which takes several times as long as all the rest."""
_LONGEST = 60.0
"""Seconds of computing after which an input is given up."""
_PATIENCE = 300.0
"""Seconds after which a child process is given up, on a clock: the machine may have other work."""
_SLOWEST = 5
_SETTLED = 1000
"""Inputs after which all caches are filled, so that memory may be compared."""
_PROGRESS = 2000
"""Inputs after which a line shows how far a run is: one that is cut off goes on from the seed there."""


class Finding(NamedTuple):
    """What went wrong with the inputs of some numbers."""

    numbers: tuple[int, ...]
    what: str


class Slow(NamedTuple):
    """Seconds of computing for an input."""

    seconds: float
    number: int
    size: int


@dataclass
class Campaign:
    """Inputs from `start` on: how many, how many of them gave a document, what failed, what a child process contained."""

    start: int = 0
    count: int = 0
    documents: int = 0
    characters: int = 0
    contained: list[Finding] = field(default_factory=list)
    failures: list[Finding] = field(default_factory=list)
    slowest: list[Slow] = field(default_factory=list)
    first_memory: int = 0
    _batch: list[tuple[int, Reading]] = field(default_factory=list)

    def run(
        self, minutes: float, count: int | None, report: Callable[[Finding], None], progress: Callable[[str], None]
    ) -> None:
        """Take inputs for some minutes, or `count` of them, whichever ends first; report each failure at once."""
        warm_up()
        began, child = perf_counter(), Child(reading_of, _PATIENCE)
        try:
            while perf_counter() < began + minutes * 60 and self.count != count:
                self._note(self._take(self.start + self.count, child), report)
                self.count += 1
                if self.count == _SETTLED:
                    self.first_memory = memory()
                if self.count % _PROGRESS == 0:
                    progress(f"{self.count} inputs, {len(self.failures)} failures; next seed {self.start + self.count}")
            self._note(self._checked(), report)
        finally:
            child.close()

    def _note(self, failures: Iterable[Finding], report: Callable[[Finding], None]) -> None:
        for failure in failures:
            self.failures.append(failure)
            report(failure)

    def _take(self, number: int, child: Child) -> Iterator[Finding]:
        """Yield what is wrong with one input, and every so often with all since the last time."""
        try:
            reading = child(number) if is_contained(made(number, samples())) else reading_of(number)
        except ChildDiedError as died:
            self.contained.append(Finding((number,), str(died)))
            return
        except Exception as error:  # noqa: BLE001  any error at all is what is looked for
            yield Finding((number,), _crash(error))
            return
        self.documents += len(reading.outcome.documents)
        self.characters += len(reading.source)
        slow = Slow(reading.seconds, number, len(reading.seed.data))
        self.slowest = nlargest(_SLOWEST, [*self.slowest, slow])
        yield from (Finding((number,), fault) for fault in faults(reading))
        self._batch.append((number, reading))
        if len(self._batch) == BATCH:
            yield from self._checked()

    def _checked(self) -> Iterator[Finding]:
        """Yield the failures of the contract among the inputs that wait for it."""
        by_document = {reading.seed.document_id: (number, reading) for number, reading in self._batch}
        numbers = {reading.seed.path: number for number, reading in by_document.values()}
        self._batch.clear()
        for group, why in contract.faulty([reading for _, reading in by_document.values()]):
            yield Finding(tuple(numbers[reading.seed.path] for reading in group), why)


def is_contained(seed: Seed) -> bool:
    """Return whether an input is read by a library that may abort."""
    return seed.path.lower().endswith(".pdf")


def reading_of(number: int) -> Reading:
    """Return what is read from the input of a number; raises whatever goes wrong."""
    seed = made(number, samples())
    options = Options(language_model=RULES if number % _MODEL_EVERY else OWN)
    with _alarm():
        start = thread_time()
        outcome = process(seed, options)
        seconds = thread_time() - start
        source = _source(seed, outcome)
    return Reading(seed, source, outcome, seconds)


def _source(seed: Seed, outcome: Outcome) -> str:
    """Return the decoded text of an input: its bytes in the stated encoding, or what is extracted from a PDF."""
    if not outcome.documents:
        return ""
    encoding = outcome.documents[0].encoding
    return read(seed).text if encoding is None else seed.data.decode(encoding)


def warm_up() -> None:
    """Load models, rules and knowledge, so that no input takes long for it."""
    for language_model in (OWN, RULES):
        text = b"Iran condemned the United States on 3 May 2019. Talks had failed two days earlier.\n"
        for path in ("a.txt", "a.html"):
            process(seed_of(path, text), Options(language_model=language_model))


def memory() -> int:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _alarm() -> Iterator[None]:
    """Raise TimeoutError in what is within once it has taken too long."""

    def ring(*_: Any) -> None:
        raise TimeoutError(f"given up after {_LONGEST:.0f} s of computing")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, _LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _crash(error: Exception) -> str:
    """Return an error in one line, with the place in our own code that it came through last."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/flows/" in frame.filename]
    places = [f"{frame.filename.partition('/flows/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-3:]]
    return f"crash: {type(error).__name__}: {' '.join(str(error).split())[:300]} at {', '.join(places)}"
