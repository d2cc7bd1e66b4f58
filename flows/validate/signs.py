"""Signs in the text itself that a file is no whole article: error pages, paywalls, tables, code, several articles."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from flows.validate.rules import Finding
from schemas.data_files import load_toml

SHORT_PAGE_WORDS = 150
"""Words of content below which a page can be the message of an error: such pages have a few sentences."""
PREVIEW_WORDS = 400
"""Words of content below which a demand to subscribe shows that this is a preview; longer ones have the article."""
HEAD_LINES = 6
"""Lines of a page that show what it is."""
FEWEST_ROWS = 4
"""Lines of the shortest table."""
SAME_SHARE = 0.8
"""Share of the lines that have equally many separators in a table, or look like code in a program."""
_SEPARATORS = ",;\t|"
_CODE_LINE = re.compile(
    r"\s*(?:(?:import|from|def|class|function|var|let|const|return|if|for|while|#include|public|private|package|using)\b"
    r".*[:;{(\"'>]|[\w.\[\]]+\s*[-+*/]?=\s*\S.*;?|[{}\])]+[;,]?|//.*|/\*.*|<\?\w+.*|\w[\w.]*\(.*\)[;{:]?)\s*"
)
_ENDS = re.compile(r"[.!?:;\"'”’»)\]…]\s*$")
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\])\s*$")
_PATTERN_FLAGS = re.IGNORECASE | re.MULTILINE


class Sign(NamedTuple):
    """A block of `signs.toml`: any of the patterns shows it; texts that must match, and that must not."""

    patterns: tuple[Annotated[re.Pattern[str], _PATTERN_FLAGS], ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first match of a pattern, in the order of the patterns."""
        return next((match for pattern in self.patterns if (match := pattern.search(text))), None)

    def counts(self, text: str) -> Counter[str]:
        """Return how often each pattern matches."""
        return Counter({pattern.pattern: len(pattern.findall(text)) for pattern in self.patterns})


@cache
def signs() -> dict[str, Sign]:
    """Return the signs by name."""
    return load_toml(files(__package__).joinpath("signs.toml"), dict[str, Sign])


def error_page(lines: Sequence[str], content_words: int) -> Iterator[Finding]:
    """Yield a finding where a short page is the message of a site; `lines` are those of its text."""
    if content_words >= SHORT_PAGE_WORDS:
        return
    for line in lines[:HEAD_LINES]:
        if signs()["error_page"].find(line):
            yield Finding("error_page", f"the page is the message of a site and no article: {_quoted(line)}")
            return


def cut_off(text: str, last_content: str, content_words: int) -> Iterator[Finding]:
    """Yield a finding where the content breaks off; `text` is all of the text, `last_content` its last paragraph."""
    demand = signs()["paywall"].find(text)
    if demand and (content_words < PREVIEW_WORDS or not _ENDS.search(last_content)):
        line = text[text.rfind("\n", 0, demand.start()) + 1 :].split("\n", 1)[0]
        yield Finding("cut_off", f"only the beginning seems to be here: {_quoted(line)}")
    elif _BREAKS_OFF.search(last_content):
        yield Finding("cut_off", f"the text breaks off: {_quoted(last_content[-60:])}")
    elif last_content and not _ENDS.search(last_content):
        yield Finding("cut_off", f"the last paragraph has no end: {_quoted(last_content[-60:])}")


def several_articles(text: str) -> Iterator[Finding]:
    """Yield a finding where a boundary between articles occurs twice or more."""
    pattern, count = max(signs()["article_boundary"].counts(text).items(), key=lambda item: item[1])
    if count > 1:
        first = re.search(pattern, text, _PATTERN_FLAGS)
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
    return spaced and sum(bool(_ENDS.search(line)) for line in lines) > len(lines) / 2


def _code_kind(lines: Sequence[str]) -> str:
    code = sum(bool(_CODE_LINE.fullmatch(line)) for line in lines)
    return "code" if len(lines) >= FEWEST_ROWS and code >= SAME_SHARE * len(lines) else ""


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= 80 else f"{words[:77]}...")
