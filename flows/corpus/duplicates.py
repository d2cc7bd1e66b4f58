"""Copies of documents and paragraphs: reported, never deleted.

Copies form groups around an original. Documents are taken by seniority; each is a copy of the original that contains
most of it, if that is enough and both are versions of one text (`text_comparison`), or else an original itself. A copy
is never the original of another one. Only originals that share rare runs of words are compared, so that time grows with
the number of documents, not with that of pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import chain

from flows.corpus.facts import with_facts
from flows.corpus.sentence_index import SentenceIndex
from flows.corpus.text_comparison import (
    COPIED_SHARE,
    DocumentText,
    FactIndex,
    Words,
    are_of_other_days,
    are_versions,
    shared_share,
)
from flows.steps.models import Document, Issue, Outcome, Paragraph
from flows.steps.text.ids import make_issue
from schemas.vocab import IssueCode, Severity, Stage

_MOST_ORIGINALS = 20
"""Originals that a run of words may occur in and still propose them, and originals that a document is compared with."""
_FEWEST_WORDS = 8
"""Words of the shortest paragraph that can be a copy; shorter ones are headings."""
_SIMILARITY = 90.0
"""Similarity in percent (normalised insertions and deletions) from which a paragraph is a copy of another."""

Copies = Mapping[str, tuple[str, float]]
"""The original of each copied document, by id, with the share of the shorter text that both have in common."""


def link_duplicates(outcome: Outcome, index: SentenceIndex) -> Outcome:
    """Return all rows of a build with `duplicate_of` filled, and an issue for each copied document.

    The most senior document of a group is its original: the one published first, or else the first by its path.
    `index` splits the paragraphs into sentences.
    """
    ranks = {row.document_id: rank for rank, row in enumerate(sorted(outcome.documents, key=_seniority))}
    rows = [row for row in outcome.paragraphs if row.is_content]
    rows.sort(key=lambda row: (ranks[row.document_id], row.position))
    facts = FactIndex(outcome, index)
    texts = _texts(rows, facts)
    originals = _originals(texts)
    copies = _copied_paragraphs(texts, facts, originals)
    documents = tuple(_linked(row, originals) for row in outcome.documents)
    paths = {row.document_id: row.source for row in documents}
    return replace(
        outcome,
        documents=documents,
        paragraphs=tuple(_repeated(row, copies.get(row.paragraph_id)) for row in outcome.paragraphs),
        issues=(*outcome.issues, *(_issue(row, paths) for row in documents if row.duplicate_of)),
    )


def _repeated(row: Paragraph, original: str | None) -> Paragraph:
    """Return a paragraph with its original; most have none, and stay the same object."""
    return row if row.duplicate_of == original else with_facts(row, duplicate_of=original)


def _seniority(row: Document) -> tuple[str, str, int, str]:
    return (str(row.published_start or "9999"), row.source_path, row.source_part or 0, row.document_id)


def _texts(rows: Iterable[Paragraph], facts: FactIndex) -> list[DocumentText]:
    """Return the texts of all documents that have content, in the order of their rows."""
    by_document: dict[str, list[Paragraph]] = defaultdict(list)
    for row in rows:
        by_document[row.document_id].append(row)
    return [DocumentText(document_id, found, facts) for document_id, found in by_document.items()]


class _Originals:
    """The originals found so far, and which of them contain each run of words that occurs in several texts."""

    def __init__(self, several: frozenset[str]) -> None:
        """Take the runs of words that occur in several different texts of the build."""
        self.texts: list[DocumentText] = []
        self._several = several
        self._run_counts: list[int] = []
        self._by_words: dict[Words, int] = {}
        self._by_run: dict[str, list[int]] = {}
        self._common: set[str] = set()
        """Runs that occur in too many originals to propose any."""

    def add(self, text: DocumentText) -> None:
        """Add an original; runs that occur in too many propose nothing any more."""
        number = len(self.texts)
        self.texts.append(text)
        self._run_counts.append(len(text.runs))
        self._by_words.setdefault(text.words, number)
        for run in (text.runs & self._several) - self._common:
            holders = self._by_run.setdefault(run, [])
            holders.append(number)
            if len(holders) > _MOST_ORIGINALS:
                self._common.add(run)
                del self._by_run[run]

    def candidates(self, text: DocumentText) -> list[DocumentText]:
        """Return the originals that share most runs of words with a text, or all its words; at most a few.

        Those are left out that share too few runs to be near even if they had all those that too many have.
        """
        if text.words in self._by_words:
            return [self.texts[self._by_words[text.words]]]
        known = text.runs & self._several
        common = len(known & self._common)
        shared = Counter(chain.from_iterable(self._by_run[run] for run in known & self._by_run.keys()))
        own, sizes = len(text.runs), self._run_counts
        near = {number for number, count in shared.items() if count + common >= COPIED_SHARE * min(own, sizes[number])}
        if not near:  # of most texts, which saves sorting all that they share a little with
            return []
        best = nsmallest(_MOST_ORIGINALS, shared, key=lambda number: (-shared[number], number))
        return [self.texts[number] for number in best if number in near]


def _originals(texts: Sequence[DocumentText]) -> dict[str, tuple[str, float]]:
    """Return the original of each copy and the share of the shorter text in common; `texts` are in order of seniority.

    Of several originals the one is taken that has most in common, of equal ones the most senior.
    """
    holders = Counter(chain.from_iterable(text.runs for text in {text.words: text for text in texts}.values()))
    found: dict[str, tuple[str, float]] = {}
    originals = _Originals(frozenset(run for run, count in holders.items() if count > 1))
    for text in texts:
        shares = [(shared_share(original, text), original) for original in originals.candidates(text)]
        near = [pair for pair in shares if pair[0] >= COPIED_SHARE and are_versions(pair[1], text, holders)]
        if near:
            share, original = max(near, key=lambda pair: pair[0])
            found[text.document_id] = original.document_id, share
        else:
            originals.add(text)
    return found


def _linked(row: Document, originals: Copies) -> Document:
    if row.document_id not in originals:
        return row
    original, share = originals[row.document_id]
    return with_facts(row, duplicate_of=original, duplicate_similarity=round(share, 4))


def _issue(row: Document, paths: Mapping[str, str]) -> Issue:
    share = f"{100 * (row.duplicate_similarity or 0):.0f} %"
    return make_issue(
        row.source_path,
        Stage.CORPUS,
        IssueCode.DUPLICATE_DOCUMENT,
        Severity.WARNING,
        f"a copy of {paths[row.duplicate_of or '']}: {share} of the shorter text occurs in both; both are kept",
        source_part=row.source_part,
        document_id=row.document_id,
    )


def _copied_paragraphs(texts: Iterable[DocumentText], facts: FactIndex, originals: Copies) -> dict[str, str]:
    """Return for each copied paragraph the one it copies, which is itself no copy.

    A paragraph copies the first one of another document with the same words, unless both have dates and those are of
    other days ("yesterday", in two reports); or the most similar one of its document's original.
    """
    first = _FirstParagraphs(facts)
    by_document: dict[str, list[Paragraph]] = defaultdict(list)
    copies: dict[str, str] = {}
    for row, words in (pair for text in texts for pair in text.paragraphs):
        if len(words) < _FEWEST_WORDS:
            continue
        by_document[row.document_id].append(row)
        found = first.find(row, words)
        if (found is None or found.document_id == row.document_id) and row.document_id in originals:
            found = _most_similar(row, by_document[originals[row.document_id][0]], facts)
        if found is not None and found.document_id != row.document_id:
            copies[row.paragraph_id] = copies.get(found.paragraph_id, found.paragraph_id)
    return copies


@dataclass(slots=True)
class _FirstParagraphs:
    """The first paragraph with certain words, and those with the same words about other days."""

    facts: FactIndex
    _rows: dict[Words, list[Paragraph]] = field(default_factory=dict)

    def find(self, row: Paragraph, words: Words) -> Paragraph | None:
        """Return the first paragraph with these words that is not of other days; None, and keep this one, if new."""
        known = self._rows.setdefault(words, [])
        for first in known:
            if not are_of_other_days(self.facts.days(row), self.facts.days(first)):
                return first
        if len(known) < _MOST_ORIGINALS:
            known.append(row)
        return None


def _most_similar(row: Paragraph, candidates: Sequence[Paragraph], facts: FactIndex) -> Paragraph | None:
    """Return the paragraph of the original document that a paragraph copies with small changes."""
    if not candidates:
        return None
    from rapidfuzz import fuzz, process  # native code, loaded when there is something to compare

    texts = [other.text for other in candidates]
    found = process.extractOne(row.text, texts, scorer=fuzz.ratio, score_cutoff=_SIMILARITY)
    if found is None:
        return None
    one, other = (DocumentText(each.document_id, [each], facts) for each in (candidates[found[2]], row))
    return candidates[found[2]] if are_versions(one, other, Counter()) else None
