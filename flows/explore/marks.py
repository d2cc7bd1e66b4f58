"""A paragraph as pieces of text: what is marked in it, and what was repaired, so that both can be shown or left out.

Where marks overlap, the pieces are as short as it takes; each has the kinds of all marks on it, and leads where the
strongest of them does: an event before a date before a name.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

KINDS = ("event", "side", "date", "mention", "found")
"""Kinds of marks, the strongest first."""
_PICTURES = str.maketrans({"\n": "↵\n", "\t": "⇥", "\r": "⇤", "\f": "⇟"})


class TextMark(NamedTuple):
    """A range of a paragraph's text that means something: its kind, the id of its row, and a sentence about it."""

    start: int
    end: int
    kind: str
    row_id: str
    note: str


class TextRepair(NamedTuple):
    """A change of a source: what was there, what is there now, and why; `start` is None outside paragraphs."""

    start: int | None
    removed: str
    added: str
    note: str


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text with the same marks; `change` is "removed" or "added" for a repair, else empty."""

    text: str
    change: str = ""
    kinds: str = ""
    kind: str = ""
    row_id: str = ""
    note: str = ""

    @property
    def pictured(self) -> str:
        """The text of a removed piece, with signs for ends of lines and tabs."""
        return self.text.translate(_PICTURES)

    @property
    def saved(self) -> str:
        """The text of a removed piece, with ends of lines as pages have them."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n")


def pieces(text: str, marks: Iterable[TextMark], repairs: Sequence[TextRepair] = ()) -> list[TextPiece]:
    """Return a paragraph's text in pieces; of a repair first what was removed, then what was added.

    Without `repairs` the pieces together are the text; with them, those that are not "added" are the source.
    """
    inside = sorted(mark for mark in marks if mark.start < mark.end)
    found: list[TextPiece] = []
    position = 0
    for repair in repairs:
        if repair.start is None:
            continue
        found += _marked(text, position, repair.start, inside)
        if repair.removed:
            found.append(TextPiece(text=repair.removed, change="removed", note=repair.note))
        position = repair.start + len(repair.added)
        found += _marked(text, repair.start, position, inside, "added", repair.note)
    found += _marked(text, position, len(text), inside)
    return found


def _marked(
    text: str, start: int, end: int, marks: Sequence[TextMark], change: str = "", change_note: str = ""
) -> Iterator[TextPiece]:
    """Yield the pieces of a stretch of text."""
    near = [mark for mark in marks if mark.start < end and start < mark.end]
    borders = sorted({start, end, *(border for mark in near for border in mark[:2] if start < border < end)})
    for first, last in pairwise(borders):
        covering = [mark for mark in near if mark.start <= first and last <= mark.end]
        strongest = min(covering, key=lambda mark: (KINDS.index(mark.kind), mark.end - mark.start), default=None)
        if strongest is None:
            yield TextPiece(text=text[first:last], change=change, note=change_note)
            continue
        yield TextPiece(
            text=text[first:last],
            change=change,
            kinds=" ".join(sorted({mark.kind for mark in covering})),
            kind=strongest.kind,
            row_id=strongest.row_id,
            note="; ".join(dict.fromkeys(filter(None, (change_note, *(mark.note for mark in covering))))),
        )
