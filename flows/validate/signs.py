"""Signs in the text itself that a file is no whole article: tables, code, several articles, a last line without end."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from flows.steps.structure.completeness import PATTERN_FLAGS, Sign, has_end, quoted
from flows.validate.rules import Finding
from schemas.data_files import load_toml

FEWEST_ROWS = 4
"""Lines of the shortest table."""
SAME_SHARE = 0.8
"""Share of the lines that have equally many separators in a table, or look like code in a program."""
_SEPARATORS = ",;\t|"
_CODE_LINE = re.compile(
    r"\s*(?:(?:import|from|def|class|function|var|let|const|return|if|for|while|#include|public|private|package|using)\b"
    r".*[:;{(\"'>]|[\w.\[\]]+\s*[-+*/]?=\s*\S.*;?|[{}\])]+[;,]?|//.*|/\*.*|<\?\w+.*|\w[\w.]*\(.*\)[;{:]?)\s*"
)


@cache
def signs() -> dict[str, Sign]:
    """Return the signs by name."""
    return load_toml(files(__package__).joinpath("signs.toml"), dict[str, Sign])


def endless(last_content: str) -> Iterator[Finding]:
    """Yield a finding where the last paragraph of content breaks off without a sign."""
    if last_content and not has_end(last_content):
        yield Finding("cut_off", f"the last paragraph has no end: {quoted(last_content[-60:])}")


def several_articles(text: str) -> Iterator[Finding]:
    """Yield a finding where a boundary between articles occurs twice or more."""
    pattern, count = max(signs()["article_boundary"].counts(text).items(), key=lambda item: item[1])
    if count > 1:
        first = re.search(pattern, text, PATTERN_FLAGS)
        line = first[0].strip() if first else ""
        yield Finding("several_articles", f"about {count} articles are in this file, parted by lines such as {line!r}")


def not_prose(text: str) -> Iterator[Finding]:
    """Yield a finding where the text is JSON, a table or code."""
    lines = [line for line in text.splitlines() if line.strip()]
    kind = _json_kind(text, lines) or _table_kind(lines) or _code_kind(lines)
    if kind:
        yield Finding("not_prose", f"the content is {kind} and no prose")


def _json_kind(text: str, lines: Sequence[str]) -> str:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start not in ("{", "["):
        return ""
    if _is_json(text):
        return "JSON"
    return "JSON Lines" if len(lines) > 1 and all(map(_is_json, lines[:5])) else ""


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text.strip("\ufeff \t\r\n")), dict | list)
    except (ValueError, RecursionError):
        return False


def _table_kind(lines: Sequence[str]) -> str:
    """Return what table the lines are, if most have equally many separators and little text between them."""
    if len(lines) < FEWEST_ROWS:
        return ""
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        number, share = counts.most_common(1)[0]
        is_regular = number > 1 and share >= SAME_SHARE * len(lines)
        if is_regular and not _reads_like_sentences(lines, separator):
            return f"a table of {number + 1} columns separated by {'tabs' if separator == chr(9) else repr(separator)}"
    return ""


def _reads_like_sentences(lines: Sequence[str], separator: str) -> bool:
    """Return whether commas part a sentence: a blank follows each, and lines end as sentences do."""
    if separator not in ",;":
        return False
    spaced = sum(line.count(f"{separator} ") for line in lines) > 0.8 * sum(line.count(separator) for line in lines)
    return spaced and sum(has_end(line) for line in lines) > len(lines) / 2


def _code_kind(lines: Sequence[str]) -> str:
    code = sum(bool(_CODE_LINE.fullmatch(line)) for line in lines)
    return "code" if len(lines) >= FEWEST_ROWS and code >= SAME_SHARE * len(lines) else ""
