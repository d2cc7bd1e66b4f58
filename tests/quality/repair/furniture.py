"""What stands at the joints of pages: nothing, a form feed, or running heads, feet and page numbers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.quality.repair.pages import Row

TITLES = (
    "The Sound Review", "VALLEY PAPERS No. 14", "Quarterly of the Marsh Society", "A. Drozd: Notes on Water",
    "Inspectorate of Mines | Annual Report", "DRAFT - NOT FOR CIRCULATION", "Ostrand Gazette, Vol. XII",
)  # fmt: skip
NUMBERS: tuple[Callable[[int, int], str], ...] = (
    lambda page, _: f"{page}",
    lambda page, _: f"- {page} -",
    lambda page, last: f"Page {page} of {last}",
    lambda page, _: f"[{page}]",
    lambda page, last: f"{page}/{last}",
    lambda page, _: f"p. {page}",
)
JOINTS = ("none", "none", "gap", "feed", "furniture")
"""Kinds of joints, as often as they come in what people copy out of PDF files."""


def join_pages(pages: Sequence[Sequence[Row]], joint: str, rng: Random) -> list[Row]:
    """Return the rows of pages one after the other, with what the kind of joint puts between them."""
    if joint == "furniture":
        return _with_furniture(pages, rng)
    rows: list[Row] = []
    for number, page in enumerate(pages):
        first, *others = page
        if number and joint == "feed" and not first.is_joint:
            first = replace(first, feed=True)
        if number and joint == "gap" and not first.is_joint:
            first = replace(first, blanks=first.blanks + 1)
        rows += (first, *others)
    return rows


def _with_furniture(pages: Sequence[Sequence[Row]], rng: Random) -> list[Row]:
    """Return pages with a head, a foot or both, and a number in one of them."""
    title, number_of = rng.choice(TITLES), rng.choice(NUMBERS)
    start, has_feeds, has_first_head = rng.choice((1, 1, 2, 17, 243)), rng.random() < 0.5, rng.random() < 0.5
    form = rng.choice(("head and foot", "head with number", "number at foot", "foot with number"))
    last = start + len(pages) - 1
    rows: list[Row] = []
    for count, page in enumerate(pages):
        number = number_of(start + count, last)
        head, foot = _head_and_foot(form, title, number)
        first, *others = page
        if head and (count or has_first_head):
            rows.append(Row(head, blanks=1, is_furniture=True, feed=has_feeds and count > 0))
            first = replace(first, blanks=max(first.blanks, 1), feed=False)
        else:
            first = replace(first, blanks=max(first.blanks, 1), feed=has_feeds and count > 0)
        rows += (first, *others)
        if foot:
            rows.append(Row(foot, blanks=1, indent=rng.choice((0, 30)), is_furniture=True))
    return rows


def _head_and_foot(form: str, title: str, number: str) -> tuple[str, str]:
    return {
        "head and foot": (title, number),
        "head with number": (f"{title}     {number}", ""),
        "number at foot": ("", number),
        "foot with number": ("", f"{title} | {number}"),
    }[form]
