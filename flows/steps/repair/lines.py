"""The lines of a text that hold anything, with what layout can be read from."""

import re
from functools import lru_cache
from typing import NamedTuple

_TERMINAL = re.compile(r"""[.!?…:](?:["'”’»)\]]|\[\d{1,3}\])*$""")
_LIST_MARK = re.compile(r"(?:[•◦▪‣●○■□–—*+-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])[ \t]+(?=\S)")
_COLUMNS = re.compile(r"\S(?:[ ]{3,}|[ ]*\t[ \t]*|[ ]*\|[ ]*)(?=\S)")


_FEWEST_ROWS = 4000
"""Lines from which a text may be one of rows: a list of words, or a column of figures."""
_ROW = 16
"""Characters of such rows on average, the ends of lines counted; a narrow column of print has twice that."""
_ENDS = frozenset(".!?…:")
_CLOSES = frozenset("\"'”’»)]")
_OPENS = "\"'“‘(—–"


class TextLine(NamedTuple):
    """One line that is not blank: `start` to `end` is its text without the white space around it.

    `indent` counts the blanks before it; `empty_before` the empty lines above; `page_before`: a form feed is
    between it and the line above. `is_terminal`: it ends like a sentence or an announcement;
    `is_continuation`: it begins in lower case, as only the middle of a sentence does.
    """

    start: int
    end: int
    indent: int
    empty_before: int
    page_before: bool
    text: str
    is_terminal: bool
    is_continuation: bool

    @property
    def width(self) -> int:
        """Return its length in characters."""
        return self.end - self.start

    @property
    def first_word(self) -> int:
        """Return the length of its first word."""
        return len(self.text.split(None, 1)[0])

    @property
    def is_hyphenated(self) -> bool:
        """Return whether it ends in the middle of a word, or at the hyphen of one."""
        return self.text[-1:] in "-\xad‐" and self.text[-2:-1].isalpha()

    @property
    def is_list_item(self) -> bool:
        """Return whether it begins with a bullet or a counter."""
        return bool(_LIST_MARK.match(self.text))

    @property
    def has_gaps(self) -> bool:
        """Return whether more than single blanks are between its words."""
        return "  " in self.text or "\t" in self.text

    @property
    def is_table_row(self) -> bool:
        """Return whether wide gaps, tabs or bars part it into columns."""
        is_parted = "   " in self.text or "\t" in self.text or "|" in self.text
        return is_parted and len(_COLUMNS.findall(self.text)) >= 2


@lru_cache(maxsize=1)  # each rule asks it of the text that it is given
def are_rows(text: str) -> bool:
    """Return whether the lines of a text are so many and so short that each is a row, and none is part of a paragraph.

    What is a list of thousands of words is not searched for pages, wrapped lines and marks of Markdown; its lines stay
    as they are.
    """
    if text.count("\n") < _FEWEST_ROWS:
        return False
    rows = sum(map(bool, map(str.strip, text.split("\n"))))
    return rows >= _FEWEST_ROWS and len(text) <= _ROW * rows


def lines_of(text: str) -> list[TextLine]:
    """Return the lines of `text` that are not blank, in order. A form feed ends a line like a line feed."""
    return list(_lines_of(text))


@lru_cache(maxsize=1)  # rules that follow each other mostly look at the same text
def _lines_of(text: str) -> tuple[TextLine, ...]:
    lines: list[TextLine] = []
    empty, page = 0, False
    offset = 0
    for row in text.split("\n"):
        for number, part in enumerate(row.split("\f") if "\f" in row else (row,)):
            page = page or number > 0
            stripped = part.strip()
            if stripped:
                indent = 0 if part[0] == stripped[0] else len(part) - len(part.lstrip())
                lines.append(_line(offset + indent, indent, max(empty - 1, 0), page, stripped))
                empty, page = 0, False
            offset += len(part) + 1
        empty += 1
    return tuple(lines)


def _line(start: int, indent: int, empty_before: int, page_before: bool, text: str) -> TextLine:  # noqa: FBT001
    last, first = text[-1], text[0]
    is_terminal = last in _ENDS or (last in _CLOSES and bool(_TERMINAL.search(text)))
    is_continuation = first.islower() or (first in _OPENS and text.lstrip(_OPENS)[:1].islower())
    return TextLine(
        start=start,
        end=start + len(text),
        indent=indent,
        empty_before=empty_before,
        page_before=page_before,
        text=text,
        is_terminal=is_terminal,
        is_continuation=is_continuation,
    )
