"""Shown text, piece by piece, to edits and stretches; what is not shown becomes the gaps between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from flows.steps.read.html_cues import MarkupCue
from flows.steps.read.html_tokens import HtmlToken, resolved
from flows.steps.read.html_tree import OpenElements
from flows.steps.text.draft import PARAGRAPH_BREAK, Edit
from schemas.vocab import Role

_PIECE = re.compile(
    r"(?P<space>\s+)|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
    r"|&(?:nbsp|amp|lt|gt|quot|copy)(?![a-zA-Z0-9=;])"
)
_SPACING = "whitespace"


class Gap(IntEnum):
    """How far apart markup sets two pieces of text; the strongest sign between them counts."""

    NONE = 0
    SPACE = 1
    CELL = 2
    LINE = 3
    PARAGRAPH = 4


SHOWN_AS = {Gap.NONE: "", Gap.SPACE: " ", Gap.CELL: " | ", Gap.LINE: "\n", Gap.PARAGRAPH: "\n\n"}
"""What is written for each gap."""


@dataclass(slots=True)
class Stretch:
    """Text between two paragraph breaks, from the raw offset `start` to `end`, with the markup around its beginning.

    `container` is the number of the element around its own one; `pieces` are its words as shown.
    """

    start: int
    end: int
    name: str
    container: int
    cue: MarkupCue | None
    is_linked: bool = True
    is_strong: bool = True
    has_cells: bool = False
    pieces: list[str] = field(default_factory=list)

    @property
    def cue_role(self) -> Role | None:
        """Return the role that the markup around it gives."""
        return self.cue.role if self.cue else None

    @property
    def text(self) -> str:
        """Return its text as shown."""
        return "".join(self.pieces)


class ShownTextWriter:
    """Collects edits and stretches; what is between two pieces of shown text is held until the second comes."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._held: list[Edit] = []
        self._gap = Gap.PARAGRAPH
        self._lines = 0
        self.edits: list[Edit] = []
        self.stretches: list[Stretch] = []

    def skip(self, start: int, end: int, rule: str, gap: Gap, *, is_break: bool = False) -> None:
        """Hold a range that is not shown; two line breaks in one gap part paragraphs."""
        last = self._held[-1] if self._held else None
        if last is not None and last.rule_id == rule and last.end == start:
            self._held[-1] = Edit(start=last.start, end=end, replacement="", rule_id=rule)
        else:
            self._held.append(Edit(start=start, end=end, replacement="", rule_id=rule))
        self._lines += is_break
        self._gap = max(self._gap, Gap.PARAGRAPH if self._lines > 1 else gap)

    def write(self, token: HtmlToken, tree: OpenElements) -> None:
        """Add shown text; white space in it counts as one blank, but for the lines of preformatted text."""
        position = token.start
        for match in _PIECE.finditer(self._source, token.start, token.end):
            self._show(position, match.start(), tree)
            self._write_piece(match, tree)
            position = match.end()
        self._show(position, token.end, tree)

    def _write_piece(self, match: re.Match[str], tree: OpenElements) -> None:
        if match["space"]:
            newlines = match[0].count("\n") if tree.top.name == "pre" else 0
            self.skip(match.start(), match.end(), _SPACING, (Gap.SPACE, Gap.LINE, Gap.PARAGRAPH)[min(newlines, 2)])
            return
        shown = resolved(match[0])
        if shown.isspace():
            self.skip(match.start(), match.end(), "html_entity", Gap.SPACE)
        elif shown == match[0]:
            self._show(match.start(), match.end(), tree)
        else:
            self._show(match.start(), match.end(), tree, shown)

    def _show(self, start: int, end: int, tree: OpenElements, shown: str | None = None) -> None:
        if start == end:
            return
        self._flush(start, tree)
        stretch = self.stretches[-1]
        stretch.end = end
        stretch.is_linked &= tree.is_linked
        stretch.is_strong &= tree.is_strong
        stretch.pieces.append(self._source[start:end] if shown is None else shown)
        if shown is not None:
            self.edits.append(Edit(start=start, end=end, replacement=shown, rule_id="html_entity"))

    def _flush(self, position: int, tree: OpenElements) -> None:
        """Write what was held before the text at `position`."""
        if self._gap == Gap.PARAGRAPH:
            replacement = SHOWN_AS[self._gap] if self.stretches else ""
            top = tree.top
            self.stretches.append(
                Stretch(start=position, end=position, name=top.name, container=tree.container, cue=top.cue)
            )
        else:
            replacement = SHOWN_AS[self._gap]
            self.stretches[-1].pieces.append(replacement)
            self.stretches[-1].has_cells |= self._gap == Gap.CELL
        self.edits += _replaced(self._source, self._held, replacement)
        self._held, self._gap, self._lines = [], Gap.NONE, 0

    def finish(self) -> None:
        """Write what is held at the end of the page."""
        self.edits += _merged(self._held)
        self._held = []


def _merged(held: Sequence[Edit]) -> list[Edit]:
    """Return held edits with white space made part of the markup that it touches."""
    merged: list[Edit] = []
    for edit in held:
        last = merged[-1] if merged else None
        rules = {edit.rule_id, last.rule_id} - {_SPACING} if last else {edit.rule_id, ""}
        if last is not None and len(rules) < 2 and last.end == edit.start:
            merged[-1] = Edit(start=last.start, end=edit.end, replacement="", rule_id=next(iter(rules), _SPACING))
        else:
            merged.append(edit)
    return merged


def _replaced(source: str, held: Sequence[Edit], replacement: str) -> Iterator[Edit]:
    """Yield the held edits, with the replacement at the first, or at the first white space if it is a blank."""
    held = held if replacement == " " else _merged(held)
    spaces = (index for index, edit in enumerate(held) if edit.rule_id == _SPACING)
    carrier = next(spaces, 0) if replacement == " " else 0
    for index, edit in enumerate(held):
        wanted = replacement if index == carrier else ""
        if source[edit.start : edit.end] != wanted:
            rule = PARAGRAPH_BREAK if edit.rule_id == _SPACING and wanted == "\n\n" else edit.rule_id
            yield Edit(start=edit.start, end=edit.end, replacement=wanted, rule_id=rule)
