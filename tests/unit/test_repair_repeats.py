"""What tells a copy from its source, and repeats that stay but are pointed at."""

import pytest

from flows.steps import process
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from flows.steps.repair.page_breaks import drop_page_break_duplicates
from flows.steps.repair.sequences import affinity, kind_of, kinds
from flows.steps.repair.suspicion import suspected
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
    assert all(text[one.start : one.end] == text[slice(*one.twin)] for one in found)


def test_a_suspected_repeat_is_an_issue_with_its_place() -> None:
    text = f"In March {TWICE}, and told nobody of it.\n\nYears later we learned that {TWICE}, but it was gone.\n"
    issues = process(seed_of("book.txt", text.encode())).issues
    (issue,) = (row for row in issues if row.code == IssueCode.SUSPECTED_REPEAT)
    assert issue.raw_start is not None
    assert issue.raw_end is not None
    assert text[issue.raw_start : issue.raw_end] == TWICE
