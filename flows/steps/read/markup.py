"""What a file format adds to the characters of its text; every offset here is a raw one."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from flows.steps.text.draft import SURROGATE, Edit
from schemas.vocab import Basis, Role


class RoleMark(NamedTuple):
    """The role that the format gives to the raw text from `start` to `end`; marks never overlap."""

    start: int
    end: int
    role: Role


class LinkMark(NamedTuple):
    """A link that covers the raw text from `start` to `end`."""

    start: int
    end: int
    target: str


class MetadataField(NamedTuple):
    """What a document states about itself: a field, its value, and the raw range `start` to `end` of the evidence.

    Fields go by the names of front matter: title, subtitle, authors (joined with ` | `), publisher, url, date. `basis`
    is the kind of evidence: front matter, the metadata of a page, a byline and so on.
    """

    field: str
    value: str
    basis: Basis
    start: int
    end: int


class ReplacedCharacter(NamedTuple):
    """A lone surrogate that reading replaced by U+FFFD in the raw range `start` to `end`; `code` as in U+D83D."""

    start: int
    end: int
    code: str


def without_surrogates(text: str, start: int = 0) -> tuple[str, tuple[ReplacedCharacter, ...]]:
    """Return a text of the same length with U+FFFD for each lone surrogate, and what was replaced.

    `start` is the raw offset of the text. No file can store half a character, so none may come further than here.
    """
    replaced = tuple(
        ReplacedCharacter(start + match.start(), start + match.end(), f"U+{ord(match[0]):04X}")
        for match in SURROGATE.finditer(text)
    )
    return (SURROGATE.sub("\ufffd", text) if replaced else text), replaced


class LineEnds(Enum):
    """What the ends of lines in a text mean: whether they end paragraphs, or only lines."""

    UNKNOWN = auto()
    BLOCKS = auto()
    """An empty line ends a paragraph for certain; a single line end may or may not."""
    PLACED = auto()
    """An empty line ends a paragraph and a single line end none: the positions of lines on the page have decided."""
    ROWS = auto()
    """An empty line ends a paragraph, and each line is a row of its own: no text was wrapped so narrowly."""


@dataclass(frozen=True, slots=True)
class Markup:
    """Edits that leave the shown text, marks and links in raw order, and what the file states outside its text.

    The most reliable metadata come first; `line_ends` is what the ends of lines in the shown text mean. `record` are
    the roles of the lines that a database puts around an article, which are certain.
    """

    edits: tuple[Edit, ...] = ()
    marks: tuple[RoleMark, ...] = ()
    links: tuple[LinkMark, ...] = ()
    metadata: tuple[MetadataField, ...] = ()
    line_ends: LineEnds = LineEnds.UNKNOWN
    record: tuple[RoleMark, ...] = ()


PLAIN = Markup()
"""Plain text adds nothing."""
