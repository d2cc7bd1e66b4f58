"""Corrections by people, made in the rows of a build: names first, then events; each leaves a row of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flows.corpus.corrections.events import changed_event, events_at
from flows.corpus.corrections.names import changed_names, mentions_at
from flows.corpus.corrections.rows import CorrectedRows
from flows.steps.corrections import (
    EVENT_KINDS,
    Correction,
    Unfit,
    contradiction,
    contradictory,
    homes,
    refused,
    result,
    stale,
    unfit_result,
)
from flows.steps.models import CorrectionResult, Issue, Outcome, source_name
from flows.steps.text.ids import make_issue
from schemas.vocab import CorrectionKind, CorrectionStatus, IssueCode, Severity, Stage

_CODES = {
    CorrectionStatus.STALE: IssueCode.STALE_CORRECTION,
    CorrectionStatus.REFUSED: IssueCode.REFUSED_CORRECTION,
}


def apply_corrections(outcome: Outcome, corrections: Sequence[Correction]) -> Outcome:
    """Return the rows of a build with the corrections of its names and events, a row and perhaps an issue for each.

    Those that were given to the processing of a document have their rows already. Call this before events are
    clustered. Without corrections the outcome is returned as it is.
    """
    if not corrections:
        return outcome
    done = {row.correction_id for row in outcome.corrections}
    todo = [row for row in corrections if row.correction_id not in done]
    found = homes(corrections, {row.source: row.document_id for row in outcome.documents})
    rows = CorrectedRows(outcome, {document_id for document_id in found.values() if document_id is not None})
    results = [*outcome.corrections]
    for is_chosen in (_is_name, _is_event, _is_of_document):
        results += _made(rows, [row for row in todo if is_chosen(row)], found)
    corrected = rows.outcome()
    return replace(corrected, corrections=tuple(results), issues=(*corrected.issues, *_issues(results)))


def _is_name(row: Correction) -> bool:
    return row.kind in {CorrectionKind.ENTITY_IS, CorrectionKind.ENTITY_IS_NOT}


def _is_event(row: Correction) -> bool:
    return row.kind in EVENT_KINDS


def _is_of_document(row: Correction) -> bool:
    """Return whether the processing of its document would have given a correction its row."""
    return not _is_name(row) and not _is_event(row)


def _made(
    rows: CorrectedRows, corrections: Sequence[Correction], found: dict[str, str | None]
) -> Iterator[CorrectionResult]:
    """Yield the result of each correction of one group, once all of them are resolved against the same rows."""
    resolved = {row.correction_id: _target(rows, row, found[row.correction_id]) for row in corrections}
    against = contradictory(
        (row, target) for row in corrections if isinstance(target := resolved[row.correction_id], str)
    )
    wrong_last = sorted(corrections, key=lambda row: row.kind == CorrectionKind.EVENT_WRONG)
    for row in wrong_last:
        document_id, target = found[row.correction_id], resolved[row.correction_id]
        path, part = rows.places.get(document_id or "", (None, None))
        place: dict[str, Any] = {"source_part": part}
        if isinstance(target, str) and target:
            place |= {"row_table": "mentions" if _is_name(row) else "events", "row_id": target}
        if row.correction_id in against:
            yield unfit_result(row, contradiction(against[row.correction_id]), path, document_id, **place)
        elif isinstance(target, Unfit):
            yield unfit_result(row, target, path, document_id, **place)
        else:
            yield _applied(rows, row, target, path, document_id, place)


def _target(rows: CorrectedRows, row: Correction, document_id: str | None) -> str | Unfit:
    """Return the id of the event or mention that a correction is about, "" where it is gone as the person wants it."""
    if document_id is None:
        if rows.has_several(row.source_path):
            fine = f"source_path with the number of one, as in {source_name(row.source_path, 1)}, would be fine"
            return refused(f"its file has several documents; {fine}")
        return stale("its document is not in the dataset")
    if _is_of_document(row):
        return stale("its document was not processed with it; build again")
    return mentions_at(rows, row, document_id) if _is_name(row) else events_at(rows, row, document_id)


def _applied(
    rows: CorrectedRows,
    row: Correction,
    target: str,
    path: str | None,
    document_id: str | None,
    place: dict[str, Any],
) -> CorrectionResult:
    """Return the result of a correction whose row is known, which may still turn out to be unfit."""
    if not target:
        return result(row, path, document_id, **place, message="no event is found there any more")
    change = changed_names(rows, row, target) if _is_name(row) else changed_event(rows, row, target)
    if isinstance(change, Unfit):
        return unfit_result(row, change, path, document_id, **place)
    return result(row, path, document_id, **place, value_before=change.before, value_after=change.after)


def _issues(results: Sequence[CorrectionResult]) -> Iterator[Issue]:
    """Yield an issue for each correction that is not applied."""
    for row in results:
        if row.status != CorrectionStatus.APPLIED:
            quote = f" on {row.quote!r}" if row.quote else ""
            message = f"the correction of {row.kind} by {row.author}, {row.day}{quote} is {row.status}: {row.message}"
            yield make_issue(
                row.source_path or str(row.document_id or "corrections.csv"),
                Stage.CORPUS,
                _CODES[CorrectionStatus(row.status)],
                Severity.WARNING,
                message,
                source_part=row.source_part,
                document_id=row.document_id,
            )
