"""Documents and paragraphs that say the same: reported, never deleted.

MinHash (rensa) and equal paragraphs propose pairs of documents; what decides is how many of the shorter text's runs of
words the longer one holds. No pair is compared that nothing proposes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from flows.steps.ids import make_issue
from flows.steps.records import Document, Issue, Paragraph
from schemas.vocab import IssueCode, Severity, Stage

_SHINGLE = 5
"""Words in a row that are compared."""
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 1
"""MinHash: bands of four rows propose pairs from a Jaccard similarity of about (1/32)^(1/4) = 0.42 on."""
_MOST_DOCUMENTS = 20
"""Documents that one paragraph may stand in and still propose pairs; what stands in more is boilerplate."""
_NEAR = 0.7
"""Share of the shorter text's runs that the longer one must hold for the two to be copies."""
_FEWEST_WORDS = 8
"""Words of the shortest paragraph that can be a copy; shorter ones are headings."""
_ALIKE = 90.0
"""Similarity in percent (normalised insertions and deletions) from which a paragraph is a copy of another."""

Words = tuple[str, ...]


def link_duplicates(
    documents: Sequence[Document], paragraphs: Sequence[Paragraph]
) -> tuple[tuple[Document, ...], tuple[Paragraph, ...], tuple[Issue, ...]]:
    """Return documents and paragraphs with `duplicate_of` filled, and an issue for each copied document.

    The original is the document published first, or else the first by its path.
    """
    order = {row.document_id: rank for rank, row in enumerate(sorted(documents, key=_seniority))}
    content = [row for row in paragraphs if row.is_content]
    keys = {row.paragraph_id: plain_words(row.text) for row in content}
    shingles = _shingles(content, keys)
    proposed = {*_by_minhash(shingles), *_by_paragraphs(content, keys)}
    originals = _originals(proposed, shingles, order)
    linked = tuple(_linked(row, originals) for row in documents)
    paths = {row.document_id: row.source_path for row in documents}
    issues = tuple(_issue(row, paths) for row in linked if row.duplicate_of)
    copies = _copies(content, keys, order, originals)
    return linked, tuple(replace(row, duplicate_of=copies.get(row.paragraph_id)) for row in paragraphs), issues


def plain_words(text: str) -> Words:
    """Return the words of a text in lower case, without punctuation."""
    words = ("".join(filter(str.isalnum, word)).casefold() for word in text.split())
    return tuple(word for word in words if word)


def _seniority(row: Document) -> tuple[str, str, str]:
    return (str(row.published_start or "9999"), row.source_path, row.document_id)


def _shingles(content: Iterable[Paragraph], keys: dict[str, Words]) -> dict[str, frozenset[str]]:
    """Return the runs of words of each document's content."""
    words: dict[str, list[str]] = defaultdict(list)
    for row in content:
        words[row.document_id] += keys[row.paragraph_id]
    return {
        document_id: frozenset(" ".join(found[i : i + _SHINGLE]) for i in range(len(found) - _SHINGLE + 1))
        for document_id, found in words.items()
    }


def _by_minhash(shingles: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of documents that MinHash takes for similar."""
    import rensa  # a native module, loaded when there is something to compare

    names = [name for name in sorted(shingles) if shingles[name]]
    index = rensa.RMinHashLSH(threshold=0.42, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    for number, name in enumerate(names):
        sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update(sorted(shingles[name]))
        yield from ((names[other], name) for other in sorted(index.query(sketch)))
        index.insert(number, sketch)


def _by_paragraphs(content: Iterable[Paragraph], keys: dict[str, Words]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of documents that share a paragraph."""
    holders: dict[Words, set[str]] = defaultdict(set)
    for row in content:
        if len(keys[row.paragraph_id]) >= _FEWEST_WORDS:
            holders[keys[row.paragraph_id]].add(row.document_id)
    for documents in holders.values():
        if len(documents) <= _MOST_DOCUMENTS:
            yield from combinations(sorted(documents), 2)


def _originals(
    pairs: Iterable[tuple[str, str]], shingles: dict[str, frozenset[str]], order: dict[str, int]
) -> dict[str, tuple[str, float]]:
    """Return for each copy its original and how much of the shorter of the two texts they share."""
    originals: dict[str, tuple[str, float]] = {}
    for pair in sorted(pairs):
        elder, younger = sorted(pair, key=order.__getitem__)
        left, right = shingles[elder], shingles[younger]
        share = len(left & right) / max(min(len(left), len(right)), 1)
        if share >= _NEAR and share > originals.get(younger, ("", 0.0))[1]:
            originals[younger] = (elder, share)
    return originals


def _linked(row: Document, originals: dict[str, tuple[str, float]]) -> Document:
    if row.document_id not in originals:
        return row
    original, share = originals[row.document_id]
    return replace(row, duplicate_of=original, duplicate_similarity=round(share, 4))


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


def _copies(
    content: Sequence[Paragraph],
    keys: dict[str, Words],
    order: dict[str, int],
    originals: dict[str, tuple[str, float]],
) -> dict[str, str]:
    """Return for each copied paragraph the one it copies: equal words anywhere, or similar ones in the original."""
    long = sorted(
        (row for row in content if len(keys[row.paragraph_id]) >= _FEWEST_WORDS),
        key=lambda row: (order[row.document_id], row.position),
    )
    first: dict[Words, Paragraph] = {}
    by_document: dict[str, list[Paragraph]] = defaultdict(list)
    for row in long:
        first.setdefault(keys[row.paragraph_id], row)
        by_document[row.document_id].append(row)
    copies: dict[str, str] = {}
    for row in long:
        equal = first[keys[row.paragraph_id]]
        original = by_document[originals[row.document_id][0]] if row.document_id in originals else []
        twin = equal if equal.document_id != row.document_id else _most_alike(row, original)
        if twin is not None:
            copies[row.paragraph_id] = twin.paragraph_id
    return copies


def _most_alike(row: Paragraph, candidates: Sequence[Paragraph]) -> Paragraph | None:
    """Return the paragraph of the original document that a paragraph copies with small changes."""
    if not candidates:
        return None
    from rapidfuzz import fuzz, process

    found = process.extractOne(row.text, [other.text for other in candidates], scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return candidates[found[2]] if found else None
