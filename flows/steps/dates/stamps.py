"""Stamps: dates in the short paragraphs of an article that may say when it was published."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.dates.expressions import expressions
from flows.steps.dates.unusual import full_date
from flows.steps.dates.values import Value
from flows.steps.language.passages import Passage, Span
from flows.steps.lexicon.calendar import WEEKDAYS, any_of
from schemas.data_files import compiled, load_toml
from schemas.vocab import Precision, Role

_LONGEST = 200
"""Characters of the longest paragraph that can be a stamp, with a name, a place and a time beside the date."""
_LONGEST_NOTE = 600
"""Characters of the longest note that can say when the article was published."""
_NOTES = frozenset({Role.PUBLICATION_NOTE, Role.AUTHOR_NOTE})
_LABEL = 40
"""Characters of the longest paragraph that is only the label of the one below."""
_LEAD = 80
"""Characters before a date in which its label stands."""
_SENTENCE = 6
"""Words of the shortest sentence that is more than a stamp."""
_GAP = 4
"""Paragraphs of another kind that may stand between two of one stretch of text."""
_RUNNING = 12
"""Words of a paragraph that can begin the text."""
_FAIR = 0.15
"""Share of an article's words in the stretch that its text begins with."""
_TOLD = frozenset({Role.BODY, Role.SUBTITLE, Role.OTHER, Role.NAVIGATION})
"""Roles whose sentences tell of a day rather than bear it."""
_WORD = re.compile(r"[^\W\d_]+")
_DAYS = any_of({*WEEKDAYS, *(name[:3] for name in WEEKDAYS)})
_SMALL = re.compile(
    rf"\b(?:{_DAYS}|at|on|am|pm|a\.m|p\.m|gmt|utc|[ecmp][sd]?t|bst|ist|cet|hkt|local|time|min(?:ute)?s?|read|hours?|ago)\b",
    re.IGNORECASE,
)
"""What may stand beside a date that is alone in its paragraph."""
CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d\b(?:\s?(?:[ap]\.?m\.?))?|\b\d{1,2}\s?[ap]\.?m\b\.?|\b\d{4} (?:GMT|UTC)\b|T\d\d:\d\d",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=\b(?:19|20)\d\d)[A-Za-z]\S*")
"""A word that a page sets behind the year without a blank, as its style parts them."""
_TO_DATE = rf"(?:\W|\d|\b(?:[a-z]{{1,3}}|{any_of(WEEKDAYS)}|tues|thurs)\b)*"
"""What may stand between a label and its date: a weekday, a clock and its zone."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that may be the article's own, in the paragraph at `position`, and the kind of label before it."""

    position: int
    start: int
    end: int
    value: Value
    label: str | None


def stamps(blocks: Sequence[Passage]) -> Iterator[Stamp]:
    """Yield the dates of all paragraphs that are short enough to date an article."""
    for position, block in enumerate(blocks):
        longest = _LONGEST_NOTE if block.role in _NOTES else _LONGEST
        if block.role in table().roles and len(block.text) <= longest:
            yield from _of_block(blocks, position, block)


def _of_block(blocks: Sequence[Passage], position: int, block: Passage) -> Iterator[Stamp]:
    found = [
        Stamp(position, found.start, found.end, found.value, _label(blocks, position, found.start))
        for found in expressions(_GLUED.sub(lambda glued: " " * len(glued[0]), block.text), block.sentences)
        if found.is_stated
    ]
    is_odd = block.role == Role.DATELINE if not found else block.text[:1].isdigit() and _is_coarse(found)
    unusual = full_date(block.text) if is_odd else None
    if unusual is not None:
        yield Stamp(position, 0, len(block.text), unusual, found[0].label if found else None)
        return
    for stamp in found:
        is_told = block.role in _TOLD and block.text[-1] in ".!?" and len(words_around(block.text, stamp)) >= _SENTENCE
        if stamp.label or not is_told:
            yield stamp


def _is_coarse(found: Sequence[Stamp]) -> bool:
    return len(found) == 1 and found[0].value.precision != Precision.DAY


class Label(NamedTuple):
    """A kind of words before a date: its points, its regular expression, and texts it must and must not match."""

    points: int
    pattern: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


class StampTable(NamedTuple):
    """The content of `stamps.toml`, whose head explains the points.

    `above`, `below` and `behind` give points by the number of paragraphs up to which they hold.
    """

    enough: int
    points: dict[str, int]
    roles: dict[Role, int]
    above: dict[int, int]
    below: dict[int, int]
    behind: dict[int, int]
    labels: dict[str, Label]
    reasons: dict[str, str]


@cache
def table() -> StampTable:
    """Return the content of `stamps.toml`."""
    return load_toml(files(__package__).joinpath("stamps.toml"), StampTable)


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    return {
        kind: compiled(rf"\b(?:{label.pattern})\s*:?{_TO_DATE}$", f"dates/stamps.toml, [labels.{kind}]", re.IGNORECASE)
        for kind, label in table().labels.items()
    }


def label_of(lead: str) -> str | None:
    """Return which kind of label ends the text before a date, None where it has none."""
    return next((kind for kind, pattern in _labels().items() if pattern.search(lead[-_LEAD:])), None)


def _label(blocks: Sequence[Passage], position: int, start: int) -> str | None:
    """Return the kind of label before a date: in its paragraph, or else as the paragraph above."""
    lead = blocks[position].text[:start]
    if position == 0 or _WORD.search(_SMALL.sub("", lead)) or len(blocks[position - 1].text) > _LABEL:
        return label_of(lead)
    above = blocks[position - 1].text
    return None if any(character.isdigit() for character in above) else label_of(above)


def words_around(text: str, stamp: Stamp) -> list[str]:
    """Return the words that stand beside a date in its paragraph, without weekdays and clocks."""
    return _WORD.findall(without_clock(f"{text[: stamp.start]} {text[stamp.end :]}"))


def without_clock(text: str) -> str:
    """Return a text without weekdays, times of day and what goes with them."""
    return _SMALL.sub(" ", CLOCK.sub(" ", text))


def text_range(blocks: Sequence[Passage]) -> Span:
    """Return the positions of the first and the last paragraph of running text; both are -1 where there is none.

    The first is the beginning of the first stretch that holds a fair share of all words: captions and notices of the
    page that stand before it are few and short.
    """
    body = [position for position, block in enumerate(blocks) if block.role == Role.BODY]
    if not body:
        return -1, -1
    lengths = {position: len(_WORD.findall(blocks[position].text)) for position in body}
    runs: list[list[int]] = []
    for position in body:
        if runs and position - runs[-1][-1] <= _GAP:
            runs[-1].append(position)
        elif lengths[position] >= _RUNNING:
            runs.append([position])
    fair = _FAIR * sum(lengths.values())
    first = next((run[0] for run in runs if sum(lengths[position] for position in run) >= fair), body[0])
    return first, body[-1]
