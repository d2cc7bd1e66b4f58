"""Tables of a page: lines whose short cells begin or end at the same places, cell by cell."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from flows.steps.read.pdf_layout import PdfLine

_GAP = 1.5
"""Width, by the size of the type, of a gap between cells; a blank of justified text is narrower."""
_LEAST_ROWS = 3
_LONGEST_CELL = 25
"""Characters of most cells of a column; longer ones are sentences, which stay text."""
_LIST_MARK = re.compile(r"\W|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|[–—-]{1,2}")
"""What begins an item of a list, whose text is set apart from it as cells are."""
_CELLS_APART = " | "


def with_tables(page: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page, those of tables as rows whose cells are apart."""
    lines: list[PdfLine] = []
    run: list[PdfLine] = []
    for line in (*page, None):
        if line is not None and _may_be_row(line):
            run.append(line)
            continue
        lines += _rows(run)
        run = []
        if line is not None:
            lines.append(line)
    return lines


def _may_be_row(line: PdfLine) -> bool:
    """Return whether a line has cells, and is no item of a list."""
    cells = _cells(line)
    return len(cells) > 1 and not (len(cells) == 2 and _LIST_MARK.fullmatch(cells[0]))


def _rows(run: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """Yield lines with gaps that follow each other as rows, if they are a table."""
    edges = Counter(edge for line in run for edge in {round(edge) for edge in _edges(line)})
    is_table = len(run) >= _LEAST_ROWS and _has_short_cells(run)
    for line in run:
        is_aligned = any(
            sum(edges[round(edge) + shift] for shift in (-1, 0, 1)) >= _LEAST_ROWS for edge in _edges(line)
        )
        cells = _cells(line)
        is_row = is_table and is_aligned
        yield line._replace(text=_CELLS_APART.join(cells), cells=len(cells), raised=()) if is_row else line


def _cells(line: PdfLine) -> list[str]:
    """Return the text of a line between its gaps."""
    size = line.box.size if line.box else 0.0
    cuts = [0, *(gap.behind for gap in line.gaps if gap.right - gap.left > _GAP * size), len(line.text)]
    return [line.text[start:end].strip() for start, end in pairwise(cuts)]


def _edges(line: PdfLine) -> list[float]:
    """Return where the cells behind the first one begin and end."""
    right = line.box.right if line.box else 0.0
    return [*(gap.right for gap in line.gaps), *(gap.left for gap in line.gaps[1:]), right]


def _has_short_cells(run: Sequence[PdfLine]) -> bool:
    """Return whether the cells of each column are mostly shorter than sentences."""
    columns: dict[int, list[int]] = {}
    for line in run:
        for number, cell in enumerate(_cells(line)):
            columns.setdefault(number, []).append(len(cell))
    return all(median(lengths) <= _LONGEST_CELL for lengths in columns.values())
