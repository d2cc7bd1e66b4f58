"""HTML source to tokens with their places, in linear time whatever the input.

Follows the tokenizer of the WHATWG HTML standard where it decides what is text: quoted attribute values hide `>`,
scripts end at their end tag alone, comments end at `-->`. Where the standard would drop the rest of a page because a
quote, a title or a comment is never closed, the page is read on instead, so that no article is lost.
"""

import re
import sys
from collections.abc import Iterator
from enum import Enum, auto
from html import unescape
from typing import NamedTuple


class HtmlTokenKind(Enum):
    """What a token is; RAW is the content of an element whose content is no markup."""

    TEXT = auto()
    START = auto()
    END = auto()
    COMMENT = auto()
    RAW = auto()


class HtmlToken(NamedTuple):
    """One piece of the source from `start` to `end`; `name` is the element, in lower case."""

    kind: HtmlTokenKind
    name: str
    start: int
    end: int


class HtmlAttribute(NamedTuple):
    """The value of an attribute, and its place in the source, without quotes."""

    value: str
    start: int
    end: int


_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=)*+>""")
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
"""A tag that ends at the next `>`, for pages where a quote is never closed."""
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"']++))?""")
_REFERENCE = re.compile(r"&(?:\#[0-9]+;?|\#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
"""What `html.unescape` takes for a reference to a character."""
_RAW = ("script", "style", "title", "textarea", "noscript", "iframe", "noembed", "noframes")
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_UNCLOSED_HIDES = frozenset({"script", "style"})
"""Elements that swallow the rest of a page when they are never closed; their content would read like text."""


_FORBIDDEN = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What is no character of XML 1.0 (2.2 Characters)."""
_NUMBERED = re.compile(r"&\#(?:0*([0-9]{1,9})|[xX]0*([0-9a-fA-F]{1,8}))(?![0-9a-fA-F]);?")


def as_xml_characters(source: str) -> str:
    """Return a page of the same length with blanks for each character, or reference to one, that XML forbids.

    Libraries built on lxml raise an error where such a character comes from one part of a page to another.
    """
    return _NUMBERED.sub(_allowed, _FORBIDDEN.sub(" ", source))


def _allowed(reference: re.Match[str]) -> str:
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    is_character = code <= sys.maxunicode and not _FORBIDDEN.match(chr(code))
    return reference[0] if is_character else " " * len(reference[0])


def resolved(text: str) -> str:
    """Return a text with its character references resolved; one that names no character, as `&#xD800;`, stays."""
    return _REFERENCE.sub(lambda match: match[0] if "\ufffd" in unescape(match[0]) else unescape(match[0]), text)


class HtmlTokenizer:
    """The tokens of one source; they follow each other without gaps, from its first to its last character."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._last_end = source.rfind(">")
        self._tag = _TAG
        self._never_closed: set[str] = set()

    def tokens(self) -> Iterator[HtmlToken]:
        """Yield the tokens in order."""
        position, size = 0, len(self._source)
        while position < size:
            opening = self._source.find("<", position)
            token = None
            while opening >= 0 and (token := self._markup(opening)) is None:
                opening = self._source.find("<", opening + 1)
            if token is None:
                yield HtmlToken(HtmlTokenKind.TEXT, "", position, size)
                return
            if position < token.start:
                yield HtmlToken(HtmlTokenKind.TEXT, "", position, token.start)
            yield token
            position = token.end
            content = self._raw_content(token)
            if content is not None:
                yield content
                position = content.end

    def _markup(self, position: int) -> HtmlToken | None:
        """Return the tag or comment at `position`, None where the sign `<` is text."""
        if position > self._last_end:
            return None
        if self._source.startswith(("<!", "<?"), position):
            return self._comment(position)
        return self._tag_at(position)

    def _comment(self, position: int) -> HtmlToken:
        is_real = self._source.startswith("<!--", position)
        mark = "-->" if is_real and "-->" not in self._never_closed else ">"
        end = self._source.find(mark, position + 2)
        if end < 0:
            self._never_closed.add(mark)
            mark, end = ">", self._source.find(">", position)
        return HtmlToken(HtmlTokenKind.COMMENT if is_real else HtmlTokenKind.START, "", position, end + len(mark))

    def _tag_at(self, position: int) -> HtmlToken | None:
        tag = self._tag.match(self._source, position)
        if tag is None and self._tag is _TAG and _PLAIN_TAG.match(self._source, position):
            self._tag = _PLAIN_TAG
            tag = self._tag.match(self._source, position)
        if tag is None:
            return None
        return HtmlToken(HtmlTokenKind.END if tag[1] else HtmlTokenKind.START, tag[2].lower(), position, tag.end())

    def _raw_content(self, token: HtmlToken) -> HtmlToken | None:
        """Return the content of an element that holds no markup, up to its end tag."""
        if token.kind is not HtmlTokenKind.START or token.name not in _RAW_ENDS or token.name in self._never_closed:
            return None
        closing = _RAW_ENDS[token.name].search(self._source, token.end)
        if closing is None and token.name not in _UNCLOSED_HIDES:
            self._never_closed.add(token.name)
            return None
        end = closing.start() if closing else len(self._source)
        return HtmlToken(HtmlTokenKind.RAW, token.name, token.end, end) if end > token.end else None


def attributes(source: str, token: HtmlToken) -> dict[str, HtmlAttribute]:
    """Return the attributes of a start tag by their names in lower case; of two with one name the first counts."""
    by_name: dict[str, HtmlAttribute] = {}
    start, end = token.start + 1 + len(token.name), token.end - 1
    for match in _ATTRIBUTE.finditer(source, start, end):
        name = match[1].lower()
        if name in by_name:
            continue
        if match[2] is None:
            by_name[name] = HtmlAttribute("", match.end(), match.end())
            continue
        quoted = match[2][0] in "\"'"
        inner = match.start(2) + quoted, match.end(2) - quoted
        by_name[name] = HtmlAttribute(resolved(source[slice(*inner)]), *inner)
    return by_name
