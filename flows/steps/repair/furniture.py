"""Page furniture: running heads and feet, page numbers, form feeds.

Nothing is furniture by its looks alone. Page numbers must count up from page to page; a running head must come back
near page boundaries, or in the middle of sentences.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from flows.steps.repair.interruptions import (
    NUMBER,
    are_pages_apart,
    count_pages,
    interrupting_lines,
    is_marked,
    shape_of,
)
from flows.steps.repair.lines import TextLine, lines_of
from flows.steps.text.draft import Edit

_BARE_NUMBER = re.compile(
    r"(?:page|p\.|seite)?\s*[-–—\[(|]*\s*(?P<page>\d{1,4})\s*[-–—\])|]*(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_PAGE = r"(?:page\s+|pg?\.\s*|[-\[(]\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?(?:\s*[-\])])?"
_APART = re.compile(rf"^{_PAGE}(?:[ ]{{3,}}|\s*[\t|]\s*)\D|\D(?:[ ]{{3,}}|\s*[\t|]\s*){_PAGE}$", re.IGNORECASE)
_AT_EDGE = re.compile(rf"^{_PAGE}\s|\s{_PAGE}$", re.IGNORECASE)
_MARK = re.compile("[❖■◆♦▪◼⬛∎●□]")
_END_MARK = re.compile(r"""(?<=[.!?…"'”’)])[ \t]*[❖■◆♦▪◼⬛∎●□]+(?=[ \t]*(?:\n|$))""")
_LONGEST = 90
"""Characters of the longest running head; a line of running text is longer or has no others around it."""
_FEWEST_LINES = 6
"""Lines that a page holds at least, so that counted lists are no page numbers."""
_PAGES_TO_COUNT = 3
"""Lines with the right number that prove that pages are counted at their boundaries."""
_TITLE = 8
"""Words of the longest title that proves a running head when it occurs on two pages only."""
_NEAR = 2
"""Lines by which running heads may be away from a page boundary."""
_SAME_PAGE = 3
"""Equal lines beside equal ones that are a page printed twice; running heads have fewer lines."""
_GOES_ON = ",;"
"""What ends lines of sentences and verses, and no title."""
PAGE_BREAK = "\f"
"""What a removed line of furniture leaves behind, so that later rules know of the page break."""


def drop_furniture(text: str) -> Iterator[Edit]:
    """Yield edits that remove page numbers and running heads, each leaving a form feed as a trace."""
    lines = lines_of(text)
    interrupting = interrupting_lines(lines)
    numbers = _page_numbers(lines)
    heads = _running_heads(lines, numbers | interrupting.keys())
    numbers |= _numbers_by_page(lines, heads)
    heads = interrupting | heads
    for index in sorted(numbers | heads.keys()):
        line = lines[index]
        rule = "page_number" if _BARE_NUMBER.fullmatch(line.text) else "running_header"
        yield Edit(
            start=line.start,
            end=line.end,
            replacement=PAGE_BREAK,
            rule_id=rule,
            confidence=0.95,
            evidence=heads.get(index),
        )


def drop_end_marks(text: str) -> Iterator[Edit]:
    """Yield edits that remove the sign by which a magazine ends an article, with the blank before it."""
    if not _MARK.search(text):
        return
    for match in _END_MARK.finditer(text):
        yield Edit(start=match.start(), end=match.end(), replacement="", rule_id="end_mark")


def _page_numbers(lines: Sequence[TextLine]) -> set[int]:
    """Return the indexes of lines that hold a number counting up by one from page to page.

    The number must be set apart as page numbers are; numbered headings and items count up, too.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.width <= _LONGEST and sets_number_apart(line.text):
            groups["" if _BARE_NUMBER.fullmatch(line.text) else shape_of(line.text)].append(index)
    return {index for indexes in groups.values() for index in _counting(lines, indexes)}


def _counting(lines: Sequence[TextLine], indexes: Sequence[int]) -> Iterator[int]:
    """Yield those of `indexes` one of whose numbers, in the same place of each line, counts pages."""
    if len(indexes) < 2:
        return
    for which in range(min(len(NUMBER.findall(lines[index].text)) for index in indexes)):
        runs: list[list[int]] = []
        for index in indexes:
            if runs and _is_next_page(lines, runs[-1][-1], index, which):
                runs[-1].append(index)
            else:
                runs.append([index])
        for run in runs:
            if len(run) >= _fewest(lines, run) and _interrupts(lines, run):
                yield from run


def _fewest(lines: Sequence[TextLine], run: Sequence[int]) -> int:
    """Return how many pages in a row prove a page number: three, or two where form feeds or words beside it do."""
    if not _BARE_NUMBER.fullmatch(lines[run[0]].text):
        return 2
    marked = sum(_at_boundary(lines, index) or "page" in lines[index].text.casefold() for index in run)
    return 2 if marked >= len(run) - 1 else 3


def _interrupts(lines: Sequence[TextLine], run: Sequence[int]) -> bool:
    """Return whether numbers occur where pages end: with a mark of it, or in the middle of a sentence at least once.

    Numbers of sections, alone on their lines, are always between sentences.
    """
    return any(
        not lines[index].text.isdigit() or _at_boundary(lines, index) or (index and not lines[index - 1].is_terminal)
        for index in run
    )


def _is_next_page(lines: Sequence[TextLine], left: int, right: int, which: int) -> bool:
    first, second = (int(NUMBER.findall(lines[index].text)[which]) for index in (left, right))
    return second == first + 1 and are_pages_apart(lines, (left, right))


def _at_boundary(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether a form feed is directly before or behind the line."""
    return lines[index].page_before or (index + 1 < len(lines) and lines[index + 1].page_before)


def _running_heads(lines: Sequence[TextLine], numbers: Iterable[int]) -> dict[int, str]:
    """Return the indexes of lines that come back near page boundaries, each with its evidence."""
    groups: dict[str, list[int]] = defaultdict(list)
    counted: dict[str, list[int]] = defaultdict(list)
    for index in _near_boundaries(lines, numbers):
        text = lines[index].text
        groups[shape_of(text) if sets_number_apart(text) else " ".join(text.casefold().split())].append(index)
        if _AT_EDGE.search(text) and not lines[index].is_list_item:
            counted[shape_of(text)].append(index)
    heads = [indexes for indexes in groups.values() if _may_be_heads(lines, indexes)]
    heads += [each for each in counted.values() if len(each) >= _PAGES_TO_COUNT and count_pages(lines, each)]
    return {
        index: f"comes back at {len(indexes)} page boundaries"
        for indexes in heads
        if are_pages_apart(lines, indexes)
        for index in indexes
    }


def _near_boundaries(lines: Sequence[TextLine], numbers: Iterable[int]) -> list[int]:
    """Return the indexes of short lines near page boundaries, in order.

    The end of the text is one, too, and its beginning for lines that cannot be its title.
    """
    boundaries = set(numbers)
    boundaries |= {index for index, line in enumerate(lines) if line.page_before}
    boundaries |= {index - 1 for index in boundaries if index and lines[index].page_before}
    if not boundaries:
        return []
    near = {index + step for index in (*boundaries, len(lines)) for step in range(-_NEAR, _NEAR + 1)}
    near |= {index for index, line in enumerate(lines[:_FEWEST_LINES]) if is_marked(line) and not line.is_table_row}
    return [index for index in sorted(near) if 0 <= index < len(lines) and lines[index].width <= _LONGEST]


def _numbers_by_page(lines: Sequence[TextLine], heads: Iterable[int]) -> set[int]:
    """Return the indexes of lines at page boundaries whose numbers, set apart, count the pages.

    Running heads show where the boundaries are. Around each are the foot of one page and the head of the next, so
    the numbers there are the boundary's own or one more, counted from the same first page.
    """
    offers: dict[int, set[int]] = defaultdict(set)
    for count, index in _numbered_lines_at_boundaries(lines, heads):
        numbers = NUMBER.findall(lines[index].text)
        for number in {int(text) for text in (*numbers[:1], *numbers[-1:])}:
            offers[number - count].add(index)
            offers[number - count - 1].add(index)
    best = max(offers.values(), key=len, default=set())
    return best if len(best) >= _PAGES_TO_COUNT else set()


def _numbered_lines_at_boundaries(lines: Sequence[TextLine], heads: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield, for each line near a page boundary with a number set apart, the boundary's count and the line's index."""
    count, last = -1, -_FEWEST_LINES - 1
    seen: set[int] = set()
    for mark in sorted(heads):
        count += mark - last > _FEWEST_LINES
        last = mark
        for index in range(max(mark - _NEAR, 0), min(mark + _NEAR + 1, len(lines))):
            if index not in seen and sets_number_apart(lines[index].text):
                seen.add(index)
                yield count, index


def sets_number_apart(text: str) -> bool:
    """Return whether a line is a page number, alone or with a wide gap between it and a running title."""
    if not NUMBER.search(text):
        return False
    return _BARE_NUMBER.fullmatch(text) is not None or _APART.search(text) is not None


def _may_be_heads(lines: Sequence[TextLine], indexes: Sequence[int]) -> bool:
    """Return whether equal lines may be running heads: on three pages, or on two and as short as a title."""
    line = lines[indexes[0]]
    is_in_sentence = line.is_continuation and not is_marked(line)
    if is_in_sentence or line.is_hyphenated or line.text[-1] in _GOES_ON:
        return False
    if any(_begins_sentence(lines, index) for index in indexes):
        return False
    if len(indexes) > 2:
        return True
    is_title = len(line.text.split()) <= _TITLE and not line.is_terminal and not line.is_list_item
    is_short = is_title or (is_marked(line) and not line.is_table_row)
    return len(indexes) == 2 and is_short and not _is_page_again(lines, *sorted(indexes))


def _begins_sentence(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether a line behind the end of a sentence begins one that the next line goes on with."""
    return 0 < index < len(lines) - 1 and lines[index - 1].is_terminal and lines[index + 1].is_continuation


def _is_page_again(lines: Sequence[TextLine], left: int, right: int) -> bool:
    """Return whether the lines beside two equal ones are equal, too: the page is printed twice, and not its head."""
    return any(
        all(
            left + way * step >= 0
            and right + way * step < len(lines)
            and lines[left + way * step].text == lines[right + way * step].text
            for step in range(1, _SAME_PAGE + 1)
        )
        for way in (1, -1)
    )
