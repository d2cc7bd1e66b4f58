"""Scoring datelines: points for and against a date being that of publication (`datelines.toml`)."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from flows.steps.document_date.datelines import (
    CLOCK,
    Dateline,
    FieldOrder,
    datelines,
    table,
    text_range,
    without_clock,
    words_around,
)
from flows.steps.lexicon.bylines import is_name_line
from flows.steps.lexicon.calendar import WEEKDAYS, any_of
from flows.steps.models import record
from flows.steps.text.passage import Passage, Span
from schemas.vocab import Precision, Role

_LIST_REACH_PARAGRAPHS = 5
"""Paragraphs around a date among which other days make it one of a list."""
_REPEAT_REACH_PARAGRAPHS = 10
"""Paragraphs around a date among which the same day confirms it."""
_MAX_WORDS = 12
"""Words around a date that is still a dateline without doubt."""
_MAX_LIST_ITEM_WORDS = 4
"""Words around a date that may be one of a list."""
_MAX_PARAGRAPHS_BELOW_TITLE = 8
"""Paragraphs below the title in which a dateline is likely."""
_CLOCK_REACH_CHARACTERS = 30
"""Characters beside a date that are searched for its time of day."""
_MAX_PARAGRAPHS_ABOVE_TEXT = 6
"""Paragraphs above the text from which a weekday without a time is rather that of the page."""
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(name[:3] for name in WEEKDAYS)})[a-z]*\b", re.IGNORECASE)
_BY_NAME = re.compile(
    r"\b[Bb][Yy]:? (?:[A-Z][\w.'’-]+|[\w.]+)(?:[ ,&|/·•–—-]+(?:and |on |in |for |the )?[\w.'’()-]*){0,9}$"
)
_BY_NAME_BEHIND = re.compile(r"\b[Bb][Yy]:? (?:[A-Z][\w.'’-]+[ ,&]*(?:and )?){1,8}$")
_BY_ABOVE = re.compile(r"(?:[Bb][Yy]:? ?[A-Z0-9][\w.'’ ,&-]{2,60}|[Bb]y [\w.'’ ,&-]{2,60} on|[Oo]n)$")
_LOWER_CASE_WORD = re.compile(r"(?<![^\s(\"“'‘])(?!(?:by|and)\b)[a-z][\w'’-]*")
_MIN_PROSE_WORDS = 2
"""Small words before a date that make it part of a sentence or a caption."""
_END_OF_TITLE = re.compile(r"[\s).]*(?:$|[|·•])")
_SET_OFF = re.compile(rf"(?:[,:(|–—-]\s*|\(\s*)(?:(?:{any_of(WEEKDAYS)}),?\s+)?$", re.IGNORECASE)


@record
class ScoredDateline:
    """A dateline with its points, and the name of the strongest signal against it."""

    dateline: Dateline
    points: int
    against: str

    @property
    def is_enough(self) -> bool:
        """Return whether it dates the article."""
        return self.points >= table().enough

    @property
    def reason(self) -> str:
        """Return why it does not date the article, for a person."""
        reasons = table().reasons
        return str(reasons.get(self.against, reasons["weak"]))


@dataclass(frozen=True)
class _ArticleLayout:
    """All paragraphs and datelines of an article; `text` and `title` are positions of paragraphs."""

    blocks: Sequence[Passage]
    datelines: Sequence[Dateline]
    text: Span
    title: int | None

    @cached_property
    def positions(self) -> list[int]:
        """Return the position of the paragraph of each dateline."""
        return [dateline.position for dateline in self.datelines]

    @cached_property
    def values(self) -> list[int]:
        """Return for each dateline a number that those with the same value have in common."""
        different = {dateline.value: number for number, dateline in enumerate(self.datelines)}
        return [different[dateline.value] for dateline in self.datelines]

    @cached_property
    def value_counts(self) -> Counter[int]:
        """Return how many datelines have each of `values`."""
        return Counter(self.values)

    @cached_property
    def bylines(self) -> frozenset[int]:
        """Return the positions of the paragraphs that name the author."""
        return frozenset(position for position, block in enumerate(self.blocks) if block.role == Role.BYLINE)

    @cached_property
    def may_be_listed(self) -> list[bool]:
        """Return for each dateline whether it may be an item of a list: hardly any words are beside it."""
        return [
            dateline.label is None
            and len(words_around(self.blocks[dateline.position].text, dateline)) < _MAX_LIST_ITEM_WORDS
            for dateline in self.datelines
        ]

    def around(self, number: int, reach: int) -> range:
        """Return the numbers of the datelines at most `reach` paragraphs away, with those of the same paragraph."""
        position = self.positions[number]
        first = bisect_left(self.positions, position - reach)
        return range(first, bisect_left(self.positions, position + reach + 1, first))

    def is_repeated(self, number: int) -> bool:
        """Return whether a dateline of another paragraph, not far away, has the same value."""
        value = self.values[number]
        if self.value_counts[value] == 1:
            return False
        near, own = self.around(number, _REPEAT_REACH_PARAGRAPHS), self.around(number, 0)
        others = self.values[near.start : own.start] + self.values[own.stop : near.stop]
        return value in others

    def is_beside_byline(self, position: int) -> bool:
        """Return whether one of the two paragraphs before and behind a paragraph names the author."""
        return not self.bylines.isdisjoint((position - 2, position - 1, position + 1, position + 2))


def scored_datelines(blocks: Sequence[Passage], order: FieldOrder | None = None) -> list[ScoredDateline]:
    """Return the datelines of an article with their scores, the best one first; `order` is that of numeric dates."""
    title = next((position for position, block in enumerate(blocks) if block.role == Role.TITLE), None)
    layout = _ArticleLayout(blocks, list(datelines(blocks, order)), text_range(blocks), title)
    scored = [_scored(layout, number) for number in range(len(layout.datelines))]
    return sorted(
        scored, key=lambda candidate: (-candidate.points, candidate.dateline.position, candidate.dateline.start)
    )


def _scored(layout: _ArticleLayout, number: int) -> ScoredDateline:
    dateline = layout.datelines[number]
    points = dict(_points(layout, number))
    worst = min(points, key=lambda name: points[name])
    against = worst if points[worst] < 0 else dateline.label or "weak"
    return ScoredDateline(dateline, sum(points.values()), against)


def _points(layout: _ArticleLayout, number: int) -> Iterator[tuple[str, int]]:
    """Yield (name, points) of each signal for or against a dateline."""
    dateline, data = layout.datelines[number], table()
    block = layout.blocks[dateline.position]
    yield block.role, _points_by_role()[block.role]
    yield from _position_points(layout, dateline)
    if dateline.label:
        yield dateline.label, data.labels[dateline.label].points
    company = () if 0 <= layout.text[1] < dateline.position else _neighbour_signals(layout, number)
    for name in (*_wording_signals(block, dateline), *company):
        yield name, data.points[name]
    yield "listed", data.points["listed"] * min(_other_days(layout, number), 2)


@cache
def _points_by_role() -> dict[str, int]:
    return {str(role): points for role, points in table().roles.items()}


def _position_points(layout: _ArticleLayout, dateline: Dateline) -> Iterator[tuple[str, int]]:
    """Yield the points for the distance from the beginning of the text, or for a position behind it."""
    first, last = layout.text
    if first < 0 or dateline.position == first:
        return
    side = "above" if dateline.position < first else "below" if dateline.position <= last else "behind"
    steps: dict[int, int] = getattr(table(), side)
    distance = abs(first - dateline.position)
    yield side, next((points for reach, points in steps.items() if distance <= reach), 0)


def _wording_signals(block: Passage, dateline: Dateline) -> Iterator[str]:
    """Yield the signals in the words around a date."""
    lead, tail = block.text[: dateline.start], block.text[dateline.end :]
    rest = words_around(block.text, dateline)
    has_clock = CLOCK.search(lead[-_CLOCK_REACH_CHARACTERS:]) or CLOCK.search(tail[:_CLOCK_REACH_CHARACTERS])
    if has_clock:
        yield "clock"
    if not rest:
        yield "alone"
    elif dateline.value.precision != Precision.DAY and not dateline.label:
        yield "coarse"
    if len(rest) > _MAX_WORDS and not _BY_NAME.search(lead):
        yield "wordy"
    if block.role != Role.BYLINE and (
        _BY_NAME.search(lead) or _BY_NAME_BEHIND.fullmatch(without_clock(tail).strip(" .,|"))
    ):
        yield "by_name"
    elif (
        not has_clock and not dateline.label and len(_LOWER_CASE_WORD.findall(without_clock(lead))) >= _MIN_PROSE_WORDS
    ):
        yield "in_prose"
    if block.role == Role.TITLE and _END_OF_TITLE.match(tail) and _SET_OFF.search(lead):
        yield "set_off"


def _neighbour_signals(layout: _ArticleLayout, number: int) -> Iterator[str]:
    """Yield the signals in the paragraphs around a date."""
    dateline = layout.datelines[number]
    blocks, position = layout.blocks, dateline.position
    block = blocks[position]
    opens = position > 0 and not block.text[: dateline.start].strip(" -–—|")
    if layout.is_beside_byline(position) or (opens and _BY_ABOVE.match(blocks[position - 1].text)):
        yield "beside_byline"
    elif opens and is_name_line(blocks[position - 1].text):
        yield "beside_name"
    if layout.title is not None and 0 < position - layout.title <= _MAX_PARAGRAPHS_BELOW_TITLE:
        yield "below_title"
    if layout.is_repeated(number):
        yield "repeated"
    if _is_masthead(layout, dateline):
        yield "masthead"


def _is_masthead(layout: _ArticleLayout, dateline: Dateline) -> bool:
    is_above_title = layout.title is not None and dateline.position < layout.title
    if not is_above_title and layout.text[0] - dateline.position <= _MAX_PARAGRAPHS_ABOVE_TEXT:
        return False
    text = layout.blocks[dateline.position].text
    return not (dateline.label or CLOCK.search(text) or not _WEEKDAY.search(text))


def _other_days(layout: _ArticleLayout, number: int) -> int:
    """Return the number of other days that are alone in paragraphs around, with other paragraphs between."""
    positions, values, may_be_listed = layout.positions, layout.values, layout.may_be_listed
    position, value = positions[number], values[number]
    return len(
        {
            layout.datelines[other].value.start
            for other in layout.around(number, _LIST_REACH_PARAGRAPHS)
            if may_be_listed[other] and values[other] != value and not -1 <= positions[other] - position <= 1
        }
    )
