"""The date on which words in quotation marks were said, where their attribution names one."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from flows.steps.dates.places import Place
from flows.steps.language.passages import Passage, Span
from flows.steps.lexicon.saying import saying
from schemas.data_files import load_toml

_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"|``[^`]*?''")
_MARKS = ("“", '"', "``")
_DATE = "\ue000"
"""What stands for the date while the words around it are looked at."""
_GAP = 2
"""How many blanks may stand before a quotation that goes on behind an attribution."""
_WORDS = 8
"""How many words may stand between the verb of saying and its subject, or its date."""


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation with the words before and behind it that may say who said it."""

    span: Span
    before: Span
    behind: Span


def speeches(passage: Passage, found: Sequence[Place]) -> Mapping[int, Place]:
    """Return the date of the attribution for each expression inside a quotation, by where the expression starts.

    An attribution stands in the sentence in which the quotation ends or starts and has exactly one date, which belongs
    to its verb of saying. A quotation that goes on behind it is of the same day.
    """
    if len(found) < 2 or not any(mark in passage.text for mark in _MARKS):
        return {}
    return dict(_speeches(passage, found))


def _speeches(passage: Passage, found: Sequence[Place]) -> Iterator[tuple[int, Place]]:
    """Yield start and attribution of quoted expressions; each expression and each quotation is looked at once."""
    starts = [place.found.start for place in found]
    last, end = None, -1
    for quotation in _quotations(passage):
        near = found[bisect_left(starts, quotation.before[0]) : bisect_left(starts, quotation.behind[1])]
        goes_on = last if quotation.span[0] - end <= _GAP else None
        last, end = _attribution(passage.text, quotation, near, goes_on), quotation.behind[1]
        inside = [place for place in near if quotation.span[0] < place.found.start < quotation.span[1]]
        if last is not None:
            yield from ((place.found.start, last) for place in inside)


def _quotations(passage: Passage) -> Iterator[_Quotation]:
    """Yield the quotations, each with the rest of its first and last sentence up to the quotations beside it."""
    spans = [match.span() for match in _QUOTATION.finditer(passage.text)]
    ends = iter(passage.sentences or ((0, len(passage.text)),))
    sentence = next(ends)
    limits = [(0, 0), *spans, (len(passage.text), len(passage.text))]
    for (previous, span), (_, following) in zip(pairwise(limits), pairwise(limits[1:]), strict=False):
        while sentence[1] <= span[0]:
            sentence = next(ends, (sentence[1], len(passage.text)))
        before = max(previous[1], sentence[0]), span[0]
        while sentence[1] < span[1]:
            sentence = next(ends, (sentence[1], len(passage.text)))
        yield _Quotation(span, before, (span[1], max(span[1], min(following[0], sentence[1]))))


def _attribution(text: str, quotation: _Quotation, near: Sequence[Place], goes_on: Place | None) -> Place | None:
    """Return the date of saying behind a quotation, or of the words before it where nothing behind says who spoke.

    `goes_on` is that of the quotation before, which holds where no words at all stand between.
    """
    if _verb().match(text[slice(*quotation.behind)]):
        return _date_of(text, quotation.behind, near, _behind())
    if goes_on is not None and not text[slice(*quotation.before)].strip():
        return goes_on
    return _date_of(text, quotation.before, near, _ahead())


def _date_of(text: str, span: Span, near: Sequence[Place], pattern: re.Pattern[str]) -> Place | None:
    """Return the only date of a stretch, if it stands with the verb of saying."""
    dates = [place for place in near if span[0] <= place.found.start < span[1]]
    if len(dates) != 1 or dates[0].base is not None:
        return None
    (date,) = dates
    words = f"{text[span[0] : date.found.start]}{_DATE}{text[date.end : span[1]]}"
    return date if pattern.search(words) else None


class SpeechTable(NamedTuple):
    """The content of `speech.toml`; `yes` has texts with an expression and the date of its attribution."""

    between: tuple[str, ...]
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]


@cache
def speech_table() -> SpeechTable:
    """Return the content of `speech.toml`."""
    return load_toml(files(__package__).joinpath("speech.toml"), SpeechTable)


@cache
def _parts() -> tuple[str, str]:
    """Return the expressions for a verb of saying and for the few words between it and its date."""
    data = speech_table()
    word = rf"(?!(?:{'|'.join(data.between)})\b)[^\s,;:.“”\"{_DATE}]+"
    return rf"\b(?:{'|'.join(saying().quoting)})\b", rf"(?:\s{word}){{0,{_WORDS}}}?"


@cache
def _verb() -> re.Pattern[str]:
    """Return the expression for the words behind a quotation that say who spoke."""
    said, _ = _parts()
    return re.compile(rf"[\s,.]*(?:{_DATE}?[^\s;:.“”\"]+\s){{0,{_WORDS}}}?{said}")


@cache
def _behind() -> re.Pattern[str]:
    said, gap = _parts()
    return re.compile(rf"^[^;:.]*?{said}{gap},?\s{_DATE}|^[\s,]*(?:[Oo]n\s)?{_DATE},?{gap}\s{said}")


@cache
def _ahead() -> re.Pattern[str]:
    """Return the expression for the words before a quotation, or between two parts of it."""
    said, gap = _parts()
    return re.compile(
        rf"{said}{gap},?\s{_DATE}[\s,:]*(?:(?:and|that|but)\s*)?$|(?:^|\bon\s){_DATE},?{gap}\s{said}{gap}[\s,:]*$",
        re.IGNORECASE,
    )
