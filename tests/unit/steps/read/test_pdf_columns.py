"""PDFs in columns, whatever the order in which their lines are drawn; tables; and marks of notes above the line."""

from collections.abc import Sequence

import pytest

from flows.steps.read.markup import Markup
from flows.steps.read.pdf import read_pdf
from flows.steps.repair import repair
from schemas.vocab import Role
from tests.pdf_files import SetText, column, pdf, width

STORIES = (
    "The harbour council met on Tuesday in the old town hall and agreed that the pier must be closed before the winter. Nine members were in favour of it, and two of them spoke for an hour.",
    "Residents heard the horn of the ferry for the last time that evening. Many of them had come to the quay with lamps, and a band played until the rain drove the players into the fish market.",
    "The governor of the province, Paul Lindo, promised money for a new pier and named an engineer, Elena Marsh, to draw it. She wants to build it of stone from the quarry on the northern side.",
    "The fishermen denied that they had asked for it and blamed the council. Their spokesman, Willy Oba, wrote from his boat that the old pier had stood for a hundred years and would for more.",
    "The mediators of the union, who had brought both sides together in January, lost touch with the boats in a storm. Nobody knows how many of them will come back to the island in the spring.",
    "Aid workers counted six thousand gulls on the pier this week. They lack nothing but the remains of the catch, and the rains are about to begin. A new ferry is expected from the coast in May.",
)
HEAD = [
    SetText("HARBOUR REVIEW          Vol. 12, No. 3                              March 2021", 60, 765, 8),
    SetText("Pier of the old town is closed for good", 60, 730, 18),
    SetText("By Ana Brandt", 60, 708),
    SetText("4 March 2021", 60, 694),
]


def blocks(*pages: Sequence[SetText]) -> list[str]:
    decoded = read_pdf(pdf(*pages))
    return repair(decoded.text, decoded.markup).text.split("\n\n")


def by_rows(lines: Sequence[SetText]) -> list[SetText]:
    """Return lines as a program draws them that goes through a page from the top to the bottom."""
    return sorted(lines, key=lambda line: (-line.bottom, line.left))


def two(**settings: float) -> tuple[list[SetText], list[SetText]]:
    return column(STORIES[:3], 60, 660, 230, **settings), column(STORIES[3:], 320, 660, 230, **settings)  # type: ignore[arg-type]


THREE = [*column(STORIES[:2], 50, 660, 160, indent=10), *column(STORIES[2:4], 226, 660, 160, indent=10), *column(STORIES[4:], 402, 660, 160, indent=10)]  # fmt: skip
FULL = column(STORIES, 60, 660, 230, indent=12)
HALF = len(FULL) // 2 + 1
MOVED = [line._replace(left=line.left + 260, bottom=line.bottom + 660 - FULL[HALF].bottom) for line in FULL[HALF:]]


@pytest.mark.parametrize(
    "lines",
    [
        [*two(gap=6)[0], *two(gap=6)[1]],
        [*two(indent=12)[0], *two(indent=12)[1]],
        [*two(indent=12)[1], *two(indent=12)[0]],
        by_rows([*two(indent=12, is_justified=True)[0], *two(indent=12, is_justified=True)[1]]),
        by_rows([*two(gap=6)[0], *two(gap=5)[1]]),
        by_rows([*column(STORIES[:3], 60, 660, 250, indent=10), *column(STORIES[3:], 322, 660, 250, indent=10)]),
        THREE,
        by_rows(THREE),
        [*FULL[:HALF], *MOVED],
        by_rows([*FULL[:HALF], *MOVED]),
        [*column(STORIES[:1], 60, 670, 490, size=11), *column(STORIES[1:3], 60, 600, 230, indent=12), *column(STORIES[3:], 320, 600, 230, indent=12)],
        by_rows([*column(STORIES[:1], 60, 670, 490, size=11), *column(STORIES[1:3], 60, 600, 230, indent=12), *column(STORIES[3:], 320, 600, 230, indent=12)]),
        column(STORIES, 60, 660, 490, gap=6),
        [*column(STORIES[:2], 60, 660, 490, gap=6), *column(STORIES[2:4], 160, 560, 300, gap=6), *column(STORIES[4:], 60, 400, 490, gap=6)],
    ],
    ids=["gaps", "indents", "right one first", "rows of justified lines", "rows that are not level", "rows, narrow gutter", "three columns",
         "rows of three", "a paragraph in two columns", "the same in rows", "a lead across", "the same in rows again", "one column", "a quotation set in"],
)  # fmt: skip
def test_paragraphs_in_columns_are_whole_and_in_order(lines: list[SetText]) -> None:
    found = blocks([*HEAD, *lines])
    assert [block for block in found if len(block) > 80] == list(STORIES)
    assert found[1:4] == ["Pier of the old town is closed for good", "By Ana Brandt", "4 March 2021"]


def test_words_that_are_placed_one_by_one_are_read_alike() -> None:
    lines = by_rows([*two(indent=12, is_justified=True)[0], *two(indent=12, is_justified=True)[1]])
    words = []
    for line in lines:
        left = line.left
        for word in line.text.split():
            words.append(line._replace(text=word, left=left, spacing=0.0))
            left += width(f"{word} ", line.size) + line.spacing
    assert [block for block in blocks([*HEAD, *words]) if len(block) > 80] == list(STORIES)


def table(*rows: tuple[str, ...], lefts: tuple[float, ...] = (60, 220, 400)) -> list[SetText]:
    return [
        SetText(cell, left, 560 - 14 * number)
        for number, row in enumerate(rows)
        for left, cell in zip(lefts, row, strict=False)
    ]


def tables(*lines: Sequence[SetText]) -> list[str]:
    """Return the rows of a page that are marked as those of tables."""
    decoded = read_pdf(
        pdf([*HEAD, *column(STORIES[:2], 60, 660, 490, gap=6), *lines[0], *column(STORIES[2:4], 60, 460, 490, gap=6)])
    )
    return [decoded.text[mark.start : mark.end] for mark in decoded.markup.marks if mark.role == Role.TABLE]


def test_short_cells_at_the_same_places_are_a_table() -> None:
    rows = (
        ("Date", "Place", "Killed"),
        ("3 May 2020", "Market place", "2"),
        ("4 May 2020", "Camp", "17"),
        ("7 May 2020", "Road to Sake", "0"),
    )
    assert tables(table(*rows)) == [" | ".join(row) for row in rows]
    pairs = (("Vardo", "2"), ("Goma", "17"), ("Sake", "0"))
    assert tables(table(*pairs)) == [" | ".join(row) for row in pairs]
    ends = [SetText(cell, 400 - width(cell, 10), 560 - 14 * at) for at, cell in enumerate(("2", "1700", "31"))]
    assert tables(
        [part for pair in zip(table(("Vardo",), ("Goma",), ("Sake",)), ends, strict=True) for part in pair]
    ) == ["Vardo | 2", "Goma | 1700", "Sake | 31"]


@pytest.mark.parametrize(
    "rows",
    [
        (("1.", "Rice"), ("2.", "Beans"), ("3.", "Oil")),
        (("•", "Rice"), ("•", "Beans"), ("•", "Oil")),
        (("3 May", "Gunmen attacked the market and took the money."), ("4 May", "Soldiers shot at a bus on the road to the lake."), ("7 May", "A mine exploded under a lorry near the post.")),
        (("Signed", "in Vardo"), ("in the presence of", "Ana Brandt")),
    ],
    ids=["numbers", "bullets", "sentences", "two lines"],
)  # fmt: skip
def test_lists_and_sentences_beside_a_date_are_no_table(rows: tuple[tuple[str, ...], ...]) -> None:
    assert tables(table(*rows, lefts=(60, 110) if len(rows[0][0]) < 3 else (60, 220))) == []


def raised(before: str, mark: str, behind: str, bottom: float) -> list[SetText]:
    left = 60 + width(before, 10)
    return [
        SetText(before, 60, bottom),
        SetText(mark, left, bottom + 4, 6),
        SetText(behind, left + width(mark, 6), bottom),
    ]


@pytest.mark.parametrize(
    ("before", "mark", "behind", "shown"),
    [
        ("It was signed in 1995", "7", " in the capital, and the war ended.", "It was signed in 1995 in the capital, and the war ended."),
        ("It ended in March 2020", "12", ". The last troops left.", "It ended in March 2020. The last troops left."),
        ("The report,", "3,4", " which nobody read, was burnt.", "The report, which nobody read, was burnt."),
        ("The lake covers 320 km", "2", " of the valley.", "The lake covers 320 km2 of the valley."),
        ("It held until 1995.", "", " In 7 places it did not.", "It held until 1995. In 7 places it did not."),
    ],
)  # fmt: skip
def test_raised_marks_of_notes_are_taken_away(before: str, mark: str, behind: str, shown: str) -> None:
    found = blocks(
        [
            *HEAD,
            *column(STORIES[:2], 60, 660, 490, gap=6),
            *raised(before, mark, behind, 560),
            *column(STORIES[2:4], 60, 520, 490, gap=6),
        ]
    )
    assert shown in found
    decoded = read_pdf(pdf([*HEAD, *raised(before, mark, behind, 560)]))
    assert isinstance(decoded.markup, Markup)
    assert {edit.rule_id for edit in decoded.markup.edits} <= {"footnote_marker"}
