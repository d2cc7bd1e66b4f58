"""The lexicon of time expressions: their words and the rules over them, read from TOML once."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flows.steps.patterns import fill

_GROUP_REFERENCE = re.compile(r"@(:?)(_|[a-z]+(?:_[a-z]+)*)(\d?)")
_FIRST_WORD = re.compile(r"[a-z]+")
_PARTS_WITHOUT_GROUP = frozenset({"_", "dash"})
_MAX_LOOKBEHIND_CHARACTERS = 32
"""Characters before an expression that its `before` and `not_before` may look at."""


@dataclass(frozen=True, slots=True)
class TimexRule:
    """One kind of time expression.

    `pattern` has a named group for each word of `words.toml` it uses. `form` is its normalizer in `forms.NORMALIZERS`.
    `opens` lists what it may begin with: `@group` for the first words of a group, a word, "0" for digits, an
    apostrophe. `is_deictic` is True where it refers to the document's day, `joins` where it takes the date right behind
    it as base. `yes` holds (sentence, expression, value), `no` sentences without one.
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
        """Return whether the characters before `start` in the lower-case `text` allow the rule to match there."""
        window = text[max(0, start - _MAX_LOOKBEHIND_CHARACTERS) : start]
        if self.not_before is not None and self.not_before.search(window):
            return False
        return self.before is None or self.before.search(window) is not None


def load(name: str) -> dict[str, Any]:
    """Return the content of a TOML file beside this module."""
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def words() -> dict[str, dict[str, Any]]:
    """Return the groups of `words.toml` and `holidays.toml`: lower-case words and what each means."""
    return load("words.toml") | load("holidays.toml")


def meaning(group: str, word: str) -> Any:
    """Return what a word matched by `@group` means; raises KeyError where the group lacks it."""
    return _meanings(group)[_normal_spelling(word)]


def needs_no_capital(word: str) -> bool:
    """Return whether a name means a date even without its capital letter."""
    return _normal_spelling(word) in _meanings("always_a_date")


@cache
def _meanings(group: str) -> dict[str, Any]:
    return {_normal_spelling(word): word_meaning for word, word_meaning in words()[group].items()}


def _normal_spelling(word: str) -> str:
    """Return a word with hyphens as blanks, single blanks and straight apostrophes."""
    return " ".join(word.replace("-", " ").replace("’", "'").split())


@cache
def rules() -> tuple[TimexRule, ...]:
    """Return the rules of `patterns.toml` in their order, which is their rank."""
    data = load("patterns.toml")
    return tuple(_rule(row, data["parts"]) for row in data["rule"])


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
    return frozenset(load("patterns.toml")["after_the"]) | {word for word in rules_by_opening() if word.isalpha()}


def _openings(name: str) -> Iterator[str]:
    """Yield the words that an entry of `opens` covers: the first words of a group, or the word itself."""
    if not name.startswith("@"):
        yield name
        return
    for word in words()[name[1:]]:
        if first := _FIRST_WORD.match(word):
            yield first[0]


def _rule(row: dict[str, Any], parts: dict[str, Any]) -> TimexRule:
    def compiled(key: str) -> re.Pattern[str] | None:
        return re.compile(full(row[key])) if key in row else None

    def full(pattern: str) -> str:
        return expand(fill(pattern, parts | row.get("parts", {})), parts)

    return TimexRule(
        rule_id=row["id"],
        form=row["form"],
        pattern=re.compile(full(row["pattern"])),
        before=compiled("before"),
        not_before=compiled("not_before"),
        yes=tuple((text, expression, value) for text, expression, value in row["yes"]),
        no=tuple(row["no"]),
        opens=tuple(row["opens"]),
        is_deictic=row.get("deictic", False),
        joins=row.get("joins", False),
    )


def expand(pattern: str, parts: dict[str, Any]) -> str:
    """Return `pattern` filled, with each `@name` replaced by a group of that name, and each `@:name` by one without."""

    def group(reference: re.Match[str]) -> str:
        silent, name, number = reference.groups()
        if name in _PARTS_WITHOUT_GROUP:
            return fill(parts[name], parts)
        return f"(?:{_choice(name, parts)})" if silent else f"(?P<{name}{number}>{_choice(name, parts)})"

    return _GROUP_REFERENCE.sub(group, fill(pattern, parts))


def _choice(name: str, parts: dict[str, Any]) -> str:
    """Return the expression for one word of a group, longer words first."""
    if name in parts:
        return expand(parts[name], parts)
    longest_first = sorted(words()[name], key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(word).replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]").replace("'", "['’]") for word in longest_first
    )
