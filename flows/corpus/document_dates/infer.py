"""A document without a date takes its year from another one that is about the same day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flows.corpus.document_dates.apply import redated
from flows.corpus.document_dates.evidence import DatedMention, DateMatch, date_matches
from flows.corpus.sentence_index import SentenceIndex
from flows.steps.document_date.cues import ParagraphCues
from flows.steps.document_date.yearless import (
    YearlessConstraint,
    days_fitting,
    stepped_constraint,
    weekday_in,
    yearless_constraints,
)
from flows.steps.models import DateExpression, Document, Issue, Outcome, Paragraph
from flows.steps.text.ids import make_issue
from flows.steps.timex.arithmetic import days_around
from flows.steps.timex.standalone import standalone_timexes
from schemas.vocab import Anchor, Basis, IssueCode, Precision, PublishedStatus, Severity, Stage

_YEARLESS_DAYS = 270
"""Days after which writers add the year to a day, or write "last year": tuned for the date engine."""
_WEAKEST_MATCH = (3, 1.3)
"""Features and weight of the weakest match that counts; two such for different days are enough."""
_SUFFICIENT_MATCH = (6, 4.0)
"""Features and weight of a match for one day that is enough alone."""
_LEAST_TOTAL_WEIGHT = 4.5
"""Weight that two matches or more must have together."""
_RIVAL_SHARE = 0.5
"""Share of the best match's weight with which another year leaves a dated mention undecided."""
_ROUNDS = 2
_CONFIDENCE = {False: 0.7, True: 0.8}
"""Confidence, by judgement, by whether more than one match agrees."""


@dataclass(frozen=True, slots=True)
class _Hint:
    """A match with the days that it gives: the document was written not before `first`, and not long after `last`."""

    match: DateMatch
    first: date
    last: date


def date_documents(outcome: Outcome, index: SentenceIndex) -> Outcome:
    """Return all rows of a build in which undated documents have the dates that follow from other documents.

    Such a date is an interval, inferred, with basis corpus. The document's time expressions are resolved anew, and its
    events follow. Matches for two different days must agree, or one must share very much; else nothing is changed.
    What has been dated may date others in a second round. `index` splits the paragraphs into sentences.
    """
    for _ in range(_ROUNDS):
        renewed = _round(outcome, index)
        if renewed is outcome:
            break
        outcome = renewed
    return outcome


def _round(outcome: Outcome, index: SentenceIndex) -> Outcome:
    """Return all rows with the documents dated that the others can date; the same outcome where there are none."""
    undated = {row.document_id: row for row in outcome.documents if row.published_status == PublishedStatus.UNKNOWN}
    hints_by_document = _hints(date_matches(outcome, frozenset(undated), index)) if undated else {}
    paragraphs = _paragraphs(outcome, frozenset(hints_by_document))
    steps = _steps(outcome, frozenset(hints_by_document))
    dated: dict[str, Document] = {}
    issues: list[Issue] = []
    paths = {row.document_id: row.source for row in outcome.documents}
    for document_id, hints in hints_by_document.items():
        clues = [*_clues(paragraphs[document_id], steps[document_id], index)]
        document = _dated(undated[document_id], clues, hints)
        if document is not None:
            dated[document_id] = document
            issues.append(_issue(document, hints[0], paths))
    return redated(outcome, dated, paragraphs, issues, index) if dated else outcome


def _paragraphs(outcome: Outcome, document_ids: frozenset[str]) -> dict[str, list[Paragraph]]:
    """Return the content paragraphs of these documents, in reading order."""
    found: dict[str, list[Paragraph]] = defaultdict(list)
    for row in outcome.paragraphs:
        if row.is_content and row.document_id in document_ids:
            found[row.document_id].append(row)
    return {document_id: sorted(rows, key=lambda row: row.position) for document_id, rows in found.items()}


def _steps(outcome: Outcome, document_ids: frozenset[str]) -> dict[str, list[DateExpression]]:
    """Return the dates of these documents that were counted from another date."""
    found: dict[str, list[DateExpression]] = {document_id: [] for document_id in document_ids}
    for row in outcome.dates:
        if row.document_id in document_ids and row.anchor == Anchor.PREVIOUS:
            found[row.document_id].append(row)
    return found


def _clues(
    paragraphs: Sequence[Paragraph], steps: Sequence[DateExpression], index: SentenceIndex
) -> Iterator[YearlessConstraint]:
    """Yield the clues to the day of writing from dates without a year; `steps` are dates counted from another one."""
    by_paragraph: dict[str, list[DateExpression]] = defaultdict(list)
    for step in steps:
        by_paragraph[step.paragraph_id].append(step)
    for row in paragraphs:
        cues = ParagraphCues(row.text)
        yield from yearless_constraints(standalone_timexes(row.text, index.spans(row)), cues)
        for step in by_paragraph[row.paragraph_id]:
            clue = stepped_constraint(step, cues, index.span_at(row, step.start))
            if clue is not None:
                yield clue


def _hints(matches: Iterable[DateMatch]) -> dict[str, list[_Hint]]:
    """Return the hints of each document that has enough of them, the best one first."""
    by_mention: dict[DatedMention, list[DateMatch]] = defaultdict(list)
    for match in matches:
        by_mention[match.yearless].append(match)
    by_document: dict[str, list[_Hint]] = defaultdict(list)
    for group in by_mention.values():
        hint = _hint(group)
        if hint is not None:
            by_document[hint.match.yearless.document_id].append(hint)
    ordered = {key: sorted(hints, key=_strength) for key, hints in sorted(by_document.items())}
    return {key: hints for key, hints in ordered.items() if _are_enough(hints)}


def _strength(hint: _Hint) -> tuple[float, date, str]:
    return -hint.match.weight, hint.first, hint.match.dated.document_id


def _hint(matches: Sequence[DateMatch]) -> _Hint | None:
    """Return the best match of one dated mention, None where it is weak or another year is as likely."""
    usable = [match for match in matches if _reaches(match, _WEAKEST_MATCH)]
    ranked = sorted(usable, key=lambda match: (-match.weight, match.dated.first or date.min, match.dated.document_id))
    if not ranked or ranked[0].dated.first is None:
        return None
    best, year = ranked[0], ranked[0].dated.first.year
    weekday = next((found for row in best.yearless.rows if (found := weekday_in(row.text))), None)
    rivals = [match for match in matches if match.dated.first is not None and match.dated.first.year != year]
    if any(match.weight >= _RIVAL_SHARE * best.weight for match in rivals):
        return None
    month, day = best.yearless.month_day
    days = YearlessConstraint(start=0, end=0, month=month, day=day, is_future=False, weekday=weekday).days(year)
    return _Hint(best, date.fromordinal(days[0]), date.fromordinal(days[1])) if days else None


def _reaches(match: DateMatch, floor: tuple[int, float]) -> bool:
    return len(match.shared) >= floor[0] and match.weight >= floor[1]


def _are_enough(hints: Sequence[_Hint]) -> bool:
    """Return whether two hints agree, or one is for a certain day and shares very much; some name must be shared."""
    if (max(hint.first for hint in hints) - min(hint.last for hint in hints)).days > _YEARLESS_DAYS:
        return False
    best = hints[0].match
    if not any(hint.match.has_name for hint in hints):
        return False
    is_one_day = best.yearless.month_day[1] is not None and best.yearless.month_day == best.dated.month_day
    is_certain = is_one_day and _reaches(best, _SUFFICIENT_MATCH)
    return is_certain or (len(hints) > 1 and sum(hint.match.weight for hint in hints) >= _LEAST_TOTAL_WEIGHT)


def _dated(document: Document, clues: Sequence[YearlessConstraint], hints: Sequence[_Hint]) -> Document | None:
    """Return the document with the days within which it was written; None where its own bounds forbid them."""
    first = max([hint.first for hint in hints] + ([document.not_before] if document.not_before else []))
    last = days_around(min(hint.last for hint in hints), 0, _YEARLESS_DAYS)[-1]
    last = min(last, document.not_after) if document.not_after else last
    if first > last:
        return None
    days = days_fitting(first, last, clues)
    if days is None:
        return None
    row = hints[0].match.yearless.rows[0]
    reason = "another document dates the same day"
    return replace(
        document,
        published_start=days[0],
        published_end=days[1],
        published_precision=Precision.DAY if days[0] == days[1] else Precision.INTERVAL,
        published_status=PublishedStatus.INFERRED,
        published_basis=Basis.CORPUS,
        published_evidence=row.text,
        published_evidence_start=row.raw_start,
        published_evidence_end=row.raw_end,
        published_confidence=_CONFIDENCE[len(hints) > 1],
        not_before=days[0],
        not_before_reason=reason,
        not_before_evidence=row.text,
        not_before_evidence_start=row.raw_start,
        not_before_evidence_end=row.raw_end,
        not_after=days[1],
        not_after_reason=reason,
        not_after_evidence=row.text,
        not_after_evidence_start=row.raw_start,
        not_after_evidence_end=row.raw_end,
    )


def _issue(document: Document, hint: _Hint, paths: Mapping[str, str]) -> Issue:
    """Return the issue that names the document from which the year comes."""
    dated = hint.match.dated
    message = (
        f"the year of {document.published_evidence!r} comes from {paths[dated.document_id]}, which mentions the same"
        f" event on {dated.rows[0].text!r} ({dated.rows[0].timex_value})"
    )
    return make_issue(
        document.source_path,
        Stage.CORPUS,
        IssueCode.INFERRED_DATE,
        Severity.INFO,
        message,
        source_part=document.source_part,
        document_id=document.document_id,
        raw_start=document.published_evidence_start,
        raw_end=document.published_evidence_end,
    )
