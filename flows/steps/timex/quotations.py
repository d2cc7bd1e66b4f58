"""The dates of quotations, where their attribution names one."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from flows.steps.lexicon.saying import saying
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.sentence_context import TimexInContext
from schemas.data_files import load_toml

_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"|``[^`]*?''")
_QUOTATION_MARKS = ("“", '"', "``")
_DATE_MARK = "\ue000"
"""The placeholder for the date while the words around it are matched (a private-use character)."""
_MAX_BLANKS_BETWEEN_PARTS = 2
"""Blanks between an attribution and the quotation that continues after it."""
_MAX_WORDS_OF_ATTRIBUTION = 8
"""Words between the reporting verb and its subject, or its date."""


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation (`span`) with the ranges before and behind it that may contain its attribution."""

    span: Span
    before: Span
    behind: Span


def quotation_dates(passage: Passage, timexes: Sequence[TimexInContext]) -> Mapping[int, TimexInContext]:
    """Return the date of the attribution for each expression inside a quotation, by the start of the expression.

    An attribution is in the sentence in which the quotation ends or starts and has exactly one date, which belongs to
    its reporting verb. A quotation that continues behind it is of the same day.
    """
    if len(timexes) < 2 or not any(mark in passage.text for mark in _QUOTATION_MARKS):
        return {}
    return dict(_quotation_dates(passage, timexes))


def _quotation_dates(passage: Passage, timexes: Sequence[TimexInContext]) -> Iterator[tuple[int, TimexInContext]]:
    """Yield start and attribution of quoted expressions; each expression and each quotation is looked at once."""
    starts = [timex.match.start for timex in timexes]
    attribution, end = None, -1
    for quotation in _quotations(passage):
        near = timexes[bisect_left(starts, quotation.before[0]) : bisect_left(starts, quotation.behind[1])]
        continued = attribution if quotation.span[0] - end <= _MAX_BLANKS_BETWEEN_PARTS else None
        attribution, end = _attribution(passage.text, quotation, near, continued), quotation.behind[1]
        inside = [timex for timex in near if quotation.span[0] < timex.match.start < quotation.span[1]]
        if attribution is not None:
            yield from ((timex.match.start, attribution) for timex in inside)


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


def _attribution(
    text: str, quotation: _Quotation, near: Sequence[TimexInContext], continued: TimexInContext | None
) -> TimexInContext | None:
    """Return the date of the attribution behind a quotation, or before it where there is none behind.

    `continued` is that of the quotation before, which holds where there are no words between the two.
    """
    if _verb_behind().match(text[slice(*quotation.behind)]):
        return _date_of(text, quotation.behind, near, _attribution_behind())
    if continued is not None and not text[slice(*quotation.before)].strip():
        return continued
    return _date_of(text, quotation.before, near, _attribution_before())


def _date_of(text: str, span: Span, near: Sequence[TimexInContext], pattern: re.Pattern[str]) -> TimexInContext | None:
    """Return the only date of a range of text, if it belongs to the reporting verb."""
    dates = [timex for timex in near if span[0] <= timex.match.start < span[1]]
    if len(dates) != 1 or dates[0].base is not None:
        return None
    (date,) = dates
    words = f"{text[span[0] : date.match.start]}{_DATE_MARK}{text[date.end : span[1]]}"
    return date if pattern.search(words) else None


class QuotationTable(NamedTuple):
    """The content of `quotations.toml`; `yes` has texts with an expression and the date of its attribution."""

    not_between: tuple[str, ...]
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]


@cache
def quotation_table() -> QuotationTable:
    """Return the content of `quotations.toml`."""
    return load_toml(files(__package__).joinpath("quotations.toml"), QuotationTable)


@cache
def _parts() -> tuple[str, str]:
    """Return the expressions for a reporting verb and for the few words between it and its date."""
    data = quotation_table()
    word = rf"(?!(?:{'|'.join(data.not_between)})\b)[^\s,;:.“”\"{_DATE_MARK}]+"
    return rf"\b(?:{'|'.join(saying().quoting)})\b", rf"(?:\s{word}){{0,{_MAX_WORDS_OF_ATTRIBUTION}}}?"


@cache
def _verb_behind() -> re.Pattern[str]:
    """Return the expression for an attribution behind a quotation."""
    verbs, _ = _parts()
    return re.compile(rf"[\s,.]*(?:{_DATE_MARK}?[^\s;:.“”\"]+\s){{0,{_MAX_WORDS_OF_ATTRIBUTION}}}?{verbs}")


@cache
def _attribution_behind() -> re.Pattern[str]:
    verbs, gap = _parts()
    return re.compile(rf"^[^;:.]*?{verbs}{gap},?\s{_DATE_MARK}|^[\s,]*(?:[Oo]n\s)?{_DATE_MARK},?{gap}\s{verbs}")


@cache
def _attribution_before() -> re.Pattern[str]:
    """Return the expression for the words before a quotation, or between two parts of it."""
    verbs, gap = _parts()
    return re.compile(
        rf"{verbs}{gap},?\s{_DATE_MARK}[\s,:]*(?:(?:and|that|but)\s*)?$|(?:^|\bon\s){_DATE_MARK},?{gap}\s{verbs}{gap}[\s,:]*$",
        re.IGNORECASE,
    )
