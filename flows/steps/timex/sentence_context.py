"""The time expressions of a paragraph, each with its sentence, its neighbours and the cues for past and future."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from flows.steps.models import record
from flows.steps.text.passage import Span
from flows.steps.timex.matcher import TimexMatch, match_timexes
from flows.steps.timex.numbers import years_in
from flows.steps.timex.tense import ClauseTense, SentenceTense, Tense

_LIST_GAP = re.compile(
    r"\s*(?:,|[-–—/]|,?\s*\b(?:and|or|to|through|thru|until|till|then)\b)\s*(?:the\s+|by\s+)?", re.IGNORECASE
)
"""What may occur between two dates of one year, as in "March and May 2019"."""
_MAX_LIST_GAP_CHARACTERS = 16
_RANGE_GAP = re.compile(r"\s*(?:[-–—]|\b(?:to|through|thru|until|till)\b)\s*(?:the\s+)?", re.IGNORECASE)
"""What may occur between the ends of a range, as in "November until February"."""
_BETWEEN = re.compile(r"\bbetween\s(?:the\s)?\Z", re.IGNORECASE)
_BETWEEN_GAP = re.compile(r"\s*\band\s+(?:the\s+)?", re.IGNORECASE)
"""What occurs between the ends of a range behind "between"."""
_MAX_CHARACTERS_OF_BETWEEN = 14
_ENDS_OF_RANGES = frozenset({"month", "month_day", "month_of_year", "season", "season_of_year", "named_day"})
"""Normalizers of what may be an end of a range over New Year."""
_OF_A_YEAR = ("month", "season", "ordinal")
"""Groups of what recurs every year."""
_JOINT = re.compile(r",?\s{1,3}(?:(?:on|of)\s{1,3})?(?:the\s{1,3})?", re.IGNORECASE)
_MAX_JOINT_CHARACTERS = 12
_RANGE_GOES_ON = re.compile(r"\s{1,3}(?:to|until|till|through)\b")
"""What follows the first end of a range: "64 days from May 3 to July 5" is a length and two dates."""
_MAX_CHARACTERS_BEFORE_FIRST = 3
"""Characters, such as "In ", that may precede an expression which opens its sentence."""


@record
class TimexInContext:
    """A time expression in its sentence; `clause` has the tense around it, None where there is no clause.

    `list_end` is the date with a year that ends its list; `base` the date right behind it that it counts from or gives
    the hour of, which is part of the expression; `anchor_end` is the end of the event noun that it counts from. The
    ends of a range without a year at its end have each other as `range_end` and `range_start`.
    """

    match: TimexMatch
    sentence: Span
    clause: ClauseTense | None
    list_end: TimexMatch | None = None
    base: TimexMatch | None = None
    anchor_end: int | None = None
    range_end: TimexMatch | None = None
    range_start: TimexMatch | None = None

    @property
    def end(self) -> int:
        """Return the offset where the expression ends."""
        if self.anchor_end is not None:
            return self.anchor_end
        return self.match.end if self.base is None else self.base.end

    @property
    def tense(self) -> Tense | None:
        """Return the tense of its clause; None where that says nothing."""
        return None if self.clause is None else self.clause.tense

    @property
    def looks_ahead(self) -> bool | None:
        """Return whether its clause looks ahead (True) or back (False); None where that is open."""
        return None if self.tense in {None, Tense.OPEN} else self.tense in {Tense.AHEAD, Tense.FROM_PAST}

    @property
    def matches(self) -> list[TimexMatch]:
        """Return the expression without its base, and the base if it has one."""
        return [self.match] if self.base is None else [self.match, self.base]

    def split(self) -> "list[TimexInContext]":
        """Return the expression and its base as two expressions."""
        return [TimexInContext(match=match, sentence=self.sentence, clause=self.clause) for match in self.matches]

    @property
    def opens_sentence(self) -> bool:
        """Return whether the expression comes first in its sentence, or after one short word such as "In"."""
        return self.match.start - self.sentence[0] <= _MAX_CHARACTERS_BEFORE_FIRST


@lru_cache(maxsize=1)  # a long paragraph is searched once for the date of its document and for its own dates
def find_timexes(text: str, sentences: tuple[Span, ...]) -> tuple[TimexInContext, ...]:
    """Return the time expressions of `text` in order; `sentences` are its half-open sentence ranges."""
    return tuple(_find_timexes(text, sentences))


def _find_timexes(text: str, sentences: Sequence[Span]) -> Iterator[TimexInContext]:
    matches = list(match_timexes(text))
    list_ends = _list_ends(text, matches)
    contexts = list(_sentences_and_clauses(text, matches, sentences))
    range_ends = [*_range_ends(text, matches, [clause for _, clause in contexts]), None]
    is_base = False
    for index, (match, (sentence, clause)) in enumerate(zip(matches, contexts, strict=True)):
        if is_base:
            is_base = False
            continue
        next_match = matches[index + 1] if index + 1 < len(matches) else None
        base = next_match if next_match is not None and _takes_base(text, match, next_match, sentence) else None
        is_base = base is not None
        yield TimexInContext(
            match=match,
            sentence=sentence,
            clause=clause,
            list_end=list_ends[index],
            base=base,
            range_end=range_ends[index],
            range_start=matches[index - 1] if range_ends[index - 1] is not None else None,
        )


def _sentences_and_clauses(
    text: str, matches: Sequence[TimexMatch], sentences: Sequence[Span]
) -> Iterator[tuple[Span, ClauseTense]]:
    """Yield for each match its sentence, and the tense of its clause."""
    spans = sentences or ((0, len(text)),)
    number, cues_of = 0, -1
    cues: SentenceTense | None = None
    for match in matches:
        while number + 1 < len(spans) and spans[number + 1][0] <= match.start:
            number += 1
        if cues is None or cues_of != number:
            cues_of, cues = number, SentenceTense(text, spans[number])
        yield spans[number], ClauseTense(partial(cues.at, match.start, match.end))


def _takes_base(text: str, match: TimexMatch, next_match: TimexMatch, sentence: Span) -> bool:
    """Return whether an expression takes the date behind it as its base: "two days before" and "Christmas"."""
    if not match.rule.joins or next_match.start >= sentence[1] or next_match.rule.joins:
        return False
    gap = text[match.tail : next_match.start]
    if match.groups.get("around") == "from" and _RANGE_GOES_ON.match(text, next_match.end):
        return False
    return len(gap) <= _MAX_JOINT_CHARACTERS and _JOINT.fullmatch(gap) is not None


def _list_ends(text: str, matches: Sequence[TimexMatch]) -> list[TimexMatch | None]:
    """Return for each month, season or quarter without a year the dated one that ends its list, from the last back."""
    list_ends: list[TimexMatch | None] = [None] * len(matches)
    for index in range(len(matches) - 2, -1, -1):
        match, next_match = matches[index], matches[index + 1]
        kind = next((group for group in _OF_A_YEAR if group in match.groups), None)
        if kind is None or kind not in next_match.groups or years_in(match.groups):
            continue
        gap = text[match.end : next_match.start]
        if len(gap) <= _MAX_LIST_GAP_CHARACTERS and _LIST_GAP.fullmatch(gap):
            list_ends[index] = next_match if years_in(next_match.groups) else list_ends[index + 1]
    return list_ends


def _range_ends(
    text: str, matches: Sequence[TimexMatch], clauses: Sequence[ClauseTense]
) -> Iterator[TimexMatch | None]:
    """Yield for each expression, except the last one, the end of its range: a month or a day of one, without a year.

    What was moved from a date to a later one has no range.
    """
    for (match, clause), (next_match, next_clause) in pairwise(zip(matches, clauses, strict=True)):
        is_range = {match.rule.normalizer, next_match.rule.normalizer} <= _ENDS_OF_RANGES and _is_yearless(next_match)
        is_joined = is_range and _joined_as_range(text, match, next_match)
        is_moved = is_joined and next_clause.tense == Tense.FROM_PAST != clause.tense
        yield next_match if is_joined and not is_moved else None


def _is_yearless(match: TimexMatch) -> bool:
    return not years_in(match.groups) and match.groups.keys().isdisjoint({"shift", "that"})


def _joined_as_range(text: str, match: TimexMatch, next_match: TimexMatch) -> bool:
    """Return whether the words between two expressions make them the ends of a range."""
    if next_match.start - match.end > _MAX_LIST_GAP_CHARACTERS:
        return False
    gap = text[match.end : next_match.start]
    if _RANGE_GAP.fullmatch(gap):
        return True
    is_between = _BETWEEN.search(text, max(match.start - _MAX_CHARACTERS_OF_BETWEEN, 0), match.start)
    return is_between is not None and _BETWEEN_GAP.fullmatch(gap) is not None
