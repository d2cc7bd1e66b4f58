"""Text that remembers where it came from.

An `Edit` is what a repair rule wants done to the current text. A `Draft` applies edits, pass after pass, and keeps one
list of `Change`s between its current text and the raw text; an `OffsetMap` leads from the one to the other. `ledger`
places the changes in paragraphs.

All offsets are half-open and count Unicode code points.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

PARAGRAPH_BREAK = "paragraph_break"
"""Rule id of white space between paragraphs, which every document has and no rule decides."""
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Edit:
    """What a rule wants: the current text from `start` to `end` becomes `replacement`.

    `twin` is the range of the current text that keeps what a removed duplicate said.
    """

    start: int
    end: int
    replacement: str
    rule_id: str
    confidence: float = 1.0
    twin: tuple[int, int] | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: raw text from `raw_start` to `raw_end` stands as `replacement` at `start` in the current text."""

    start: int
    raw_start: int
    raw_end: int
    replacement: str
    rule_id: str
    confidence: float
    twin: tuple[int, int] | None
    evidence: str | None

    @property
    def end(self) -> int:
        """Return where the replacement ends in the current text."""
        return self.start + len(self.replacement)


class OffsetMap:
    """Current offsets to raw offsets; monotone, and exact wherever the text was kept."""

    __slots__ = ("_changes", "_ends", "_starts")

    def __init__(self, changes: Sequence[Change] = ()) -> None:
        self._changes = tuple(changes)
        self._starts = [change.start for change in self._changes]
        self._ends = [change.end for change in self._changes]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw range behind the current range `start` to `end`.

        Text that was deleted at either edge stays outside; an empty range gives an empty one.
        """
        if start == end:
            left = self._left(start)
            return left, left
        return self._left(start), self._right(end)

    def _left(self, position: int) -> int:
        """Return the raw offset of the character at `position`."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        change = self._changes[index]
        return change.raw_start if position < change.end else change.raw_end + position - change.end

    def _right(self, position: int) -> int:
        """Return the raw offset behind the character before `position`."""
        index = bisect_left(self._ends, position)
        if index < len(self._changes) and self._changes[index].start < position:
            return self._changes[index].raw_end
        if index == 0:
            return position
        return self._changes[index - 1].raw_end + position - self._changes[index - 1].end


class _Cluster:
    """Edits and earlier changes that overlap, and so become one change."""

    __slots__ = ("changes", "edits", "end", "start")

    def __init__(self, item: Edit | Change) -> None:
        self.start, self.end = item.start, item.end
        self.edits: list[Edit] = []
        self.changes: list[Change] = []
        self.add(item)

    @property
    def members(self) -> list[Edit | Change]:
        return [*self.edits, *self.changes]

    def add(self, item: Edit | Change) -> None:
        self.end = max(self.end, item.end)
        if isinstance(item, Edit):
            self.edits.append(item)
        else:
            self.changes.append(item)


class Draft:
    """A text under repair.

    `raw` is the decoded source and never changes; `text` is what stands now; `changes` is every difference between
    the two, in order.
    """

    def __init__(self, raw: str) -> None:
        """Start from `raw`; raises ValueError where it holds a lone surrogate, which no file could store."""
        if SURROGATE.search(raw):
            raise ValueError("the text holds a lone surrogate, which is half a character")
        self.raw = raw
        self.text = raw
        self.changes: tuple[Change, ...] = ()

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Apply one rule's edits to the current text; return whether anything changed.

        Raises ValueError where two edits overlap, one is empty or one lies outside the text: a bug in the rule.
        """
        ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
        if not ordered:
            return False
        self._check(ordered)
        offsets = self.offsets()
        merged: list[Change] = []
        to_raw = to_new = 0  # what to add to a current offset to get the raw one, and the new one
        for cluster in _clusters(self.changes, ordered):
            change = self._merge(cluster, to_raw, to_new, offsets)
            to_raw, to_new = change.raw_end - cluster.end, change.end - cluster.end
            parts = self._parted(change, cluster) if cluster.edits else (change,)
            merged += [part for part in parts if self.raw[part.raw_start : part.raw_end] != part.replacement]
        before, self.changes = self.text, tuple(merged)
        self.text = _current_text(self.raw, self.changes)
        return self.text != before

    def _check(self, edits: Sequence[Edit]) -> None:
        for left, right in pairwise(edits):
            if right.start < left.end:
                raise ValueError(f"rule {right.rule_id}: edits overlap at {right.start}")
        for edit in edits:
            if not 0 <= edit.start < edit.end <= len(self.text):
                raise ValueError(f"rule {edit.rule_id}: an edit is empty or lies outside the text")

    def _merge(self, cluster: _Cluster, to_raw: int, to_new: int, offsets: OffsetMap) -> Change:
        """Return the one change that a cluster becomes, at its place in the new text."""
        if not cluster.edits:
            return replace(cluster.changes[0], start=cluster.start + to_new)
        last = cluster.changes[-1] if cluster.changes else None
        main = self._main(cluster)
        twin = offsets.span(*main.twin) if isinstance(main, Edit) and main.twin else main.twin
        return Change(
            start=cluster.start + to_new,
            raw_start=cluster.start + to_raw,
            raw_end=cluster.end + (last.raw_end - last.end if last else to_raw),
            replacement=_edited(self.text, cluster),
            rule_id=main.rule_id,
            confidence=min(item.confidence for item in cluster.members),
            twin=twin,
            evidence=main.evidence,
        )

    def _main(self, cluster: _Cluster) -> Edit | Change:
        """Return the member that gives a merged change its name: the one that dealt with most visible text."""
        return max(cluster.members, key=lambda item: (self._visible(item), isinstance(item, Edit)))

    def _visible(self, item: Edit | Change) -> int:
        """Return how many characters that are not white space an edit or a change replaced."""
        text = self.text[item.start : item.end] if isinstance(item, Edit) else self.raw[item.raw_start : item.raw_end]
        return sum(map(len, text.split()))

    def _parted(self, change: Change, cluster: _Cluster) -> Iterator[Change]:
        """Yield a change that left nothing but white space as three: the text that went, and the space around it.

        So the ledger names what was removed exactly, whatever later became of the space.
        """
        removed = self.raw[change.raw_start : change.raw_end]
        core = change.raw_start + len(removed) - len(removed.lstrip())
        core_end = change.raw_start + len(removed.rstrip())
        spacing = min(cluster.edits, key=self._visible)
        is_space = not change.replacement.strip()
        if not is_space or self._visible(spacing) or core >= core_end or core_end - core == len(removed):
            yield change
            return
        lead, tail = (change.replacement, "") if change.raw_start < core else ("", change.replacement)
        space = replace(change, rule_id=spacing.rule_id, confidence=spacing.confidence, twin=None, evidence=None)
        if change.raw_start < core:
            yield replace(space, raw_end=core, replacement=lead)
        yield replace(change, start=change.start + len(lead), raw_start=core, raw_end=core_end, replacement="")
        if core_end < change.raw_end:
            yield replace(space, start=change.start + len(lead), raw_start=core_end, replacement=tail)

    def offsets(self) -> OffsetMap:
        """Return the map from the current text to the raw text."""
        return OffsetMap(self.changes)


def _clusters(changes: Sequence[Change], edits: Sequence[Edit]) -> Iterator[_Cluster]:
    """Yield edits and changes in order, those that overlap together.

    What only touches stays apart; a change that deleted text has no width and joins an edit that reaches over it.
    """
    items: list[Edit | Change] = sorted((*changes, *edits), key=lambda item: (item.start, item.end))
    cluster: _Cluster | None = None
    for item in items:
        if cluster is not None and item.start < cluster.end:
            cluster.add(item)
            continue
        if cluster is not None:
            yield cluster
        cluster = _Cluster(item)
    if cluster is not None:
        yield cluster


def _edited(text: str, cluster: _Cluster) -> str:
    """Return the cluster's stretch of text with its edits made."""
    pieces: list[str] = []
    position = cluster.start
    for edit in cluster.edits:
        pieces += (text[position : edit.start], edit.replacement)
        position = edit.end
    return "".join((*pieces, text[position : cluster.end]))


def _current_text(raw: str, changes: Sequence[Change]) -> str:
    """Return the raw text with all changes made."""
    pieces: list[str] = []
    position = 0
    for change in changes:
        pieces += (raw[position : change.raw_start], change.replacement)
        position = change.raw_end
    return "".join((*pieces, raw[position:]))
