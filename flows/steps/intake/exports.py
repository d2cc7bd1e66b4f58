"""The articles in a text that a database exported: where each begins and ends, and what is between them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.steps.intake.kinds import ExportKind, export_kinds

_HEAD = 4000
"""Characters of an article in which its record begins."""
_MOST_COVERS = 100
"""Lines at which a cover page may end that are tried."""
_PROSE = 60
"""Words of a finished paragraph that no cover page has: a file with one before its first article is no plain export."""
_RULED = re.compile(r"[^\S\n]*[_=*~–—-]{5,}[^\S\n]*")
"""A line that is drawn."""
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


class ArticleSpan(NamedTuple):
    """The range of an article in the text of its file, and what the file calls it, None where it calls it nothing.

    `cover_end` is where the cover page before the article ends, behind which the line is that opens the article.
    """

    start: int
    end: int
    label: str | None
    cover_end: int
    kind: ExportKind


class _Piece(NamedTuple):
    """What is between two lines at which articles may part, the label that the line gives it, and where the line is."""

    start: int
    end: int
    label: str | None
    line_start: int


def exported_articles(data: bytes, text: str) -> tuple[ArticleSpan, ...]:
    """Return the articles in a text that a database exported; none where it is no such text, or has one article.

    `data` are the bytes of the file, `text` is what they are decoded to.
    """
    for kind in kinds_by_sign(data):
        found = _articles(kind, text)
        if len(found) >= kind.fewest:
            return found
    return ()


def kinds_by_sign(data: bytes) -> list[ExportKind]:
    """Return the kinds of exports that bytes may be, without having decoded them."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:1000] else data
    return [kind for kind in export_kinds().values() if kind.signs.search(plain)]


def _articles(kind: ExportKind, text: str) -> tuple[ArticleSpan, ...]:
    pieces = _joined(kind, text, list(_pieces(kind, text)))
    if not pieces:
        return ()
    cover = _end_of_cover(kind, text, pieces[0])
    pieces[0] = pieces[0]._replace(start=max(cover, pieces[0].start))
    pieces[-1] = pieces[-1]._replace(end=_start_of_tail(kind, text, pieces[-1]))
    if _has_prose(text[:cover]) or _has_prose(text[pieces[-1].end :]):
        return ()
    spans = [(_trimmed(text, piece.start, piece.end), piece) for piece in pieces]
    return tuple(ArticleSpan(*span, piece.label, cover if not i else 0, kind) for i, (span, piece) in enumerate(spans))


def _pieces(kind: ExportKind, text: str) -> Iterator[_Piece]:
    """Yield what the lines part at which articles may part, in order; a rest behind the last one only as far as any."""
    matches = list(kind.boundary.finditer(text))
    if kind.begin:
        ends = [*(match.start() for match in matches[1:]), len(text)]
        for match, end in zip(matches, ends, strict=False):
            yield _Piece(match.end(), end, _label(match), match.start())
    else:
        start = int(text.startswith("\ufeff"))
        for match in matches:
            yield _Piece(start, match.end() if kind.keeps_end else match.start(), _label(match), start)
            start = match.end()
        if kind.is_article(text[start : start + _HEAD]):
            yield _Piece(start, len(text), None, start)


def _label(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    label = " ".join((groups["label"] if "label" in groups else match[0]).split())
    return label if any(map(str.isdigit, label)) else None


def _joined(kind: ExportKind, text: str, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the articles: a piece without a record is text of the one before it, whose words happen to part them."""
    articles: list[_Piece] = []
    for piece in pieces:
        length = _HEAD if kind.head_only and (articles or kind.begin) else piece.end  # a cover page may be long
        if kind.is_article(text[piece.start : min(piece.end, piece.start + length)]):
            articles.append(piece)
        elif articles:
            articles[-1] = articles[-1]._replace(end=piece.end)
    return articles


def _end_of_cover(kind: ExportKind, text: str, first: _Piece) -> int:
    """Return where what is before the first article ends; a line that opens the article comes behind it."""
    if kind.begin or kind.cover_end is None:
        return first.line_start
    ends = [match.end() for match in kind.cover_end.finditer(text, first.start, first.end)]
    return next(
        (end for end in reversed(ends[-_MOST_COVERS:]) if kind.is_article(text[end : first.end])), first.line_start
    )


def _start_of_tail(kind: ExportKind, text: str, last: _Piece) -> int:
    match = kind.tail_begin.search(text, last.start, last.end) if kind.tail_begin else None
    return match.start() if match else last.end


def _has_prose(text: str) -> bool:
    """Return whether a text has a paragraph that no cover page has."""
    return any(
        len(match[0].split()) >= _PROSE and match[0].rstrip().endswith((".", '."', ".”", "?", "!"))
        for match in _PARAGRAPH.finditer(text)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without the white space and the drawn lines at both ends."""
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = line_end if line_end >= 0 else end
        line = text[start:line_end]
        if line.strip() and not _RULED.fullmatch(line):
            start += len(line) - len(line.lstrip())
            break
        start = min(line_end + 1, end)
    while start < end:
        line_start = max(text.rfind("\n", start, end) + 1, start)
        line = text[line_start:end]
        if line.strip() and not _RULED.fullmatch(line):
            return start, line_start + len(line.rstrip())
        end = max(line_start - 1, start)
    return start, end
