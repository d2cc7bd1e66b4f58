"""The lexicon of time expressions: their words and the rules over them, read from TOML once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
from flows.steps.lexicon.patterns import Part, alternatives, fill
from schemas.data_files import DataFileError, compiled, load_toml

_GROUP_REFERENCE = re.compile(r"@(:?)(_|[a-z]+(?:_[a-z]+)*)(\d?)")
_FIRST_WORD = re.compile(r"[a-z]+")
_PARTS_WITHOUT_GROUP = frozenset({"_", "dash"})
_CAPITALISED_GROUPS = ("month", "month2", "weekday", "short_weekday", "holiday", "proper")
_MAX_LOOKBEHIND_CHARACTERS = 32
"""Characters before an expression that its `before` and `not_before` may look at."""


Meaning = str | int | float
"""What a word of a group means; the comment above the group explains it."""
_GROUPS = dict[str, dict[str, Meaning]]


@dataclass(frozen=True, slots=True)
class TimexRule:
    """One kind of time expression.

    `pattern` has a named group for each word of `words.toml` it uses. `normalizer` is a key of
    `normalize.registry.NORMALIZERS`. `opens` lists what it may begin with: `@group` for the first words of a group, a
    word, "0" for digits, an apostrophe. `is_deictic` is True where it refers to the document's day, `joins` where it
    takes the date right behind it as base. `yes` holds (sentence, expression, value), `no` sentences without one.
    `names` are the groups of its pattern whose words are written with a capital.
    """

    rule_id: str
    normalizer: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]
    opens: tuple[str, ...]
    is_deictic: bool = False
    joins: bool = False
    names: tuple[str, ...] = ()

    def allows(self, text: str, start: int) -> bool:
        """Return whether the characters before `start` in the lower-case `text` allow the rule to match there."""
        if self.before is None and self.not_before is None:
            return True
        window = text[max(0, start - _MAX_LOOKBEHIND_CHARACTERS) : start]
        if self.not_before is not None and self.not_before.search(window):
            return False
        return self.before is None or self.before.search(window) is not None


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A block of `patterns.toml`, whose head explains the keys."""

    id: str
    normalizer: str
    opens: tuple[str, ...]
    pattern: str
    yes: tuple[tuple[str, str, str], ...]
    no: tuple[str, ...]
    before: str | None = None
    not_before: str | None = None
    deictic: bool = False
    joins: bool = False
    parts: dict[str, Part] = field(default_factory=dict)


class Patterns(NamedTuple):
    """The content of `patterns.toml`."""

    after_the: frozenset[str]
    after_a: frozenset[str]
    parts: dict[str, Part]
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


def meaning(group: str, word: str) -> Any:
    """Return what a word matched by `@group` means; raises KeyError where the group lacks it."""
    return _meanings(group)[_normal_spelling(word)]


def needs_no_capital(word: str) -> bool:
    """Return whether a name means a date even without its capital letter."""
    return _normal_spelling(word) in _meanings("always_a_date")


@cache
def _meanings(group: str) -> dict[str, Meaning]:
    return {_normal_spelling(word): word_meaning for word, word_meaning in words()[group].items()}


def _normal_spelling(word: str) -> str:
    """Return a word with hyphens as blanks, single blanks and straight apostrophes."""
    return " ".join(word.replace("-", " ").replace("’", "'").split())


@cache
def rules() -> tuple[TimexRule, ...]:
    """Return the rules of `patterns.toml` in their order, which is their rank."""
    parts = {"unity": UNITS, "teens": TEENS, "tens": TENS, **patterns().parts}
    return tuple(_rule(block, parts) for block in patterns().rule)


@cache
def rules_by_opening() -> dict[str, tuple[TimexRule, ...]]:
    """Return the rules, in their order, by what an expression begins with: a word, "0" for digits, or an apostrophe."""
    by_opening: dict[str, list[TimexRule]] = {}
    for rule in rules():
        for opening in sorted({word for name in rule.opens for word in _openings(name)}):
            by_opening.setdefault(opening, []).append(rule)
    return {opening: tuple(opened) for opening, opened in by_opening.items()}


@cache
def words_after_the() -> frozenset[str]:
    """Return the words that may follow "the" where it opens an expression."""
    return patterns().after_the | {word for word in rules_by_opening() if word.isalpha()}


def _openings(name: str) -> Iterator[str]:
    """Yield the words that an entry of `opens` covers: the first words of a group, or the word itself."""
    if not name.startswith("@"):
        yield name
        return
    for word in words()[name[1:]]:
        if first := _FIRST_WORD.match(word):
            yield first[0]


def _rule(block: RuleBlock, parts: Mapping[str, Part]) -> TimexRule:
    where = f"timex/patterns.toml, [rule.{block.id}]"

    def pattern(written: str) -> re.Pattern[str]:
        try:
            full = expand(fill(written, {**parts, **block.parts}), parts)
        except KeyError as error:
            raise DataFileError(f"{where}: @{error.args[0]} is no group of words.toml and none of [parts].") from error
        except ValueError as error:
            raise DataFileError(f"{where}: {error}.") from error
        return compiled(full, where)

    main = pattern(block.pattern)
    return TimexRule(
        rule_id=block.id,
        normalizer=block.normalizer,
        pattern=main,
        before=None if block.before is None else pattern(block.before),
        not_before=None if block.not_before is None else pattern(block.not_before),
        yes=block.yes,
        no=block.no,
        opens=block.opens,
        is_deictic=block.deictic,
        joins=block.joins,
        names=tuple(name for name in _CAPITALISED_GROUPS if name in main.groupindex),
    )


def expand(pattern: str, parts: Mapping[str, Part]) -> str:
    """Return `pattern` filled, with each `@name` replaced by a group of that name, and each `@:name` by one without."""

    def group(reference: re.Match[str]) -> str:
        silent, name, number = reference.groups()
        if name in _PARTS_WITHOUT_GROUP:
            return fill(alternatives(parts[name]), parts)
        return f"(?:{_choice(name, parts)})" if silent else f"(?P<{name}{number}>{_choice(name, parts)})"

    return _GROUP_REFERENCE.sub(group, fill(pattern, parts))


def _choice(name: str, parts: Mapping[str, Part]) -> str:
    """Return the expression for one word of a group, longer words first."""
    if name in parts:
        return expand(alternatives(parts[name]), parts)
    longest_first = sorted(words()[name], key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(word).replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]").replace("'", "['’]") for word in longest_first
    )
