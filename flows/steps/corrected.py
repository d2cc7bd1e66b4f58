"""One document with the corrections that change its processing: roles of paragraphs, its date, title and author."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flows.steps.corrections import (
    FIELD_KINDS,
    NOTHING,
    Correction,
    QuotePlace,
    Unfit,
    contradiction,
    contradictory,
    interval_of,
    only_place,
    quote_places,
    result,
    stale,
    unfit_result,
)
from flows.steps.document_date import DocumentDate
from flows.steps.models import CorrectionResult, Document, Paragraph
from flows.steps.structure import Structure
from schemas.vocab import Basis, CorrectionKind, PublishedStatus, Role

_COLUMNS = {CorrectionKind.TITLE: "title", CorrectionKind.AUTHOR: "authors"}


@dataclass(frozen=True, slots=True)
class DocumentCorrections:
    """The corrections of one document: `machine` is its structure without them.

    `fits` are those that fit, with the position of the paragraph, or -1 for a field of the document; `unfit` the others
    with the reason.
    """

    machine: Structure
    fits: tuple[tuple[Correction, int], ...] = ()
    unfit: tuple[tuple[Correction, Unfit], ...] = ()

    @property
    def fields(self) -> Mapping[CorrectionKind, Correction]:
        """The corrections of fields of the document."""
        return {row.kind: row for row, at in self.fits if at == _FIELD}

    @property
    def structured(self) -> Structure:
        """The structure with the roles that people gave."""
        given = {at: Role(row.value) for row, at in self.fits if at != _FIELD}
        if not given:
            return self.machine
        return replace(self.machine, roles=tuple(given.get(at, role) for at, role in enumerate(self.machine.roles)))

    def dated(self, found: DocumentDate) -> DocumentDate:
        """Return the date that a person gave, or else the one that was found."""
        row = self.fields.get(CorrectionKind.DOCUMENT_DATE)
        return found if row is None else _date(row)

    def described(self, document: Document) -> Document:
        """Return a document with the title and the authors that people gave."""
        facts: dict[str, Any] = {}
        for kind, column in _COLUMNS.items():
            row = self.fields.get(kind)
            if row is not None:
                value = None if row.value == NOTHING else " ".join(row.value.split())
                basis = None if value is None else Basis.CORRECTION
                facts |= {column: value, f"{column}_basis": basis, f"{column}_start": None, f"{column}_end": None}
        return replace(document, **facts) if facts else document

    def results(
        self, machine: Document, found: DocumentDate, document: Document, paragraphs: Sequence[Paragraph]
    ) -> tuple[CorrectionResult, ...]:
        """Return what became of each correction; `machine` and `found` are the row and the date without them."""
        place = document.source_path, document.document_id
        rows = []
        for row, at in self.fits:
            if at == _FIELD:
                was, now = _shown(row.kind, machine, found), _shown(row.kind, document, None)
                target = {"row_table": "documents", "row_id": document.document_id}
            else:
                was, now = self.machine.roles[at], row.value
                target = {"row_table": "paragraphs", "row_id": paragraphs[at].paragraph_id}
            rows.append(result(row, *place, **target, value_before=was, value_after=now))
        return (*rows, *(unfit_result(row, unfit, *place) for row, unfit in self.unfit))


_FIELD = -1
"""In the place of a paragraph's position: a field of the document."""


def fitting(rows: Sequence[Correction], machine: Structure, document_id: str) -> DocumentCorrections:
    """Return the corrections of a document with `machine` as its structure, each in its place or with its fault."""
    texts = [block.text for block in machine.blocks]
    places = {row.correction_id: _place(row, texts, document_id) for row in rows}
    targets = [(row, str(place)) for row in rows if not isinstance(place := places[row.correction_id], Unfit)]
    against = contradictory(targets)
    fits: list[tuple[Correction, int]] = []
    unfit: list[tuple[Correction, Unfit]] = []
    for row in rows:
        place = places[row.correction_id]
        if isinstance(place, Unfit):
            unfit.append((row, place))
        elif row.correction_id in against:
            unfit.append((row, contradiction(against[row.correction_id])))
        else:
            fits.append((row, place))
    return DocumentCorrections(machine, tuple(fits), tuple(unfit))


def _place(row: Correction, texts: Sequence[str], document_id: str) -> int | Unfit:
    """Return the position of the paragraph that a correction is about, -1 for a field of the document."""
    if row.kind in FIELD_KINDS and not row.quote:
        return _FIELD if row.document_id == document_id else stale("the file is not the one that was corrected")
    found: QuotePlace | Unfit = only_place(quote_places(texts, row))
    if isinstance(found, Unfit):
        return found
    return _FIELD if row.kind in FIELD_KINDS else found.number


def _date(row: Correction) -> DocumentDate:
    """Return the date that a correction gives a document."""
    days = None if row.value == NOTHING else interval_of(row.value)
    first, last = (days.start, days.end) if days else (None, None)
    return DocumentDate(
        start=first,
        end=last,
        precision=days.precision if days else None,
        status=PublishedStatus.STATED if days else PublishedStatus.UNKNOWN,
        basis=Basis.CORRECTION if days else None,
        evidence=(row.quote or row.value) if days else None,
        evidence_start=None,
        evidence_end=None,
        confidence=1.0 if days else None,
        not_before=first,
        not_after=last,
    )


def _shown(kind: CorrectionKind, document: Document, found: DocumentDate | None) -> str | None:
    """Return a field of a document in words; of its date as it was found, where that is given."""
    if kind in _COLUMNS:
        value: str | None = getattr(document, _COLUMNS[kind])
        return value
    start, end = (found.start, found.end) if found else (document.published_start, document.published_end)
    return days_in_words(start, end)


def days_in_words(start: object, end: object) -> str | None:
    """Return an interval as one day, or with a slash between its ends, `..` where one is open; None without any."""
    if start is None and end is None:
        return None
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"
