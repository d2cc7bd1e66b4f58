"""Lines that come back in the middle of sentences: heads and feet of pages that no form feed or page number shows.

A line interrupts a sentence where the line above ends none and the line below goes on in lower case. A line of the text
does so once at most; the foot of a page does it on every page whose last sentence goes over. Its digits may differ from
page to page, as far as they count the pages.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flows.steps.repair.lines import TextLine
from flows.steps.repair.sections import names_section

NUMBER = re.compile(r"\d+")
_LONGEST = 160
"""Characters of the longest foot: an address with the page behind it."""
_PAGE_LINES, _PAGE_LENGTH = 6, 400
"""Lines, or characters where lines are whole paragraphs, that a page holds at least."""
_MOST_PAGES = 3
"""Pages from one foot to the next that was kept."""
_MOST_ROWS = 4
"""Lines of the foot of a page and the head of the next together, at most."""
_AROUND = 6
"""Lines to either side that show whether a text is running text."""
_NARROWEST, _EQUAL, _MOSTLY = 30, 0.6, 0.6
"""Characters of a line of running text, its share of the widest around, and the share of such lines."""
_NARROW = 0.75
"""Share of the widest line around that a line of words alone has at most, so that it is none of the text."""
_PARAGRAPH = 100
"""Characters of a line beside which what interrupts it is no item of a list and no verse."""
_NAME = 3
"""Words of a name from which it is no link or label that was put on a line of its own."""
_ADDRESS = re.compile(r"https?://|www\.|\w\.(?:com|org|net|int|gov|edu|example)\b|[\w.]+/[\w./]+\d", re.IGNORECASE)
_SIGNS = re.compile(r"[©|®]|^\d{1,4}[/.]\d{1,2}[/.]\d{2,4}\b|\bpage\s+\d|\brights reserved\b", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"[a-z]{3}[.!?]\s+\w")
_BRACKETED = re.compile(r"[\[(*].*[\])*]")
"""What was put between the words on purpose: "(Applause)", "[Laughter]"."""
_GOES_ON = (",", ";", "-", "–", "—")
_NUMBERS = 3
"""Numbers of a line without letters that is the number of a paper and a page."""
_LETTERS = re.compile(r"[^\W\d_]")


def shape_of(text: str) -> str:
    """Return a line with its numbers, as a character that texts seldom have, and its spacing made equal."""
    return " ".join(NUMBER.sub("\uffff", text.casefold()).split())


def interrupting_lines(lines: Sequence[TextLine]) -> dict[int, str]:
    """Return the indexes of lines that come back in mid-sentence, each with its evidence."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.width <= _LONGEST and not _BRACKETED.fullmatch(line.text):
            groups[shape_of(line.text)].append(index)
    groups = {shape: indexes for shape, indexes in groups.items() if are_pages_apart(lines, indexes)}
    recurring = {index for indexes in groups.values() for index in indexes}
    evidence: dict[int, str] = {}
    for indexes in groups.values():
        places = [index for index in indexes if _interrupts(lines, index, recurring)]
        if places and _is_furniture(lines, indexes, places):
            first = indexes[0] if _may_be_title(lines, indexes[0]) else -1
            why = f"comes back {len(indexes)} times, in mid-sentence {len(places)} times"
            evidence |= {index: why for index in indexes if index != first}
    return evidence


def are_pages_apart(lines: Sequence[TextLine], indexes: Sequence[int]) -> bool:
    """Return whether a page of text is between any two of two or more lines."""
    return len(indexes) > 1 and all(
        right - left > _PAGE_LINES or lines[right].start - lines[left].end >= _PAGE_LENGTH
        for left, right in pairwise(indexes)
    )


def _interrupts(lines: Sequence[TextLine], index: int, recurring: set[int]) -> bool:
    """Return whether a sentence goes on from the text above a line to the text below, other such lines aside."""
    above = any(_may_go_on(line) for line in _beside(lines, index, -1, recurring))
    return above and any(_goes_on(line) for line in _beside(lines, index, 1, recurring))


def _beside(lines: Sequence[TextLine], index: int, way: int, recurring: set[int]) -> Iterator[TextLine]:
    """Yield the next line, and those that only heads and feet part from a line, as far as lines that come back are."""
    for at in range(index + way, index + way * _MOST_ROWS, way):
        if not 0 <= at < len(lines):
            break
        yield lines[at]
        if at not in recurring or not _may_be_row(lines, at):
            break


def is_marked(line: TextLine) -> bool:
    """Return whether a line has what running text seldom has: an address, a sign of rights, a date in digits."""
    return _ADDRESS.search(line.text) is not None or _SIGNS.search(line.text) is not None


def _may_go_on(line: TextLine) -> bool:
    return not (line.is_terminal or line.is_list_item or line.is_table_row)


def _goes_on(line: TextLine) -> bool:
    return line.is_continuation and not (line.is_list_item or line.is_table_row)


def _is_furniture(lines: Sequence[TextLine], indexes: Sequence[int], places: Sequence[int]) -> bool:
    """Return whether lines of one shape, which interrupt sentences at `places`, are heads or feet of pages.

    One place is enough where a number of theirs counts the pages.
    """
    line = lines[places[0]]
    columns = _columns(lines, indexes)
    rises = any(all(left < right <= left + _MOST_PAGES for left, right in pairwise(column)) for column in columns)
    are_equal = all(len(set(column)) == 1 for column in columns)
    if not (rises or are_equal) or len(places) < 2 - any(map(_counts, columns)):
        return False
    if line.is_list_item or line.text.endswith(_GOES_ON) or (rises and names_section(line.text)):
        return False
    begins = rises or _ADDRESS.search(line.text.split()[0]) or not line.is_continuation
    has_words = _LETTERS.search(line.text) or len(columns) >= _NUMBERS
    if not (begins and has_words) or any(_is_copied(lines, left, right) for left, right in pairwise(indexes)):
        return False
    return all(_is_in_text(lines, index) for index in places) and (rises or is_marked(line) or _is_head(lines, places))


def count_pages(lines: Sequence[TextLine], indexes: Sequence[int]) -> bool:
    """Return whether a number of lines of one shape counts up by one from line to line, and no part of the text."""
    return any(map(_counts, _columns(lines, indexes))) and not names_section(lines[indexes[0]].text)


def _columns(lines: Sequence[TextLine], indexes: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the numbers in each place of lines of one shape, as far as all have one."""
    return list(zip(*(map(int, NUMBER.findall(lines[index].text)) for index in indexes), strict=False))


def _counts(column: Sequence[int]) -> bool:
    return all(right == left + 1 for left, right in pairwise(column))


def _is_copied(lines: Sequence[TextLine], left: int, right: int) -> bool:
    """Return whether lines of running text beside two equal ones are equal, too: a stretch of text is there twice."""
    return any(
        left + way >= 0
        and right + way < len(lines)
        and lines[left + way].text == lines[right + way].text
        and not _may_be_row(lines, left + way)
        for way in (-1, 1)
    )


def _may_be_row(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether a line may be another one of the head or foot of a page by its looks."""
    line = lines[index]
    if line.is_continuation and not _ADDRESS.search(line.text.split()[0]):
        return False
    return (
        NUMBER.search(line.text) is not None or is_marked(line) or (not line.is_terminal and _is_narrow(lines, index))
    )


def _around(lines: Sequence[TextLine], index: int) -> list[TextLine]:
    return [*lines[max(index - _AROUND, 0) : index], *lines[index + 1 : index + _AROUND + 1]]


def _is_in_text(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether lines around a line are long enough for running text, as those of poems and lists are not."""
    around = _around(lines, index)
    beside = (line.width for line in lines[max(index - 1, 0) : index + 2])
    return max(beside) >= _PARAGRAPH or sum(line.width >= _NARROWEST for line in around) >= _MOSTLY * len(around)


def _is_head(lines: Sequence[TextLine], places: Sequence[int]) -> bool:
    """Return whether a line of words alone is no line of the text around it, wherever it interrupts sentences.

    It is short among wrapped lines. Where lines are whole paragraphs a name on a line of its own may be a link, unless
    it is there again and again.
    """
    text = lines[places[0]].text
    is_name = (len(text.split()) >= _NAME or text.isupper()) and not _TWO_SENTENCES.search(text)
    return is_name and all(
        _is_narrow(lines, index) and (_is_wrapped(lines, index) or len(places) > 2) for index in places
    )


def _is_wrapped(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether most lines around a line have one width, as wrapped ones have."""
    around = _around(lines, index)
    widest = max(line.width for line in around)
    return sum(line.width >= _EQUAL * widest for line in around) >= _MOSTLY * len(around)


def _is_narrow(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether a line is short beside the widest one around it."""
    return lines[index].width <= _NARROW * max(line.width for line in _around(lines, index))


def _may_be_title(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether a line of words alone is at the top of the text, where the running head is the title itself."""
    return index <= 1 and not NUMBER.search(lines[index].text)
