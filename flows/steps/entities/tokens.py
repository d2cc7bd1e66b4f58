"""Text folded for comparison, and the words that names are made of."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

ARTICLE = r"(?:[Aa]l|[Ee]l|[Aa]s|[Aa]sh|[Aa]n|[Aa]r|[Aa]t|[Aa]z|[Aa]d|[Uu]l)-"
WORD = rf"(?:{ARTICLE})?[A-Z](?:[A-Za-z]|'(?!s\b)(?=[A-Za-z]))*(?:-(?:{ARTICLE})?[A-Z][A-Za-z]*)*"
"""A capitalised word: Kata'ib, O'Hara, Abdul-Mahdi, al-Sadr; a possessive 's is outside."""
INITIALS = r"(?:[A-Z]\.){1,3}(?![A-Za-z])"
_TOKEN = re.compile(r"(?<![\w'.-])(?:[USEKN]\.[SNKU]\.|WORD)".replace("WORD", WORD))
_CONNECTOR = re.compile(r" (?:(of|for|on|and|&)(?: the)? )?")


class CapitalisedWord(NamedTuple):
    """A capitalised word of a folded text."""

    start: int
    end: int
    word: str


def fold(text: str) -> str:
    """Return `text` with plain quotes, hyphens and blanks and unaccented Latin letters; the length stays the same."""
    if text.isascii():
        return text.replace("\n", " ").replace("\t", " ")
    return text.translate(_folding())


@cache
def _folding() -> dict[int, str]:
    plain = {" ": "\n\t\u00a0", "'": "\u2018\u2019\u02bc\u02bb\u2032", '"': "\u201c\u201d", "-": "\u2010\u2011"}
    table = {ord(old): new for new, olds in plain.items() for old in olds}
    table |= {ord(old): new for old, new in zip("ıłøđŁØĐ", "ilodLOD", strict=True)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table.setdefault(code, base)
    return table


def capitalised_words(folded: str) -> list[CapitalisedWord]:
    """Return the capitalised words of `folded`, in order."""
    return [CapitalisedWord(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(folded)]


def connector(folded: str, left: CapitalisedWord, right: CapitalisedWord) -> str | None:
    """Return what connects two words of one name: "" for a blank, a word such as "of", None if they are apart."""
    if right.start - left.end > len(" and the "):
        return None
    match = _CONNECTOR.fullmatch(folded, left.end, right.start)
    return None if match is None else match[1] or ""
