"""Web pages: the decoded source is the raw text, and everything that is not shown becomes an edit."""

import codecs
import re
from collections.abc import Sequence

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded, decode
from flows.steps.read.html_body import marks_of
from flows.steps.read.html_facts import page_metadata
from flows.steps.read.html_text import page_of
from flows.steps.read.markup import LineEnds, Markup, MetadataField, ReplacedCharacter, without_surrogates
from flows.steps.text.draft import PARAGRAPH_BREAK, EditRule
from schemas.vocab import IssueCode

HTML_RULES = (
    EditRule(
        "html_tag", "a tag is removed; between blocks an empty line is left", "<p>One</p><p>Two</p>", "One\n\nTwo"
    ),
    EditRule("html_comment", "a comment is removed", "one <!-- or --> two", "one two"),
    EditRule("html_script", "a script or a style sheet is removed", "<style>p {}</style>Text", "Text"),
    EditRule("html_hidden", "an element that is not shown is removed", "<p hidden>no</p><p>yes", "yes"),
    EditRule("footnote_marker", "the marker of a footnote is removed", "in 1995<sup>7</sup>, it", "in 1995, it"),
    EditRule("html_entity", "the name or number of a character becomes the character", "Q&amp;A", "Q&A"),
    EditRule("whitespace", "white space is shown as one blank", "one\n  two", "one two"),
    EditRule(
        PARAGRAPH_BREAK, "an empty line of preformatted text ends a block", "<pre>One\n \nTwo</pre>", "One\n\nTwo"
    ),
)
"""What the edits of pages mean."""
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
    """Return the source of a page with its encoding, the edits that leave its shown text, and its metadata.

    Raises UnusableSeedError where the bytes are no text, or the page shows none.
    """
    decoded = decoded_page(data)
    page = page_of(decoded.text)
    if not page.stretches:
        raise UnusableSeedError(IssueCode.NO_TEXT, "the page shows no text; a saved article would be fine")
    facts, replaced = _without_surrogates(page_metadata(decoded.text, page.notable))
    titles = [fact.value for fact in facts if fact.field == "title"]
    marks = tuple(marks_of(decoded.text, page.stretches, titles))
    markup = Markup(edits=page.edits, marks=marks, links=page.links, metadata=facts, line_ends=LineEnds.BLOCKS)
    return Decoded(decoded.text, decoded.encoding, decoded.is_guessed, markup, replaced)


def decoded_page(data: bytes) -> Decoded:
    """Return the source of a page by the encoding that it names, or else as any text; raises UnusableSeedError."""
    return _declared(data) or decode(data)


def _without_surrogates(
    facts: Sequence[MetadataField],
) -> tuple[tuple[MetadataField, ...], tuple[ReplacedCharacter, ...]]:
    """Return metadata with U+FFFD for lone surrogates, which escapes in JSON can write, and what was replaced."""
    kept: list[MetadataField] = []
    replaced: list[ReplacedCharacter] = []
    for fact in facts:
        value, halves = without_surrogates(fact.value)
        kept.append(fact._replace(value=value))
        replaced += [half._replace(start=fact.start, end=fact.end) for half in halves]
    return tuple(kept), tuple(replaced)


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
