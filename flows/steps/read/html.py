"""Web pages: the decoded source is the raw text, and everything that is not shown becomes an edit."""

import codecs
import re

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded, decode
from flows.steps.read.html_body import marks_of
from flows.steps.read.html_facts import facts_of
from flows.steps.read.html_text import page_of
from flows.steps.read.markup import LineEnds, Markup
from schemas.vocab import IssueCode

_HEAD = 4096
"""Bytes at the beginning of a page that may name its encoding; the standard asks for 1,024, many pages are late."""
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_TRUSTED = ("iso8859", "cp", "koi8", "mac", "gb", "big5", "shift_jis", "euc_", "tis_620")
"""Beginnings of the names of encodings that a page may declare; Python knows others that are no encodings of pages."""
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
"""Encodings that browsers read as a larger one (WHATWG Encoding Standard)."""


def read_html(data: bytes) -> Decoded:
    """Return the source of a page with its encoding, what it shows and what it states.

    Raises UnusableSeedError where the bytes are no text, or the page shows none.
    """
    decoded = _declared(data) or decode(data)
    page = page_of(decoded.text)
    if not page.stretches:
        raise UnusableSeedError(IssueCode.NO_TEXT, "the page shows no text; a saved article would be fine")
    facts = facts_of(decoded.text, page.notable)
    titles = [fact.value for fact in facts if fact.field == "title"]
    marks = tuple(marks_of(decoded.text, page.stretches, titles))
    markup = Markup(page.edits, marks, page.links, facts, LineEnds.BLOCKS)
    return Decoded(decoded.text, decoded.encoding, decoded.is_guessed, markup)


def _declared(data: bytes) -> Decoded | None:
    """Return the text by the encoding that the page names, if it is no UTF-8 and the encoding is reversible."""
    named = _CHARSET.search(data[:_HEAD])
    if named is None or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_utf8(data):
        return None
    try:
        name = codecs.lookup(named[1].decode("ascii")).name
        name = _MEANT.get(name, name)
        text = data.decode(name) if name.startswith(_TRUSTED) else ""
        return Decoded(text, name) if text.encode(name) == data else None
    except (LookupError, UnicodeError):  # no such encoding, or not in it
        return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
