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
    left, right = match["left"].casefold(), match["right"].casefold()
    solid = counts[left + right] + counts[left.rpartition("-")[2] + right]
    hyphened = counts[f"{left}-{right}"]
    if match["mark"] == "\xad" or solid > hyphened:
        evidence = "soft hyphen" if match["mark"] == "\xad" else f"written solid {solid} times in the document"
        return Edit(
            start=match.start("mark"),
            end=match.end("mark") + 1,
            replacement="",
            rule_id="hyphen_join",
            confidence=0.95,
            evidence=evidence,
        )
    if not hyphened and _is_word(left.rpartition("-")[2] + right):
        return Edit(
            start=match.start("mark"),
            end=match.end("mark") + 1,
            replacement="",
            rule_id="hyphen_join",
            confidence=0.9,
            evidence="in the list of words",
        )
    return Edit(
        start=match.end("mark"),
        end=match.end("mark") + 1,
        replacement="",
        rule_id="hyphen_close",
        confidence=0.9 if hyphened else 0.8,
    )


def _is_word(word: str) -> bool:
    """Return whether English writes a word often enough that it is no slip."""
    return frequency(word) >= _OFTEN
