"""Characters that carry no text: line ends of other systems, odd spaces, marks nobody sees."""

import re
from collections.abc import Iterator

from flows.steps.edits import Edit

_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028]|\u2029")
_INVISIBLE = re.compile(
    "\ufeff"  # byte order mark, zero width no-break space
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"  # controls (C0, C1)
    "|[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]"  # zero width space, direction marks, word joiner
    "|\xad(?![ \t]*\n)"  # soft hyphen, but at a line end, where it is evidence for joining
)
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def plain_line_ends(text: str) -> Iterator[Edit]:
    """Yield edits that make every line end a line feed, and every paragraph separator (U+2029) two."""
    for match in _LINE_ENDS.finditer(text):
        yield Edit(match.start(), match.end(), "\n\n" if match[0] == "\u2029" else "\n", "line_end")


def drop_invisible(text: str) -> Iterator[Edit]:
    """Yield edits that remove characters without width or meaning."""
    for match in _INVISIBLE.finditer(text):
        rule = "byte_order_mark" if match[0] == "\ufeff" and match.start() == 0 else "invisible_character"
        yield Edit(match.start(), match.end(), "", rule, evidence=f"U+{ord(match[0]):04X}")


def plain_spaces(text: str) -> Iterator[Edit]:
    """Yield edits that make no-break and typographic spaces plain ones."""
    for match in _SPACES.finditer(text):
        yield Edit(match.start(), match.end(), " ", "space", evidence=f"U+{ord(match[0]):04X}")
