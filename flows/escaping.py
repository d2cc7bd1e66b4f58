r"""Text of documents and names of files as a person may see them: hidden characters as marks, Markdown as plain text.

A hidden character moves a cursor, changes a colour, turns the direction of writing or has no width: controls, format
and direction marks, zero-width and private-use characters, line separators, halves of characters. Its mark is the
escape that Python, and Bash in `$'...'`, use for it: `\x1b`, `\n`, `\u202e`; a byte of a file name that is not UTF-8
is marked as that byte, `\xff`. Marks are for reading: a text that holds a backslash and `x1b` looks the same.
"""

import logging
import re

_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls (C0, DEL, C1)
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction: marks, embeddings, overrides, isolates
    "\u2028\u2029"  # line and paragraph separator
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065"  # no width
    "\u206a-\u206f\u3164\ufeff\uffa0"  # the same
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # no width: annotations, tags
    "\ud800-\udfff"  # halves of characters; those of bytes that are not UTF-8
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: no agreed shape
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters
    "]"
)
"""Controls and what Unicode lists as Default_Ignorable_Code_Point, but the variation selectors U+FE00 to U+FE0F."""
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#!|~&:@$^]|(?<=www)\.", re.IGNORECASE)
"""Punctuation that CommonMark, its tables and its automatic links give a meaning to within a line."""


def visible(text: str, kept: str = "") -> str:
    """Return a text with a mark in place of each hidden character; the characters of `kept` stay as they are."""
    return _HIDDEN.sub(lambda match: match[0] if match[0] in kept else _mark(match[0]), text)


def _mark(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()


def visible_json(text: str) -> str:
    r"""Return JSON of one line with each hidden character of its strings as `\u....`; it has the same value."""
    return _HIDDEN.sub(_utf16_escape, text)


def _utf16_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def markdown(text: str) -> str:
    """Return Markdown that shows a text as it is, on one line or in a cell: no markup, link, HTML or entity in it."""
    return _MARKDOWN.sub(r"\\\g<0>", visible(text))


class RecordMarker(logging.Handler):
    """A handler that writes nothing: the handlers after it, those of parents included, get records with marks.

    So a message is one line, whatever names it holds, and a traceback has no more lines than its own.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Put marks into the message, the traceback and the stack of a record."""
        record.msg, record.args = visible(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = visible(record.exc_text, kept="\n")
        if record.stack_info:
            record.stack_info = visible(record.stack_info, kept="\n")
