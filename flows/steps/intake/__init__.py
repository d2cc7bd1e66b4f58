"""Files to documents: a file that holds several gives each of them, with its place; any other is one document.

A file is divided by what is in it, never by its name alone, and only where the evidence leaves no doubt.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.errors import UnusableSeedError
from flows.steps.intake.exports import exported_articles, kinds_by_sign
from flows.steps.intake.pages import articles_of_page, kinds_of_page
from flows.steps.intake.placing import CONTAINER_RULES, COVER, SEPARATOR, TAIL, ArticlePlace, TextAround, placed
from flows.steps.intake.record import RECORD_RULES, record_markup
from flows.steps.intake.tables import TABLE_RULES, rows_of_csv, rows_of_json
from flows.steps.read import READERS, Article, Decoded, Reader, Seed
from flows.steps.read.decoding import decode
from schemas.vocab import IssueCode

__all__ = ["INTAKE_RULES", "ArticlePlace", "PlacedArticle", "articles_in", "placed", "seed_of_article"]

INTAKE_RULES = (*CONTAINER_RULES, *RECORD_RULES, *TABLE_RULES)
"""What the edits of intake mean."""
_TEXTS = frozenset({".txt", ".md"})
"""Endings of files whose text may be an export of a database."""
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_TABLES = {
    ".csv": ("text/csv", rows_of_csv),
    ".tsv": ("text/tab-separated-values", rows_of_csv),
    ".jsonl": ("application/jsonl", rows_of_json),
    ".ndjson": ("application/x-ndjson", rows_of_json),
    ".json": ("application/json", rows_of_json),
}
"""Media types of tables by endings of their files, and what finds the rows with texts."""


class PlacedArticle(NamedTuple):
    """An article of a file that holds several, and its place there."""

    article: Article
    place: ArticlePlace


class _Found(NamedTuple):
    """An article in the text of a file: its range, what is in it, and where a cover page before it ends."""

    start: int
    end: int
    article: Article
    label: str | None = None
    cover_end: int = 0


class _File(NamedTuple):
    """A file that may hold several documents: path, bytes, SHA-256 in hexadecimal, and the column of texts if named."""

    path: str
    data: bytes
    sha256: str
    text_column: str | None = None

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix.lower()


def articles_in(path: str, data: bytes, sha256: str, text_column: str | None = None) -> tuple[PlacedArticle, ...]:
    """Return the documents of a file that holds several, in order; none where the file is one document.

    `path` is that of the file, `sha256` that of its bytes, in hexadecimal; `text_column` is the column of tables that
    has the texts, None where their content shows it. Raises UnusableSeedError where the file must be one of several
    documents and cannot be used.
    """
    file = _File(path, data, sha256, text_column)
    for find in _KINDS.get(file.suffix, ()):
        text, found = find(file)
        if found:
            return tuple(_placed_articles(file, text, found))
    return ()


def seed_of_article(item: PlacedArticle, document_id: str) -> Seed:
    """Return an article as what goes into the pipeline of one document."""
    article = item.article
    return Seed(item.place.path, article.text.encode("utf-8", "surrogatepass"), document_id, article.sha256, article)


def _in_text(file: _File) -> tuple[str, list[_Found]]:
    """Return the text of a file and the articles in it, where a database exported it as text."""
    if not kinds_by_sign(file.data):
        return "", []
    reader = READERS[file.suffix]
    decoded = _decoded(reader, file.data)
    made = partial(Article, encoding=decoded.encoding, media_type=reader.media_type, is_guessed=decoded.is_guessed)
    text = decoded.text
    return text, [
        _Found(
            start=span.start,
            end=span.end,
            article=made(text[span.start : span.end], markup=record_markup(span.kind, text[span.start : span.end])),
            label=span.label,
            cover_end=span.cover_end,
        )
        for span in exported_articles(file.data, text)
    ]


def _in_page(file: _File) -> tuple[str, list[_Found]]:
    """Return the source of a page and the articles in it, where a database exported it."""
    if not kinds_of_page(file.data):
        return "", []
    decoded = _decoded(READERS[".html"], file.data)
    made = partial(Article, encoding=decoded.encoding, media_type="text/html", is_guessed=decoded.is_guessed)
    text = decoded.text
    found = articles_of_page(file.data, text)
    return text, [_Found(at, end, made(text[at:end], markup=markup, is_page=True)) for at, end, markup in found]


def _in_table(file: _File) -> tuple[str, list[_Found]]:
    """Return the source of a table and the rows with texts; raises UnusableSeedError where it has none."""
    decoded = decode(file.data)
    media_type, find = _TABLES[file.suffix]
    rows = find(decoded.text, file.text_column)
    if not rows:
        said = "no column of the table has texts; a table whose first row names a column of texts would be fine"
        raise UnusableSeedError(IssueCode.NO_TEXT, f"{said} (--text-column names it)")
    made = partial(Article, encoding=decoded.encoding, media_type=media_type, is_guessed=decoded.is_guessed)
    return decoded.text, [
        _Found(at, end, made(decoded.text[at:end], markup=markup, replaced=replaced), label)
        for at, end, markup, label, replaced in rows
    ]


def _decoded(reader: Reader, data: bytes) -> Decoded:
    """Return the text of a file; without any where the file is refused, as it will be as one document, too."""
    try:
        return reader.decode(data)
    except UnusableSeedError:
        return Decoded("", None)


def _placed_articles(file: _File, text: str, found: Sequence[_Found]) -> Iterator[PlacedArticle]:
    """Yield the articles of a text; what is between them goes with the one that follows, the rest with the last."""
    position = 0
    for number, (start, end, article, label, cover_end) in enumerate(found, 1):
        before = [
            TextAround(text[position:cover_end], COVER),
            TextAround(text[max(position, cover_end) : start], SEPARATOR),
        ]
        after = [TextAround(text[end:], TAIL)] if number == len(found) else []
        place = ArticlePlace(
            path=file.path,
            number=number,
            label=label,
            start=position,
            before=tuple(around for around in before if around.text),
            after=tuple(around for around in after if around.text),
            sha256=file.sha256,
            size=len(file.data),
        )
        yield PlacedArticle(article, place)
        position = end


_KINDS: dict[str, tuple[Callable[[_File], tuple[str, list[_Found]]], ...]] = {
    **dict.fromkeys(_TEXTS, (_in_text,)),
    **dict.fromkeys(_PAGES, (_in_page,)),
    **dict.fromkeys(_TABLES, (_in_table,)),
}
"""What finds the documents in files of each ending, in lower case."""
