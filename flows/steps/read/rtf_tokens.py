"""The source of an RTF file to tokens, and its bytes to characters by the code pages that it names."""

import codecs
import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import Words, load_toml

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?[0-9]{1,9})?[0-9]*[ ]?"
    r"|\\'(?P<code>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n\0]+)"
    r"|[\r\n\0]+|\\",
    re.DOTALL,
)
_PAGES = {10000: "mac_roman", 65001: "utf-8", 708: "iso8859-6", 936: "gb18030", 1361: "johab"}
"""Code pages whose names in Python are not their numbers."""
ANSI = "cp1252"
_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
"""Bytes that are no characters in Windows-1252."""


class RtfKind(Enum):
    """What a token is: a brace, a control word, a sign behind a backslash, a byte in hexadecimal, or text."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SIGN = auto()
    CODE = auto()
    TEXT = auto()


class RtfToken(NamedTuple):
    """One token with its word or text; `number` is the parameter of a control word, or the value of a byte."""

    kind: RtfKind
    text: str
    number: int | None = None


class RtfWords(NamedTuple):
    """Groups by what they hold, in `rtf.toml`."""

    stories: Words
    open: Words
    items: Words
    skipped: Words


class RtfTable(NamedTuple):
    """The content of `rtf.toml`."""

    charsets: dict[str, str]
    signs: dict[str, str]
    words: RtfWords


@cache
def table() -> RtfTable:
    """Return the content of `rtf.toml`."""
    return load_toml(files(__package__).joinpath("rtf.toml"), RtfTable)


def tokens(source: str) -> Iterator[RtfToken]:
    """Yield the tokens of a source whose characters are its bytes; binary data is passed over."""
    position = 0
    while match := _TOKEN.match(source, position):
        position = match.end()
        kind = match.lastgroup
        if match["word"]:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                position += max(number or 0, 0)
            else:
                yield RtfToken(RtfKind.WORD, match["word"], number)
        elif kind == "code":
            yield RtfToken(RtfKind.CODE, "", int(match["code"], 16))
        elif kind == "sign":
            yield RtfToken(RtfKind.SIGN, match["sign"])
        elif kind == "brace":
            yield RtfToken(RtfKind.OPEN if match["brace"] == "{" else RtfKind.CLOSE, "")
        elif kind == "text":
            yield RtfToken(RtfKind.TEXT, match["text"])


def code_page(number: int | None) -> str | None:
    """Return the name of a code page by its number, None where Python has none."""
    name = _PAGES.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def characters(data: bytes, encoding: str) -> str:
    """Return the characters of some bytes; one that the code page lacks is U+FFFD, or in Western text as in Latin-1."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != ANSI:
            return data.decode(encoding, "replace")
    return "".join(bytes([byte]).decode("latin-1" if byte in _UNDEFINED else ANSI) for byte in data)


def whole_characters(text: str) -> str:
    """Return a text in which two halves of a character that follow each other are one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
