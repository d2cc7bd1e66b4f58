"""The marks of notes in the text of a page: raised numbers and letters, and links that hold only the number of a note.

A mark is no part of the word or the year before it, and no word of its own. Raised letters of ordinals (`5<sup>th`),
powers of units (`km<sup>2`) and of ten, and what begins a word (`<sup>14</sup>C`) are text.
"""

import re
from collections.abc import Sequence

from flows.steps.read.html_cues import elements
from flows.steps.read.html_tokens import HtmlToken, HtmlTokenKind, attributes, resolved

_INLINE = frozenset({"a", "sup", "span", "i", "b", "em", "strong", "font", "small"})
_FARTHEST = 16
"""Tokens of the longest mark, with the tags in it."""
_LONGEST, _BEFORE = 40, 40
"""Characters of the longest mark, and of the text before one that are looked at."""
_ENDS_BLOCK = frozenset({"br", "td", "th", "tr"})
_NUMBER = r"(?:\d{1,3}|[ivx]{1,4})"
_MARK = re.compile(rf"[\[(]?(?:{_NUMBER}(?:\s?[,;–-]\s?{_NUMBER})*|[a-z]|note\s\d{{1,3}})[\])]?,?")
_NOTED = re.compile(r"""[\w.,;:!?%"'”’»)\]]\s?$""")
"""What is right before a mark."""
_NO_NOTE = re.compile(
    r"(?:^|[\W\d])(?:mm|cm|km|m|ft|mc|CO|NO|[A-Za-z])$|\d\s?(?:in|yd|mi|miles?|feet|sec|h)$|[×x*·⋅^]\s?10$"
)
"""What a power or another index is raised behind: a unit, one letter, a formula, ten."""
_NOTED_WORD = re.compile(r"[a-z]{4}$|[a-z][.,;:!?\"”’)]$|\b\d{4}$")
"""What a raised letter may be a mark behind; behind others it is part of an ordinal or an abbreviation."""
_TO_NOTE = re.compile(r"#|foot|note|_ftn|cite", re.IGNORECASE)


def note_marks(source: str, tokens: Sequence[HtmlToken]) -> frozenset[int]:
    """Return where the pieces of text begin that are marks of notes."""
    marks: set[int] = set()
    before, behind = "", 0
    for index, token in enumerate(tokens):
        if index < behind:
            continue
        if token.kind is HtmlTokenKind.TEXT:
            before = (before + resolved(source[max(token.start, token.end - 2 * _BEFORE) : token.end]))[-_BEFORE:]
        elif token.name in _ENDS_BLOCK or token.name in elements("block"):
            before = ""
        elif token.kind is HtmlTokenKind.START and token.name in {"sup", "a"}:
            end = _end_of(tokens, index)
            texts = [inner for inner in tokens[index:end] if inner.kind is HtmlTokenKind.TEXT]
            if _is_mark(source, tokens[index : end + 1], texts, before):
                marks |= {text.start for text in texts}
                behind = end
    return frozenset(marks)


def _end_of(tokens: Sequence[HtmlToken], start: int) -> int:
    """Return the index of the token that closes an element, or `start` where that is not near or blocks are inside."""
    depth = 0
    for index, token in enumerate(tokens[start : start + _FARTHEST], start):
        if token.kind is not HtmlTokenKind.TEXT and token.name not in _INLINE:
            break
        if token.name == tokens[start].name:
            depth += {HtmlTokenKind.START: 1, HtmlTokenKind.END: -1}.get(token.kind, 0)
            if depth == 0:
                return index
    return start


def _is_mark(source: str, inside: Sequence[HtmlToken], texts: Sequence[HtmlToken], before: str) -> bool:
    """Return whether an element, from its start tag to its end tag, is the mark of a note behind the text `before`."""
    if not texts or sum(text.end - text.start for text in texts) > _LONGEST or not _NOTED.search(before):
        return False
    mark = "".join(resolved(source[text.start : text.end]) for text in texts).strip()
    if source[inside[-1].end : inside[-1].end + 1].isalnum():
        return False
    is_linked = any(_leads_to_note(source, token) for token in inside)
    if inside[0].name == "a":
        return is_linked and _MARK.fullmatch(mark) is not None and not before[-1].isspace()
    return is_raised_mark(mark, before, is_linked=is_linked)


def is_raised_mark(mark: str, before: str, *, is_linked: bool = False) -> bool:
    """Return whether raised signs are the mark of a note behind the text `before`; `is_linked`: they lead to one."""
    if not _NOTED.search(before) or not _MARK.fullmatch(mark):
        return False
    if is_linked:
        return True
    return bool(_NOTED_WORD.search(before)) if mark.isalpha() else not _NO_NOTE.search(before)


def _leads_to_note(source: str, token: HtmlToken) -> bool:
    """Return whether a token begins a link to a place on the page, or to a note."""
    if token.kind is not HtmlTokenKind.START or token.name != "a":
        return False
    target = attributes(source, token).get("href")
    return target is not None and _TO_NOTE.search(target.value) is not None
