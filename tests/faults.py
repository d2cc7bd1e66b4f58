"""Functions for workers that go wrong in every way, found there by name."""

import os
import signal
import time
from dataclasses import replace

from flows.documents import Processed, process_seed
from flows.errors import UnusableSeedError
from flows.steps import Options, Seed, process
from flows.store import packed
from flows.workers import OnStep
from schemas.vocab import IssueCode


def nothing() -> None:
    """Prepare nothing."""


def no_start() -> None:
    """Fail while the nursery prepares."""
    raise ImportError("no module named unfindable")


def pid(_on_step: OnStep) -> int:
    """Return the number of the process that works."""
    return os.getpid()


def doubled(on_step: OnStep, number: int, seconds: float = 0) -> int:
    """Return twice the number, after a while."""
    on_step("doubling")
    time.sleep(seconds)
    return 2 * number


def bug(on_step: OnStep) -> None:
    """Fail as a fault of ours does."""
    on_step("repair")
    raise ZeroDivisionError("no such number\nand a second line")


def refusal(_on_step: OnStep) -> None:
    """Fail as a file does that cannot be used."""
    raise UnusableSeedError(IssueCode.EMPTY, "there is nothing in it")


def abort(on_step: OnStep) -> None:
    """End the process as a library does."""
    on_step("reading")
    os.abort()


def sleep(on_step: OnStep) -> None:
    """Take for ever, deaf to signals that Python would see."""
    on_step("events")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    time.sleep(600)


def eat(on_step: OnStep) -> int:
    """Take all memory."""
    on_step("language")
    eaten = []
    while True:
        eaten.append(bytearray(2**24))


def process_or_fail(on_step: OnStep, seed: Seed, options: Options) -> Processed:
    """Process a seed, or do what its text demands."""
    for word, fault in (("BUG", bug), ("ABORT", abort), ("SLEEP", sleep), ("EAT", eat)):
        if word.encode() in seed.data:
            fault(on_step)
    return process_seed(on_step, seed, options)


def process_wrongly(on_step: OnStep, seed: Seed, options: Options) -> Processed:
    """Process a seed; where its text demands it, with paragraphs that are not in the source."""
    processed = process_seed(on_step, seed, options)
    if b"WRONG" not in seed.data:
        return processed
    outcome = process(seed, options)
    wrong = tuple(replace(row, text=f"{row.text}!") for row in outcome.paragraphs)
    return processed._replace(part=packed(replace(outcome, paragraphs=wrong)))


def abort_at_once(on_step: OnStep, *_more: object) -> None:
    """End the process, whatever is asked."""
    abort(on_step)
