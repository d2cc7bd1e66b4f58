"""Files to documents: a file that holds several gives each of them, with its place; any other is one document.

A file is divided by what is in it, never by its name alone, and only where the evidence leaves no doubt.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.errors import UnusableSeedError
from flows.steps.intake.archive import members_of
from flows.steps.intake.exports import exported_articles, kinds_by_sign
from flows.steps.intake.feeds import entries_of
from flows.steps.intake.kinds import ExportKind, export_kinds
from flows.steps.intake.mail import messages_of
from flows.steps.intake.pages import articles_of_page, kinds_of_page
from flows.steps.intake.placing import CONTAINER_RULES, COVER, SEPARATOR, TAIL, ArticlePlace, TextAround, placed
from flows.steps.intake.record import RECORD_RULES, ExtractedText, record_markup
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
_MAIL = frozenset({".eml", ".mbox", ".mbx"})
_FEEDS = frozenset({".rss", ".atom", ".xml"})
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


def _in_mail(file: _File) -> tuple[str, list[_Found]]:
    """Return the text of all messages, as it is extracted, and each of them."""
    kind = export_kinds()["mail"]
    messages = (message for message in messages_of(file.data) if message.text.strip())
    return _joined((_extracted(kind, message, "message/rfc822"), message.label) for message in messages)


def _in_feed(file: _File) -> tuple[str, list[_Found]]:
    """Return the text of all entries of a feed, as it is extracted, and each of them."""
    kind = export_kinds()["feed"]
    return _joined((_extracted(kind, entry, "application/xml"), entry.label) for entry in entries_of(file.data))


def _in_archive(file: _File) -> tuple[str, list[_Found]]:
    """Return the text of all files in an archive, and the documents in them; raises UnusableSeedError if too large."""
    return _joined(item for name, data in members_of(file.data) for item in _of_member(name, data, file.text_column))


def _of_member(name: str, data: bytes, text_column: str | None) -> Iterator[tuple[Article | str, str]]:
    """Yield the documents in a file of an archive, with their labels, and what is around them there."""
    suffix = PurePosixPath(name).suffix.lower()
    is_known = suffix in _TEXTS or (suffix in _KINDS and suffix != ".zip")
    try:
        items = articles_in(name, data, "", text_column) if is_known else ()
        if not items:
            yield _whole_member(name, suffix, data), name
    except UnusableSeedError as error:
        yield (
            Article(
                text=f"{name}\n", encoding=None, media_type="application/octet-stream", name=name, refusal=str(error)
            ),
            name,
        )
        return
    for article, place in items:
        yield from ((around.text, "") for around in place.before)
        yield replace(article, encoding=None), place.name
        yield from ((around.text, "") for around in place.after)


def _whole_member(name: str, suffix: str, data: bytes) -> Article:
    """Return a file of an archive that is one document; raises UnusableSeedError where it is not read there."""
    if suffix not in _TEXTS | _PAGES:
        formats = ", ".join(sorted({*_TEXTS, *_KINDS} - {".zip"}))
        said = f"{name!r} in an archive is not read; {formats} are read there"
        raise UnusableSeedError(IssueCode.UNSUPPORTED_FORMAT, said)
    decoded, media_type = READERS[suffix].decode(data), READERS[suffix].media_type
    return Article(
        text=decoded.text,
        encoding=None,
        media_type=media_type,
        is_guessed=decoded.is_guessed,
        is_page=suffix in _PAGES,
        name=name,
    )


def _extracted(kind: ExportKind, found: ExtractedText, media_type: str) -> Article:
    """Return a text that was extracted, with lines of a record above it, as an article."""
    markup = record_markup(kind, found.text)
    if found.is_page:
        markup = replace(
            markup, metadata=tuple(field._replace(value=unescape(field.value)) for field in markup.metadata)
        )
    return Article(text=found.text, encoding=None, media_type=media_type, markup=markup, is_page=found.is_page)


def _joined(articles: Iterable[tuple[Article | str, str | None]]) -> tuple[str, list[_Found]]:
    """Return the texts of articles, and of what is between them, one behind the other, and where each article is."""
    pieces: list[str] = []
    found: list[_Found] = []
    position = 0
    for item, label in articles:
        text = item if isinstance(item, str) else item.text
        pieces.append(text)
        if isinstance(item, Article):
            found.append(_Found(position, position + len(text), item, label))
        position += len(text)
    return "".join(pieces), found


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
    **dict.fromkeys(_MAIL, (_in_mail,)),
    **dict.fromkeys(_FEEDS, (_in_feed,)),
    ".zip": (_in_archive,),
}
"""What finds the documents in files of each ending, in lower case."""
