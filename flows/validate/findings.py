"""What one candidate gives when it is processed as the build would: the findings of all rules but those on copies."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from flows import workers
from flows.steps import Options, Outcome, Seed, process
from flows.steps.intake import ArticlePlace, placed
from flows.steps.models import Document, Issue, source_name
from flows.steps.read import read
from flows.validate.rules import Finding
from flows.validate.signs import endless, not_prose, several_articles
from schemas.vocab import IssueCode, PublishedStatus

FEWEST_WORDS = 80
"""Words of content of the shortest article: a wire report of three sentences has as many."""
LEAST_CONTENT = 0.3
"""Share of the words that are content below which most of a page is something else."""
_PLAIN = frozenset({"text/plain", "text/markdown"})
"""Kinds of files whose text is what people see; of others it is what their paragraphs have."""
_SAME_ID = frozenset(
    {
        IssueCode.GUESSED_ENCODING,
        IssueCode.NOT_ENGLISH,
        IssueCode.NO_TITLE,
        IssueCode.ERROR_PAGE,
        IssueCode.CUT_OFF,
        IssueCode.CONFLICTING_DATES,
        IssueCode.SUSPECTED_REPEAT,
    }
)
"""Issues of a build that are findings under the same name."""


class ExaminedFile(NamedTuple):
    """What a worker gives for one candidate: the rows that a comparison with others needs, and what was found."""

    outcome: Outcome
    findings: tuple[Finding, ...]


def examine(
    on_step: workers.OnStep, seed: Seed, options: Options, today: date, place: ArticlePlace | None = None
) -> ExaminedFile:
    """Return one candidate examined; called in a worker. `today` is the day that no date may be after.

    `place` is that of an article in a file that holds several. Rows that no comparison needs are left out: all
    candidates are in memory at once.
    """
    on_step("reading")
    outcome = placed(process(seed, options), place)
    is_plain = any(row.media_type in _PLAIN for row in outcome.documents)
    found = tuple(findings(outcome, read(seed).text if is_plain else None, today))
    return ExaminedFile(replace(outcome, entities=(), participants=(), edits=(), issues=()), found)


def findings(outcome: Outcome, source: str | None, today: date) -> Iterator[Finding]:
    """Yield what is found in one document; `source` is its decoded text where that is shown to people as it is."""
    yield from (quarantine_finding(issue) for issue in outcome.issues if issue.is_quarantined)
    for document in outcome.documents:
        yield from _reading(document, outcome)
        yield from _dates(document, today)
        yield from _of_text(document, outcome, source)
    yield from _issues(outcome.issues)


def quarantine_finding(issue: Issue) -> Finding:
    """Return the finding of a file that the build would quarantine."""
    name = source_name(issue.source_path, issue.source_part)
    message = issue.message.removeprefix(f"{name}: ").removeprefix(f"{name!r} ")
    return Finding(str(issue.code), message)


def _issues(issues: Iterable[Issue]) -> Iterator[Finding]:
    """Yield the issues that are findings; of equal ones the first, with their number."""
    by_code: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.code in _SAME_ID and not issue.is_quarantined:
            by_code.setdefault(str(issue.code), []).append(issue)
    for code, found in by_code.items():
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield Finding(code, found[0].message + more, found[0].raw_start, found[0].raw_end)


def _reading(document: Document, outcome: Outcome) -> Iterator[Finding]:
    if not document.is_rebuilt_exactly:
        yield Finding("not_rebuilt", "paragraphs and edits do not give the source back; please report this file")
    mended = [edit for edit in outcome.edits if edit.rule_id == "mojibake"]
    if mended:
        first = mended[0]
        said = f"{_many(len(mended), 'character')} had been read in a wrong encoding, first {first.raw_text!r}"
        yield Finding("mojibake", f"{said}; mended as {first.replacement!r}", first.raw_start, first.raw_end)
    lost = [(row, row.text.count("\ufffd")) for row in outcome.paragraphs if "\ufffd" in row.text]
    if lost:
        row, count = lost[0][0], sum(number for _, number in lost)
        said = f"{_many(count, 'character')} lost: U+FFFD is in the text instead"
        yield Finding("replacement_characters", said, row.raw_start, row.raw_end)


def _dates(document: Document, today: date) -> Iterator[Finding]:
    start, end = document.published_start, document.published_end
    if start and start > today:
        said = f"it seems to be published on {start}, after today ({today})"
        yield Finding("future_date", said, document.published_evidence_start, document.published_evidence_end)
    if document.published_status != PublishedStatus.UNKNOWN:
        if start != end:
            yield Finding("date_bounds_only", f"published between {start} and {end}; no day is known")
        return
    if document.not_before or document.not_after:
        bounds = f"not before {document.not_before or '?'}, not after {document.not_after or '?'}"
        yield Finding("date_bounds_only", f"no date of publication; {bounds}")
    else:
        yield Finding("no_date", "nothing gives the date of publication")


def _of_text(document: Document, outcome: Outcome, source: str | None) -> Iterator[Finding]:
    content = [row for row in outcome.paragraphs if row.is_content]
    words = sum(row.word_count for row in content)
    text = source or "\n".join(row.text for row in outcome.paragraphs)
    broken = list(chain(not_prose(text), several_articles(text)))
    yield from broken
    codes = {issue.code for issue in outcome.issues}
    if broken or IssueCode.ERROR_PAGE in codes:
        return
    if IssueCode.CUT_OFF not in codes:
        yield from endless(content[-1].text if content else "")
    if words < FEWEST_WORDS:
        yield Finding("too_short", f"only {_many(words, 'word')} of content")
    if words < LEAST_CONTENT * document.word_count:
        share = 100 * words // max(document.word_count, 1)
        yield Finding("mostly_not_content", f"only {share} % of the {document.word_count:,} words are content")


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")
