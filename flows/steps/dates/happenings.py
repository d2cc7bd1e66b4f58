"""Happenings that dates are counted from, as in "two years after the invasion": where a text names and dates them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.dates.places import Place
from flows.steps.language.passages import Passage, Span
from schemas.data_files import compiled, load_toml

_DATE = "\ue000"
"""What stands for each date while the words around them are looked at."""
_NO_DATES = frozenset(
    {"length", "every", "frequency", "general", "anchored_span", "coming_unit", "clock", "around", "step_from_previous"}
)
"""Forms of expressions that date nothing by themselves."""
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_PREFIX = 4
"""Letters that Iraq and Iraqi share."""
_GAP = 6
"""Words of a clause that may stand between a happening and its date."""
_CLAUSE = 200
"""Characters around a match that are looked through for the ends of its clause."""
_NEARBY = 120
"""Characters behind "two years after" in which the happening is named."""


@dataclass(frozen=True, slots=True)
class Named:
    """A happening that an expression counts from: its key in `happenings.toml`, its names, and where its noun ends."""

    happening: str
    names: frozenset[str]
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """A clause that dates a happening: the date's place, and the names in its sentence."""

    happening: str
    names: frozenset[str]
    place: Place


def named_behind(text: str, place: Place) -> Named | None:
    """Return the happening right behind "two years after", None where the words are of another kind."""
    if place.found.rule.form != "around":
        return None
    stretch = text[place.found.tail : min(place.sentence[1], place.found.tail + _NEARBY)]
    match = _noun_phrase().match(stretch)
    if match is None or not _others().isdisjoint(match["modifiers"].split()):
        return None
    complement = stretch[match.end() :] if match["of"] else ""
    named = _first_names(complement) + _NAME.findall(match["modifiers"])
    end = place.found.tail + match.end("noun")
    return Named(_happenings()[match["noun"].lower()], frozenset(map(_short, named)), end)


def _first_names(complement: str) -> list[str]:
    """Return the name right behind "of" or "in"."""
    match = re.match(r"\s(?:the\s)?([A-Z][\w’'-]+)", complement)
    return [match[1]] if match else []


def tellings(passage: Passage, found: Sequence[Place], wanted: frozenset[str]) -> Iterator[Told]:
    """Yield the clauses of a paragraph that date one of the `wanted` happenings, in order."""
    dates = [place for place in found if place.found.rule.form not in _NO_DATES and place.base is None]
    by_sentence: dict[Span, list[Place]] = {}
    for place in dates:
        by_sentence.setdefault(place.sentence, []).append(place)
    for sentence, those in by_sentence.items():
        text = passage.text[slice(*sentence)]
        if _words_of(wanted).search(text):
            yield from _tellings(text, sentence[0], those, wanted)


def _tellings(text: str, offset: int, dates: Sequence[Place], wanted: frozenset[str]) -> Iterator[Told]:
    """Yield what one sentence dates; a clause with two dates dates nothing."""
    pieces, position = [], 0
    for place in dates:
        pieces.append(text[position : place.found.start - offset])
        position = place.end - offset
    masked = _DATE.join([*pieces, text[position:]])
    names = frozenset(_short(name) for name in _NAME.findall(masked))
    at = {match.start(): place for match, place in zip(re.finditer(_DATE, masked), dates, strict=True)}
    for happening in sorted(wanted):
        for match in _frames(happening).finditer(masked):
            if _is_plain(masked, match.span()):
                yield Told(happening, names, at[match.start() + match[0].index(_DATE)])


def _is_plain(masked: str, span: Span) -> bool:
    """Return whether the clause around a match has one date and no word of doubt."""
    before = _border().split(masked[max(0, span[0] - _CLAUSE) : span[0]])[-1]
    behind = _border().split(masked[span[1] : span[1] + _CLAUSE], maxsplit=1)[0]
    clause = f"{before}{masked[slice(*span)]}{behind}"
    return clause.count(_DATE) == 1 and _doubt().search(before + masked[slice(*span)]) is None


def _short(name: str) -> str:
    return name[:_PREFIX].lower()


class AnchorWords(NamedTuple):
    """A kind of event that dates are counted from: nouns that name it, and verbs that report it."""

    nouns: tuple[str, ...]
    verbs: tuple[str, ...]


class Frame(NamedTuple):
    """A way in which a clause dates an event: `yes` has texts with the noun's event and its date, `no` others."""

    pattern: str
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]


class AroundWords(NamedTuple):
    """Words around an event and its date, as the file explains them."""

    borders: tuple[str, ...]
    doubts: tuple[str, ...]
    others: frozenset[str]
    behind: tuple[str, ...]
    goes_on: tuple[str, ...]
    leads_away: tuple[str, ...]


class Examples(NamedTuple):
    """Texts with an expression and its value, and texts in which nothing is counted."""

    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnchorTable:
    """The content of `happenings.toml`."""

    happening: dict[str, AnchorWords]
    frame: dict[str, Frame]
    words: AroundWords
    count: Examples


@cache
def anchor_table() -> AnchorTable:
    """Return the content of `happenings.toml`."""
    return load_toml(files(__package__).joinpath("happenings.toml"), AnchorTable)


@cache
def _happenings() -> Mapping[str, str]:
    """Return the key of the happening by noun."""
    return {noun: key for key, row in anchor_table().happening.items() for noun in row.nouns}


@cache
def _noun_phrase() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, _happenings()), key=len, reverse=True))
    behind = "|".join(anchor_table().words.behind)
    return re.compile(
        rf"(?:\sthe\s(?:start|beginning|onset|outbreak)\sof)?\s(?:the|that|this|its|their)\s(?P<modifiers>(?:[\w’'-]+\s){{0,2}}?)(?P<noun>{nouns})"
        rf"(?=\s?(?:[.,;:!?)—–]|$)|\s(?:{behind})\b)(?P<of>\s(?:of|in|by|on|against)\b)?"
    )


@cache
def _others() -> frozenset[str]:
    return anchor_table().words.others


def _any(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(words) or '(?!)'})\b"


@cache
def _words_of(wanted: frozenset[str]) -> re.Pattern[str]:
    """Return the expression for all words of these happenings."""
    rows = [anchor_table().happening[key] for key in sorted(wanted)]
    return re.compile(_any(word for row in rows for word in (*row.nouns, *row.verbs)), re.IGNORECASE)


@cache
def _frames(happening: str) -> re.Pattern[str]:
    """Return the expression for the ways to date a happening."""
    row, words = anchor_table().happening[happening], anchor_table().words
    word = rf"(?!{_any(words.borders)})[^\s,;:()—–{_DATE}]+"
    closed = rf"(?=\s?[.,;:!?()—–]|$|\s{_DATE}|\s(?:{'|'.join([*words.behind, *words.goes_on, r'[a-z]+ed'])})\b)"
    parts = {
        "@noun": f"{_any(row.nouns)}{closed}",
        "@kind": rf"(?:(?!{_any(words.leads_away)})[\w-]+\s){{0,3}}?",
        "@verb": _any(row.verbs),
        "@gap": rf"(?:\s{word}){{0,{_GAP}}}?",
        "@date": _DATE,
    }
    patterns = (frame.pattern for frame in anchor_table().frame.values())
    filled = (re.sub("@[a-z]+", lambda found: parts[found[0]], pattern) for pattern in patterns)
    return compiled("|".join(filled), "dates/happenings.toml, [frame]", re.IGNORECASE)


@cache
def _border() -> re.Pattern[str]:
    return re.compile(rf"[,;:()—–]|{_any(anchor_table().words.borders)}")


@cache
def _doubt() -> re.Pattern[str]:
    return re.compile(_any(anchor_table().words.doubts), re.IGNORECASE)
