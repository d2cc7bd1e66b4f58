"""Data files that people can read: long expressions in named parts, no endless lines."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.steps.lexicon.patterns import Part, fill
from flows.steps.structure import cues
from flows.steps.timex import lexicon

ROOT = Path(__file__).parents[4]
LONGEST = 120


@pytest.mark.parametrize(
    ("pattern", "parts", "filled"),
    [
        ("", {}, ""),
        ("a{2}b{1,3}c{4,}", {}, "a{2}b{1,3}c{4,}"),
        ("{A}", {}, "{A}"),
        ("x{end}", {"end": r"\b"}, r"x\b"),
        ("(?:{word})", {"word": ("a", "b?")}, "(?:a|b?)"),
        ("{outer}", {"outer": ("{inner}x", "y"), "inner": "z"}, "zx|y"),
        (r"{one}{one}\{", {"one": r"\1"}, r"\1\1\{"),
    ],
)
def test_a_pattern_is_filled(pattern: str, parts: dict[str, Part], filled: str) -> None:
    assert fill(pattern, parts) == filled


def test_a_name_without_a_part_is_an_error() -> None:
    with pytest.raises(ValueError, match=re.escape("names a part {ned}, but the parts are end")):
        fill("x{ned}", {"end": "y"})


@pytest.mark.parametrize("kind", cues.table())
def test_cues_use_each_of_their_parts(kind: str) -> None:
    block = cues.table()[kind]
    assert set(block.parts) == named(block.pattern, block.parts)


def test_rules_of_dates_use_each_of_their_parts_under_a_name_of_its_own() -> None:
    groups = {*lexicon.words(), *lexicon.patterns().parts}
    for rule in lexicon.patterns().rule:
        patterns = filter(None, (rule.pattern, rule.before, rule.not_before))
        used = {name for pattern in patterns for name in named(pattern, rule.parts)}
        assert set(rule.parts) <= used, rule.id
        assert not groups & set(rule.parts), rule.id


def named(pattern: str, parts: Mapping[str, Part]) -> set[str]:
    """Return the names in a pattern and in the parts that it names."""
    found = set(re.findall(r"\{([a-z_]+)\}", pattern))
    return found.union(*(named(text, parts) for name in found for text in listed(parts.get(name, ()))))


def listed(part: Part) -> tuple[str, ...]:
    return (part,) if isinstance(part, str) else part


def test_no_line_of_a_data_file_is_too_long() -> None:
    paths = [path.relative_to(ROOT).as_posix() for top in ("flows", "schemas") for path in (ROOT / top).rglob("*.toml")]
    found = {path: sum(len(line) > LONGEST for line in (ROOT / path).read_text("utf-8").splitlines()) for path in paths}
    assert {path: count for path, count in found.items() if count} == {}
