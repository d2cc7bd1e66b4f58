"""Fragments of a text, and copies of them put elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.quality.repair.articles import prose
from tests.quality.repair.furniture import JOINTS, join_pages
from tests.quality.repair.pages import Row, is_inside, lay_out, marked, paginate
from tests.quality.repair.wrapping import Layout, random_layout

FARTHEST = 40
"""Lines between a stray copy and its source, at most."""
FEWEST_WORDS = 14
"""Words of the shortest stray fragment; less proves nothing."""
Copier = Callable[[Sequence[Row], Random], list[Row]]


def as_it_is(rows: Sequence[Row], _: Random) -> list[Row]:
    """Return the copy as the source is."""
    return list(rows)


def is_cut(rows: Sequence[Row], start: int, end: int) -> bool:
    """Return whether the rows from `start` to `end` begin or end in mid-sentence."""
    begins = is_inside(rows, start) and not rows[start - 1].is_terminal
    return begins or (is_inside(rows, end) and not rows[end - 1].is_terminal)


def is_one_paragraph(rows: Sequence[Row]) -> bool:
    """Return whether all rows belong to one paragraph."""
    return len({row.paragraph for row in rows}) == 1


def document(rng: Random) -> tuple[list[str], list[Row], Layout]:
    """Return the clean paragraphs of a text of several pages, its rows and its layout."""
    paragraphs, layout = prose(rng, 700), random_layout(rng)
    return paragraphs, lay_out(paragraphs, [layout], rng), layout


def fragment(rows: Sequence[Row], rng: Random, *, is_single: bool = False, most: int = 8) -> tuple[int, int]:
    """Return the range of rows of a fragment that is cut and long enough."""
    while True:
        start = rng.randrange(1, len(rows) - most)
        end = start + rng.randint(2, most)
        words = sum(len(row.text.split()) for row in rows[start:end])
        is_whole = all(row.group is None for row in rows[start:end])
        fits = is_one_paragraph(rows[start:end]) or not is_single
        if not (is_whole and fits and words >= FEWEST_WORDS and is_cut(rows, start, end)):
            continue
        if len(set(places(rows, start, end))) > 1:
            return start, end


def places(rows: Sequence[Row], start: int, end: int) -> list[int]:
    """Return before which rows a stray copy may stand: behind its source three times as often as before it."""
    behind = range(end + 1, min(end + FARTHEST, len(rows)))
    before = range(max(start - FARTHEST, 1), start)
    found = [at for at in behind if not rows[at].is_joint] * 3 + [at for at in before if not rows[at].is_joint]
    inside = [at for at in found if is_inside(rows, at)]
    return inside + [at for at in found if not is_inside(rows, at)] * 2


def with_copies(
    rows: list[Row], source: Sequence[Row], chosen: Sequence[int], copier: Copier, rng: Random, group: int = 0
) -> list[Row]:
    """Return the rows with a copy of `source` before each of the `chosen` ones, at a joint of pages."""
    joint = rng.choice(JOINTS)
    pages: list[list[Row]] = []
    done = 0
    for member, at in enumerate(chosen, 1):
        pages += paginate(rows[done:at], rng) if joint == "furniture" else [rows[done:at]]
        tight = rng.choice((0, 0, 1))
        copy = marked(copier(source, rng), group, member)
        pages.append([replace(copy[0], blanks=tight), *copy[1:], replace(rows[at], blanks=min(rows[at].blanks, tight))])
        done = at + 1
    pages[-1] += rows[done:]
    return join_pages([page for page in pages if page], joint, rng)
