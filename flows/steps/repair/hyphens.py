"""Hyphens that a line end or a bad conversion left before a blank."""

import re
from collections import Counter
from collections.abc import Iterator

from flows.steps.lexicon.frequency import frequency
from flows.steps.text.draft import Edit

_BROKEN = re.compile(r"(?<![\w’'-])(?P<left>[^\W\d_]+(?:-[^\W\d_]+)*)(?P<mark>[-\xad‐]) (?P<right>[^\W\d_]+)")
_MARK = re.compile(r"[-\xad‐] (?=[^\W\d_])")
"""Where a word may be broken: looked for first, because that is quick."""
_SUSPENDED = frozenset({"and", "or", "to", "nor", "but", "versus", "through", "until", "as", "und", "et"})
"""Words behind a hyphen that is meant to hang: "two- and three-day talks"."""
_OFTEN = 30
"""Occurrences in the corpus behind the list of words (OpenSubtitles) from which a word counts."""
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def mend_hyphens(text: str) -> Iterator[Edit]:
    """Yield edits that close words broken at a hyphen.

    The hyphen goes where it is a soft one, where the document writes the word without it elsewhere, or where a list of
    words knows it without and the document never writes it with one; otherwise it stays and only the blank goes.
    """
    counts: Counter[str] | None = None
    for match in _broken_words(text):
        if match["right"].casefold() in _SUSPENDED:
            continue
        counts = counts or _word_counts(text)
        yield _closed(match, counts)


def _broken_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `_BROKEN` in order, none of which begins before the end of the one before."""
    behind = 0
    for mark in _MARK.finditer(text):
        start = mark.start()
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_’'-"):
            start -= 1
        match = _BROKEN.match(text, start) if behind <= start < mark.start() else None
        if match:
            behind = match.end()
            yield match


def _word_counts(text: str) -> Counter[str]:
    """Return how often a text writes each of its words, in lower case."""
    counts: Counter[str] = Counter()
    for word, count in Counter(_WORDS.findall(text)).items():
        counts[word.casefold()] += count
    return counts


def _closed(match: re.Match[str], counts: Counter[str]) -> Edit:
    left, mark, right = match.group("left", "mark", "right")
    start, end = match.span("mark")
    left, right = left.casefold(), right.casefold()
    last = left.rpartition("-")[2] + right
    solid, hyphened = counts.get(left + right, 0) + counts.get(last, 0), counts.get(f"{left}-{right}", 0)
    if mark == "\xad":
        return Edit(
            start=start, end=end + 1, replacement="", rule_id="hyphen_join", confidence=0.95, evidence="soft hyphen"
        )
    if solid > hyphened:
        evidence = f"written solid {solid} times in the document"
        return Edit(start=start, end=end + 1, replacement="", rule_id="hyphen_join", confidence=0.95, evidence=evidence)
    if not hyphened and _is_word(last):
        return Edit(
            start=start,
            end=end + 1,
            replacement="",
            rule_id="hyphen_join",
            confidence=0.9,
            evidence="in the list of words",
        )
    return Edit(start=end, end=end + 1, replacement="", rule_id="hyphen_close", confidence=0.9 if hyphened else 0.8)


def _is_word(word: str) -> bool:
    """Return whether English writes a word often enough that it is no slip."""
    return frequency(word) >= _OFTEN
