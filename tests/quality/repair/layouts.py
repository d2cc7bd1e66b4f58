"""Texts that only their layout damages: wrapping, spacing, indents, hyphens, furniture. Nothing is repeated."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.quality.repair.articles import excerpt, prose
from tests.quality.repair.furniture import join_pages
from tests.quality.repair.pages import Sample, lay_out, paginate, sample_of
from tests.quality.repair.wrapping import Layout, random_layout


def _set(kind: str, rng: Random, *layouts: Layout) -> Sample:
    paragraphs = prose(rng)
    return sample_of(kind, paragraphs, lay_out(paragraphs, layouts, rng))


def single(rng: Random) -> Sample:
    """Return wrapped text with an empty line between paragraphs."""
    return _set("single", rng, replace(random_layout(rng, 0), gap=1, jitter=0))


def single_jitter(rng: Random) -> Sample:
    """Return the same with lines as uneven as those of a proportional font."""
    return _set("single_jitter", rng, replace(random_layout(rng, 0), gap=1, jitter=5))


def double(rng: Random) -> Sample:
    """Return wrapped text with an empty line between any two lines, and no more between paragraphs."""
    return _set("double", rng, replace(random_layout(rng, 1), gap=1, jitter=0))


def double_jitter(rng: Random) -> Sample:
    """Return the same with uneven lines."""
    return _set("double_jitter", rng, replace(random_layout(rng, 1), gap=1, jitter=5))


def double_gap(rng: Random) -> Sample:
    """Return double-spaced text with two empty lines between paragraphs."""
    return _set("double_gap", rng, replace(random_layout(rng, 1), gap=2))


def switching(rng: Random) -> Sample:
    """Return text that changes between single and double spacing, and sometimes its width, every few paragraphs."""
    layouts: list[Layout] = []
    layout = replace(random_layout(rng), gap=1, jitter=0)
    while len(layouts) < 30:
        layouts += [layout] * rng.randint(3, 6)
        width = layout.width if rng.random() < 0.7 else rng.randint(60, 120)
        layout = replace(layout, spacing=1 - layout.spacing, width=width)
    return _set("switching", rng, *layouts)


def first_indent(rng: Random) -> Sample:
    """Return text in which only the indent of its first line shows a new paragraph."""
    return _set("first_indent", rng, replace(random_layout(rng, 0), gap=0, indent=0, first_indent=rng.randint(2, 6)))


def no_gap(rng: Random) -> Sample:
    """Return text in which only the short last line of a paragraph shows its end."""
    return _set("no_gap", rng, replace(random_layout(rng, 0), gap=0, indent=0, jitter=0))


def hyphenated(rng: Random) -> Sample:
    """Return text with words broken at line ends."""
    return _set("hyphenated", rng, replace(random_layout(rng, 0), hyphens=0.6))


def paged(rng: Random) -> Sample:
    """Return text with running heads, feet and page numbers, or form feeds alone."""
    paragraphs = prose(rng, 1100)
    pages = paginate(lay_out(paragraphs, [random_layout(rng)], rng), rng)
    joint = "feed" if rng.random() < 0.25 else "furniture"
    return sample_of("paged", paragraphs, join_pages(pages, joint, rng))


def clean(rng: Random) -> Sample:
    """Return a chunk of clean text, wrapped or not: nothing may be removed from it."""
    paragraphs = excerpt(rng, 4, 12) + (excerpt(rng, 2, 8) if rng.random() < 0.5 else [])
    layout = Layout() if rng.random() < 0.4 else random_layout(rng)
    return sample_of("clean", list(dict.fromkeys(paragraphs)), lay_out(list(dict.fromkeys(paragraphs)), [layout], rng))


KINDS: dict[str, tuple[Callable[[Random], Sample], float | None]] = {
    "single": (single, 0.99),
    "single_jitter": (single_jitter, 0.99),
    "hyphenated": (hyphenated, 0.99),
    "paged": (paged, None),
    "double": (double, 0.95),
    "double_jitter": (double_jitter, 0.95),
    "double_gap": (double_gap, 0.95),
    "switching": (switching, 0.95),
    "first_indent": (first_indent, None),
    "no_gap": (no_gap, None),
}
"""Makers by kind, each with the F1 of paragraph ends to reach where one is set."""
