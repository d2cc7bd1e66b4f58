"""Bytes to decoded text: one reader per format, and a clear refusal where that cannot be done."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded, decode
from flows.steps.read.docx import read_docx
from flows.steps.read.epub import read_epub
from flows.steps.read.html import read_html
from flows.steps.read.odt import read_odt
from flows.steps.read.pdf import read_pdf
from flows.steps.read.rtf import read_rtf
from flows.steps.read.seed import Article, Seed, SourceText
from flows.steps.text.draft import Edit
from schemas.data_files import load_toml
from schemas.vocab import IssueCode

__all__ = ["READERS", "Article", "Decoded", "Reader", "Seed", "SourceText", "UnusableSeedError", "read"]


class Reader(NamedTuple):
    """How files of one format are read."""

    media_type: str
    decode: Callable[[bytes], Decoded]


READERS: dict[str, Reader] = {
    ".txt": Reader("text/plain", decode),
    ".md": Reader("text/markdown", decode),
    ".html": Reader("text/html", read_html),
    ".htm": Reader("text/html", read_html),
    ".xhtml": Reader("application/xhtml+xml", read_html),
    ".pdf": Reader("application/pdf", read_pdf),
    ".docx": Reader("application/vnd.openxmlformats-officedocument.wordprocessingml.document", read_docx),
    ".odt": Reader("application/vnd.oasis.opendocument.text", read_odt),
    ".epub": Reader("application/epub+zip", read_epub),
    ".rtf": Reader("application/rtf", read_rtf),
}
"""Readers by file name suffix, in lower case."""


_MAY_BE_OTHERS = frozenset({".txt", ".md", ".doc", ".rtf"})
"""Endings of files that often are of another kind: databases and browsers save pages and RTF under them."""
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
"""How a web page begins, whatever the name of its file is."""


class UnreadKind(NamedTuple):
    """A kind of files that is not read: what one is, and what would be fine instead."""

    name: str
    instead: str


@cache
def unread() -> dict[str, UnreadKind]:
    """Return the kinds of files that are known and not read, by their endings, of `unread.toml`."""
    return load_toml(files(__package__).joinpath("unread.toml"), dict[str, UnreadKind])


def read(seed: Seed) -> SourceText:
    """Return the decoded text of a seed with its encoding and media type.

    Raises UnusableSeedError, whose message is one sentence for a person, where the bytes cannot be used.
    """
    if seed.article is not None:
        return _read_article(seed.article)
    suffix = PurePosixPath(seed.path).suffix.lower()
    reader = READERS.get(_kind_by_content(seed.data) or suffix if suffix in _MAY_BE_OTHERS else suffix)
    if reader is None:
        raise UnusableSeedError(IssueCode.UNSUPPORTED_FORMAT, _refusal(suffix))
    decoded = reader.decode(seed.data)
    if not decoded.text.strip():
        raise UnusableSeedError(
            IssueCode.EMPTY, "the file holds nothing but white space; a file with text would be fine"
        )
    return _source_text(decoded, reader.media_type)


def _read_article(article: Article) -> SourceText:
    """Return the text of one document of a file; where it is the source of a page, with what the page shows."""
    if article.refusal is not None:
        raise UnusableSeedError(IssueCode.UNSUPPORTED_FORMAT, article.refusal)
    if not article.is_page:
        return _source_text(
            Decoded(article.text, article.encoding, article.is_guessed, article.markup, article.replaced),
            article.media_type,
        )
    page, own = read_html(article.text.encode()), article.markup
    markup = replace(
        page.markup,
        edits=_overridden(page.markup.edits, own.edits),
        record=own.record,
        metadata=(*own.metadata, *page.markup.metadata),
    )
    decoded = replace(page, encoding=article.encoding, is_guessed=article.is_guessed, markup=markup)
    return _source_text(decoded, article.media_type)


def _overridden(edits: Sequence[Edit], own: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits in order, those within any of `own` replaced by it; one of `own` that cuts another is left out."""
    starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
    kept: list[Edit] = []
    position = 0
    for edit in own:
        first, last = bisect_right(ends, edit.start), bisect_left(starts, edit.end)
        within = edits[first:last]
        if all(edit.start <= other.start and other.end <= edit.end for other in within) and first >= position:
            kept += (*edits[position:first], edit)
            position = last
    return (*kept, *edits[position:])


def _source_text(decoded: Decoded, media_type: str) -> SourceText:
    return SourceText(
        text=decoded.text,
        encoding=decoded.encoding,
        is_guessed=decoded.is_guessed,
        media_type=media_type,
        markup=decoded.markup,
        replaced=decoded.replaced,
    )


def _kind_by_content(data: bytes) -> str | None:
    """Return the ending that a web page or a file of a word processor should have; None for other files."""
    if _PAGE.match(data[:1000]):
        return ".html"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK") and b"word/document.xml" in data:
        return ".docx"
    return None


def _refusal(suffix: str) -> str:
    formats = ", ".join(sorted(READERS))
    if suffix in unread():
        kind = unread()[suffix]
        return f"the file is {kind.name}, which is not read; {kind.instead} would be fine"
    named = f"files ending in {suffix!r}" if suffix else "files without an ending"
    return f"{named} are not read; {formats} are"
