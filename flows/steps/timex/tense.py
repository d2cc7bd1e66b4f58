"""Tense: whether the clause around a date looks ahead from the day of writing, or back."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from flows.steps.lexicon.patterns import Part, fill
from flows.steps.text.passage import Span
from schemas.data_files import compiled, load_toml

_REST_OF_VERB = (
    r"(?:(?: (?:not|also|now|then|still|even|soon|again|first|only|almost|be|have|been|[a-z]+ly)){1,4} [a-z]+)?"
)
"""The rest of a compound verb: "will be held" looks ahead, though "held" alone does not."""
_REACH = 12
"""Characters from the start of "said" to a date within which that is surely of the saying, by judgement."""
_FRONT = 24
"""Characters before a date in which the words that open its clause, or belong to it, are looked for."""
_BORDERS = frozenset({"border", "sign"})
"""Groups of the expression for cues that divide clauses."""
_PLAIN_WORD = re.compile(r"[a-z]+")
_NEIGHBOURS = 12
"""Cues on each side of a date that are looked at, so that a very long sentence takes no longer."""


class Tense(StrEnum):
    """The side of the day of writing on which a clause places a date.

    `FROM_PAST` looks ahead from an earlier day; `LIKELY_BACK` has its verb in another clause, or one that is weak.
    """

    AHEAD = "ahead"
    FROM_PAST = "from_past"
    BACK = "back"
    LIKELY_BACK = "likely_back"
    OPEN = "open"


_VERB, _BEYOND = 0, 3
"""Ranks of a verb in the clause of a date, and beyond it."""


class _Kind(NamedTuple):
    """What a cue means for the words behind it, and its rank within the clause of a date and beyond: lower is surer.

    A verb of saying (`is_saying`) is the verb of a date right beside it, but not of one further on.
    """

    tense: Tense
    in_clause: int = _VERB
    beyond: int = _BEYOND
    is_saying: bool = False

    def rank(self, is_in_clause: bool, is_beside: bool, *, is_behind: bool = False) -> int:  # noqa: FBT001
        """Return how sure a cue is for a date, which it may be beside, or `is_behind`: lower is surer."""
        if self.is_saying and (is_beside or is_behind):
            return _VERB if is_beside else self.beyond
        return self.in_clause if is_in_clause else self.beyond


_KINDS = {
    "open": _Kind(Tense.OPEN),
    "bidden": _Kind(Tense.FROM_PAST),
    "from_past": _Kind(Tense.FROM_PAST),
    "ahead": _Kind(Tense.AHEAD),
    "present": _Kind(Tense.OPEN),
    "saying": _Kind(Tense.BACK, 2, 5, is_saying=True),
    "back": _Kind(Tense.BACK),
    "participle": _Kind(Tense.BACK, 1, 4),
    "intended": _Kind(Tense.AHEAD, 1, 4),
    "limit": _Kind(Tense.AHEAD, 6, 6),
}
"""The kinds of cues by their block in `tense_cues.toml`."""
_POSSESSIVE = re.compile(r"['’]s?\s")
_PLUPERFECT = re.compile(r"\bhad\s(?!to\b)")
"""What is over by a limit that opens its clause: "By June, they had left"."""
_BACK_BEFORE = frozenset({"open", "bidden"})
"""Blocks whose cues are plain past verbs for a date before them: "in June, he asked them to leave"."""


class _Cue(NamedTuple):
    """A cue of a sentence, and where its words start."""

    start: int
    kind: _Kind


class ClauseTense:
    """The tense of the clause around a date, found when it is asked for, as many dates do not depend on it."""

    def __init__(self, find: Callable[[], Tense | None]) -> None:
        """Take the function that finds it."""
        self._find = find

    @cached_property
    def tense(self) -> Tense | None:
        """Return the tense; None where the clause says nothing."""
        return self._find()


class SentenceTense:
    """The cues and the clause borders of one sentence, found when they are asked for."""

    def __init__(self, text: str, span: Span) -> None:
        """Take the range `span` of `text`."""
        self._text, self._span = text, span

    @cached_property
    def _found(self) -> tuple[list[_Cue], list[int], list[int]]:
        """Return the cues, where each starts, and where the clauses start."""
        cues, borders = list[_Cue](), [self._span[0]]
        for match in tense_cue_pattern().finditer(self._text, *self._span):
            if match.lastgroup in _BORDERS:
                borders.append(match.end())
            else:
                cues.extend(_cues_of(match))
        return cues, [cue.start for cue in cues], borders

    def at(self, start: int, end: int) -> Tense | None:
        """Return the tense at a date from `start` to `end` of the text; None where the clause says nothing of it.

        The surest cue decides, of equal ones the last before the date, else the first behind it. A date that is part of
        a noun phrase has no tense: "the May 3 deadline".
        """
        cues, starts, _ = self._found
        if not cues or self._is_attributive(start, end):
            return None
        clause_start, clause_end = self._clause(start, end)
        is_front = self._is_front(clause_start, start)
        here = bisect_right(starts, start)
        before = (
            (cue.kind.rank(cue.start >= clause_start, start - cue.start <= _REACH), cue.kind.tense)
            for cue in reversed(cues[max(here - _NEIGHBOURS, 0) : here])
        )
        behind = (
            (cue.kind.rank(is_front and cue.start < clause_end, cue.start - end <= 1, is_behind=True), cue.kind.tense)
            for cue in cues[here : here + _NEIGHBOURS]
        )
        rank, tense = _surest(chain(before, behind))
        is_limit = _limits().search(self._text, max(start - _FRONT, self._span[0]), start) is not None
        is_over = is_front and _PLUPERFECT.search(self._text, end, clause_end) is not None
        is_sure = rank == _VERB and (is_over or not is_limit)
        return Tense.LIKELY_BACK if tense == Tense.BACK and not is_sure else tense

    def _clause(self, start: int, end: int) -> Span:
        """Return the range of the clause around a date.

        One that only a comma divides from the clause behind it belongs to that, one with nothing behind it to the one
        before: "In June, it rose", "It rose in May and in June."
        """
        _, _, borders = self._found
        index, next_border = bisect_right(borders, start) - 1, bisect_left(borders, end)
        clause_start, is_front = borders[index], self._is_front(borders[index], start)
        ends = borders[next_border : next_border + 2]
        is_set_off = bool(ends) and ends[0] - end <= len(", ")
        clause_end = next(iter(ends[is_set_off and is_front :]), self._span[1])
        if is_front and not ends and self._span[1] - end <= len(".”"):
            clause_start = borders[max(index - 1, 0)]
        return clause_start, clause_end

    def _is_front(self, clause_start: int, start: int) -> bool:
        """Return whether a date opens its clause, behind a preposition or two."""
        return start - clause_start <= _FRONT and _opening().fullmatch(self._text, clause_start, start) is not None

    def _is_attributive(self, start: int, end: int) -> bool:
        """Return whether a date is part of a noun phrase, as in "the May 3 deadline" and "Monday's vote"."""
        if _POSSESSIVE.match(self._text, end):
            return True
        has_determiner = _determiner().search(self._text, max(start - _FRONT, self._span[0]), start)
        return has_determiner is not None and _noun().match(self._text, end) is not None


def _surest(ranked: Iterable[tuple[int, Tense]]) -> tuple[int, Tense | None]:
    """Return the first of the lowest rank; a verb is the surest of all."""
    best: tuple[int, Tense | None] = (sys.maxsize, None)
    for rank, tense in ranked:
        if rank < best[0]:
            best = rank, tense
        if rank == _VERB:
            break
    return best


def _cues_of(match: re.Match[str]) -> Iterator[_Cue]:
    """Yield the cue of a match; one that ends in "to" or "until" is a past verb for a date before that word."""
    name = str(match.lastgroup)
    if name in _BACK_BEFORE:
        yield _Cue(match.start(), _KINDS["back"])
        yield _Cue(match.end() - 1, _KINDS[name])
    else:
        is_verb = name == "participle" and _after_verb().match(match.string, match.end())
        yield _Cue(match.start(), _KINDS["back" if is_verb else name])


def verb_spans(text: str) -> list[Span]:
    """Return the ranges of the verbs, and of words like "due", by which the tense of a clause is found."""
    matches = tense_cue_pattern().finditer(text)
    return [match.span() for match in matches if match.lastgroup not in {*_BORDERS, "limit"}]


class TenseCues(NamedTuple):
    """A block of `tense_cues.toml`: expressions of one kind, and texts in which they must and must not be found."""

    patterns: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


class TenseCueTable(NamedTuple):
    """The content of `tense_cues.toml`: words around a date, and the cues by kind."""

    borders: tuple[str, ...]
    limits: tuple[str, ...]
    opening: tuple[str, ...]
    determiners: tuple[str, ...]
    not_nouns: tuple[str, ...]
    after_verbs: tuple[str, ...]
    parts: dict[str, Part]
    cues: dict[str, TenseCues]


@cache
def tense_cues() -> TenseCueTable:
    """Return the content of `tense_cues.toml`."""
    return load_toml(files(__package__).joinpath("tense_cues.toml"), TenseCueTable)


@cache
def tense_cue_pattern() -> re.Pattern[str]:
    """Return the expression for all cues of `tense_cues.toml`, each kind a group, and for what divides clauses."""
    table = tense_cues()
    kinds = "|".join(
        f"(?P<{kind}>{_by_letter([fill(pattern, table.parts) for pattern in cues.patterns])})"
        for kind, cues in table.cues.items()
    )
    words = rf"(?=[a-zBMW'’])(?:(?:{kinds})\b{_REST_OF_VERB}|(?P<border>(?:{'|'.join(table.borders)})\b))"
    return compiled(rf"(?:(?<!\w)|(?=['’])){words}|(?P<sign>,(?!\d)|[;:—–()])", "timex/tense_cues.toml")


def _by_letter(patterns: Sequence[str]) -> str:
    """Return one expression for patterns, the plain words by their first letters, which is quicker than one by one."""
    words = sorted(pattern for pattern in patterns if _PLAIN_WORD.fullmatch(pattern))
    by_letter = (
        f"{letter}(?:{'|'.join(word[1:] for word in group)})" for letter, group in groupby(words, itemgetter(0))
    )
    return "|".join([*(pattern for pattern in patterns if not _PLAIN_WORD.fullmatch(pattern)), *by_letter])


@cache
def _limits() -> re.Pattern[str]:
    """Return the expression for a preposition of a limit right before a date."""
    return re.compile(rf"\b(?:{'|'.join(tense_cues().limits)})\s(?:the\s)?(?:end\sof\s)?\Z", re.IGNORECASE)


@cache
def _after_verb() -> re.Pattern[str]:
    """Return the expression for what follows a form in -ed that is a verb: anything but a bare noun."""
    return re.compile(rf"\s*\Z|\s*[^\sa-z]|\s(?:{'|'.join(tense_cues().after_verbs)}|[a-z]+ly)\b")


@cache
def _opening() -> re.Pattern[str]:
    """Return the expression for the words between the start of a clause and its date."""
    return re.compile(rf"[\W_]*(?:(?:{'|'.join(tense_cues().opening)})[\W_]+){{0,5}}", re.IGNORECASE)


@cache
def _determiner() -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{'|'.join(tense_cues().determiners)})|['’]s)\s\Z", re.IGNORECASE)


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"(?:\s|-)(?!(?:{'|'.join(tense_cues().not_nouns)})\b)[a-z]")
