"""The words of time and the rules over them, read from TOML once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from flows.steps.lexicon.calendar import (
    MONTHS,
    OTHER_WORDS_TOO,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    VERBS_TOO,
    WEEKDAYS,
)
from flows.steps.lexicon.numbers import TEENS, TENS, UNITS, WORDS
from schemas.data_files import DataFileError, compiled, load_toml

_REFERENCE = re.compile(r"@(:?)(_|[a-z]+(?:_[a-z]+)*)(\d?)")
_FIRST = re.compile(r"[a-z]+")
_SILENT = frozenset({"_", "dash"})
_BEFORE_LENGTH = 32
"""How many characters before an expression its `before` and `not_before` may look at."""


Meaning = str | int | float
"""What a word of a group means; the comment above the group says which."""
_GROUPS = dict[str, dict[str, Meaning]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of time expression.

    `pattern` has a named group for each word of `words.toml` it reads. `form` names its reader in `forms.FORMS`.
    `opens` says what it may begin with: `@group` for the first words of a group, a word, "0" for digits, an apostrophe.
    `is_deictic` says that it leans on the document's day, `joins` that it takes in the date right behind it.
    `yes` holds (sentence, expression, value), `no` sentences without one.
    """

    rule_id: str
    form: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]
    opens: tuple[str, ...]
    is_deictic: bool = False
    joins: bool = False

    def allows(self, text: str, start: int) -> bool:
        """Return whether what stands before `start` in the lower-case `text` lets the rule match there."""
        window = text[max(0, start - _BEFORE_LENGTH) : start]
        if self.not_before is not None and self.not_before.search(window):
            return False
        return self.before is None or self.before.search(window) is not None


class RuleBlock(NamedTuple):
    """A block of `patterns.toml`, whose head explains the keys."""

    id: str
    form: str
    opens: tuple[str, ...]
    pattern: str
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]
    before: str | None = None
    not_before: str | None = None
    deictic: bool = False
    joins: bool = False


class Patterns(NamedTuple):
    """The content of `patterns.toml`."""

    after_the: frozenset[str]
    parts: dict[str, str]
    rule: tuple[RuleBlock, ...]


@cache
def patterns() -> Patterns:
    """Return the content of `patterns.toml`."""
    return load_toml(files(__package__).joinpath("patterns.toml"), Patterns)


@cache
def words() -> dict[str, dict[str, Meaning]]:
    """Return the groups of `words.toml` and `holidays.toml`: lower-case words and what each means."""
    folder = files(__package__)
    found = load_toml(folder.joinpath("words.toml"), _GROUPS) | load_toml(folder.joinpath("holidays.toml"), _GROUPS)
    numbers: dict[str, Meaning] = {word: number for word, number in WORDS.items() if number}
    return found | _calendar() | {"number": found["number"] | numbers}


def _calendar() -> dict[str, dict[str, Meaning]]:
    """Return the groups of months and weekdays: a clear month needs nothing beside its name to be one."""
    clear = {name: number for name, number in MONTHS.items() if name not in VERBS_TOO | OTHER_WORDS_TOO}
    return {
        "month": {**MONTHS, **SHORT_MONTHS},
        "clear_month": {**clear},
        "weekday": {**WEEKDAYS},
        "short_weekday": {**SHORT_WEEKDAYS},
    }


def meaning(group: str, found: str) -> Any:
    """Return what a word found by `@group` means; raises KeyError where the group lacks it."""
    return _plain_words(group)[_plain(found)]


def is_always_a_date(found: str) -> bool:
    """Return whether a name means a date even without its capital letter."""
    return _plain(found) in _plain_words("always_a_date")


@cache
def _plain_words(group: str) -> dict[str, Meaning]:
    return {_plain(word): said for word, said in words()[group].items()}


def _plain(word: str) -> str:
    """Return a word as any way to write its hyphens, blanks and apostrophes gives it."""
    return " ".join(word.replace("-", " ").replace("’", "'").split())


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of `patterns.toml` in their order, which is their rank."""
    parts = {"unity": "|".join(UNITS), "teens": "|".join(TEENS), "tens": "|".join(TENS), **patterns().parts}
    return tuple(_rule(block, parts) for block in patterns().rule)


@cache
def rules_by_opening() -> dict[str, tuple[Rule, ...]]:
    """Return the rules, in their order, by what an expression begins with: a word, "0" for digits, or an apostrophe."""
    found: dict[str, list[Rule]] = {}
    for rule in rules():
        for opening in sorted({word for name in rule.opens for word in _openings(name)}):
            found.setdefault(opening, []).append(rule)
    return {opening: tuple(those) for opening, those in found.items()}


@cache
def words_after_the() -> frozenset[str]:
    """Return the words that may stand behind "the" where it opens an expression."""
    return patterns().after_the | {word for word in rules_by_opening() if word.isalpha()}


def _openings(name: str) -> Iterator[str]:
    """Yield what `opens` names: the first words of a group, or the word itself."""
    if not name.startswith("@"):
        yield name
        return
    for word in words()[name[1:]]:
        if first := _FIRST.match(word):
            yield first[0]


def _rule(block: RuleBlock, parts: dict[str, str]) -> Rule:
    where = f"dates/patterns.toml, [rule.{block.id}]"

    def pattern(written: str) -> re.Pattern[str]:
        try:
            return compiled(expand(written, parts), where)
        except KeyError as error:
            raise DataFileError(f"{where}: @{error.args[0]} is no group of words.toml and none of [parts].") from error

    return Rule(
        rule_id=block.id,
        form=block.form,
        pattern=pattern(block.pattern),
        before=None if block.before is None else pattern(block.before),
        not_before=None if block.not_before is None else pattern(block.not_before),
        yes=block.yes,
        no=block.no,
        opens=block.opens,
        is_deictic=block.deictic,
        joins=block.joins,
    )


def expand(pattern: str, parts: dict[str, str]) -> str:
    """Return `pattern` with each `@name` replaced by a group of that name, and each `@:name` by one without."""

    def group(found: re.Match[str]) -> str:
        silent, name, number = found.groups()
        if name in _SILENT:
            return parts[name]
        return f"(?:{_choice(name, parts)})" if silent else f"(?P<{name}{number}>{_choice(name, parts)})"

    return _REFERENCE.sub(group, pattern)


def _choice(name: str, parts: dict[str, str]) -> str:
    """Return the expression for one word of a group, longer words first."""
    if name in parts:
        return expand(parts[name], parts)
    longest_first = sorted(words()[name], key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(word).replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]").replace("'", "['’]") for word in longest_first
    )
