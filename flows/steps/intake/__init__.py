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
from flows.steps.intake.record import record_markup
from flows.steps.read import READERS, Article, Decoded, Reader, Seed

__all__ = ["CONTAINER_RULES", "ArticlePlace", "PlacedArticle", "articles_in", "placed", "seed_of_article"]

_TEXTS = frozenset({".txt", ".md"})
"""Endings of files whose text may be an export of a database."""
_PAGES = frozenset({".html", ".htm", ".xhtml"})


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
    """A file that may hold several documents: path, bytes, and SHA-256 in hexadecimal."""

    path: str
    data: bytes
    sha256: str

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix.lower()


def articles_in(path: str, data: bytes, sha256: str) -> tuple[PlacedArticle, ...]:
    """Return the documents of a file that holds several, in order; none where the file is one document.

    `path` is that of the file, `sha256` that of its bytes, in hexadecimal. Raises UnusableSeedError where the file
    must be one of several documents and cannot be used.
    """
    file = _File(path, data, sha256)
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
}
"""What finds the documents in files of each ending, in lower case."""
