"""Files to documents: a file that holds several gives each of them, with its place; any other is one document.

A file is divided by what is in it, never by its name alone, and only where the evidence leaves no doubt.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.errors import UnusableSeedError
from flows.steps.intake.exports import ArticleSpan, exported_articles, kinds_by_sign
from flows.steps.intake.placing import CONTAINER_RULES, COVER, SEPARATOR, TAIL, ArticlePlace, TextAround, placed
from flows.steps.intake.record import record_markup
from flows.steps.read import READERS, Article, Decoded, Seed

__all__ = ["CONTAINER_RULES", "ArticlePlace", "PlacedArticle", "articles_in", "placed", "seed_of_article"]

_TEXTS = frozenset({".txt", ".md"})
"""Endings of files whose text may be an export of a database."""


class PlacedArticle(NamedTuple):
    """An article of a file that holds several, and its place there."""

    article: Article
    place: ArticlePlace


def articles_in(path: str, data: bytes, sha256: str) -> tuple[PlacedArticle, ...]:
    """Return the documents of a file that holds several, in order; none where the file is one document.

    `path` is that of the file, `sha256` that of its bytes, in hexadecimal. Raises UnusableSeedError where the file
    must be one of several documents and cannot be used.
    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _TEXTS and kinds_by_sign(data):
        try:
            decoded = READERS[suffix].decode(data)
        except UnusableSeedError:  # the file is refused as one document, too
            return ()
        spans = exported_articles(data, decoded.text)
        return tuple(_placed_articles(decoded, READERS[suffix].media_type, spans, (path, sha256, len(data))))
    return ()


def seed_of_article(item: PlacedArticle, document_id: str) -> Seed:
    """Return an article as what goes into the pipeline of one document."""
    article = item.article
    return Seed(item.place.path, article.text.encode("utf-8", "surrogatepass"), document_id, article.sha256, article)


def _placed_articles(
    decoded: Decoded, media_type: str, spans: Sequence[ArticleSpan], file: tuple[str, str, int]
) -> Iterator[PlacedArticle]:
    """Yield the articles at these spans; what is between them goes with the one that follows, the rest with the last.

    `file` is path, SHA-256 and size of the file.
    """
    text, position = decoded.text, 0
    path, sha256, size = file
    for number, span in enumerate(spans, 1):
        before = [
            TextAround(text[position : span.cover_end], COVER),
            TextAround(text[max(position, span.cover_end) : span.start], SEPARATOR),
        ]
        after = [TextAround(text[span.end :], TAIL)] if number == len(spans) else []
        article = text[span.start : span.end]
        yield PlacedArticle(
            Article(article, decoded.encoding, media_type, decoded.is_guessed, record_markup(span.kind, article)),
            ArticlePlace(
                path=path,
                number=number,
                label=span.label,
                start=position,
                before=tuple(around for around in before if around.text),
                after=tuple(around for around in after if around.text),
                sha256=sha256,
                size=size,
            ),
        )
        position = span.end
