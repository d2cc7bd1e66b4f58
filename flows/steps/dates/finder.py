"""Where time expressions stand in a text, in one pass: each place is tried once, so the time grows with the length."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from flows.steps.dates.words import Rule, is_always_a_date, rules_by_opening, words_after_the

_NAME = re.compile(r"\(\?P<\w+>")
_KINDS = {None: None, 1: "0", 2: "'"}
"""What `opens` calls the groups of the expression for openings."""
_ANOTHER_WAY = re.compile(r"[789]$")
_PROPER = ("month", "month2", "weekday", "short_weekday", "holiday", "proper")


@dataclass(frozen=True, slots=True)
class Find:
    """A time expression at `start` to `end` of its text; `groups` are the lower-case words its rule reads.

    `tail` is where its pattern ends, which may be behind the expression.
    """

    rule: Rule
    start: int
    end: int
    groups: dict[str, str]
    tail: int


def find(text: str) -> Iterator[Find]:
    """Yield the time expressions of `text` in order, without overlaps."""
    lower = lower_case(text)
    by_opening, opening = _by_opening(), _opening()
    position = 0
    while (found := opening.search(lower, position)) is not None:
        may_match, those = by_opening[_KINDS[found.lastindex] or found[0]]
        expression = _read(text, lower, found.start(), those) if may_match(lower, found.start()) else None
        position = found.end() if expression is None else expression.end
        if expression is not None:
            yield expression


def lower_case(text: str) -> str:
    """Return `text` in lower case with all offsets kept."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)


def _read(text: str, lower: str, start: int, those: tuple[Rule, ...]) -> Find | None:
    """Return what the first rule whose context allows it reads there, or None."""
    for rule in those:
        match = rule.pattern.match(lower, start)
        if match is not None and rule.allows(lower, start) and _is_capitalised(text, match):
            span = match.span("span") if "span" in rule.pattern.groupindex else match.span()
            return Find(rule, *span, _groups(match), match.end())
    return None


def _groups(match: re.Match[str]) -> dict[str, str]:
    """Return the words by group; a name that ends in 7, 8 or 9 is another way to write the group without the digit."""
    return {_ANOTHER_WAY.sub("", name): word for name, word in match.groupdict().items() if word}


def _is_capitalised(text: str, match: re.Match[str]) -> bool:
    """Return whether each month and weekday has its capital letter: "may", "march" and "sun" are words, too."""
    named = match.groupdict()
    return all(
        text[match.start(name)].isupper() or is_always_a_date(named[name]) for name in _PROPER if named.get(name)
    )


@cache
def _by_opening() -> dict[str, tuple[Callable[[str, int], re.Match[str] | None], tuple[Rule, ...]]]:
    """Return the rules by opening, with one expression for all of them, which spares most words the trial of each."""
    return {
        opening: (re.compile("|".join(_NAME.sub("(?:", rule.pattern.pattern) for rule in those)).match, those)
        for opening, those in rules_by_opening().items()
    }


@cache
def _opening() -> re.Pattern[str]:
    """Return an expression for what a time expression may begin with: a whole word, one digit or an apostrophe."""
    openings = _any_of(word for word in rules_by_opening() if word.isalpha() and word != "the")
    behind_the = rf"the(?=\s{{1,3}}(?:\d|['’]|{_any_of(words_after_the())}))"
    return re.compile(rf"(?<!\w)(?:(?:{openings}|{behind_the})(?![a-z])|(\d)|(['’]))")


def _any_of(words: Iterable[str]) -> str:
    """Return an expression for one of some words, by their first letters, which is quicker than one by one."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[0], []).append(word[1:])
    choices = "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items()))
    return rf"(?:{choices})(?![a-z])"
