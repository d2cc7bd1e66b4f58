"""What speaks for a stamp and what against it, in points (`stamps.toml`)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.dates.stamps import CLOCK, Stamp, stamps, table, text_range, without_clock, words_around
from flows.steps.language.passages import Passage, Span
from flows.steps.lexicon.calendar import WEEKDAYS, any_of
from flows.steps.structure.names import is_name_line
from schemas.vocab import Precision, Role

_NEAR = 5
"""Paragraphs around a date among which other days make it one of a list."""
_SAME = 10
"""Paragraphs around a date among which the same day confirms it."""
_FEW_WORDS = 12
"""Words around a date that is still a stamp without doubt."""
_LISTED = 4
"""Words around a date that may be one of a list."""
_BELOW_TITLE = 8
"""Paragraphs below the title in which a stamp is likely."""
_CLOCK_REACH = 30
"""Characters beside a date in which its time of day stands."""
_FAR_ABOVE = 6
"""Paragraphs above the text from which a weekday without a time is rather that of the page."""
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(name[:3] for name in WEEKDAYS)})[a-z]*\b", re.IGNORECASE)
_BY_NAME = re.compile(
    r"\b[Bb][Yy]:? (?:[A-Z][\w.'’-]+|[\w.]+)(?:[ ,&|/·•–—-]+(?:and |on |in |for |the )?[\w.'’()-]*){0,9}$"
)
_BY_ABOVE = re.compile(r"(?:[Bb][Yy]:? ?[A-Z0-9][\w.'’ ,&-]{2,60}|[Bb]y [\w.'’ ,&-]{2,60} on|[Oo]n)$")
_LOWER = re.compile(r"(?<![^\s(\"“'‘])(?!(?:by|and)\b)[a-z][\w'’-]*")
_PROSE = 2
"""Small words before a date that make it part of a sentence or a caption."""
_ENDS = re.compile(r"[\s).]*(?:$|[|·•])")
_SET_OFF = re.compile(rf"(?:[,:(|–—-]\s*|\(\s*)(?:(?:{any_of(WEEKDAYS)}),?\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A stamp with its points, and the name of what speaks most against it."""

    stamp: Stamp
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


@dataclass(frozen=True, slots=True)
class _Page:
    """All paragraphs of an article and all its stamps; where its text begins and ends, and where its title stands."""

    blocks: Sequence[Passage]
    stamps: Sequence[Stamp]
    text: Span
    title: int | None

    def around(self, stamp: Stamp, reach: int) -> Sequence[Stamp]:
        """Return the stamps of the paragraphs around one, with those of its own paragraph."""
        first = bisect_left(self.stamps, stamp.position - reach, key=_position)
        last = bisect_left(self.stamps, stamp.position + reach + 1, key=_position)
        return self.stamps[first:last]


def _position(stamp: Stamp) -> int:
    return stamp.position


def weighed_stamps(blocks: Sequence[Passage]) -> list[Weighed]:
    """Return the stamps of an article, the best one first."""
    title = next((position for position, block in enumerate(blocks) if block.role == Role.TITLE), None)
    page = _Page(blocks, list(stamps(blocks)), text_range(blocks), title)
    found = [_weighed(page, stamp) for stamp in page.stamps]
    return sorted(found, key=lambda one: (-one.points, one.stamp.position, one.stamp.start))


def _weighed(page: _Page, stamp: Stamp) -> Weighed:
    points = dict(_points(page, stamp))
    worst = min(points, key=lambda name: points[name])
    against = worst if points[worst] < 0 else stamp.label or "weak"
    return Weighed(stamp, sum(points.values()), against)


def _points(page: _Page, stamp: Stamp) -> Iterator[tuple[str, int]]:
    """Yield what speaks for or against a stamp, by name, with its points."""
    block, data = page.blocks[stamp.position], table()
    yield str(block.role), data.roles[Role(block.role)]
    yield from _place(page, stamp)
    if stamp.label:
        yield stamp.label, data.labels[stamp.label].points
    company = () if 0 <= page.text[1] < stamp.position else _company(page, stamp)
    for name in (*_wording(block, stamp), *company):
        yield name, data.points[name]
    yield "listed", data.points["listed"] * min(_other_days(page, stamp), 2)


def _place(page: _Page, stamp: Stamp) -> Iterator[tuple[str, int]]:
    """Yield the points for the distance from the beginning of the text, or for standing behind it."""
    first, last = page.text
    if first < 0 or stamp.position == first:
        return
    side = "above" if stamp.position < first else "below" if stamp.position <= last else "behind"
    steps: dict[int, int] = getattr(table(), side)
    distance = abs(first - stamp.position)
    yield side, next((points for reach, points in steps.items() if distance <= reach), 0)


def _wording(block: Passage, stamp: Stamp) -> Iterator[str]:
    """Yield what the words around a date tell."""
    lead, tail = block.text[: stamp.start], block.text[stamp.end :]
    rest = words_around(block.text, stamp)
    has_clock = CLOCK.search(lead[-_CLOCK_REACH:]) or CLOCK.search(tail[:_CLOCK_REACH])
    if has_clock:
        yield "clock"
    if not rest:
        yield "pure"
    elif stamp.value.precision != Precision.DAY and not stamp.label:
        yield "coarse"
    if len(rest) > _FEW_WORDS:
        yield "wordy"
    if block.role != Role.BYLINE and _BY_NAME.search(lead):
        yield "by_name"
    elif not has_clock and not stamp.label and len(_LOWER.findall(without_clock(lead))) >= _PROSE:
        yield "told"
    if block.role == Role.TITLE and _ENDS.match(tail) and _SET_OFF.search(lead):
        yield "set_off"


def _company(page: _Page, stamp: Stamp) -> Iterator[str]:
    """Yield what the paragraphs around a date tell, where it does not stand behind the text."""
    blocks, position = page.blocks, stamp.position
    block = blocks[position]
    opens = position > 0 and not block.text[: stamp.start].strip(" -–—|")
    if _is_beside(blocks, position, Role.BYLINE) or (opens and _BY_ABOVE.match(blocks[position - 1].text)):
        yield "beside_byline"
    elif opens and is_name_line(blocks[position - 1].text):
        yield "beside_name"
    if page.title is not None and 0 < position - page.title <= _BELOW_TITLE:
        yield "below_title"
    if any(other.value == stamp.value and other.position != position for other in page.around(stamp, _SAME)):
        yield "repeated"
    if _is_masthead(page, stamp):
        yield "masthead"


def _is_beside(blocks: Sequence[Passage], position: int, role: Role) -> bool:
    around = (*blocks[max(position - 2, 0) : position], *blocks[position + 1 : position + 3])
    return any(block.role == role for block in around)


def _is_masthead(page: _Page, stamp: Stamp) -> bool:
    text = page.blocks[stamp.position].text
    if stamp.label or CLOCK.search(text) or not _WEEKDAY.search(text):
        return False
    is_above_title = page.title is not None and stamp.position < page.title
    return is_above_title or page.text[0] - stamp.position > _FAR_ABOVE


def _other_days(page: _Page, stamp: Stamp) -> int:
    """Return how many other days stand alone in paragraphs around, with other paragraphs between."""
    return len(
        {
            other.value.start
            for other in page.around(stamp, _NEAR)
            if abs(other.position - stamp.position) > 1
            and other.value != stamp.value
            and other.label is None
            and len(words_around(page.blocks[other.position].text, other)) < _LISTED
        }
    )
