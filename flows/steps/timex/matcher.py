"""Matching time expressions in one pass: each position is tried once, in time linear in the length of the text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from flows.steps.models import record
from flows.steps.timex.lexicon import TimexRule, needs_no_capital, patterns, rules_by_opening, words_after_the

_DIGIT = "0"
"""Key of the rules that open with a digit: each number of a text is an opening, and they are many."""
_OPENING_KEYS = {None: None, 1: _DIGIT, 2: "'"}
"""Key in `rules_by_opening` by the group of the expression for openings that matched; None: the word itself."""
_ALTERNATIVE_SUFFIX = re.compile(r"[6-9]$")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


@record
class TimexMatch:
    """A time expression at `start` to `end` of its text; `groups` are the lower-case words of its rule by group name.

    `tail` is where the match of the pattern ends, which may be behind the expression.
    """

    rule: TimexRule
    start: int
    end: int
    groups: dict[str, str]
    tail: int


def match_timexes(text: str) -> Iterator[TimexMatch]:
    """Yield the time expressions of `text` in order, without overlaps."""
    lower = lower_case(text)
    by_opening, opening = rules_by_opening(), _opening()
    position = 0
    while (opening_match := opening.search(lower, position)) is not None:
        start, key = opening_match.start(), _OPENING_KEYS[opening_match.lastindex] or opening_match[0]
        rules = by_opening[key] if key != _DIGIT else _digit_rules_at(lower, start)
        expression = _match_at(text, lower, start, rules)
        position = opening_match.end() if expression is None else _end_of_search(expression)
        if expression is not None:
            yield expression


def _end_of_search(expression: TimexMatch) -> int:
    """Return where the search goes on: behind the words that join an expression to the date behind it."""
    return expression.tail if expression.rule.joins else expression.end


def _digit_rules_at(lower: str, start: int) -> tuple[TimexRule, ...]:
    """Return the rules for digits from the first one on whose pattern matches at `start`; none where none does."""
    first = _first_digit_rule().match(lower, start)
    return rules_by_opening()[_DIGIT][int(str(first.lastgroup)[1:]) :] if first else ()


@cache
def _first_digit_rule() -> re.Pattern[str]:
    """Return one expression for all rules for digits; the group behind the rule that matches is `r` and its number.

    One search of C takes the place of one for each rule.
    """
    patterns = (_NAMED_GROUP.sub("(?:", rule.pattern.pattern) for rule in rules_by_opening()[_DIGIT])
    return re.compile("|".join(f"(?:{pattern})(?P<r{number}>)" for number, pattern in enumerate(patterns)))


def lower_case(text: str) -> str:
    """Return `text` in lower case with all offsets kept."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)


def _match_at(text: str, lower: str, start: int, rules: tuple[TimexRule, ...]) -> TimexMatch | None:
    """Return the match at `start` of the first rule that the text before allows, or None."""
    for rule in rules:
        match = rule.pattern.match(lower, start)
        if match is None or not rule.allows(lower, start):
            continue
        if not rule.names or _has_capitals(text, match, rule.names):
            span = match.span("span") if "span" in rule.pattern.groupindex else match.span()
            return TimexMatch(rule, *span, _groups(match), match.end())
    return None


def _groups(match: re.Match[str]) -> dict[str, str]:
    """Return the words by group; a group name with a final 6 to 9 is an alternative for the name without it."""
    return {_plain_name(name): word for name, word in match.groupdict().items() if word}


@cache
def _plain_name(group: str) -> str:
    return _ALTERNATIVE_SUFFIX.sub("", group)


def _has_capitals(text: str, match: re.Match[str], names: tuple[str, ...]) -> bool:
    """Return whether each month and weekday has its capital letter: "may", "march" and "sun" are words, too."""
    return all(text[match.start(name)].isupper() or needs_no_capital(match[name]) for name in names if match[name])


@cache
def _opening() -> re.Pattern[str]:
    """Return an expression for what a time expression may begin with: a whole word, one digit or an apostrophe."""
    openings = _any_of(word for word in rules_by_opening() if word.isalpha() and word not in {"a", "an", "the"})
    behind_a = rf"an?(?=\s{{1,3}}{_any_of(patterns().after_a)})"
    behind_the = rf"the(?=\s{{1,3}}(?:\d|['’]|{_any_of(words_after_the())}))"
    whole_number = r"(?:(?<!\d,)|(?!\d{3}(?!\d)))"  # not the end of 2,000
    return re.compile(rf"(?<!\w)(?:(?:{openings}|{behind_the}|{behind_a})(?![a-z])|{whole_number}(\d)|(['’]))")


def _any_of(words: Iterable[str]) -> str:
    """Return an expression for one of some words, by their first letters, which is quicker than one by one."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[0], []).append(word[1:])
    choices = "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items()))
    return rf"(?:{choices})(?![a-z])"
