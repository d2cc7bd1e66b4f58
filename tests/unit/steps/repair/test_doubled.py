"""Letters and words that were printed again at one place, and what looks like them."""

import pytest

from flows.steps.repair import repair

DOUBLED = [
    ("RReeppoorrtt  ffrroomm  tthhee  ccoouunncciill", "Report from the council"),
    ("The army left. TThhee rreebbeellss ssttaayyeedd.. Nobody fled.", "The army left. The rebels stayed. Nobody fled."),
    ("44  MMaarrcchh  22002211", "4 March 2021"),
    ("On 22 TThhee ccoouunncciill mmeett 33 times.", "On 22 The council met 33 times."),
    ("AAArrrmmmyyy tttaaakkkeeesss MMMaaarrrrrraaa", "Army takes Marra"),
    ("AAAArrrrmmmmyyyy ttttaaaakkkkeeeessss ttttoooowwwwnnnn", "Army takes town"),
    ("Summary\n\nBBaacckkggrroouunndd\n\nIt held.", "Summary\n\nBackground\n\nIt held."),
    ("The The council council said said that that talks talks failed.", "The council said that talks failed."),
    ("Army army met. Talks Talks with with the the rebels, rebels, ended.", "Army army met. Talks with the rebels, ended."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), DOUBLED)
def test_what_was_printed_again_is_there_once(text: str, want: str) -> None:
    draft = repair(text)
    assert draft.text == want
    assert {change.rule_id for change in draft.changes} <= {"doubled_print", "whitespace"}
    assert repair(want).text == want


@pytest.mark.parametrize(
    "text",
    [
        "The rhyme is aabb ccdd or AABB, then aabbccdd.",
        "aa bb cc dd\n\n11 22 33 44 55",
        "The code is AABBCC 1122 aabb and 00 00 00.",
        "Bye bye bye bye, she said, and had had enough.",
        "New York New York was sung by Duran Duran.",
        "They said that that man had had a bookkeeper.",
        "yes yes no no maybe maybe",
        "Win Win Loss Loss Draw Draw",
        "He wrote xx yy zz and oo mm.",
        "The the end is is near.",
    ],
)
def test_what_is_meant_twice_stays_twice(text: str) -> None:
    assert repair(text).text == text


def test_signs_in_rows_take_linear_time() -> None:
    assert repair("=" * 100_001 + " x " + "11 22 " * 30_000).text
