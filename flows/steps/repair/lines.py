"""The lines of a text that hold anything, with what layout can be read from."""

import re
from typing import NamedTuple

_TERMINAL = re.compile(r"""[.!?…:](?:["'”’»)\]]|\[\d{1,3}\])*$""")
_LIST_MARK = re.compile(r"(?:[•◦▪‣●○■□–—*+-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])[ \t]+(?=\S)")
_COLUMNS = re.compile(r"\S(?:[ ]{3,}|[ ]*\t[ \t]*|[ ]*\|[ ]*)(?=\S)")


class Line(NamedTuple):
    """One line that is not blank: `start` to `end` is its text without the white space around it.

    `indent` counts the blanks before it; `empty_before` the empty lines above; `page_before` says whether a form feed
    stands between it and the line above.
    """

    start: int
    end: int
    indent: int
    empty_before: int
    page_before: bool
    text: str

    @property
    def width(self) -> int:
        """Return its length in characters."""
        return self.end - self.start

    @property
    def first_word(self) -> int:
        """Return the length of its first word."""
        return len(self.text.split(None, 1)[0])

    @property
    def is_terminal(self) -> bool:
        """Return whether it ends like a sentence or an announcement."""
        return bool(_TERMINAL.search(self.text))

    @property
    def is_continuation(self) -> bool:
        """Return whether it begins in lower case, as only the middle of a sentence does."""
        return self.text.lstrip("\"'“‘(—–")[:1].islower()

    @property
    def is_hyphenated(self) -> bool:
        """Return whether it ends in the middle of a word, or at the hyphen of one."""
        return self.text[-1:] in "-\xad‐" and self.text[-2:-1].isalpha()

    @property
    def is_list_item(self) -> bool:
        """Return whether it begins with a bullet or a counter."""
        return bool(_LIST_MARK.match(self.text))

    @property
    def is_table_row(self) -> bool:
        """Return whether wide gaps, tabs or bars part it into columns."""
        is_parted = "   " in self.text or "\t" in self.text or "|" in self.text
        return is_parted and len(_COLUMNS.findall(self.text)) >= 2


def lines_of(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank, in order. A form feed ends a line like a line feed."""
    found: list[Line] = []
    empty, page = 0, False
    offset = 0
    for row in re.split("(\n|\f)", text):
        if row == "\f":
            page = True
        elif row.strip():
            stripped = row.strip()
            start = offset + len(row) - len(row.lstrip())
            found.append(Line(start, start + len(stripped), start - offset, max(empty - 1, 0), page, stripped))
            empty, page = 0, False
        elif row == "\n":
            empty += 1
        offset += len(row)
    return found
