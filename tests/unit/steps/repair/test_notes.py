"""Marks of notes in text, and numbers that look like them."""

import pytest

from flows.steps.repair import repair

NOTED = [
    (
        "The union said in 2018.1 The talks in Accra,2 which ended in March 1997,3 failed. Nobody signed.4",
        "The union said in 2018. The talks in Accra, which ended in March 1997, failed. Nobody signed.",
    ),
    (
        "The treaty was signed.1 It failed in 20182 and was mended in 2019.3 Nobody knows.",
        "The treaty was signed. It failed in 2018 and was mended in 2019. Nobody knows.",
    ),
    (
        "“We won,”1 he said. “They lost.”2 The vote (of May)3 was close, and the ministers4 left.",
        "“We won,” he said. “They lost.” The vote (of May) was close, and the ministers left.",
    ),
    (
        "The first case.1 It came again.2 Judges read the first.1 A third came.3 It ended.4 The fifth did not.",
        "The first case. It came again. Judges read the first. A third came. It ended. The fifth did not.",
    ),
    ("The war ended.¹ The army left in 1995² over a plain of 12 km².", "The war ended. The army left in 1995 over a plain of 12 km²."),
    ("It ended^1^ in 1995.^2^ And 2^10^ is 1024.", "It ended in 1995. And 2^10^ is 1024."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), NOTED)
def test_the_marks_of_notes_go_and_are_in_the_ledger(text: str, want: str) -> None:
    draft = repair(text)
    assert draft.text == want
    assert {change.rule_id for change in draft.changes} == {"footnote_marker"}
    assert repair(want).text == want


@pytest.mark.parametrize(
    "text",
    [
        "See No.1 The first. See No.2 The second. See No.3 The third.",
        "Art.1 The state is free. Art.2 The people rule. Art.3 The flag is red.",
        "name,1\n\nother,2\n\nthird,3\n\nfourth,4",
        "file.1\n\nbook.2\n\nnote.3",
        "The player1 beat player2 and player3 in the final.",
        "Kyiv:1 Lviv:2 Odesa:3",
        "The price rose by 1.5 percent, 2.5 in May. Version 2.4 The new one. At 5.30 The train came.",
        "Windows98, covid19, M23 and G20 met. H5N1 spread. Area51 closed.",
        "In Gaza,12 people died. In Jenin,3 were hurt.",
        "He scored 12345 points and 20193 votes, and 2019.4 million were lost.",
        "section1 opens. section2 closes. section3 ends.",
        "It cost $3201 in 2019, 5 of them said. In 1995, 7 left.",
        "The field is 3 m² and the cube 10³ of it.",
        "The bill passed.4 Nobody counted.",
    ],
)
def test_numbers_that_mark_no_note_stay(text: str) -> None:
    assert repair(text).text == text
