"""What holds in a group of an RTF file, the control words that set it, and the stretches of text that groups fill."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from flows.steps.read.office_text import OfficeBlock, OfficeParagraph, OfficeTable

_USUAL_SIZE = 24
"""Half-points of text whose size is not given."""


class RtfPart(Enum):
    """What a group that shows no text holds."""

    NOTHING = auto()
    FONTS = auto()
    STYLES = auto()
    INFORMATION = auto()
    ALTERNATIVE = auto()
    """The form of a text for programs without Unicode; the other form is in a group in it."""


GROUPS = {
    "fonttbl": RtfPart.FONTS,
    "stylesheet": RtfPart.STYLES,
    "info": RtfPart.INFORMATION,
    "upr": RtfPart.ALTERNATIVE,
}


@dataclass(slots=True)
class RtfState:
    """What holds in a group: where its text goes, and how it is set.

    `part` is None in a group whose text is shown; `collected` takes the code of a field or a property.
    """

    part: RtfPart | None = None
    collected: list[str] | None = None
    is_ignorable: bool = False
    field_code: list[str] | None = None
    font: int | None = None
    size: int = _USUAL_SIZE
    is_hidden: bool = False
    is_deleted: bool = False
    is_raised: bool = False
    style: int = 0
    is_item: bool = False
    is_heading: bool = False
    is_in_table: bool = False
    fallback_length: int = 1


def _is_on(number: int | None) -> bool:
    return number != 0


def _is_off(_: int | None) -> bool:
    return False


def count_of(number: int | None) -> int:
    """Return the parameter of a control word that counts something; 0 where it has none."""
    return max(number or 0, 0)


def _is_outlined(level: int | None) -> bool:
    return count_of(level) < 9  # what is at that level is no heading


SETTINGS: dict[str, tuple[str, Callable[[int | None], Any]]] = {
    "f": ("font", count_of),
    "fs": ("size", count_of),
    "v": ("is_hidden", _is_on),
    "deleted": ("is_deleted", _is_on),
    "super": ("is_raised", _is_on),
    "sub": ("is_raised", _is_off),
    "nosupersub": ("is_raised", _is_off),
    "s": ("style", count_of),
    "ls": ("is_item", bool),
    "outlinelevel": ("is_heading", _is_outlined),
    "intbl": ("is_in_table", _is_on),
    "uc": ("fallback_length", count_of),
}
"""Control words that set one thing in a group."""
RESETS: dict[str, dict[str, Any]] = {
    "plain": {"font": None, "size": _USUAL_SIZE, "is_hidden": False, "is_deleted": False, "is_raised": False},
    "pard": {"style": 0, "is_item": False, "is_heading": False, "is_in_table": False},
}


@dataclass(slots=True)
class RtfStory:
    """A stretch of text on its own: the body, a note, a page head, a text box; with its open paragraph and table."""

    blocks: list[OfficeBlock] = field(default_factory=list)
    paragraph: OfficeParagraph = field(default_factory=OfficeParagraph)
    cell: list[OfficeBlock] = field(default_factory=list)
    row: list[list[OfficeBlock]] = field(default_factory=list)
    rows: list[list[list[OfficeBlock]]] = field(default_factory=list)

    def end_paragraph(self, *, is_in_table: bool) -> None:
        """End the open paragraph: in the open cell, or behind the table before it."""
        if not is_in_table:
            self.end_table()
        (self.cell if is_in_table else self.blocks).append(self.paragraph)
        self.paragraph = OfficeParagraph()

    def end_cell(self) -> None:
        """End the open cell."""
        self.end_paragraph(is_in_table=True)
        self.row.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        """End the open row."""
        if self.row:
            self.rows.append(self.row)
        self.row = []

    def end_table(self) -> None:
        """End the open table, with what no sign has ended."""
        if self.cell:
            self.row.append(self.cell)
            self.cell = []
        self.end_row()
        if self.rows:
            self.blocks.append(OfficeTable(self.rows))
            self.rows = []

    def finished(self) -> list[OfficeBlock]:
        """Return its blocks once all its text is there."""
        if self.paragraph.runs:
            self.end_paragraph(is_in_table=bool(self.cell or self.row))
        self.end_table()
        return self.blocks
