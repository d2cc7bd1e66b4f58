"""The lines of a page in reading order where it is set in columns.

Many programs draw a page row by row, so that PDFium returns the lines of two columns that are level as one line. Such a
line is cut where the gap in it belongs to a gutter: many lines go on behind a gap at the same place, with running text
on both sides; the cells of a table are shorter.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from flows.steps.read.pdf_layout import LineBox, PdfLine

_LEAST_LINES = 4
"""Lines that begin at one place and are a column."""
_NARROWEST = 8
"""Width of the narrowest column, by the size of the type."""
_LEAST_CHARACTERS = 18
"""Characters of most lines of a column; a cell of a table has fewer."""
_SAME_PLACE = 1.5
"""Points within which lines begin at one place."""
_LONGEST_INDENT = 3
"""Indent of a first line behind a gutter, by the size of the type."""


def in_columns(page: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page with those of columns apart, one column behind the other."""
    gutters = sorted(_gutters(page))
    lines = [piece for line in page for piece in _pieces(line, gutters)]
    return _reordered(lines, was_cut=len(lines) > len(page))


def _gutters(page: Sequence[PdfLine]) -> Iterator[float]:
    """Yield the left edges of columns whose lines continue lines of the column before."""
    places = Counter(round(gap.right) for line in page for gap in line.gaps)
    for place in places:
        if sum(places[place + shift] for shift in (-1, 0, 1)) < _LEAST_LINES:
            continue
        before, behind = [], []
        for line in page:
            cuts = [0, *(gap.behind for gap in line.gaps), len(line.text)]
            for number, gap in enumerate(line.gaps, 1):
                if abs(gap.right - place) <= _SAME_PLACE:
                    before.append(cuts[number] - cuts[number - 1])
                    behind.append(cuts[number + 1] - cuts[number])
        if min(median(before), median(behind)) >= _LEAST_CHARACTERS:
            yield float(place)


def _pieces(line: PdfLine, gutters: Sequence[float]) -> Iterator[PdfLine]:
    """Yield the pieces of a line between gutters."""
    box = line.box
    if box is None or not line.gaps or not gutters:
        yield line
        return
    start, left, bottom, word = 0, box.left, box.bottom, box.word
    for gap in line.gaps:
        near = range(bisect_right(gutters, gap.right + _SAME_PLACE) - 1, -1, -1)
        gutter = next((gutters[number] for number in near), None)
        is_cut = gutter is not None and gap.left < gutter and gap.right - gutter <= _LONGEST_INDENT * box.size
        if is_cut:
            yield _piece(line, start, gap.behind, LineBox(left, bottom, gap.left, word, box.size))
            start, left, bottom, word = gap.behind, gap.right, gap.bottom, gap.word
    yield _piece(line, start, len(line.text), LineBox(left, bottom, box.right, word, box.size))


def _piece(line: PdfLine, start: int, end: int, box: LineBox) -> PdfLine:
    """Return the text of a line from `start` to `end` as a line of its own."""
    text = line.text[start:end].rstrip()
    raised = tuple((left - start, right - start) for left, right in line.raised if start <= left < start + len(text))
    return line._replace(text=text, box=box, gaps=(), raised=raised)


def _reordered(page: list[PdfLine], *, was_cut: bool) -> list[PdfLine]:
    """Return lines column by column where the file has them in another order; lines across columns part the page."""
    boxes = [line.box for line in page if line.box]
    starts = _starts(boxes)
    if len(boxes) < len(page) or len(starts) < 2:
        return page
    columns = [max(bisect_right(starts, box.left + _SAME_PLACE) - 1, 0) for box in boxes]
    is_across = [
        any(box.left + box.size < start < box.right - box.size for start in starts[column + 1 :])
        for box, column in zip(boxes, columns, strict=True)
    ]
    narrow = Counter(column for column, across in zip(columns, is_across, strict=True) if not across)
    if min(narrow[column] for column in range(len(starts))) < _LEAST_LINES:
        return page
    tops = sorted(box.bottom for box, across in zip(boxes, is_across, strict=True) if across)
    bands = [len(tops) - bisect_right(tops, box.bottom) for box in boxes]
    in_file = [(bands[index], columns[index]) for index in range(len(page)) if not is_across[index]]
    if not was_cut and not _is_mixed(in_file):
        return page

    def key(index: int) -> tuple[int, bool, int, float]:
        column = -1 if is_across[index] else columns[index]
        return bands[index], is_across[index], column, -boxes[index].bottom

    return [page[index] for index in sorted(range(len(page)), key=key)]


def _starts(boxes: Sequence[LineBox]) -> list[int]:
    """Return the left edges of the columns of a page."""
    lefts = Counter(round(box.left) for box in boxes)
    usual = median(box.size for box in boxes) if boxes else 0.0
    starts: list[int] = []
    for left in sorted(lefts):
        is_column = sum(lefts[left + shift] for shift in (0, 1)) >= _LEAST_LINES
        if is_column and (not starts or left - starts[-1] >= _NARROWEST * usual):
            starts.append(left)
    return starts


def _is_mixed(in_file: Sequence[tuple[int, int]]) -> bool:
    """Return whether a column comes before the one on its left in a stretch of the page between lines across it."""
    return any(left[0] == right[0] and right[1] < left[1] for left, right in pairwise(in_file))
