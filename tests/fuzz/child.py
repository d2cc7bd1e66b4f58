"""A child process that may die: a library that aborts on a PDF ends the child and nothing else."""

import faulthandler
import os
import resource
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

_MEMORY = 2 << 30
"""Bytes of address space that the child may have beyond those that it begins with."""


class ChildDiedError(Exception):
    """The child process died over what it was asked, or took too long or too much memory."""


class Child:
    """A forked process that calls one function again and again; there is a new one after it died."""

    def __init__(self, function: Callable[[Any], Any], seconds: float) -> None:
        self._function, self._seconds = function, seconds
        self._process: Any = None
        self._pipe: Any = None

    def __call__(self, asked: Any) -> Any:
        """Return what the function returns; raises what it raises, or ChildDiedError."""
        if self._process is None:
            self._start()
        try:
            self._pipe.send(asked)
            answer = self._pipe.recv() if self._pipe.poll(self._seconds) else None
        except (EOFError, OSError):
            answer = None
        if answer is None:
            raise ChildDiedError(f"the child ended with {self.close()} or took more than {self._seconds:.0f} s")
        if isinstance(answer, MemoryError):
            raise ChildDiedError("the child took too much memory")
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> int | None:
        """End the process, if there is one, and return its exit code; negative for a signal."""
        if self._process is None:
            return None
        self._process.join(0.2)
        self._process.kill()
        self._process.join()
        code: int | None = self._process.exitcode
        self._pipe.close()
        self._process = None
        return code

    def _start(self) -> None:
        context = get_context("fork")  # what is loaded is there at once
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._function, other, self._pipe), daemon=True)
        self._process.start()
        other.close()


def _serve(function: Callable[[Any], Any], pipe: Connection, other: Connection) -> None:
    """Answer until the other end closes; an error is an answer."""
    other.close()
    faulthandler.disable()  # of pytest: it would print where the library aborts
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory()
    while True:
        try:
            asked = pipe.recv()
        except EOFError:
            return
        try:
            answer = function(asked)
        except Exception as error:  # noqa: BLE001  all errors are for the one who asked
            answer = error
        pipe.send(answer)


def _limit_memory() -> None:
    """Limit the address space, where the system shows how large it is."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  no path of a file
            size = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size + _MEMORY, resource.RLIM_INFINITY))
