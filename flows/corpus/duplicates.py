"""Documents and paragraphs that say the same: reported, never deleted.

Candidates come from a sample of the runs of five words that documents share, the decision from all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from zlib import crc32

from flows.steps.ids import make_issue
from flows.steps.records import Document, Issue, Paragraph
from schemas.vocab import IssueCode, Severity, Stage

_SHINGLE = 5
"""Words in a row that are compared."""
_SAMPLE = 8
"""One run of words in eight is looked up to find candidates."""
_FEWEST_SHARED = 3
"""Sampled runs that two documents must share to be compared."""
_MOST_DOCUMENTS = 50
"""Documents that one run may stand in; what stands in more is a formula."""
_NEAR = 0.7
"""Share of the shorter text's runs that the longer one must hold for the two to be copies."""
_FEWEST_WORDS = 8
"""Words of the shortest paragraph that can be a copy; shorter ones are headings."""


def link_duplicates(
    documents: Sequence[Document], paragraphs: Sequence[Paragraph]
) -> tuple[tuple[Document, ...], tuple[Paragraph, ...], tuple[Issue, ...]]:
    """Return documents and paragraphs with `duplicate_of` filled, and an issue for each copied document.

    The original is the document published first, or else the first by its path.
    """
    order = {row.document_id: rank for rank, row in enumerate(sorted(documents, key=_seniority))}
    words = _words(paragraphs)
    originals: dict[str, tuple[str, float]] = {}
    for left, right in sorted(_candidates(words)):
        elder, younger = sorted((left, right), key=order.__getitem__)
        share = _containment(words[elder], words[younger])
        if share >= _NEAR and share > originals.get(younger, ("", 0.0))[1]:
            originals[younger] = (elder, share)
    linked = tuple(
        replace(
            row,
            duplicate_of=originals[row.document_id][0],
            duplicate_similarity=round(originals[row.document_id][1], 4),
        )
        if row.document_id in originals
        else row
        for row in documents
    )
    paths = {row.document_id: row.source_path for row in documents}
    issues = tuple(_issue(row, paths) for row in linked if row.duplicate_of)
    return linked, _linked_paragraphs(paragraphs, order), issues


def _seniority(row: Document) -> tuple[str, str, str]:
    return (str(row.published_start or "9999"), row.source_path, row.document_id)


def _words(paragraphs: Sequence[Paragraph]) -> dict[str, list[str]]:
    """Return the words of each document's content, in lower case."""
    words: dict[str, list[str]] = defaultdict(list)
    for row in paragraphs:
        if row.is_content:
            words[row.document_id] += _plain(row.text)
    return dict(words)


def _plain(text: str) -> list[str]:
    return ["".join(filter(str.isalnum, word)).casefold() for word in text.split()]


def _shingles(words: Sequence[str]) -> Iterator[int]:
    """Yield a 32-bit number for each run of words."""
    for start in range(len(words) - _SHINGLE + 1):
        yield crc32(" ".join(words[start : start + _SHINGLE]).encode())


def _candidates(words: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Return the pairs of documents that share enough sampled runs."""
    places: dict[int, list[str]] = defaultdict(list)
    for document_id in sorted(words):
        for shingle in {value for value in _shingles(words[document_id]) if value % _SAMPLE == 0}:
            places[shingle].append(document_id)
    shared: Counter[tuple[str, str]] = Counter()
    for holders in places.values():
        if len(holders) <= _MOST_DOCUMENTS:
            shared.update(combinations(holders, 2))
    return {pair for pair, count in shared.items() if count >= _FEWEST_SHARED}


def _containment(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the share of the shorter text's runs of words that the other one holds."""
    first, second = set(_shingles(left)), set(_shingles(right))
    return len(first & second) / max(min(len(first), len(second)), 1)


def _issue(row: Document, paths: dict[str, str]) -> Issue:
    share = f"{100 * (row.duplicate_similarity or 0):.0f} %"
    return make_issue(
        row.source_path,
        Stage.CORPUS,
        IssueCode.DUPLICATE_DOCUMENT,
        Severity.WARNING,
        f"says the same as {paths[row.duplicate_of or '']} in {share} of the shorter text; both are kept",
        document_id=row.document_id,
    )


def _linked_paragraphs(paragraphs: Sequence[Paragraph], order: dict[str, int]) -> tuple[Paragraph, ...]:
    """Return the paragraphs, each with the first one of another document that has the same words."""
    keys = {row.paragraph_id: " ".join(_plain(row.text)) for row in paragraphs if row.word_count >= _FEWEST_WORDS}
    first: dict[str, Paragraph] = {}
    for row in sorted(paragraphs, key=lambda row: (order[row.document_id], row.position)):
        if row.is_content and row.paragraph_id in keys:
            first.setdefault(keys[row.paragraph_id], row)
    linked = []
    for row in paragraphs:
        original = first.get(keys.get(row.paragraph_id, "")) if row.is_content else None
        is_copy = original is not None and original.document_id != row.document_id
        linked.append(replace(row, duplicate_of=original.paragraph_id) if original and is_copy else row)
    return tuple(linked)
