"""Lines with their places on a page to text with paragraphs, and marks on what is set in larger type.

A paragraph ends where the next line is far below, is set in another size, or would have had room for its first word
on the line above; that is measured in points, because letters differ in width.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.steps.read.html_notes import is_raised_mark
from flows.steps.read.markup import RoleMark
from flows.steps.text.draft import Edit
from schemas.vocab import Role

_WIDE_GAP = 1.3
"""Distance of two lines, by the usual one in the document, from which a paragraph ends between them."""
_APART = 1.6
"""Distance, by the usual one, from which a line at the edge of a page is no part of its text."""
_LARGER = 1.15
"""Size of type, by that of the running text, from which a line is a heading."""
_SAME_SIZE = 0.5
"""Points by which the sizes of lines of one paragraph may differ."""
_BLANK = 0.25
"""Width of a blank, by the size of the type."""
_INDENT = 0.8
"""Indent of a first line, by the size of the type."""
_LEAST_LINES = 4
"""Lines that begin at one place and are a column, rather than a heading or an item."""
_NARROWEST = 8
"""Width of the narrowest column, by the size of the type."""
_NEARLY_ALL = 0.9
"""Share of the lines of a column that its right edge is not behind."""
_APART_RIGHT = 2
"""Width, by the size of the type, by which a line is wider than all others and no measure of its column."""
_LEAST_CELLS = 3
"""Cells of rows that stay together as lines of one block; those of two cells are blocks of their own."""
_LONGEST_HEADING = 200
"""Characters of the longest heading."""
_ENDS = (".", "!", "?", "…", ":", ".”", '."', ".’", "?”", "!”")


class LineBox(NamedTuple):
    """The box around a line, in points from the lower left corner; `word` is the width of its first word."""

    left: float
    bottom: float
    right: float
    word: float
    size: float


class LineGap(NamedTuple):
    """A wide gap in a line, in points; `behind` is the index of the first character behind it.

    `bottom` is that of the text there, and `word` the width of its first word.
    """

    behind: int
    left: float
    right: float
    bottom: float
    word: float


class PdfLine(NamedTuple):
    """A line of a page, its angle in radians, and whether it is faint; its box is None where PDFium gives none.

    `raised` are the ranges of its text that are small and above the others; `cells` counts those of a row of a table.
    """

    text: str
    box: LineBox | None
    angle: float = 0.0
    is_faint: bool = False
    gaps: tuple[LineGap, ...] = ()
    raised: tuple[tuple[int, int], ...] = ()
    cells: int = 0


class _UsualMeasures(NamedTuple):
    """What is usual in a document, in points; 0 where it is not known."""

    distance: float
    size: float


class _LineKind(NamedTuple):
    """What lines of one column have in common: left edge and size, rounded, and whether they cross other columns."""

    left: int
    half_points: int
    is_across: bool


def parted(page: Sequence[PdfLine]) -> tuple[list[PdfLine], list[PdfLine]]:
    """Return the text of a page, and the lines printed across or behind it: at another angle, or large and faint."""
    angles: Counter[float] = Counter()
    for line in page:
        angles[line.angle] += len(line.text)
    angle = max(angles, key=lambda angle: angles[angle], default=0.0)
    usual = _usual([page]).size
    text: list[PdfLine] = []
    behind: list[PdfLine] = []
    for line in page:
        is_large = line.box is not None and line.box.size >= _LARGER * usual
        (behind if line.angle != angle or (line.is_faint and is_large) else text).append(line)
    return text, behind


def ordered(page: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page with its running head first and its foot last, wherever the file has them."""
    placed = [line.box.bottom for line in page if line.box]
    if len(placed) < 3 or len(placed) < len(page):
        return list(page)
    usual = _usual([page]).distance
    by_height = sorted(range(len(page)), key=lambda index: (-placed[index], index))
    first, second, *_ = by_height
    before, last = by_height[-2:]
    head = [first] if placed[first] - placed[second] > _APART * usual else []
    foot = [last] if placed[before] - placed[last] > _APART * usual else []
    middle = [index for index in range(len(page)) if index not in (*head, *foot)]
    return [page[index] for index in (*head, *middle, *foot)]


class SetPages(NamedTuple):
    """The text of all pages, with the marks on it and the edits that take marks of notes away."""

    text: str
    marks: tuple[RoleMark, ...]
    edits: tuple[Edit, ...]


def set_text(pages: Sequence[Sequence[PdfLine]], behind: Sequence[PdfLine] = ()) -> SetPages:
    """Return the text of all pages, form feeds between them, with marks on headings and tables.

    Lines from `behind` the text of the pages follow at the end, each on its own, with a mark that they are no text.
    """
    usual = _usual(pages)
    largest = max((line.box.size for page in pages[:1] for line in page if line.box), default=0.0)
    pieces: list[str] = []
    marks: list[RoleMark] = []
    edits: list[Edit] = []
    length = 0
    for number, page in enumerate(pages):
        for between, line in _with_gaps(page, usual, "\f" if number else ""):
            start = length + len(between)
            length = start + len(line.text)
            pieces += (between, line.text)
            edits += _note_marks(line, start)
            if line.cells:
                marks.append(RoleMark(start, length, Role.TABLE))
            elif _is_heading(line, usual.size):
                is_title = number == 0 and line.box is not None and line.box.size > largest - _SAME_SIZE
                marks.append(RoleMark(start, length, Role.TITLE if is_title else Role.HEADING))
        if number and not page:
            pieces.append("\f")
            length += 1
    for line in behind:
        pieces += ("\n\n", line.text)
        marks.append(RoleMark(length + 2, length + 2 + len(line.text), Role.OTHER))
        length += 2 + len(line.text)
    return SetPages("".join(pieces), tuple(marks), tuple(edits))


def _note_marks(line: PdfLine, offset: int) -> Iterator[Edit]:
    """Yield the edits that take the marks of notes out of a line, whose text begins at `offset`."""
    for start, end in line.raised:
        if is_raised_mark(line.text[start:end], line.text[:start]):
            yield Edit(start=offset + start, end=offset + end, replacement="", rule_id="footnote_marker")


def _with_gaps(page: Sequence[PdfLine], usual: _UsualMeasures, before: str) -> Iterator[tuple[str, PdfLine]]:
    """Yield each line of a page with what is to be written between it and the line above."""
    columns = _columns(page)
    rights = _column_rights(page, columns)
    lefts = [left for column in columns for left in [_column_left(column)] * len(column)]
    for index, line in enumerate(page):
        if index == 0:
            yield before, line
        else:
            is_end = _ends_paragraph(page[index - 1], line, usual, rights[index - 1], lefts[index])
            yield "\n\n" if is_end else "\n", line


def _ends_paragraph(
    above: PdfLine, line: PdfLine, usual: _UsualMeasures, column_right: float, column_left: float
) -> bool:
    """Return whether a paragraph ends between two lines; never where their places are not known.

    `column_right` is the right edge of the column of the upper line, `column_left` the left edge of that of the lower.
    """
    if above.box is None or line.box is None:
        return False
    if above.cells or line.cells:
        return min(above.cells, line.cells) < _LEAST_CELLS
    upper, lower = above.box, line.box
    scale = max(min(upper.size, lower.size) / usual.size, 1.0) if usual.size else 1.0
    if usual.distance and upper.bottom - lower.bottom > _WIDE_GAP * usual.distance * scale:
        return True
    if abs(upper.size - lower.size) > _SAME_SIZE:
        return True
    would_fit = upper.right + _BLANK * upper.size + lower.word <= column_right
    is_large = usual.size > 0 and upper.size >= _LARGER * usual.size
    if upper.bottom <= lower.bottom:  # the next column
        is_indented = lower.left - column_left > _INDENT * lower.size
        return (is_indented or would_fit) and not is_large and above.text.endswith(_ENDS)
    is_indented = lower.left - upper.left > _INDENT * lower.size and above.text.endswith(_ENDS)
    return (is_indented or would_fit) and not is_large


def _columns(page: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Return the lines of each column: a line that is higher than the one before begins one."""
    columns: list[list[PdfLine]] = []
    for line in page:
        above = columns[-1][-1].box if columns else None
        if above is None or line.box is None or line.box.bottom > above.bottom + line.box.size:
            columns.append([])
        columns[-1].append(line)
    return columns


def _column_left(column: Sequence[PdfLine]) -> float:
    """Return where most lines of a column begin."""
    lefts = Counter(round(line.box.left) for line in column if line.box)
    return min(lefts, key=lambda left: (-lefts[left], left), default=0)


def _column_rights(page: Sequence[PdfLine], columns: Sequence[Sequence[PdfLine]]) -> list[float]:
    """Return for each line the right edge of its column.

    It is that of lines of the same size that begin at the same place, so that neither a title nor a running head nor
    an indented line makes a column wider than its text.
    """
    lefts = Counter(round(line.box.left) for line in page if line.box)
    starts = sorted(left for left, count in lefts.items() if count >= _LEAST_LINES)
    return [right for column in columns for right in _rights_in(column, starts)]


def _rights_in(column: Sequence[PdfLine], starts: Sequence[int]) -> list[float]:
    """Return for each line of a column the right edge of the lines like it; `starts` are left edges of the page.

    Where hardly a line is like it, that of the lines of its size counts, or else of all lines.
    """
    kinds = [_kind_of(line.box, starts) if line.box else None for line in column]
    by_kind, by_size = defaultdict[_LineKind, list[float]](list), defaultdict[_LineKind, list[float]](list)
    for line, kind in zip(column, kinds, strict=True):
        if line.box and kind:
            by_kind[kind].append(line.box.right)
            by_size[kind._replace(left=0)].append(line.box.right)
    of_size = {size: sorted(_near(size, by_size, (0,))) for size in by_size}
    of_all = sorted(line.box.right for line in column if line.box)
    edges = {}
    for kind in by_kind:
        choices = (sorted(_near(kind, by_kind, (-1, 0, 1))), of_size[kind._replace(left=0)])
        edges[kind] = _edge(next((rights for rights in choices if len(rights) >= _LEAST_LINES), of_all), kind)
    return [edges[kind] if kind else 0.0 for kind in kinds]


def _kind_of(box: LineBox, starts: Sequence[int]) -> _LineKind:
    """Return which lines a line is like; it crosses columns where one begins far behind its own left edge."""
    behind = bisect_right(starts, box.left + _NARROWEST * box.size)
    return _LineKind(round(box.left), round(2 * box.size), behind < len(starts) and starts[behind] < box.right)


def _near(kind: _LineKind, by_kind: Mapping[_LineKind, Sequence[float]], shifts: Sequence[int]) -> Iterator[float]:
    """Yield the right edges of the lines of nearly the same size that begin at most so many points away."""
    for shift in shifts:
        for half_points in (kind.half_points - 1, kind.half_points, kind.half_points + 1):
            yield from by_kind.get(_LineKind(kind.left + shift, half_points, kind.is_across), ())


def _edge(rights: Sequence[float], kind: _LineKind) -> float:
    """Return the greatest of some right edges, in order, but for a few that are far beyond all others."""
    edge = len(rights) - 1
    while edge > _NEARLY_ALL * len(rights) and rights[edge] - rights[edge - 1] > _APART_RIGHT * kind.half_points / 2:
        edge -= 1
    return rights[edge]


def _usual(pages: Sequence[Sequence[PdfLine]]) -> _UsualMeasures:
    """Return the distance of lines that is the most frequent, and the size of type of the most text."""
    distances: Counter[float] = Counter()
    sizes: Counter[float] = Counter()
    for page in pages:
        boxes = [line.box for line in page if line.box]
        distances.update(round(upper.bottom - lower.bottom) for upper, lower in pairwise(boxes))
        for line in page:
            if line.box:
                sizes[round(line.box.size, 1)] += len(line.text)
    return _UsualMeasures(_most_frequent(distances), _most_frequent(sizes))


def _most_frequent(counts: Mapping[float, int]) -> float:
    """Return the most frequent of the positive values, the smallest of several; 0 where there is none."""
    return float(max((value for value in counts if value > 0), key=lambda value: (counts[value], -value), default=0))


def _is_heading(line: PdfLine, usual: float) -> bool:
    """Return whether a line is set in larger type than the running text."""
    return (
        line.box is not None and usual > 0 and line.box.size >= _LARGER * usual and len(line.text) <= _LONGEST_HEADING
    )
