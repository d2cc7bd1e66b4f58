"""Datelines: dates in the short paragraphs of an article that may be its date of publication."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from flows.steps.document_date.dateparser_fallback import full_date
from flows.steps.lexicon.calendar import WEEKDAYS, any_of
from flows.steps.models import record
from flows.steps.text.passage import Passage, Span
from flows.steps.timex import values
from flows.steps.timex.numbers import full_year
from flows.steps.timex.standalone import standalone_timexes
from flows.steps.timex.values import Value
from schemas.data_files import compiled, load_toml
from schemas.vocab import Precision, Role

_MAX_CHARACTERS = 200
"""Characters of the longest paragraph that can be a dateline, with a name, a place and a time beside the date."""
_MAX_NOTE_CHARACTERS = 600
"""Characters of the longest note that can contain the date of publication."""
_NOTES = frozenset({Role.PUBLICATION_NOTE, Role.AUTHOR_NOTE})
_MAX_LABEL_CHARACTERS = 40
"""Characters of the longest paragraph that is only the label of the one below."""
_MAX_LEAD_CHARACTERS = 80
"""Characters before a date that are searched for its label."""
_MIN_SENTENCE_WORDS = 6
"""Words beside the date in the shortest sentence that is prose and no dateline."""
_MAX_GAP_PARAGRAPHS = 4
"""Paragraphs of another kind that may interrupt the running text."""
_MIN_TEXT_WORDS = 12
"""Words of the shortest paragraph that can begin the running text."""
_MIN_SHARE_OF_WORDS = 0.15
"""Share of an article's words in the run of paragraphs that its text begins with."""
_MONTHS = 12
_PROSE_ROLES = frozenset({Role.BODY, Role.SUBTITLE, Role.OTHER, Role.NAVIGATION})
"""Roles whose full sentences mention a day rather than being dated by it."""
_WORD = re.compile(r"[^\W\d_]+")
_DAYS = any_of({*WEEKDAYS, *(name[:3] for name in WEEKDAYS)})
_COMPANY_WORDS = re.compile(
    rf"\b(?:{_DAYS}|at|on|am|pm|a\.m|p\.m|gmt|utc|[ecmp][sd]?t|bst|ist|cet|hkt|local|time|min(?:ute)?s?|read|hours?|ago)\b",
    re.IGNORECASE,
)
"""What may occur beside a date that is alone in its paragraph."""
CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d\b(?:\s?(?:[ap]\.?m\.?))?|\b\d{1,2}\s?[ap]\.?m\b\.?|\b\d{4} (?:GMT|UTC)\b|T\d\d:\d\d",
    re.IGNORECASE,
)
_GLUED_TO_YEAR = re.compile(r"(?<=\b(?:19|20)\d\d)(?:[A-Za-z]\S*|\d{1,2}:\d\d)")
"""A word or a time of day that a page sets behind the year without a blank, as its style parts them."""
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d/-])")
FieldOrder = Literal["day", "month"]
"""What comes first in the numeric dates of a document."""
_TO_DATE = rf"(?:\W|\d|\b(?:[a-z]{{1,3}}|{any_of(WEEKDAYS)}|tues|thurs)\b)*"
"""What may occur between a label and its date: a weekday, a clock and its zone."""


@record
class Dateline:
    """A date that may be the article's own, in the paragraph at `position`, and the kind of label before it."""

    position: int
    start: int
    end: int
    value: Value
    label: str | None


def field_orders(blocks: Sequence[Passage]) -> tuple[FieldOrder, ...]:
    """Return the orders in which the numeric dates of a document may be read; () where it has none of two readings.

    One date that can be read in one way only settles the order of all.
    """
    fields = [(int(match[1]), int(match[3])) for block in blocks for match in _NUMERIC.finditer(block.text)]
    if not any(first <= _MONTHS and second <= _MONTHS for first, second in fields):
        return ()
    is_day_first = any(first > _MONTHS >= second for first, second in fields)
    is_month_first = any(second > _MONTHS >= first for first, second in fields)
    if is_day_first == is_month_first:
        return "day", "month"
    return ("day",) if is_day_first else ("month",)


def _numeric_timexes(text: str, order: FieldOrder) -> Iterator[tuple[int, int, Value]]:
    """Yield start, end and value of each numeric date of two readings, read in one order."""
    for match in _NUMERIC.finditer(text):
        fields = int(match[1]), int(match[3])
        month, day = fields if order == "month" else fields[::-1]
        year = int(match[4]) if len(match[4]) > len("20") else full_year(int(match[4]))
        if min(fields) > 0 and max(fields) <= _MONTHS:
            yield *match.span(), values.day(date(year, month, day))


def datelines(blocks: Sequence[Passage], order: FieldOrder | None = None) -> Iterator[Dateline]:
    """Yield the dates of all paragraphs that are short enough to date an article.

    Numeric dates of two readings are among them if their `order` is given.
    """
    for position, block in enumerate(blocks):
        longest = _MAX_NOTE_CHARACTERS if block.role in _NOTES else _MAX_CHARACTERS
        if block.role in table().roles and len(block.text) <= longest:
            yield from _datelines_of_block(blocks, position, block, order)


def _datelines_of_block(
    blocks: Sequence[Passage], position: int, block: Passage, order: FieldOrder | None
) -> Iterator[Dateline]:
    text = _GLUED_TO_YEAR.sub(lambda glued: " " * len(glued[0]), block.text)
    stated = [
        (timex.start, timex.end, timex.value) for timex in standalone_timexes(text, block.sentences) if timex.is_stated
    ]
    if order is not None:
        stated += _numeric_timexes(text, order)
    candidates = [
        Dateline(position, start, end, value, _label(blocks, position, start)) for start, end, value in stated
    ]
    is_odd = block.role == Role.DATELINE if not candidates else block.text[:1].isdigit() and _is_coarse(candidates)
    by_dateparser = full_date(block.text) if is_odd else None
    if by_dateparser is not None:
        yield Dateline(position, 0, len(block.text), by_dateparser, candidates[0].label if candidates else None)
        return
    for dateline in candidates:
        is_prose = (
            block.role in _PROSE_ROLES
            and block.text[-1] in ".!?"
            and len(words_around(block.text, dateline)) >= _MIN_SENTENCE_WORDS
        )
        if dateline.label or not is_prose:
            yield dateline


def _is_coarse(candidates: Sequence[Dateline]) -> bool:
    return len(candidates) == 1 and candidates[0].value.precision != Precision.DAY


class Label(NamedTuple):
    """A kind of words before a date: its points, its regular expression, and texts it must and must not match."""

    points: int
    pattern: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


class DatelineTable(NamedTuple):
    """The content of `datelines.toml`, whose head explains the points.

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
def table() -> DatelineTable:
    """Return the content of `datelines.toml`."""
    return load_toml(files(__package__).joinpath("datelines.toml"), DatelineTable)


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    return {
        kind: compiled(
            rf"\b(?:{label.pattern})\s*:?{_TO_DATE}$", f"document_date/datelines.toml, [labels.{kind}]", re.IGNORECASE
        )
        for kind, label in table().labels.items()
    }


def label_of(lead: str) -> str | None:
    """Return which kind of label ends the text before a date, None where it has none."""
    return next((kind for kind, pattern in _labels().items() if pattern.search(lead[-_MAX_LEAD_CHARACTERS:])), None)


def _label(blocks: Sequence[Passage], position: int, start: int) -> str | None:
    """Return the kind of label before a date: in its paragraph, or else as the paragraph above."""
    lead = blocks[position].text[:start]
    if (
        position == 0
        or _WORD.search(_COMPANY_WORDS.sub("", lead))
        or len(blocks[position - 1].text) > _MAX_LABEL_CHARACTERS
    ):
        return label_of(lead)
    above = blocks[position - 1].text
    return None if any(character.isdigit() for character in above) else label_of(above)


def words_around(text: str, dateline: Dateline) -> list[str]:
    """Return the words beside a date in its paragraph, without weekdays and clocks."""
    around = f"{text[: dateline.start]} {text[dateline.end :]}"
    return _WORD.findall(without_clock(around)) if _WORD.search(around) else []


def without_clock(text: str) -> str:
    """Return a text without weekdays, times of day and what goes with them."""
    return _COMPANY_WORDS.sub(" ", CLOCK.sub(" ", text))


def text_range(blocks: Sequence[Passage]) -> Span:
    """Return the positions of the first and the last paragraph of running text; both are -1 where there is none.

    The first is the beginning of the first run of paragraphs with a fair share of all words: captions and notices of
    the page before it are few and short.
    """
    body = [position for position, block in enumerate(blocks) if block.role == Role.BODY]
    if not body:
        return -1, -1
    lengths = {position: len(_WORD.findall(blocks[position].text)) for position in body}
    runs: list[list[int]] = []
    for position in body:
        if runs and position - runs[-1][-1] <= _MAX_GAP_PARAGRAPHS:
            runs[-1].append(position)
        elif lengths[position] >= _MIN_TEXT_WORDS:
            runs.append([position])
    fair = _MIN_SHARE_OF_WORDS * sum(lengths.values())
    first = next((run[0] for run in runs if sum(lengths[position] for position in run) >= fair), body[0])
    return first, body[-1]
