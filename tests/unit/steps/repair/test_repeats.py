"""What tells a copy from its source, and repeats that stay but are pointed at."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import pytest

from flows.steps import process
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair, repeats
from flows.steps.repair.copies import FragmentCopy
from flows.steps.repair.fragments import fit_of, fragments
from flows.steps.repair.page_breaks import drop_page_break_duplicates
from flows.steps.repair.pages import TextLayout, WordFit
from flows.steps.repair.repeats import WORD
from flows.steps.repair.sequences import affinity, kind_of, kinds
from flows.steps.repair.words import GRAM, repeated_grams, runs_of_grams, word_spans
from flows.steps.structure.repeats import suspected
from schemas.vocab import IssueCode

LINES = """\
The surveyors came to the island in the third week of May, and they brought
with them a boat that nobody had ordered, a cook who would not cook, and a
letter from the ministry in which every second line had been painted over by
someone in a hurry. Our harbour master read what was left of it aloud, twice,
and then asked whether the gentlemen would like to see the well before supper.
They measured it the next day and found it deeper than any chart allowed, but
the figure was struck from the report when it reached the capital in autumn.
""".splitlines()


@pytest.mark.parametrize(
    ("left", "right", "is_likely"),
    [("in", "the", True), ("to", "be", True), ("the", "of", False), ("the", "was", False), ("of", "walked", False)],
)
def test_kinds_of_words_that_follow_each_other(left: str, right: str, is_likely: bool) -> None:
    assert (affinity(left, right) > 0) == is_likely


@pytest.mark.parametrize(
    ("word", "kind"),
    [("1911", "NUM"), ("The", "the"), ("Quillon", "PROPN"), ("zorbing", "VBG"), ("zorbs", "NNS"), ("zorb", "NN")],
)
def test_the_kind_of_a_word_comes_from_a_list_its_capital_or_its_ending(word: str, kind: str) -> None:
    assert kind_of(word) == kind


def test_no_word_is_of_two_kinds() -> None:
    assert len(kinds()) == len(set(kinds()))
    assert {"the", "of", "and"} <= kinds().keys()


@pytest.mark.parametrize(("times", "is_fragment"), [(1, True), (3, True), (40, False)])
def test_words_that_come_back_dozens_of_times_are_no_fragment(times: int, is_fragment: bool) -> None:
    others = (f"and then number {n} saw what {n + 500} of them had {n + 900} left for {n + 1300}" for n in range(200))
    lines = [line for other in islice(others, times) for line in (LINES[1], other)]
    assert bool(fragments(TextLayout("\n".join((*lines, LINES[1], *others))))) == is_fragment


def test_three_copies_in_a_row_leave_one() -> None:
    text = "\n".join((*LINES[:3], *LINES[1:3], *LINES[1:]))
    assert repair(text).text.count("brought with them a boat") == 1


def test_a_copy_behind_the_foot_of_a_page_is_removed() -> None:
    text = "\n".join((*LINES[:4], "", "12", "", "\fIsland Papers", "", *LINES[2:]))
    assert repair(text).text.count("letter from the ministry") == 1


def test_a_sentence_set_apart_by_an_editor_stays() -> None:
    quote = "They measured it the next day and found it deeper than any chart allowed."
    assert not list(drop_page_break_duplicates("\n".join((*LINES, "", quote, ""))))


TWICE = (
    "the warden of the northern lighthouse kept a second book in which he wrote down every ship that passed "
    "without a flag and every lamp that was lit on the other shore"
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"In March {TWICE}, and told nobody.\n\nYears later we learned that {TWICE}, but the book was gone.", 1),
        (f"{TWICE}.\n\nHe said that {TWICE}, and wept.", 0),
        ("A short text that says nothing twice.", 0),
        ("", 0),
    ],
)
def test_repeats_of_running_text_are_suspected(text: str, count: int) -> None:
    found = suspected(text)
    assert len(found) == count
    assert all(text[one.start : one.end] == text[slice(*one.first)] for one in found)


def test_a_suspected_repeat_is_an_issue_with_its_place() -> None:
    text = f"In March {TWICE}, and told nobody of it.\n\nYears later we learned that {TWICE}, but it was gone.\n"
    issues = process(seed_of("book.txt", text.encode())).issues
    (issue,) = (row for row in issues if row.code == IssueCode.SUSPECTED_REPEAT)
    assert issue.raw_start is not None
    assert issue.raw_end is not None
    assert text[issue.raw_start : issue.raw_end] == TWICE


@pytest.mark.parametrize(
    "text", ["", " ", "_", "one", "a b\nc", "naïve “quoted” x_1", "\ufeffé 日本 ½ \U0001d7d8x\n", "a" * 5]
)
def test_words_stand_where_the_pattern_finds_them(text: str) -> None:
    starts, ends = word_spans(text)
    assert list(zip(starts, ends, strict=True)) == [match.span() for match in WORD.finditer(text)]


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("", []),
        ("a b c d", []),
        ("a b c d e a b c", []),
        ("a b c d x a b c d", [(5, 5)]),
        ("a b c d e x a b c d e", [(6, 6), (6, 7)]),
        ("a a a a a a", [(1, 1), (2, 2)]),
    ],
)
def test_runs_of_four_words_lead_back_to_their_first_place(words: str, want: list[tuple[int, int]]) -> None:
    places, shifts = repeated_grams(words.split())
    assert list(zip(shifts.tolist(), places.tolist(), strict=True)) == want


def test_words_that_stand_one_apart_tell_of_each_other() -> None:
    assert affinity("between", "and", 2) > 0 > affinity("the", "the", 2)


def test_a_copy_between_lines_of_a_sentence_goes_and_its_source_stays() -> None:
    text = "\n".join((*LINES[:5], *LINES[1:3], *LINES[5:]))
    assert repair(text).text.split() == "\n".join(LINES).split()


def test_a_line_that_begins_a_sentence_is_no_running_head() -> None:
    pages = [
        f"The report of the year {year} is lost.\nOn the second night it rained and\n" for year in (1901, 1902, 1903)
    ]
    rest = "nobody in the town of the dam would say whether the water had come back or\n" * 7
    assert repair("\f".join(page + rest for page in pages)).text.count("On the second night it rained") == 3


SURROUNDINGS = ("before", "behind", "is_cut", "is_cut_twice", "left", "gain", "oddness", "is_running_text", "may_go")


def surroundings(copy: FragmentCopy, order: Sequence[str]) -> dict[str, object]:
    """Return what a copy says of its surroundings, asked in the given order."""
    return {name: getattr(copy, name) for name in order}


def test_what_surrounds_a_copy_depends_neither_on_the_order_of_questions_nor_on_what_is_left_out_later() -> None:
    layout = TextLayout("\n".join((*LINES[:5], *LINES[1:3], *LINES[5:], *LINES[4:6])))
    found = fragments(layout)
    fit = fit_of(layout, found)
    spans = [(copy.start, copy.end) for fragment in found for copy in fragment.copies(fit)]
    assert len(spans) > 2
    plain = [surroundings(FragmentCopy(fit, span), SURROUNDINGS) for span in spans]
    waiting = [FragmentCopy(fit, span) for span in spans]
    without = fit.without(spans[1:])
    assert [surroundings(FragmentCopy(without, span), SURROUNDINGS) for span in spans] != plain
    assert [surroundings(copy, SURROUNDINGS[::-1]) for copy in waiting] == plain
    assert fit_of(layout, found[::-1]).without(spans[:0:-1]).before(spans[0][0]) == without.before(spans[0][0])


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("a b c d", []),
        ("a b c d e x a b c d e", [(6, 11, 6, 5)]),
        ("a b c d e f g h i j x a b c d ? f g h i", [(11, 20, 11, 8)]),
        ("a b c d 1 e f g h 2 e f g h 3 a b c d", [(10, 14, 5, 4), (15, 19, 15, 4)]),
    ],
)
def test_grams_that_are_equally_far_from_their_first_place_are_one_run(
    words: str, want: list[tuple[int, int, int, int]]
) -> None:
    assert runs_of_grams(repeated_grams(words.split()), 2 * GRAM) == want


def test_what_is_left_out_again_and_again_is_not_copied() -> None:
    """A text of a thousand copies leaves out one after another; each time must not cost as much as all before."""
    fit = WordFit(TextLayout("a " * 1_000))
    first = fit
    for word in range(1, 900, 3):
        fit = fit.without([(word, word + 1)])
        assert (fit.before(word + 1), fit.behind(word)) == (word - 1, word + 1)
    assert (first.before(2), first.behind(1)) == (1, 1)
    assert vars(first)["_left_out"] is vars(fit)["_left_out"]
    assert first.without([(5, 6)]).before(2) == 1, "what another one left out is no part of it"


def test_the_repeats_of_a_text_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def search(words: Sequence[str]) -> tuple[Any, Any]:
        searched.append(" ".join(words))
        return repeated_grams(words)

    monkeypatch.setattr(repeats, "repeated_grams", search)
    text = f"and in March {TWICE}, and told nobody of it.\n\nYears later we learned that {TWICE}, but it was gone."
    assert [row.code for row in process(seed_of("book.txt", text.encode())).issues].count(
        IssueCode.SUSPECTED_REPEAT
    ) == 1
    assert len(searched) == 1
