"""Text that remembers where it came from.

An `Edit` is what a repair rule wants done to the current text. A `Draft` applies edits, pass after pass, and keeps one
list of `TextChange`s between its current text and the raw text; an `OffsetMap` leads from the one to the other.
`ledger` assigns the changes to paragraphs.

All offsets are half-open and count Unicode code points.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import ge, itemgetter, lt
from typing import Any, NamedTuple

PARAGRAPH_BREAK = "paragraph_break"
"""Rule id of white space between paragraphs, which every document has and no rule decides."""
_BREAK = re.compile("\n\n+")
SURROGATE = re.compile("[\ud800-\udfff]")
"""A lone surrogate: half of a character, which no encoding of a file can store."""


class Edit(NamedTuple):
    """What a rule wants: that the current text from `start` to `end` become `replacement`.

    `kept_copy` is the range of the current text that keeps the words of a removed duplicate.
    """

    start: int
    end: int
    replacement: str
    rule_id: str
    confidence: float = 1.0
    kept_copy: tuple[int, int] | None = None
    evidence: str | None = None


class EditRule(NamedTuple):
    """What one rule id in the ledger means, with an example: the text `before` and the text `after` the rule."""

    rule_id: str
    meaning: str
    before: str
    after: str


class TextChange(NamedTuple):
    """One difference: the raw text from `raw_start` to `raw_end` is `replacement` at `start` in the current text."""

    start: int
    raw_start: int
    raw_end: int
    replacement: str
    rule_id: str
    confidence: float
    kept_copy: tuple[int, int] | None
    evidence: str | None

    @property
    def end(self) -> int:
        """Return the offset at which the replacement ends in the current text."""
        return self.start + len(self.replacement)


class _PlacedChanges(NamedTuple):
    """Changes in order, with where each begins and ends in the current text."""

    changes: tuple[TextChange, ...]
    starts: list[int]
    ends: list[int]


def _placed(changes: Sequence[TextChange]) -> _PlacedChanges:
    starts = [change.start for change in changes]
    return _PlacedChanges(tuple(changes), starts, [change.start + len(change.replacement) for change in changes])


class OffsetMap:
    """Current offsets to raw offsets; monotone, and exact wherever the text was kept.

    `changes` are the differences in order; `origin` is the raw offset behind the current offset 0, as far as no change
    is before it; `within` is the range of the current text that is asked for, from the beginning of which offsets
    count. A map is plain data: it can be pickled, with the changes in its range alone.
    """

    __slots__ = ("_begin", "_end", "_origin", "_placed")

    def __init__(
        self,
        changes: Sequence[TextChange] | _PlacedChanges = (),
        origin: int = 0,
        within: tuple[int, int] = (0, sys.maxsize),
    ) -> None:
        self._placed = changes if isinstance(changes, _PlacedChanges) else _placed(changes)
        self._origin = origin
        self._begin, self._end = within

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how the map is made again from the changes in its range."""
        changes, starts, _ = self._placed
        near = changes[max(bisect_right(starts, self._begin) - 1, 0) : bisect_right(starts, self._end)]
        return OffsetMap, (tuple(_moved(near, -self._begin)), self._origin + self._begin)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw range behind the current range `start` to `end`.

        Text that was deleted at either edge stays outside; an empty range gives an empty one.
        """
        left = self._left(self._begin + start)
        return left, self._right(self._begin + end) if start < end else left

    def part(self, start: int, end: int) -> "OffsetMap":
        """Return the map of the current text from `start` to `end` alone, whose offsets then count from `start`.

        It shares the changes: the maps of all paragraphs take no more room than that of their text.
        """
        return OffsetMap(self._placed, self._origin, (self._begin + start, self._begin + end))

    def _left(self, position: int) -> int:
        """Return the raw offset of the character at `position`."""
        changes, starts, ends = self._placed
        index = bisect_right(starts, position) - 1
        if index < 0:
            return self._origin + position
        return changes[index].raw_start if position < ends[index] else changes[index].raw_end + position - ends[index]

    def _right(self, position: int) -> int:
        """Return the raw offset behind the character before `position`."""
        changes, starts, ends = self._placed
        index = bisect_left(ends, position)
        if index < len(changes) and starts[index] < position:
            return changes[index].raw_end
        return changes[index - 1].raw_end + position - ends[index - 1] if index else self._origin + position


class _Cluster(NamedTuple):
    """Edits and earlier changes between `start` and `end` that overlap, and so become one change."""

    start: int
    end: int
    edits: Sequence[Edit]
    changes: Sequence[TextChange]

    @property
    def members(self) -> list[Edit | TextChange]:
        return [*self.edits, *self.changes]


class Draft:
    """A text under repair.

    `raw` is the decoded source and never changes; `text` is the current text; `changes` is every difference between
    the two, in order.
    """

    def __init__(self, raw: str) -> None:
        """Start from `raw`; raises ValueError where it holds a lone surrogate, which no file could store."""
        if SURROGATE.search(raw):
            raise ValueError("the text holds a lone surrogate, which is half a character")
        self.raw = raw
        self.text = raw
        self.changes: tuple[TextChange, ...] = ()
        self._map: tuple[tuple[TextChange, ...], OffsetMap] | None = None

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Apply one rule's edits to the current text; return whether anything changed.

        Raises ValueError where two edits overlap, one is empty or one lies outside the text: a bug in the rule.
        """
        ordered = sorted(edits, key=itemgetter(0))
        if not ordered:
            return False
        self._check(ordered)
        before = self.text
        self.changes = tuple(self._merged(ordered) if self.changes else _first_changes(before, ordered))
        self.text = _edited(before, ordered, 0, len(before))
        return self.text != before

    def _check(self, edits: Sequence[Edit]) -> None:
        starts, ends = [edit[0] for edit in edits], [edit[1] for edit in edits]
        if any(map(lt, starts[1:], ends)):
            _, late = next(pair for pair in pairwise(edits) if pair[1].start < pair[0].end)
            raise ValueError(f"rule {late.rule_id}: edits overlap at {late.start}")
        if starts[0] < 0 or ends[-1] > len(self.text) or any(map(ge, starts, ends)):
            raise ValueError(f"rule {edits[0].rule_id}: an edit is empty or lies outside the text")

    def _merged(self, edits: Sequence[Edit]) -> Iterator[TextChange]:
        """Yield the changes between the raw text and the text with `edits` made, in order."""
        changes, offsets = self.changes, self.offsets() if any(edit.kept_copy for edit in edits) else OffsetMap()
        done = to_raw = to_new = 0  # what to add to a current offset to get the raw one, and the new one
        for cluster, before in _clusters(changes, edits):
            if done < before:
                yield from _moved(changes[done:before], to_new)
            if before:
                to_raw = changes[before - 1].raw_end - changes[before - 1].end
            change = self._merge(cluster, to_raw, to_new, offsets)
            to_new = change.end - cluster.end
            done = before + len(cluster.changes)
            for part in self._parted(change, cluster):
                if self.raw[part.raw_start : part.raw_end] != part.replacement:
                    yield part
        yield from _moved(changes[done:], to_new)

    def _merge(self, cluster: _Cluster, to_raw: int, to_new: int, offsets: OffsetMap) -> TextChange:
        """Return the one change that a cluster becomes, at its place in the new text.

        The member that dealt with most visible text gives it its name.
        """
        start, end, edits, changes = cluster
        raw_start, raw_end = start + to_raw, end + to_raw
        main: Edit | TextChange = edits[0]
        replacement, confidence = main.replacement, main.confidence
        if changes:
            main = max(cluster.members, key=self._visible)  # edits come first, and win where all are equal
            raw_end = end + changes[-1].raw_end - changes[-1].end
            replacement = _edited(self.text, edits, start, end)
            confidence = min(item.confidence for item in cluster.members)
        kept_copy = main.kept_copy
        if kept_copy and isinstance(main, Edit):
            kept_copy = offsets.span(*kept_copy)
        how = (main.rule_id, confidence, kept_copy, main.evidence)
        return TextChange._make((start + to_new, raw_start, raw_end, replacement, *how))

    def _visible(self, item: Edit | TextChange) -> int:
        """Return how many characters that are not white space an edit or a change replaced."""
        text = self.text[item.start : item.end] if isinstance(item, Edit) else self.raw[item.raw_start : item.raw_end]
        return sum(map(len, text.split()))

    def _parted(self, change: TextChange, cluster: _Cluster) -> Iterable[TextChange]:
        """Return a change that left nothing but white space as three: the text that went, and the space around it.

        So the ledger names what was removed exactly, whatever later became of the space.
        """
        if not cluster.changes or change.replacement.strip():
            return (change,)
        spacing = min(cluster.edits, key=self._visible)
        if self._visible(spacing):
            return (change,)
        removed = self.raw[change.raw_start : change.raw_end]
        core = change.raw_start + len(removed) - len(removed.lstrip())
        core_end = change.raw_start + len(removed.rstrip())
        if core >= core_end or core_end - core == len(removed):
            return (change,)
        lead, tail = (change.replacement, "") if change.raw_start < core else ("", change.replacement)
        space = change._replace(rule_id=spacing.rule_id, confidence=spacing.confidence, kept_copy=None, evidence=None)
        before = space._replace(raw_end=core, replacement=lead)
        behind = space._replace(start=change.start + len(lead), raw_start=core_end, replacement=tail)
        middle = change._replace(start=change.start + len(lead), raw_start=core, raw_end=core_end, replacement="")
        return [part for part in (before, middle, behind) if part is middle or part.raw_start < part.raw_end]

    def part_changes(self) -> None:
        """Part each change that left text in several paragraphs, so that every paragraph has a raw range of its own.

        A rule may begin a paragraph in what an earlier one has written: in the words of a link, say.
        """
        self.changes = tuple(
            part
            for change in self.changes
            for part in (_by_paragraph(self.raw, change) if "\n\n" in change.replacement.strip() else (change,))
        )

    def offsets(self) -> OffsetMap:
        """Return the map from the current text to the raw text; the same one while nothing changes."""
        if self._map is None or self._map[0] is not self.changes:
            self._map = self.changes, OffsetMap(self.changes)
        return self._map[1]


def _first_changes(raw: str, edits: Iterable[Edit]) -> Iterator[TextChange]:
    """Yield the changes that edits in order make to a raw text, none of which can meet an earlier one."""
    longer = 0
    for start, end, replacement, rule_id, confidence, kept_copy, evidence in edits:
        if raw[start:end] != replacement:
            how = (rule_id, confidence, kept_copy, evidence)
            yield TextChange._make((start + longer, start, end, replacement, *how))
        longer += len(replacement) - (end - start)


def _clusters(changes: Sequence[TextChange], edits: Sequence[Edit]) -> Iterator[tuple[_Cluster, int]]:
    """Yield the edits in order, those together that one change links, each with the number of changes before it.

    What only touches stays apart; a change that deleted text has no width and joins an edit that reaches over it.
    """
    starts = [change.start for change in changes]
    ends = [change.start + len(change.replacement) for change in changes]
    first = done = 0
    while first < len(edits):
        start, end = edits[first].start, edits[first].end
        behind = first + 1
        before = after = bisect_right(ends, start, done)
        while True:
            if after < len(changes) and starts[after] < end:
                end, after = max(end, ends[after]), after + 1
            elif behind < len(edits) and edits[behind].start < end:
                end, behind = max(end, edits[behind].end), behind + 1
            else:
                break
        if before < after:
            start = min(start, starts[before])
        yield _Cluster(start, end, edits[first:behind], changes[before:after]), before
        first, done = behind, after


def _by_paragraph(raw: str, change: TextChange) -> Iterator[TextChange]:
    """Yield a change, in parts where a paragraph ends between visible text that it left."""
    text = change.replacement
    while found := _BREAK.search(text, len(text) - len(text.lstrip()), len(text.rstrip())):
        text, part = text[found.end() :], text[: found.end()]
        cut = change.raw_start + _begin_of(text, raw[change.raw_start : change.raw_end])
        yield change._replace(raw_end=cut, replacement=part)
        change = change._replace(start=change.start + len(part), raw_start=cut, replacement=text)
    yield change


def _begin_of(rest: str, source: str) -> int:
    """Return the offset in `source` at which the text begins of which `rest` is what remained, behind the first one."""
    begin = len(source)
    for character in reversed("".join(rest.split())):
        at = source.rfind(character, 0, begin)
        begin = at if at >= 0 else begin
    return max(1, min(begin, len(source) - 1))


def _moved(changes: Sequence[TextChange], distance: int) -> Iterable[TextChange]:
    """Return changes at their place in a text that grew by `distance` before them."""
    if not distance:
        return changes
    return [TextChange._make((change.start + distance, *change[1:])) for change in changes]


def _edited(text: str, edits: Iterable[Edit], start: int, end: int) -> str:
    """Return the stretch of text from `start` to `end` with the edits in it made."""
    pieces: list[str] = []
    for first, behind, replacement, _, _, _, _ in edits:
        pieces += (text[start:first], replacement)
        start = behind
    return "".join((*pieces, text[start:end]))
