"""Texts with fragments that page breaks print again, kind by kind."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.quality.repair.copies import (
    FARTHEST,
    Copier,
    as_it_is,
    document,
    fragment,
    is_cut,
    is_one_paragraph,
    places,
    with_copies,
)
from tests.quality.repair.furniture import JOINTS, join_pages
from tests.quality.repair.midline import midline_adjacent, midline_stray
from tests.quality.repair.noise import noisy
from tests.quality.repair.pages import Row, Sample, marked, paginate, sample_of
from tests.quality.repair.wrapping import Layout, wrap


def with_noise(rows: Sequence[Row], rng: Random) -> list[Row]:
    """Return the copy with 1-3 % of its characters misread."""
    share = rng.uniform(0.01, 0.03)
    return [replace(row, text=noisy(row.text, share, rng)) for row in rows]


def rewrapped(rows: Sequence[Row], rng: Random) -> list[Row]:
    """Return the copy wrapped at another width, and in half of the cases spaced differently."""
    width = max(len(row.text) for row in rows)
    other = rng.choice([w for w in range(50, 121) if abs(w - width) >= 12])
    spacing = max(row.blanks for row in rows[1:]) if len(rows) > 1 else 0
    spacing = 1 - min(spacing, 1) if rng.random() < 0.5 else spacing
    lines = wrap(" ".join(row.text for row in rows), Layout(other), rng)
    return [Row(line, blanks=spacing, indent=rows[0].indent) for line, _ in lines]


def adjacent(rng: Random, kind: str = "adjacent", copier: Copier = as_it_is, copies: int = 1) -> Sample:
    """Return a text in which a page begins with the last 1-10 lines of the page before."""
    paragraphs, rows, _ = document(rng)
    while True:
        pages = paginate(rows, rng)
        at = rng.randrange(len(pages) - 1)
        count = rng.randint(1, 10)
        end = sum(map(len, pages[: at + 1]))
        if copier is rewrapped and not is_one_paragraph(rows[end - count : end]):
            continue
        if is_cut(rows, end - count, end):
            break
    source = pages[at][-count:]
    pages[at][-count:] = marked(source, 0, 0)
    for member in range(1, copies + 1):
        pages[at + member : at + member] = [marked(_set_off(copier(source, rng), pages[at + member][0]), 0, member)]
    merged = [
        *pages[: at + 1],
        [row for page in pages[at + 1 : at + copies + 2] for row in page],
        *pages[at + copies + 2 :],
    ]
    return sample_of(kind, paragraphs, join_pages(merged, rng.choice(JOINTS), rng), free=[0])


def _set_off(copy: list[Row], following: Row) -> list[Row]:
    """Return a copy whose first row stands as far below the page before as the row that it pushes away."""
    return [replace(copy[0], blanks=following.blanks), *copy[1:]]


def stray(rng: Random, kind: str = "stray", copier: Copier = as_it_is, copies: int = 1) -> Sample:
    """Return a text with copies of 2-8 lines up to 40 lines away, at a page break or between paragraphs."""
    paragraphs, rows, _ = document(rng)
    start, end = fragment(rows, rng, is_single=copier is rewrapped)
    offered = places(rows, start, end)
    chosen = sorted(rng.sample(sorted(set(offered)), copies) if copies > 1 else [rng.choice(offered)])
    source = rows[start:end]
    rows[start:end] = marked(source, 0, 0)
    return sample_of(kind, paragraphs, with_copies(rows, source, chosen, copier, rng))


def mixed(copier: Copier, kind: str) -> Callable[[Random], Sample]:
    """Return a maker of adjacent and stray copies that went through `copier`."""
    return lambda rng: rng.choice((adjacent, stray))(rng, kind, copier)


def two_in_page(rng: Random) -> Sample:
    """Return a text with two stray copies of different fragments, fewer than forty lines apart."""
    paragraphs, rows, _ = document(rng)
    while True:
        one, two = sorted((fragment(rows, rng, most=6), fragment(rows, rng, most=6)))
        first, second = sorted((rng.choice(places(rows, *one)), rng.choice(places(rows, *two))))
        inside = any(start < at < end for at in (first, second) for start, end in (one, two))
        if one[1] < two[0] and 8 <= second - first <= FARTHEST and not inside:
            break
    fragments = (rows[one[0] : one[1]], rows[two[0] : two[1]])
    rows[one[0] : one[1]], rows[two[0] : two[1]] = marked(fragments[0], 0, 0), marked(fragments[1], 1, 0)
    behind = with_copies(rows[first:], fragments[1], [second - first], as_it_is, Random(1), group=1)
    copy = marked(fragments[0], 0, 1)
    tight = rng.choice((0, 1))
    joined = [*rows[:first], replace(copy[0], blanks=tight), *copy[1:], *behind]
    return sample_of("two_in_page", paragraphs, joined)


def whole_page(rng: Random) -> Sample:
    """Return a text in which one page is printed twice."""
    paragraphs, rows, _ = document(rng)
    pages = paginate(rows, rng)
    at = rng.randrange(len(pages))
    copy = marked(pages[at], 0, 1)
    pages[at] = marked(pages[at], 0, 0)
    blanks = pages[at + 1][0].blanks if at + 1 < len(pages) else 1
    pages.insert(at + 1, [replace(copy[0], blanks=blanks), *copy[1:]])
    return sample_of("whole_page", paragraphs, join_pages(pages, rng.choice(JOINTS), rng), free=[0])


def three_copies(rng: Random) -> Sample:
    """Return a text in which a fragment stands three times, in a row or strayed."""
    return rng.choice((adjacent, stray))(rng, "three_copies", as_it_is, 2)


KINDS: dict[str, tuple[Callable[[Random], Sample], float]] = {
    "adjacent": (adjacent, 0.97),
    "stray": (stray, 0.97),
    "midline_adjacent": (midline_adjacent, 0.97),
    "midline_stray": (midline_stray, 0.97),
    "rewrapped": (mixed(rewrapped, "rewrapped"), 0.90),
    "noisy": (mixed(with_noise, "noisy"), 0.90),
    "two_in_page": (two_in_page, 0.97),
    "whole_page": (whole_page, 0.97),
    "three_copies": (three_copies, 0.97),
}
"""Makers by kind, each with the recall to reach."""
