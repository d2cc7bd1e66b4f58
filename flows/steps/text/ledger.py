"""The ledger: every difference between a source and its paragraphs, assigned to its paragraph.

Paragraphs and ledger together rebuild the decoded source exactly (`rebuild`); every build checks that they do.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flows.steps.models import LedgerEdit, Paragraph
from flows.steps.text.draft import PARAGRAPH_BREAK, Draft, TextChange


class PlacedChange(NamedTuple):
    """A change at `text_start` of paragraph number `paragraph`, or outside all paragraphs (both None)."""

    paragraph: int | None
    text_start: int | None
    change: TextChange


def placed_changes(draft: Draft, spans: Sequence[tuple[int, int]]) -> tuple[PlacedChange, ...]:
    """Return every difference between the raw text and the paragraphs, in raw order.

    `spans` are the paragraphs' ranges in the current text, in order and not empty. Raises ValueError where text
    that is kept lies outside all of them, or one change reaches into two.
    """
    offsets = draft.offsets()
    begins = [change.raw_start for change in draft.changes]
    every = (*draft.changes, _end_of(draft))
    at = 0
    placed: list[PlacedChange] = []
    position = 0
    for number, (start, end) in enumerate(spans):
        raw_start, raw_end = offsets.span(start, end)
        if raw_start < position:
            raise ValueError(f"one change reaches into two paragraphs near raw offset {raw_start}")
        while every[at].raw_start < raw_start:
            _add(placed, _between(draft.raw, position, every[at]))
            position, at = every[at].raw_end, at + 1
        if position < raw_start:
            _add(placed, (_kept_space(draft.raw, position, raw_start),))
        first, at = at, bisect_left(begins, raw_end, at)
        placed += _inside(draft.text, number, start, end, every[first:at])
        position = raw_end
    for change in every[at:]:
        _add(placed, _between(draft.raw, position, change))
        position = change.raw_end
    return tuple(placed)


def _inside(text: str, number: int, start: int, end: int, changes: Sequence[TextChange]) -> list[PlacedChange]:
    """Return changes at their place in paragraph `number`, the text from `start` to `end`; what is outside is cut."""
    if not changes:
        return []
    if changes[0].start < start or changes[-1].end > end:
        changes = [_cut(text, start, end, change) for change in changes]
    return [PlacedChange(number, change[0] - start, change) for change in changes]


def _cut(text: str, start: int, end: int, change: TextChange) -> TextChange:
    """Return a change with what it left from `start` to `end` of the text alone."""
    first = max(change.start, start)
    return change._replace(start=first, replacement=text[first : max(first, min(change.end, end))])


def _nothing(raw_start: int, raw_end: int) -> TextChange:
    """Return a change that leaves nothing of a raw range; an empty one only ends a stretch of kept text."""
    return TextChange._make((0, raw_start, raw_end, "", PARAGRAPH_BREAK, 1.0, None, None))


def _end_of(draft: Draft) -> TextChange:
    return _nothing(len(draft.raw), len(draft.raw))


def _between(raw: str, position: int, change: TextChange) -> Iterator[PlacedChange]:
    """Yield what lies outside paragraphs from `position` to the end of `change`: kept white space, then the change."""
    if change.replacement.strip():
        raise ValueError(f"text outside every paragraph near raw offset {position}")
    if position < change.raw_start:
        yield _kept_space(raw, position, change.raw_start)
    if change.raw_start < change.raw_end:
        yield PlacedChange(None, None, change._replace(replacement="") if change.replacement else change)


def _kept_space(raw: str, start: int, end: int) -> PlacedChange:
    """Return the break between paragraphs that is kept white space; raises ValueError where it is text."""
    if raw[start:end].strip():
        raise ValueError(f"text outside every paragraph near raw offset {start}")
    return PlacedChange(None, None, _nothing(start, end))


def _add(placed: list[PlacedChange], outside: Iterable[PlacedChange]) -> None:
    """Add differences outside paragraphs to those before them, neighbouring breaks between paragraphs made one."""
    for item in outside:
        last = placed[-1] if placed else None
        if last is not None and last.paragraph is None and _are_one_break(last.change, item.change):
            placed[-1] = last._replace(change=last.change._replace(raw_end=item.change.raw_end))
        else:
            placed.append(item)


def _are_one_break(left: TextChange, right: TextChange) -> bool:
    return left.rule_id == right.rule_id == PARAGRAPH_BREAK and left.raw_end == right.raw_start


def rebuild(paragraphs: Sequence[Paragraph], edits: Sequence[LedgerEdit], start: int = 0) -> str:
    """Return the decoded source of one document from its paragraphs and ledger alone.

    Both come in reading order; `start` is the raw offset where the document begins. Raises ValueError where
    the two leave a gap, overlap or contradict each other.
    """
    pieces: list[str] = []
    position = start
    waiting = iter(edits)
    edit = next(waiting, None)
    for paragraph in (*paragraphs, None):
        until = paragraph.raw_start if paragraph else None
        while edit is not None and edit.paragraph_id is None and (until is None or edit.raw_start < until):
            position = _expect(position, edit.raw_start, edit.raw_end, edit.raw_text)
            pieces.append(edit.raw_text)
            edit = next(waiting, None)
        if paragraph is None:
            break
        taken, text, paragraph_id = 0, paragraph.text, paragraph.paragraph_id
        while edit is not None and edit.paragraph_id == paragraph_id and edit.text_start is not None:
            start, replacement = edit.text_start, edit.replacement
            kept, taken = text[taken:start], start + len(replacement)
            if text[start:taken] != replacement:
                raise ValueError(f"edit {edit.edit_id} is not found in its paragraph")
            position = _expect(position, edit.raw_start - len(kept), edit.raw_end, kept + edit.raw_text)
            pieces += (kept, edit.raw_text)
            edit = next(waiting, None)
        pieces.append(text[taken:])
        position = _expect(position, position, paragraph.raw_end, text[taken:])
    if edit is not None:
        raise ValueError(f"edit {edit.edit_id} belongs to no paragraph")
    return "".join(pieces)


def _expect(position: int, raw_start: int, raw_end: int, text: str) -> int:
    """Return `raw_end` if `text` fills the raw range from `position` to there; raises ValueError if not."""
    if position != raw_start or raw_end - raw_start != len(text):
        raise ValueError(f"the ledger does not fill the source at raw offset {position}")
    return raw_end


def is_rebuilt(source: str, paragraphs: Sequence[Paragraph], edits: Sequence[LedgerEdit]) -> bool:
    """Return whether paragraphs and ledger give the decoded source back exactly."""
    try:
        return rebuild(paragraphs, edits) == source
    except ValueError:
        return False
