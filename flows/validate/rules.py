"""The rules of validation: what can be found in a candidate, how bad it is, and what would have been fine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from flows.errors import UsageError
from schemas.data_files import DataFileError, load_toml, parse_toml


class FindingSeverity(StrEnum):
    """How bad a finding is; `note` is information that changes no verdict, `ignore` keeps it out of the report."""

    NOT_USABLE = "not_usable"
    LOOK = "look"
    NOTE = "note"
    IGNORE = "ignore"


class Verdict(StrEnum):
    """What a candidate is good for, as its worst finding has it."""

    GOOD = "good"
    USABLE = "usable, look at it"
    NOT_USABLE = "not usable"


class RuleText(NamedTuple):
    """A block of `rules.toml`."""

    severity: FindingSeverity
    what: str
    fine: str
    example: str


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """One rule: its id, severity, meaning, what would have been fine, and an example; `rank` orders the worst first."""

    id: str
    severity: FindingSeverity
    what: str
    fine: str
    example: str
    rank: int


class Finding(NamedTuple):
    """What a rule found in a file: a sentence, and the half-open range of the decoded text where there is one."""

    rule: str
    message: str
    start: int | None = None
    end: int | None = None


Rules = Mapping[str, ValidationRule]


@cache
def standard_rules() -> Rules:
    """Return the rules by id, the worst first."""
    blocks = load_toml(files(__package__).joinpath("rules.toml"), dict[str, RuleText])
    return {
        name: ValidationRule(
            id=name, severity=text.severity, what=text.what, fine=text.fine, example=text.example, rank=rank
        )
        for rank, (name, text) in enumerate(blocks.items())
    }


def rules_with(file: Path | None) -> Rules:
    """Return the rules with the severities of a user's TOML file: a line `no_date = "not_usable"` for each.

    Raises UsageError where the file cannot be read, or names no rule or no severity.
    """
    rules = standard_rules()
    if file is None:
        return rules
    try:
        chosen = parse_toml(file.read_text("utf-8"), str(file), dict[str, FindingSeverity])
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f'{file}: cannot be read ({error}); lines such as no_date = "ignore" would be fine') from error
    except DataFileError as error:
        raise UsageError(str(error)) from error
    unknown = sorted(chosen.keys() - rules.keys())
    if unknown:
        raise UsageError(
            f"{file}: there is no rule {unknown[0]!r}; `presstable validate --rules` lists those there are"
        )
    return {name: replace(rule, severity=chosen.get(name, rule.severity)) for name, rule in rules.items()}


def verdict(findings: Sequence[Finding], rules: Rules) -> Verdict:
    """Return the verdict on a file with these findings."""
    severities = {rules[finding.rule].severity for finding in findings}
    if FindingSeverity.NOT_USABLE in severities:
        return Verdict.NOT_USABLE
    return Verdict.USABLE if FindingSeverity.LOOK in severities else Verdict.GOOD


def shown(findings: Iterable[Finding], rules: Rules) -> tuple[Finding, ...]:
    """Return the findings that are not ignored, the worst first."""
    kept = [finding for finding in findings if rules[finding.rule].severity != FindingSeverity.IGNORE]
    order = {FindingSeverity.NOT_USABLE: 0, FindingSeverity.LOOK: 1, FindingSeverity.NOTE: 2}
    return tuple(sorted(kept, key=lambda found: (order[rules[found.rule].severity], rules[found.rule].rank)))
