"""Processes that compute for a build, one call each at a time; the death of one costs the call that it was in.

A library may abort the process, a call may take too long or too much memory: all three end in an `InternalError` for
that call, and the next one gets a new process. `concurrent.futures` gives up every call when one process dies, and
`multiprocessing` runs the user's script again in each child, so neither is used. One process, the nursery, loads what
all workers need and then forks them: a worker is there in milliseconds and shares that memory. The nursery ends itself
and all workers when its connection to the parent closes, that is, when the parent closes the pool or dies.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path
from queue import LifoQueue
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, NoReturn

from flows.errors import InternalError, PresstableError, WorkersError
from schemas.vocab import IssueCode

ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Each worker computes in one thread: there are as many workers as cores."""
OPTIMISED = [f"-{'O' * sys.flags.optimize}"] if sys.flags.optimize else []
"""The flag with which this interpreter runs, if any: workers run as their parent does."""
STOP_TIMEOUT = 5.0
"""Seconds that the nursery may take to end; it takes milliseconds."""
OnStep = Callable[[str], None]
"""Called in a worker with the name of each step that a call begins."""


class Limits(NamedTuple):
    """What one call may take: `seconds` of wall clock, `megabytes` (2**20 bytes) beyond what the worker began with."""

    seconds: float = 120
    megabytes: int = 1024


STANDARD = Limits()


@dataclass(frozen=True, slots=True)
class StepBegun:
    """A message of a worker: the call has come to a step; the first of each call has no name."""

    name: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A message of a worker: the value of the call."""

    value: Any


@dataclass(frozen=True, slots=True)
class Refused:
    """A message of a worker: an error that a person can mend, raised again in the parent."""

    error: PresstableError


@dataclass(frozen=True, slots=True)
class Failed:
    """A message of a worker: an unexpected error, in words, with its traceback; the worker ends after it."""

    reason: str
    details: str


class Pool:
    """At most `size` workers, begun when they are needed; calls may come from several threads.

    `prepare` and its arguments, which must be picklable, are called once in the nursery before it forks.
    """

    def __init__(self, size: int, prepare: Callable[..., object], *arguments: object) -> None:
        """Start the nursery, which loads while the parent goes on."""
        self.size = size
        self._prepare = (prepare, arguments)
        self._places: LifoQueue[_Worker | None] = LifoQueue()  # the last one used is the warmest
        for _ in range(size):
            self._places.put(None)
        self._lock = Lock()
        self._is_closed = False
        self._nursery = _Nursery(*self._prepare)

    def call(self, limits: Limits, function: Callable[..., Any], *arguments: object) -> Any:
        """Return `function(on_step, *arguments)`, computed in a worker within `limits`.

        `function` is a module's own, for it is found by name there; `on_step` is an `OnStep`. Raises what a person can
        mend (a PresstableError) as `function` does, InternalError where it fails in another way, takes too much or
        ends its process, and WorkersError where no worker could be started.
        """
        worker = self._places.get()
        try:
            worker = worker if worker and worker.is_there() else self._new_worker()
            answer = worker.call(limits, function, arguments)
        except BaseException:
            if worker:
                worker.connection.close()
            self._places.put(None)
            raise
        self._places.put(worker)
        if isinstance(answer, Refused):
            raise answer.error
        return answer.value

    def close(self) -> None:
        """End the nursery and all workers, also those in the middle of a call; no new one starts."""
        self._is_closed = True
        self._nursery.close()

    def _new_worker(self) -> "_Worker":
        with self._lock:
            if self._is_closed:
                raise WorkersError("the processes that read documents have been ended")
            if self._nursery.has_ended():  # as the system does with the largest process when memory runs out
                self._nursery.close()
                self._nursery = _Nursery(*self._prepare)
            return _Worker(self._nursery)


class _Nursery:
    """The process that forks workers."""

    def __init__(self, prepare: Callable[..., object], arguments: tuple[object, ...]) -> None:
        self.words = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has ended
        self.connection, theirs = Pipe()
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, *OPTIMISED, "-P", "-c", "from flows.workers import serve; serve()", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=self.words,
            stderr=self.words,
            pass_fds=[theirs.fileno()],
            env={**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # Ctrl-C is for the parent; and the nursery ends the workers as one group
        )
        theirs.close()
        self.connection.send((prepare, arguments))

    def fork(self) -> Connection:
        """Return the connection to a new worker; raises WorkersError where the nursery has ended."""
        ours, theirs = Pipe()
        try:
            send_handle(self.connection, theirs.fileno(), self.process.pid)
        except OSError as error:
            ours.close()
            raise self.error() from error
        finally:
            theirs.close()
        return ours

    def has_ended(self) -> bool:
        """Return whether the process is no longer there."""
        return self.process.poll() is not None

    def error(self) -> WorkersError:
        """Return the error that the workers did not start, with the last words of the nursery."""
        self.words.seek(0)
        lines = self.words.read().decode("utf-8", "replace").strip().splitlines()[-12:]
        return WorkersError("\n".join(["the processes that read documents did not start; last words:", *lines]))

    def close(self) -> None:
        """Return when the process has ended, and its workers with it."""
        self.connection.close()
        try:
            self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.words.close()


class _Worker:
    """The parent's end of a worker."""

    def __init__(self, nursery: _Nursery) -> None:
        self._nursery = nursery
        self.connection = nursery.fork()

    def is_there(self) -> bool:
        """Return whether the process still waits for a call: one that has ended closed its connection."""
        return not self.connection.poll()

    def call(self, limits: Limits, function: Callable[..., Any], arguments: tuple[object, ...]) -> Returned | Refused:
        """Return the answer to a call; raises InternalError or WorkersError where there is none."""
        progress = _Progress(limits)
        try:
            self.connection.send((limits, function, arguments))
            while True:
                message = self.connection.recv()
                if not isinstance(message, StepBegun):
                    break
                progress.note(message.name)
        except (EOFError, ConnectionError) as error:
            if progress.start is None:
                raise self._nursery.error() from error
            raise progress.error_at_end() from error
        if isinstance(message, Failed):
            raise progress.error(message.reason, message.details)
        answer: Returned | Refused = message
        return answer


@dataclass(slots=True)
class _Progress:
    """How far a call has come: when it began (None: not yet), and its last step."""

    limits: Limits
    start: float | None = None
    step: str = field(default="")

    def note(self, step: str) -> None:
        """Keep the step; the first message of a call has no name."""
        self.step = step
        self.start = self.start or monotonic()

    def error(self, reason: str, details: str = "") -> InternalError:
        """Return the error of a call that came to an end in this step."""
        return InternalError(IssueCode.INTERNAL_ERROR, reason, self.step, details)

    def error_at_end(self) -> InternalError:
        """Return the error of a call whose process has ended: by its alarm, or for a reason of its own."""
        seconds = self.limits.seconds
        if self.start is not None and monotonic() - self.start >= seconds * 0.99:
            return self.error(f"took more than {seconds:,g} s; a higher --document-timeout, or less text, would do")
        return self.error("ended its process: a library aborted, or memory ran out")


def serve() -> NoReturn:
    """Fork a worker for each connection that arrives, until the parent is gone: the nursery's whole life."""
    control = Connection(int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a worker
    prepare, arguments = control.recv()
    prepare(*arguments)
    try:
        while True:
            handle = recv_handle(control)
            if os.fork() == 0:
                control.close()
                _work(Connection(handle))
            os.close(handle)
    except EOFError:
        os.killpg(0, signal.SIGKILL)  # the workers and this process
    os._exit(1)


def _work(connection: Connection) -> NoReturn:
    """Answer calls until the parent closes the connection, or one fails: the worker's whole life."""
    before = _data_bytes()
    answer: Returned | Refused | Failed | None = None
    try:
        while not isinstance(answer, Failed):
            limits, function, arguments = connection.recv()
            _limit_memory(before + limits.megabytes * 2**20)
            signal.setitimer(
                signal.ITIMER_REAL, limits.seconds
            )  # SIGALRM ends the process, in the middle of C code, too
            connection.send(StepBegun(""))
            answer = _answer(function, lambda step: connection.send(StepBegun(step)), arguments, limits)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send(answer)
    finally:
        os._exit(0)


def _answer(
    function: Callable[..., Any], on_step: OnStep, arguments: tuple[object, ...], limits: Limits
) -> Returned | Refused | Failed:
    try:
        return Returned(function(on_step, *arguments))
    except PresstableError as error:
        return Refused(error)
    except MemoryError:
        reason = f"needed more than {limits.megabytes:,} MB; a higher --document-memory, or less text, would do"
        return Failed(reason, traceback.format_exc())
    except Exception as error:  # noqa: BLE001 - whatever it is, it shall end this call and not the build
        return Failed(f"failed with {in_words(error)}", traceback.format_exc())


def in_words(error: Exception) -> str:
    """Return the kind of an error and the first line of its message."""
    lines = str(error).splitlines()
    return type(error).__name__ + (f" ({lines[0][:200]})" if lines and lines[0] else "")


def _limit_memory(wanted: int) -> None:
    """Refuse this process more than so many bytes of data, where the system has such a limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_bytes() -> int:
    """Return how many bytes of data this process has, as its limit counts them; 0 where no system reports it."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmData:")]
    return int(kilobytes[0]) * 1024 if kilobytes else 0
