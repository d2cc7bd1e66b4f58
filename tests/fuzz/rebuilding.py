"""The source rebuilt from the tables of paragraphs and edits, written from their description and from nothing else.

Every character of the source has one cell, which is filled exactly once: by an edit, or by text that a paragraph kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.steps.models import LedgerEdit, Paragraph


class Piece(NamedTuple):
    """Text of a paragraph, `start` to `end`, and the source behind it; `edit` is None where the source was kept."""

    start: int
    end: int
    raw_start: int
    raw_end: int
    edit: LedgerEdit | None


class Rebuilding:
    """One document: its source, character by character, the pieces of its paragraphs, and what contradicts itself."""

    def __init__(self, paragraphs: Sequence[Paragraph], edits: Sequence[LedgerEdit]) -> None:
        self.cells: dict[int, str] = {}
        self.faults: list[str] = []
        self.pieces: dict[str, list[Piece]] = {}
        inside = defaultdict(list)
        for edit in edits:
            inside[edit.paragraph_id].append(edit)
            self._fill(edit.raw_start, edit.raw_end, edit.raw_text, edit.edit_id)
        for paragraph in paragraphs:
            self.pieces[paragraph.paragraph_id] = self._pieces(paragraph, inside.pop(paragraph.paragraph_id, []))
        self.faults += [
            f"edit {edit.edit_id} puts text outside paragraphs" for edit in inside.pop(None, []) if edit.replacement
        ]
        self.faults += [f"no paragraph {key} for its edits" for key in inside]
        self.faults += list(_disorder(paragraphs, edits))

    @property
    def source(self) -> str:
        """Return the source; a cell that nothing filled is U+FFFF, which no source can be compared to by chance."""
        return "".join(self.cells.get(at, "\uffff") for at in range(max(self.cells, default=-1) + 1))

    def raw_span(self, paragraph_id: str, start: int, end: int) -> tuple[int, int]:
        """Return the source behind a range of a paragraph that is not empty."""
        held = [piece for piece in self.pieces[paragraph_id] if piece.start < end and piece.end > start]
        first, last = held[0], held[-1]
        left = first.raw_start if first.edit else first.raw_start + start - first.start
        return left, last.raw_end if last.edit else last.raw_start + end - last.start

    def _fill(self, start: int, end: int, text: str, name: str) -> None:
        if end - start != len(text):
            self.faults.append(f"{name}: {len(text)} characters for the raw range {start} to {end}")
        for at, character in enumerate(text, start):
            if at in self.cells:
                self.faults.append(f"{name}: raw offset {at} is filled twice")
            self.cells[at] = character

    def _pieces(self, paragraph: Paragraph, edits: Sequence[LedgerEdit]) -> list[Piece]:
        made: list[Piece] = []
        at, raw = 0, paragraph.raw_start
        for edit in edits:
            begin = -1 if edit.text_start is None else edit.text_start
            end = begin + len(edit.replacement)
            if begin < at or paragraph.text[begin:end] != edit.replacement or edit.raw_start - raw != begin - at:
                self.faults.append(f"edit {edit.edit_id} is not at its place in its paragraph")
            self._fill(raw, edit.raw_start, paragraph.text[at:begin], paragraph.paragraph_id)
            made += [Piece(at, begin, raw, edit.raw_start, None), Piece(begin, end, edit.raw_start, edit.raw_end, edit)]
            at, raw = end, edit.raw_end
        self._fill(raw, paragraph.raw_end, paragraph.text[at:], paragraph.paragraph_id)
        return [*made, Piece(at, len(paragraph.text), raw, paragraph.raw_end, None)]


def _disorder(paragraphs: Sequence[Paragraph], edits: Sequence[LedgerEdit]) -> Iterator[str]:
    """Yield what is not in the order of the source."""
    yield from (
        f"paragraph {right.position} begins before its turn"
        for left, right in pairwise(paragraphs)
        if right.raw_start < left.raw_end
    )
    yield from (
        f"edit {right.sequence} begins before its turn"
        for left, right in pairwise(edits)
        if right.raw_start < left.raw_end
    )
    yield from _uncounted("paragraph", (paragraph.position for paragraph in paragraphs))
    yield from _uncounted("edit", (edit.sequence for edit in edits))


def _uncounted(name: str, numbers: Iterable[int]) -> Iterator[str]:
    yield from (f"{name} {number} has the number {stated}" for number, stated in enumerate(numbers) if number != stated)
