"""Where time expressions stand in a text, in one pass: each place is tried once, so the time grows with the length."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flows.steps.dates.words import Rule, opening_words, rules, words

_NAME = re.compile(r"\(\?P<\w+>")
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
    position = 0
    while (found := _any_rule().search(lower, position)) is not None:
        expression = _read(text, lower, found)
        position = found.start() + 1 if expression is None else expression.end
        if expression is not None:
            yield expression


def lower_case(text: str) -> str:
    """Return `text` in lower case with all offsets kept."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)


def _read(text: str, lower: str, found: re.Match[str]) -> Find | None:
    """Return what the first rule whose context allows it reads there, from the one behind `found` on, or None."""
    first, start = int(str(found.lastgroup)[1:]), found.start()
    for number in range(first, len(rules())):
        rule = rules()[number]
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
        text[match.start(name)].isupper() or named[name] in words()["always_a_date"] for name in _PROPER if named.get(name)
    )


@cache
def _any_rule() -> re.Pattern[str]:
    """Return one expression for all rules; the group that matched tells which."""
    silent = (_NAME.sub("(?:", rule.pattern.pattern) for rule in rules())
    choices = "|".join(f"(?P<r{number}>{pattern})" for number, pattern in enumerate(silent))
    return re.compile(rf"(?<!\w)(?={_gate()})(?:{choices})")


def _gate() -> str:
    """Return an expression for what an expression may begin with, which spares most words the trial of every rule."""
    by_letter: dict[str, set[str]] = {}
    for word in opening_words():
        by_letter.setdefault(word[0], set()).add(re.escape(word[1:]))
    letters = (f"{letter}(?:{'|'.join(sorted(rests))})" for letter, rests in sorted(by_letter.items()))
    return rf"\d|['’]|(?:{'|'.join(letters)})(?![a-z])"
