"""The rows of an article at its place in a file that holds several: raw offsets, path, number, and what is around it.

An article is processed as if it were alone, so that its rows can be kept when the file changes elsewhere. The documents
of a file divide its text among them: what is between two articles belongs to the second, what is behind the last one to
the last, each as an edit with the rule that set it apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from flows.steps.models import Document, Issue, LedgerEdit, Outcome, source_name
from flows.steps.text.draft import EditRule
from flows.steps.text.ids import content_id

_Row = TypeVar("_Row")

COVER, SEPARATOR, TAIL = "container_cover", "container_separator", "container_tail"
"""Rules that set apart what a file holds before, between and behind its articles."""
CONTAINER_RULES = (
    EditRule(COVER, "what a file with several documents has before the first one", "Download request 12\n", ""),
    EditRule(SEPARATOR, "what parts the documents of a file", "2 of 10 DOCUMENTS\n", ""),
    EditRule(TAIL, "what a file with several documents has behind the last one", "Search summary\n", ""),
)


class TextAround(NamedTuple):
    """A stretch of the text of a file that belongs to no article, and the rule that set it apart."""

    text: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """Where an article is in its file: path, number from 1 on, label (None where the file has none), raw offset.

    `start` is the raw offset of what is `before` the article; `sha256` and `size` are those of the file.
    """

    path: str
    number: int
    label: str | None
    start: int
    before: tuple[TextAround, ...]
    after: tuple[TextAround, ...]
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """Return how the article is named to people."""
        return source_name(self.path, self.number)

    @property
    def article_start(self) -> int:
        """Return the raw offset of the article itself."""
        return self.start + sum(len(around.text) for around in self.before)


def placed(outcome: Outcome, place: ArticlePlace | None) -> Outcome:
    """Return the rows of an article at its place in its file; those of a file with one document as they are."""
    if place is None:
        return outcome
    shift = place.article_start
    return replace(
        outcome,
        documents=tuple(_document(row, place, shift) for row in outcome.documents),
        paragraphs=_all_moved(outcome.paragraphs, shift),
        events=_all_moved(outcome.events, shift),
        participants=_all_moved(outcome.participants, shift),
        mentions=_all_moved(outcome.mentions, shift),
        dates=_all_moved(outcome.dates, shift),
        edits=tuple(chain.from_iterable(_ledger(row, outcome.edits, place) for row in outcome.documents)),
        issues=tuple(_issue(row, place, shift) for row in outcome.issues),
        corrections=tuple(
            replace(row, source_path=place.path, source_part=place.number) for row in outcome.corrections
        ),
    )


@cache
def _raw_fields(kind: type[Any]) -> tuple[int, ...]:
    """Return the places of the fields with raw offsets in a kind of row."""
    names = [field.name for field in fields(kind)]
    is_document = kind is Document
    return tuple(
        index
        for index, name in enumerate(names)
        if name in {"raw_start", "raw_end", "twin_start", "twin_end"}
        or (is_document and name.endswith(("_start", "_end")) and name not in {"published_start", "published_end"})
    )


def _all_moved(rows: Sequence[_Row], shift: int) -> tuple[_Row, ...]:
    return tuple(_moved(row, shift) for row in rows)


def _moved(row: _Row, shift: int) -> _Row:
    """Return a row whose raw offsets count from the beginning of the file."""
    kind: Any = type(row)
    values = [getattr(row, name) for name in kind.__slots__]
    for index in _raw_fields(kind):
        if values[index] is not None:
            values[index] += shift
    moved: _Row = kind(*values)
    return moved


def _document(row: Document, place: ArticlePlace, shift: int) -> Document:
    before = shift - place.start
    after = sum(len(around.text) for around in place.after)
    length = before + row.raw_character_count + after
    return replace(
        _moved(row, shift),
        source_path=place.path,
        source_part=place.number,
        source_part_label=place.label,
        source_sha256=place.sha256,
        source_bytes=place.size,
        raw_start=place.start,
        raw_end=place.start + length,
        raw_character_count=length,
        edit_count=len(place.before) + row.edit_count + len(place.after),
    )


def _ledger(document: Document, edits: Sequence[LedgerEdit], place: ArticlePlace) -> Iterator[LedgerEdit]:
    """Yield the ledger of an article with what is before and behind it in the file."""
    shift, first = place.article_start, len(place.before)
    yield from _around(document.document_id, place.before, place.start, 0)
    yield from (replace(_moved(row, shift), sequence=row.sequence + first) for row in edits)
    end = shift + document.raw_character_count
    yield from _around(document.document_id, place.after, end, first + len(edits))


def _around(document_id: str, around: Sequence[TextAround], start: int, sequence: int) -> Iterator[LedgerEdit]:
    for number, (text, rule_id) in enumerate(around, sequence):
        yield LedgerEdit(
            edit_id=content_id("edt", document_id, rule_id, number),
            document_id=document_id,
            sequence=number,
            paragraph_id=None,
            text_start=None,
            rule_id=rule_id,
            raw_start=start,
            raw_end=start + len(text),
            raw_text=text,
            replacement="",
            confidence=1.0,
            twin_start=None,
            twin_end=None,
            evidence=None,
        )
        start += len(text)


def _issue(row: Issue, place: ArticlePlace, shift: int) -> Issue:
    """Return an issue of an article, which has an id of its own in each document."""
    is_named = row.message.startswith(f"{row.source_path}:")
    message = f"{place.name}{row.message.removeprefix(row.source_path)}" if is_named else row.message
    return replace(
        _moved(row, shift),
        issue_id=content_id("iss", row.issue_id, row.document_id or place.name),
        source_path=place.path,
        source_part=place.number,
        message=message,
    )
