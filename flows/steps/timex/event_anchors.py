"""Event anchors, from which dates are counted, as in "two years after the invasion": their names and their dates."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.lexicon.patterns import Part, fill
from flows.steps.text.passage import Passage, Span
from flows.steps.timex.sentence_context import TimexInContext
from schemas.data_files import compiled, load_toml

_DATE_MARK = "\ue000"
"""The placeholder for each date while the words around it are matched (a private-use character)."""
_UNDATED = frozenset(
    {"length", "every", "frequency", "general", "anchored_span", "coming_unit", "clock", "around", "step_from_previous"}
)
"""Normalizers of expressions that date nothing by themselves."""
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_NAME_PREFIX_LETTERS = 4
"""Letters by which names are compared: Iraq and Iraqi share four."""
_MAX_WORDS_BETWEEN = 6
"""Words between an event and its date in one clause, by judgement."""
_MAX_CLAUSE_CHARACTERS = 200
"""Characters around a match that are searched for the ends of its clause."""
_MAX_ANCHOR_CHARACTERS = 120
"""Characters behind "two years after" in which the event is named."""


@dataclass(frozen=True, slots=True)
class EventAnchor:
    """An event that an expression counts from: its key in `event_anchors.toml`, its names, and where its noun ends."""

    event_type: str
    names: frozenset[str]
    end: int


@dataclass(frozen=True, slots=True)
class AnchorDate:
    """The date of an event in a clause: the event's key, the names in the sentence (four letters), the date."""

    event_type: str
    names: frozenset[str]
    timex: TimexInContext


def event_anchor_after(text: str, timex: TimexInContext) -> EventAnchor | None:
    """Return the event right behind "two years after", None where the words are of another kind."""
    if timex.match.rule.normalizer != "around":
        return None
    text_behind = text[timex.match.tail : min(timex.sentence[1], timex.match.tail + _MAX_ANCHOR_CHARACTERS)]
    match = _noun_phrase().match(text_behind)
    if match is None or not _other_modifiers().isdisjoint(match["modifiers"].split()):
        return None
    complement = text_behind[match.end() :] if match["of"] else ""
    named = _first_names(complement) + _NAME.findall(match["modifiers"])
    end = timex.match.tail + match.end("noun")
    return EventAnchor(_event_types()[match["noun"].lower()], frozenset(map(_name_prefix, named)), end)


def _first_names(complement: str) -> list[str]:
    """Return the name right behind "of" or "in"."""
    match = re.match(r"\s(?:the\s)?([A-Z][\w’'-]+)", complement)
    return [match[1]] if match else []


def anchor_dates(passage: Passage, timexes: Sequence[TimexInContext], wanted: frozenset[str]) -> Iterator[AnchorDate]:
    """Yield the dates that clauses of a paragraph give to events of the `wanted` types, in order.

    `timexes` are the time expressions of `passage`.
    """
    dates = [timex for timex in timexes if timex.match.rule.normalizer not in _UNDATED and timex.base is None]
    by_sentence: dict[Span, list[TimexInContext]] = {}
    for timex in dates:
        by_sentence.setdefault(timex.sentence, []).append(timex)
    for sentence, dates_of_sentence in by_sentence.items():
        text = passage.text[slice(*sentence)]
        if _words_of(wanted).search(text):
            yield from _anchor_dates_of_sentence(text, sentence[0], dates_of_sentence, wanted)


def _anchor_dates_of_sentence(
    text: str, offset: int, dates: Sequence[TimexInContext], wanted: frozenset[str]
) -> Iterator[AnchorDate]:
    """Yield the dated events of one sentence, which starts at `offset`; a clause with two dates dates nothing."""
    pieces, position = [], 0
    for timex in dates:
        pieces.append(text[position : timex.match.start - offset])
        position = timex.end - offset
    masked = _DATE_MARK.join([*pieces, text[position:]])
    names = frozenset(_name_prefix(name) for name in _NAME.findall(masked))
    at = {match.start(): timex for match, timex in zip(re.finditer(_DATE_MARK, masked), dates, strict=True)}
    for event_type in sorted(wanted):
        for match in _frames(event_type).finditer(masked):
            if _is_plain_statement(masked, match.span()):
                yield AnchorDate(event_type, names, at[match.start() + match[0].index(_DATE_MARK)])


def _is_plain_statement(masked: str, span: Span) -> bool:
    """Return whether the clause around a match has one date and no word of doubt."""
    before = _border().split(masked[max(0, span[0] - _MAX_CLAUSE_CHARACTERS) : span[0]])[-1]
    behind = _border().split(masked[span[1] : span[1] + _MAX_CLAUSE_CHARACTERS], maxsplit=1)[0]
    clause = f"{before}{masked[slice(*span)]}{behind}"
    return clause.count(_DATE_MARK) == 1 and _doubt().search(before + masked[slice(*span)]) is None


def _name_prefix(name: str) -> str:
    return name[:_NAME_PREFIX_LETTERS].lower()


class AnchorWords(NamedTuple):
    """A kind of event that dates are counted from: nouns that name it, and verbs that report it."""

    nouns: tuple[str, ...]
    verbs: tuple[str, ...]


class Frame(NamedTuple):
    """A way in which a clause dates an event: `yes` has texts with the noun's event and its date, `no` others."""

    pattern: str
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]


class ContextWords(NamedTuple):
    """Words around an event and its date, as the file explains them."""

    clause_borders: tuple[str, ...]
    doubts: tuple[str, ...]
    distinguishing: frozenset[str]
    after_noun: tuple[str, ...]
    after_dated_noun: tuple[str, ...]
    before_other_noun: tuple[str, ...]


class Examples(NamedTuple):
    """Texts with an expression and its value, and texts in which nothing is counted."""

    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnchorTable:
    """The content of `event_anchors.toml`."""

    event: dict[str, AnchorWords]
    parts: dict[str, Part]
    frame: dict[str, Frame]
    words: ContextWords
    examples: Examples


@cache
def anchor_table() -> AnchorTable:
    """Return the content of `event_anchors.toml`."""
    return load_toml(files(__package__).joinpath("event_anchors.toml"), AnchorTable)


@cache
def _event_types() -> Mapping[str, str]:
    """Return the event type by noun."""
    return {noun: key for key, row in anchor_table().event.items() for noun in row.nouns}


@cache
def _noun_phrase() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, _event_types()), key=len, reverse=True))
    behind = "|".join(anchor_table().words.after_noun)
    return re.compile(
        rf"(?:\sthe\s(?:start|beginning|onset|outbreak)\sof)?\s(?:the|that|this|its|their)\s(?P<modifiers>(?:[\w’'-]+\s){{0,2}}?)(?P<noun>{nouns})"
        rf"(?=\s?(?:[.,;:!?)—–]|$)|\s(?:{behind})\b)(?P<of>\s(?:of|in|by|on|against)\b)?"
    )


@cache
def _other_modifiers() -> frozenset[str]:
    return anchor_table().words.distinguishing


def _any(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(words) or '(?!)'})\b"


@cache
def _words_of(wanted: frozenset[str]) -> re.Pattern[str]:
    """Return the expression for all words of these event types."""
    rows = [anchor_table().event[key] for key in sorted(wanted)]
    return re.compile(_any(word for row in rows for word in (*row.nouns, *row.verbs)), re.IGNORECASE)


@cache
def _frames(event_type: str) -> re.Pattern[str]:
    """Return the expression for the ways to date an event of a type."""
    row, words = anchor_table().event[event_type], anchor_table().words
    word = rf"(?!{_any(words.clause_borders)})[^\s,;:()—–{_DATE_MARK}]+"
    following = "|".join([*words.after_noun, *words.after_dated_noun, "[a-z]+ed"])
    closed = rf"(?=\s?[.,;:!?()—–]|$|\s{_DATE_MARK}|\s(?:{following})\b)"
    parts = {
        "@noun": f"{_any(row.nouns)}{closed}",
        "@kind": rf"(?:(?!{_any(words.before_other_noun)})[\w-]+\s){{0,3}}?",
        "@verb": _any(row.verbs),
        "@gap": rf"(?:\s{word}){{0,{_MAX_WORDS_BETWEEN}}}?",
        "@date": _DATE_MARK,
    }
    patterns = (fill(frame.pattern, anchor_table().parts) for frame in anchor_table().frame.values())
    filled = (re.sub("@[a-z]+", lambda reference: parts[reference[0]], pattern) for pattern in patterns)
    return compiled("|".join(filled), "timex/event_anchors.toml, [frame]", re.IGNORECASE)


@cache
def _border() -> re.Pattern[str]:
    return re.compile(rf"[,;:()—–]|{_any(anchor_table().words.clause_borders)}")


@cache
def _doubt() -> re.Pattern[str]:
    return re.compile(_any(anchor_table().words.doubts), re.IGNORECASE)
