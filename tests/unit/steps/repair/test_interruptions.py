"""Heads and feet of pages in the middle of sentences, and lines that look like them."""

import textwrap
from itertools import pairwise

import pytest

from flows.steps.repair import repair

STORY = """
The harbour board said on Monday that the dredging of the inner basin had been stopped after a crane fell into the
water and that nobody had been hurt. Its chairman, Ivo Brandt, told reporters that the company had been warned twice
about the cables and that the contract would be looked at again by the lawyers of the town.
Fishermen who moor at the old quay said that they had heard the steel crack during the night and that they had called
the watch, which did not answer. One of them said that a light had been burning on the crane until four and that two
men had left in a boat before it fell. The police are looking for both of them and have asked for help.
The insurers sent an engineer from the capital, who walked along the basin for an hour and took away a piece of the
cable in a bag. He would not say what he thought of it. Nobody at the board believes that the work can go on before
the spring, when the ice is gone and the big tugs are back from the north with their crews.
The union of the dockers held a meeting in the evening, at which the older members spoke of the accident nine years
ago, when a chain broke and two men were crushed. After that the company had promised new gear and a second inspector,
neither of which was ever seen in the harbour by anyone who works there or has a boat.
"""
WORDS = STORY.split()
SENTENCES = [f"{sentence}." for sentence in " ".join(WORDS).removesuffix(".").split(". ")]
TOP = "Crane falls into the basin\n\nBy Lena Ortiz\n\n11 May 2020\n\n"


def cuts(count: int = 3) -> list[int]:
    """Return where pages begin, in the middle of sentences, and the end of the last one."""
    low = [number for number, word in enumerate(WORDS) if word.islower() and WORDS[number - 1].isalpha()]
    return [0, *(next(at for at in low if at >= len(WORDS) * page // count) for page in range(1, count)), len(WORDS)]


def pages(foot: str, head: str = "", width: int = 60, joint: str = "") -> str:
    """Return a text of three pages cut in mid-sentence, each with its foot, and its head where one is given."""
    parts = []
    for number, (start, end) in enumerate(pairwise(cuts()), 1):
        lines = textwrap.wrap(" ".join(WORDS[start:end]), width)
        parts += [head.format(number=number)] * bool(head) + lines + [f"{joint}{foot.format(number=number)}{joint}"]
    return TOP + "\n".join(parts) + "\n"


def body(text: str) -> str:
    """Return the words of a repaired text below its date."""
    return " ".join(repair(text).text.split("11 May 2020", 1)[1].split())


FEET = (
    "Harbour Watch Weekly | © 2020 All rights reserved | Page {number} of 3",
    "Institute of Coastal Studies",
    "Institute of Coastal Studies {number}",
    "{number} of 3 Institute of Coastal Studies",
    "© 2020 Institute of Coastal Studies {number}",
    "www.coast.example/papers/2020/basin      {number}/3",
    "https://www.coast.example/papers/2020/05/11/basin {number}/3",
    "Downloaded from https://press.coast.example by guest on 11 May 2020",
    "A/75/118\n20-04417 {number}/3",
    "Coastal Studies, May 2020, p. {number}",
    "Copyright © Coast Press 2020. For personal use only.",
    "Harbour Watch, Vol. 3, No. 2",
    "CONFIDENTIAL",
    "Seite {number} von 3",
)


@pytest.mark.parametrize("joint", ["", "\n"], ids=["tight", "spaced"])
@pytest.mark.parametrize("head", ["", "5/11/2020 Crane falls into the basin - Coast Press"])
@pytest.mark.parametrize("foot", FEET)
def test_a_foot_in_the_middle_of_sentences_goes(foot: str, head: str, joint: str) -> None:
    assert body(pages(foot, head, joint=joint)) == " ".join(WORDS)


@pytest.mark.parametrize("foot", ["Institute of Coastal Studies {number}", "www.coast.example/basin {number}/3"])
def test_a_foot_between_lines_that_are_whole_pages_goes(foot: str) -> None:
    assert body(pages(foot, width=10_000)) == " ".join(WORDS)


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_at_form_feeds_goes_where_sentences_end(foot: str) -> None:
    parts = (" ".join(SENTENCES[at : at + 4]) for at in range(0, 12, 4))
    feet = ("\n".join((*textwrap.wrap(part, 60), foot.format(number=n))) for n, part in enumerate(parts, 1))
    assert body(TOP + "\n\f".join(feet)) == " ".join(SENTENCES[:12])


def test_a_running_head_that_is_the_title_stays_once() -> None:
    text = repair(pages("Crane falls into the basin")).text
    assert text.startswith("Crane falls into the basin\n\nBy Lena Ortiz")
    assert text.count("Crane falls into the basin") == 1


def test_what_goes_is_in_the_ledger() -> None:
    draft = repair(pages("Institute of Coastal Studies {number}"))
    removed = [draft.raw[change.raw_start : change.raw_end] for change in draft.changes if "head" in change.rule_id]
    assert removed == [f"Institute of Coastal Studies {number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "line",
    [
        "(Applause)",
        "Table {number}",
        "Annex {number} to the report",
        "Lindo",
        "the harbour board",
        "Ivo Brandt and the board,",
        "2",
        "- the harbour board",
    ],
)
def test_a_line_that_no_page_has_stays(line: str) -> None:
    text = pages(line)
    assert repair(text).text.split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        # verses with a refrain
        "\n".join(
            f"{w} ice came down\nand {w} singers left\nfor {w} town by the water\nWinter, winter, stay away\n"
            f"until {w} boats are home\nand {w} bread is warm\nand {w} lamps are lit\nunder {w} hill"
            for w in ("the", "our", "every")
        ),
        # a table without gaps
        "\n".join(f"salt {n}\npepper {n}\nflour {n}\nrice {n}\nTotal {n}\nbarley {n}\noats {n}\nrye {n}" for n in (1, 2, 3)),
        # a name on a line of its own, as links are copied
        "\n".join(f"{line}, said\nIvo Brandt\non the way to the harbour where {line.lower()}" for line in SENTENCES),
    ],
    ids=["verses", "table", "links"],
)  # fmt: skip
def test_lines_that_come_back_for_other_reasons_stay(text: str) -> None:
    assert repair(text).text.split() == text.split()
