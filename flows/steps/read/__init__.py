"""Bytes to decoded text: one reader per format, and a clear refusal where that cannot be done."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded, decode
from flows.steps.read.html import read_html
from flows.steps.read.pdf import read_pdf
from flows.steps.read.seed import Article, Seed, SourceText
from flows.steps.text.draft import Edit
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
}
"""Readers by file name suffix, in lower case."""


_SAVED_AS_TEXT = frozenset({".txt", ".md"})
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
"""How a web page begins, whatever the name of its file is."""


def read(seed: Seed) -> SourceText:
    """Return the decoded text of a seed with its encoding and media type.

    Raises UnusableSeedError, whose message is one sentence for a person, where the bytes cannot be used.
    """
    if seed.article is not None:
        return _read_article(seed.article)
    suffix = PurePosixPath(seed.path).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        formats = ", ".join(sorted(READERS))
        files = f"files ending in {suffix!r}" if suffix else "files without an ending"
        raise UnusableSeedError(IssueCode.UNSUPPORTED_FORMAT, f"{files} are not read; {formats} are")
    if suffix in _SAVED_AS_TEXT and _PAGE.match(seed.data[:1000]):
        reader = READERS[".html"]
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
