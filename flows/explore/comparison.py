"""Two documents side by side: their paragraphs in pairs, and in each pair the words that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flows.explore.database import QueryEngine, Row

_WORD = re.compile(r"\w+|\W")
_LONGEST = 20_000
"""Characters of two paragraphs together up to which their words are compared."""
_MIN_RATIO = 0.5
"""Share of common words above which two paragraphs at one place are versions of each other."""
Words = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether the other text lacks it."""


@dataclass(frozen=True, slots=True)
class ComparedParagraphs:
    """A paragraph of each document, None where one has nothing like it; `is_same` if they are equal."""

    left: Row | None
    right: Row | None
    left_words: Words
    right_words: Words
    is_same: bool


def compare(engine: QueryEngine, left_id: str, right_id: str) -> list[ComparedParagraphs]:
    """Return the paragraphs of two documents in pairs, in the order of both."""
    left, right = (
        engine.rows("SELECT * FROM paragraphs WHERE document_id = ? ORDER BY position", [document_id])
        for document_id in (left_id, right_id)
    )
    return list(_pairs(left, right))


def _pairs(left: Sequence[Row], right: Sequence[Row]) -> Iterator[ComparedParagraphs]:
    texts, others = ([_plain(row["text"]) for row in rows] for rows in (left, right))
    for tag, first, last, start, end in SequenceMatcher(None, texts, others, autojunk=False).get_opcodes():
        if tag == "equal":
            for one, other in zip(left[first:last], right[start:end], strict=True):
                yield ComparedParagraphs(one, other, ((one["text"], False),), ((other["text"], False),), is_same=True)
        else:
            yield from _changed(left[first:last], right[start:end])


def _plain(text: str) -> str:
    """Return a text with quotation marks and white space as if typed: a difference in these is none of the words."""
    return " ".join(text.translate(str.maketrans("‘’“”", "''\"\"")).split())


def _changed(left: Sequence[Row], right: Sequence[Row]) -> Iterator[ComparedParagraphs]:
    """Yield the paragraphs of a stretch that differs: those that are like each other in pairs, the others alone."""
    waiting = list(right)
    for one in left:
        like = next((row for row in waiting if _are_alike(one["text"], row["text"])), None)
        if like is None:
            yield ComparedParagraphs(one, None, ((one["text"], True),), (), is_same=False)
            continue
        while waiting[0] is not like:
            yield _alone(waiting.pop(0))
        waiting.pop(0)
        left_words, right_words = _words(one["text"], like["text"])
        yield ComparedParagraphs(one, like, left_words, right_words, is_same=False)
    for row in waiting:
        yield _alone(row)


def _alone(row: Row) -> ComparedParagraphs:
    return ComparedParagraphs(None, row, (), ((row["text"], True),), is_same=False)


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False)
    return len(one) + len(other) <= _LONGEST and matcher.quick_ratio() >= _MIN_RATIO and matcher.ratio() >= _MIN_RATIO


def _words(one: str, other: str) -> tuple[Words, Words]:
    """Return both texts in parts, with whether the other one lacks each."""
    left, right = _WORD.findall(one), _WORD.findall(other)
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        tuple(("".join(left[first:last]), tag != "equal") for tag, first, last, _, _ in codes if first < last),
        tuple(("".join(right[start:end]), tag != "equal") for tag, _, _, start, end in codes if start < end),
    )
