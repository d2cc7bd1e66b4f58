"""That no step grows faster than its text, by counts of calls: they are the same on every machine, as seconds are not.

What happens inside one call of C is not counted: regular expressions, sorting, the language model. The parse is left
out, and sentence starts for it are timed. `tests/benchmarks/bench_linear.py` measures everything in seconds.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from flows.steps import Options
from flows.steps.language.engine import RULES, load
from flows.steps.text.passage import Passage
from tests.benchmarks.bench_linear import MAX_EXPONENT, spent_on
from tests.benchmarks.hard_texts import HARD_TEXTS, ORDINARY, HardText

SIZES = (1_000, 2_500, 6_250)
NOISE = 4_000
"""Calls of what is done once, or of a rule that first applies to the longer text."""


@contextmanager
def call_counter() -> Iterator[Callable[[], float]]:
    """Count the calls of functions, of Python and of C, made within."""
    count = 0

    def on_event(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        yield lambda: count
    finally:
        sys.setprofile(before)


@pytest.fixture(scope="module", autouse=True)
def _everything_is_loaded() -> None:
    for text in (ORDINARY, HARD_TEXTS["equal_lines"], HARD_TEXTS["numbers"]):
        spent_on(text, SIZES[-1], time.process_time, Options(RULES))


def calls(text: HardText, size: int) -> dict[str, float]:
    with call_counter() as counter:
        return spent_on(text, size, counter, Options(RULES))


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_steps_do_not_grow_faster_than_the_text(name: str) -> None:
    """A rule that first applies to a longer text makes one leap; what grows faster does so at each size."""
    counted = [calls(HARD_TEXTS[name], size) for size in SIZES]
    grown = {step: [spent.get(step, 0) for spent in counted] for step in counted[-1]}
    assert {step: spent for step, spent in grown.items() if all(map(is_steep, spent, spent[1:]))} == {}


def is_steep(small: float, large: float) -> bool:
    return large > small * (SIZES[1] / SIZES[0]) ** MAX_EXPONENT + NOISE


def test_one_long_line_is_parsed_in_linear_time() -> None:
    def seconds(count: int) -> float:
        text = "so " * count
        start = time.process_time()
        load().read([Passage("doc", "par", "body", text, ((0, len(text)),))])
        return time.process_time() - start

    seconds(10)
    assert seconds(8_000) < 4 * 2.5 * seconds(2_000)
