"""Paragraphs to the rows of pages, and rows to a raw text with the truth about each of its characters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from tests.quality.repair.wrapping import Layout, wrap

TERMINAL = re.compile(r"""[.!?…:]["'”’)]*$""")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page, or a part of one (`is_joint`: it goes on behind the row before, after one blank).

    `paragraph` is the clean paragraph whose text it is; None for copies and furniture. `group` and `member` name the
    fragment that is printed more than once and which copy this is, 0 being the source. `is_solid` says, where the row
    ends in a hyphen made or met by the line end, whether the word is written without it.
    """

    text: str
    paragraph: int | None = None
    blanks: int = 0
    indent: int = 0
    feed: bool = False
    is_joint: bool = False
    is_furniture: bool = False
    group: int | None = None
    member: int = 0
    is_solid: bool | None = None

    @property
    def is_terminal(self) -> bool:
        """Return whether it ends like a sentence."""
        return TERMINAL.search(self.text) is not None


@dataclass(slots=True)
class Group:
    """A fragment in all its copies: raw ranges by member.

    One member must stay. Where `is_free` any may, since the text is the same; otherwise it is member 0, which stands
    in its own context.
    """

    members: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A damaged text and its truth.

    `paragraphs` is the clean text, empty where only removals are judged; `ends` are the raw offsets of the last letter
    or digit of each paragraph; `hyphens` are raw offsets of line-end hyphens and whether they must go; `quotes` are the
    positions of pull quotes.
    """

    kind: str
    raw: str
    paragraphs: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()
    groups: tuple[Group, ...] = ()
    hyphens: tuple[tuple[int, bool], ...] = ()
    quotes: tuple[int, ...] = ()


def lay_out(paragraphs: Sequence[str], layouts: Sequence[Layout], rng: Random) -> list[Row]:
    """Return the rows of `paragraphs`, each set in the layout at its position (the last one for all that follow)."""
    rows: list[Row] = []
    for position, paragraph in enumerate(paragraphs):
        layout = layouts[min(position, len(layouts) - 1)]
        for number, (line, is_solid) in enumerate(wrap(paragraph, layout, rng)):
            blanks = layout.spacing if number else layout.gap * (position > 0)
            indent = layout.indent + (0 if number else layout.first_indent)
            rows.append(Row(line, position, blanks, indent, is_solid=is_solid))
    return rows


def is_inside(rows: Sequence[Row], at: int) -> bool:
    """Return whether the gap before row `at` lies inside a paragraph."""
    return 0 < at < len(rows) and rows[at].paragraph is not None and rows[at].paragraph == rows[at - 1].paragraph


def paginate(rows: Sequence[Row], rng: Random, shortest: int = 18, longest: int = 38) -> list[list[Row]]:
    """Return rows in pages, cut inside of paragraphs."""
    pages: list[list[Row]] = [[]]
    length = rng.randint(shortest, longest)
    for index, row in enumerate(rows):
        if len(pages[-1]) >= length and is_inside(rows, index):
            pages.append([])
        pages[-1].append(row)
    return pages


def raw_of(rows: Iterable[Row]) -> tuple[str, list[tuple[Row, int, int]]]:
    """Return the raw text of rows, and each row with its range in it."""
    pieces: list[str] = []
    placed, offset = [], 0
    for row in rows:
        before = _separator(row, is_first=not pieces)
        placed.append((row, offset + len(before), offset + len(before) + len(row.text)))
        pieces += (before, row.text)
        offset = placed[-1][2]
    return "".join((*pieces, "\n")), placed


def _separator(row: Row, *, is_first: bool) -> str:
    if row.is_joint:
        return " "
    ends = "" if is_first else "\n" * (1 + row.blanks)
    return ends + "\f" * row.feed + " " * row.indent


def sample_of(
    kind: str,
    paragraphs: Sequence[str],
    rows: Iterable[Row],
    *,
    free: Iterable[int] = (),
    quotes: Iterable[int] = (),
) -> Sample:
    """Return the sample that rows make; `free` are the groups of which any copy may stay."""
    raw, placed = raw_of(rows)
    groups: dict[int, Group] = {}
    last: dict[int, int] = {}
    for row, start, end in placed:
        if row.group is not None:
            group = groups.setdefault(row.group, Group(is_free=row.group in set(free)))
            group.members.setdefault(row.member, []).append((start, end))
        letters = [at for at in range(start, end) if raw[at].isalnum()] if row.paragraph is not None else []
        if letters and row.paragraph is not None:
            last[row.paragraph] = letters[-1]
    return Sample(
        kind,
        raw,
        tuple(paragraphs),
        tuple(last[number] for number in sorted(last)) if paragraphs else (),
        tuple((start, end) for row, start, end in placed if row.is_furniture),
        tuple(groups[number] for number in sorted(groups)),
        tuple((end - 1, row.is_solid) for row, _, end in placed if row.is_solid is not None),
        tuple(quotes),
    )


def marked(rows: Sequence[Row], group: int, member: int) -> list[Row]:
    """Return rows as one member of a group; copies (member above 0) belong to no paragraph."""
    if member == 0:
        return [replace(row, group=group) for row in rows]
    return [replace(row, group=group, member=member, paragraph=None, is_solid=None) for row in rows]
