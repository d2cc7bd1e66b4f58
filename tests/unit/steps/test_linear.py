"""That no step grows faster than its text, by counts of calls: they are the same on every machine, as seconds are not.

What happens inside one call of C is not counted: regular expressions, copies of text, sorting. Where they once made a
step grow with the square, it is timed instead, with room to spare. The parse of the language model is left out.
`tests/benchmarks/bench_linear.py` measures everything in seconds.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from cProfile import Profile

import pytest
from spacy import blank

from flows.steps import Options, without_search_for_cycles
from flows.steps.entities.metonyms import opens_dateline
from flows.steps.events.dating import date_in_sentence
from flows.steps.language.engine import RULES, _with_sentence_starts
from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.repeats import find_kept_copies
from flows.steps.timex import matcher
from flows.steps.timex.lexicon import TimexRule
from tests.benchmarks.bench_linear import MAX_EXPONENT, spent_on
from tests.benchmarks.hard_texts import HARD_TEXTS, ORDINARY, HardText
from tests.builders import date_expression

pytestmark = pytest.mark.slow

SIZES = (1_500, 3_750, 9_375)
"""Characters, the two larger ones beyond what a rule looks at around a place: shorter texts grow into that."""
NOISE = 2_500
"""Calls of what is done once, or of a rule that first applies to the longer text."""


@contextmanager
def call_counter() -> Iterator[Callable[[], float]]:
    """Count the calls of functions, of Python and of C, made within.

    The search for cycles is off: what others let it call, as Hypothesis does, is no work of a step.
    """
    profile = Profile()
    gc.disable()
    profile.enable()
    try:
        yield lambda: sum(entry.callcount for entry in profile.getstats())
    finally:
        profile.disable()
        gc.enable()


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


@pytest.mark.parametrize(
    ("name", "step", "most"),
    [
        ("capital_letters", "language", 3),
        ("capitals", "language", 1.8),
        ("printed_twice", "repair", 4.2),
        ("hyphens_at_line_ends", "repair", 9.5),
        ("mojibake", "repair", 4.1),
        ("mojibake", "assembly", 4.6),
        ("short_paragraphs", "assembly", 8),
        ("iso_date_lines", "assembly", 6.4),
        ("years", "dates", 15),
        ("iso_date_lines", "document date", 12.5),
    ],
)
def test_a_step_makes_few_calls_for_each_character(name: str, step: str, most: float) -> None:
    """These are the texts and steps that take longest, of all in `bench_linear.py`, beside ordinary news."""
    spent_on(HARD_TEXTS[name], SIZES[-1], time.process_time, Options(RULES))  # what is cached is no work of a step
    assert calls(HARD_TEXTS[name], SIZES[-1])[step] <= most * SIZES[-1]


def is_steep(small: float, large: float) -> bool:
    return large > small * (SIZES[1] / SIZES[0]) ** MAX_EXPONENT + NOISE


def is_linear(seconds: Callable[[int], float], small: int) -> bool:
    """Return whether four times the size takes less than eight times as long: sixteen times were the square.

    On a busy machine a run may take longer for reasons of others: the best of some counts.
    """
    with without_search_for_cycles():
        seconds(small)
        limit = 8 * max(min(seconds(small) for _ in range(3)), 0.01)
        return any(seconds(4 * small) < limit for _ in range(3))


@pytest.mark.parametrize("name", ["iso_dates", "months", "years", "weekday_dates", "years_later", "addresses"])
def test_a_document_of_dates_is_dated_in_linear_time(name: str) -> None:
    def seconds(size: int) -> float:
        return spent_on(HARD_TEXTS[name], size, time.process_time, Options(RULES))["document date"]

    assert is_linear(seconds, 4_000)


def test_sentences_are_given_to_the_parser_in_linear_time() -> None:
    def seconds(count: int) -> float:
        doc = blank("en").make_doc("so " * count)
        start = time.process_time()
        _with_sentence_starts(doc, ((0, 3 * count),))
        return time.process_time() - start

    assert is_linear(seconds, 4_000)


def block(position: int, text: str) -> TextBlock:
    return TextBlock(
        position=position, start=0, end=len(text), text=text, links=(), is_marked_heading=False, is_image=False
    )


def test_quotes_are_looked_for_in_linear_time() -> None:
    """Each of them begins as a stretch of the one long block does, and goes on otherwise."""

    def seconds(count: int) -> float:
        words = [f"w{number}" for number in range(count)]
        quotes = [" ".join((*words[start : start + 8], "some", "other")) for start in range(0, count - 8, 10)]
        blocks = [block(position, text) for position, text in enumerate((" ".join(words), *quotes))]
        start = time.process_time()
        assert find_kept_copies(blocks) == {}
        return time.process_time() - start

    assert is_linear(seconds, 16_000)


def test_what_is_before_a_place_is_not_copied() -> None:
    def seconds(size: int) -> float:
        text = "Oslo voted. " * (size // 12)
        start = time.process_time()
        assert not any(opens_dateline(text, at, at + 4) for at in range(0, len(text), 120))
        return time.process_time() - start

    assert is_linear(seconds, 500_000)


def test_what_is_before_the_date_of_an_event_is_not_copied() -> None:
    def seconds(size: int) -> float:
        text = "Troops fired on Sunday. " * (size // 24)
        days = [date_expression(start=at + 16, end=at + 22) for at in range(0, len(text), 240)]
        start = time.process_time()
        assert all(date_in_sentence(text, (day.start - 9, day.start - 4), [day]) for day in days)
        return time.process_time() - start

    assert is_linear(seconds, 500_000)


def test_a_paragraph_is_searched_for_dates_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its document may be dated by them, and they are dates of the text: one search is enough for both."""
    searched: list[str] = []
    search = matcher._match_at

    def counted(text: str, lower: str, start: int, rules: tuple[TimexRule, ...]) -> matcher.TimexMatch | None:
        searched.append(text)
        return search(text, lower, start, rules)

    monkeypatch.setattr(matcher, "_match_at", counted)
    spent_on(HARD_TEXTS["years"], 2_000, time.process_time, Options(RULES))
    assert 0 < len(searched) <= 400, "a year for each five characters"
