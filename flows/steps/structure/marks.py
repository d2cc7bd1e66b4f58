"""The marks and links of a format, at their offsets in the repaired text."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flows.steps.read.markup import LinkMark, RoleMark
from flows.steps.text.draft import Draft
from schemas.vocab import Role


@dataclass(frozen=True)
class TextLink:
    """A link of the source: its target, the words that carry it and their range in the repaired text."""

    target: str
    start: int
    end: int
    text: str


def roles_at(draft: Draft, marks: Sequence[RoleMark]) -> Callable[[int], Role | None]:
    """Return a function from an offset of the repaired text to the role that a mark gives there."""
    offsets = draft.offsets()
    starts = [mark.start for mark in marks]

    def role_at(position: int) -> Role | None:
        raw = offsets.span(position, position + 1)[0]
        index = bisect_right(starts, raw) - 1
        return marks[index].role if index >= 0 and raw < marks[index].end else None

    return role_at


def placed_links(draft: Draft, links: Sequence[LinkMark]) -> Iterator[TextLink]:
    """Yield each link that still carries words, with their range in the repaired text."""
    repaired = _repaired_offsets(draft)
    for link in links:
        start, end = repaired(link.start), repaired(link.end)
        text = draft.text[start:end]
        if text.strip():
            start += len(text) - len(text.lstrip())
            yield TextLink(link.target, start, start + len(text.strip()), text.strip())


def _repaired_offsets(draft: Draft) -> Callable[[int], int]:
    """Return a function from a raw offset to the offset of the same place in the repaired text."""
    starts = [change.raw_start for change in draft.changes]

    def repaired(raw: int) -> int:
        index = bisect_right(starts, raw) - 1
        if index < 0:
            return raw
        change = draft.changes[index]
        return change.end + raw - change.raw_end if raw >= change.raw_end else change.start

    return repaired
