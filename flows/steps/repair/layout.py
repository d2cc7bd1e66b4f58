"""Hard-wrapped lines back to paragraphs, by the evidence of each line end.

For each gap between two lines the question is whether the next word would have fitted on the line before. Lines that
certainly go on (no end of a sentence, then lower case) show how wide the text was wrapped and how it is spaced there,
single or double; the same document may use both.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.steps.lexicon.capitals import is_in_capitals
from flows.steps.repair.lines import TextLine, lines_of
from flows.steps.text.draft import PARAGRAPH_BREAK, Edit

JOIN, ROW, BREAK = " ", "\n", "\n\n"
"""What a gap becomes: one blank inside a paragraph, a new row of a table, a new paragraph."""

_RULES = {JOIN: "line_join", ROW: "table_row", BREAK: PARAGRAPH_BREAK}

_NARROWEST, _WIDEST = 30, 200
"""Characters of the lines that wrapping makes: narrower ones are menus, wider ones were never wrapped."""
_REACH = 14
"""Lines to either side in which certain joins show the spacing of a gap."""
_SUPPORT = 2
"""Certain joins over an empty line that must agree before double spacing is believed."""
_AROUND, _EQUAL = 3, 0.6
"""Lines to either side, and the share of the widest of them, by which a wrapped line differs from a short paragraph."""
_LOW = 10
"""Percentile of the widths that did not fit, taken as the width of the page: a few odd lines do not move it."""
_LONGEST_HEAD = 80
"""Lines of the longest front matter."""
_GAPS = re.compile(r"[ \t]{2,}|\t")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*")


class Regime(NamedTuple):
    """How the text is wrapped around a gap: empty lines between its lines, and the width that did not fit."""

    empty_lines: int
    overflow: int


def reflow(text: str) -> Iterator[Edit]:
    """Yield edits that join wrapped lines, set one empty line between paragraphs and single blanks between words."""
    return _reflow(text, _regimes_in_capitals if is_in_capitals(text) else _regimes)


def reflow_blocks(text: str) -> Iterator[Edit]:
    """Yield edits as `reflow` does, for text whose empty lines part paragraphs for certain."""
    return _reflow(text, _tight_regimes)


def reflow_placed(text: str) -> Iterator[Edit]:
    """Yield edits as `reflow` does, for text whose empty lines end paragraphs and whose single line ends do not."""
    return _reflow(text, _placed_regimes)


def reflow_rows(text: str) -> Iterator[Edit]:
    """Yield edits that set one empty line between paragraphs, for text each line of which is a row of its own."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    yield from _edge(text, 0, start)
    for match in _EMPTY_LINES.finditer(text, start, end):
        yield from _gap(text, match.start(), match.end(), BREAK)
    yield from _edge(text, end, len(text))


def _reflow(text: str, regimes_of: Callable[[Sequence[TextLine], int], list[Regime | None]]) -> Iterator[Edit]:
    lines = lines_of(text)
    if not lines:
        yield from _edge(text, 0, len(text))
        return
    yield from _edge(text, 0, lines[0].start)
    head = _front_matter(lines)
    regimes = regimes_of(lines, head)
    is_double = any(regime is not None and regime.empty_lines for regime in regimes)
    widths = _group_widths(lines) if is_double else [0] * len(lines)  # only double spacing asks for them
    for index, line in enumerate(lines):
        if line.has_gaps and not _is_in_table(lines, index):
            yield from _single_blanks(line)
        if index + 1 < len(lines):
            wanted = BREAK if index < head else _decide(lines, index, regimes[index], widths[index])
            yield from _gap(text, line.end, lines[index + 1].start, wanted)
    yield from _edge(text, lines[-1].end, len(text))


def _is_in_table(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether a line with columns has another one right above or below."""
    around = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    return lines[index].is_table_row and any(line.is_table_row for line in around)


def _edge(text: str, start: int, end: int) -> Iterator[Edit]:
    if text[start:end]:
        yield Edit(start=start, end=end, replacement="", rule_id=PARAGRAPH_BREAK)


def _single_blanks(line: TextLine) -> Iterator[Edit]:
    for match in _GAPS.finditer(line.text):
        yield Edit(
            start=line.start + match.start(), end=line.start + match.end(), replacement=" ", rule_id="whitespace"
        )


def _gap(text: str, start: int, end: int, wanted: str) -> Iterator[Edit]:
    if text[start:end] != wanted:
        yield Edit(start=start, end=end, replacement=wanted, rule_id=_RULES[wanted])


def _front_matter(lines: Sequence[TextLine]) -> int:
    """Return how many lines at the top are front matter: between two lines of three hyphens (Jekyll, Hugo, Pandoc)."""
    if lines[0].text != "---":
        return 0
    closing = (index for index, line in enumerate(lines[1:_LONGEST_HEAD], 1) if line.text in {"---", "..."})
    return next(closing, -1) + 1


def overflow(left: TextLine, right: TextLine) -> int:
    """Return the width that the left line would have had with one more word."""
    return left.width + 1 + right.first_word


def _goes_on(left: TextLine, right: TextLine) -> bool:
    """Return whether the left line certainly continues in the right one, given that they belong together."""
    is_plain = (
        right.is_continuation
        and not left.is_terminal
        and _NARROWEST <= left.width <= _WIDEST
        and not right.is_list_item
        and not (left.is_table_row and right.is_table_row)
    )
    is_near = not right.empty_before or (right.empty_before == 1 and right.is_continuation)
    return is_plain or (is_near and left.is_hyphenated and right.text[0].isalpha())


def _regimes(lines: Sequence[TextLine], first: int) -> list[Regime | None]:
    """Return for each gap how the text is wrapped there, or None where nothing shows that it is.

    Lines before `first` are no text. Over an empty line a join is certain only among lines of one width.
    """
    certain = [i for i in range(first, len(lines) - 1) if _goes_on(lines[i], lines[i + 1])]
    if not certain:
        return [None] * (len(lines) - 1)
    spaced = {0: [i for i in certain if not lines[i + 1].empty_before]}
    spaced[1] = [i for i in certain if lines[i + 1].empty_before == 1 and _is_among_equals(lines, i)]
    found = [
        (joins, Regime(empty, _percentile([overflow(lines[i], lines[i + 1]) for i in joins])))
        for empty, joins in spaced.items()
        if joins
    ]
    return [_regime(index, found) for index in range(len(lines) - 1)]


def _tight_regimes(lines: Sequence[TextLine], first: int) -> list[Regime | None]:
    """Return the regimes of the gaps without an empty line, and None for all others: they part paragraphs."""
    tight = [line._replace(empty_before=2 * line.empty_before) for line in lines]
    regimes = _regimes(tight, first)
    return [None if line.empty_before else regime for regime, line in zip(regimes, lines[1:], strict=True)]


def _placed_regimes(lines: Sequence[TextLine], _first: int) -> list[Regime | None]:
    """Return regimes that join all lines without a gap; over a page break the usual width of lines decides."""
    pairs = [(left, right) for left, right in pairwise(lines) if not right.empty_before and not right.page_before]
    usual = Regime(0, _percentile([overflow(left, right) for left, right in pairs]))
    return [usual if line.page_before else None if line.empty_before else Regime(0, 0) for line in lines[1:]]


def _regimes_in_capitals(lines: Sequence[TextLine], _first: int) -> list[Regime | None]:
    """Return regimes that join all lines about as wide as those around; none is certain without small letters."""
    return [
        None if right.empty_before or left.width < _NARROWEST or not _is_among_equals(lines, index) else Regime(0, 0)
        for index, (left, right) in enumerate(pairwise(lines))
    ]


def _is_among_equals(lines: Sequence[TextLine], index: int) -> bool:
    """Return whether no line around is much wider, as none is where a page was wrapped."""
    widest = max(line.width for line in lines[max(index - _AROUND, 0) : index + _AROUND + 2])
    return widest <= _WIDEST and lines[index].width >= _EQUAL * widest


def _regime(index: int, found: Sequence[tuple[Sequence[int], Regime]]) -> Regime | None:
    """Return the regime of the certain join nearest to a gap; double spacing needs more than one witness.

    `found` are the certain joins of each spacing, with its regime, single spacing first.
    """
    nearest, best = _REACH + 1, None
    for joins, regime in found:
        distance = _distance(joins, index)
        if distance < nearest and (not regime.empty_lines or _supporters(joins, index) >= _SUPPORT):
            nearest, best = distance, regime
    return best


def _distance(joins: Sequence[int], index: int) -> int:
    """Return how far the nearest of some joins, which are in order, is from a gap."""
    behind = bisect_left(joins, index)
    ahead = joins[behind] - index if behind < len(joins) else _REACH + 1
    return min(ahead, index - joins[behind - 1]) if behind else ahead


def _supporters(joins: Sequence[int], index: int) -> int:
    return bisect_left(joins, index + _REACH + 1) - bisect_left(joins, index - _REACH)


def _percentile(values: Sequence[int]) -> int:
    return sorted(values)[len(values) * _LOW // 100] if values else 0


def _group_widths(lines: Sequence[TextLine]) -> list[int]:
    """Return for each line the width of the widest line among those that no empty line parts from it."""
    widths: list[int] = []
    group: list[TextLine] = []
    for line in lines:
        if group and (line.empty_before or line.page_before):
            widths += [max(member.width for member in group)] * len(group)
            group = []
        group.append(line)
    return widths + [max(member.width for member in group)] * len(group)


def _decide(lines: Sequence[TextLine], index: int, regime: Regime | None, group_width: int) -> str:
    """Return what the gap behind line `index` becomes."""
    left, right = lines[index], lines[index + 1]
    if left.is_table_row and right.is_table_row and not right.empty_before:
        return ROW
    if right.is_list_item and not _goes_on_mid_sentence(left, regime):
        return BREAK
    if right.page_before:
        return _over_page(left, right, regime)
    if not right.empty_before:
        return _tight(left, right, regime, group_width)
    return _spaced(left, right, regime)


def _goes_on_mid_sentence(left: TextLine, regime: Regime | None) -> bool:
    """Return whether a line is so full that what looks like a list mark behind it may be a dash or a number."""
    return regime is not None and not left.is_terminal and left.width + 3 >= regime.overflow


def _over_page(left: TextLine, right: TextLine, regime: Regime | None) -> str:
    """Return JOIN where a sentence goes on over a page break."""
    if left.is_terminal or regime is None:
        return BREAK
    return JOIN if right.is_continuation or overflow(left, right) >= regime.overflow else BREAK


def _tight(left: TextLine, right: TextLine, regime: Regime | None, group_width: int) -> str:
    """Return the decision for two lines without an empty one between them."""
    if _goes_on(left, right):
        return JOIN
    if regime is None or left.width > _WIDEST:
        return BREAK
    if regime.empty_lines:
        return _tight_among_double(left, right, regime, group_width)
    if right.indent > left.indent + 1 and left.is_terminal:
        return BREAK
    return JOIN if overflow(left, right) >= regime.overflow else BREAK


def _tight_among_double(left: TextLine, right: TextLine, regime: Regime, group_width: int) -> str:
    """Return the decision for lines that are closer than their surroundings: a new block, or a block of its own."""
    own = group_width if group_width >= _NARROWEST else regime.overflow
    is_wrapped_title = not left.is_terminal and right.indent <= left.indent and len(left.text.split()) >= 3
    return JOIN if is_wrapped_title and overflow(left, right) > own else BREAK


def _spaced(left: TextLine, right: TextLine, regime: Regime | None) -> str:
    """Return the decision for two lines with empty ones between them."""
    if regime is None:
        return BREAK
    if regime.empty_lines and right.empty_before == 1:
        fits = overflow(left, right) < regime.overflow
        return BREAK if fits and not _goes_on(left, right) else JOIN
    would_overflow = overflow(left, right) >= regime.overflow
    return JOIN if would_overflow and _goes_on(left, right) and right.empty_before == 1 else BREAK
