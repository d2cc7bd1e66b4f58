"""Copies: candidates that have the bytes, or most of the text, of a seed that is there or of another candidate."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple, get_args, get_type_hints

from flows import corpus
from flows.corpus.duplicates import link_duplicates
from flows.corpus.sentence_index import SentenceIndex
from flows.steps.models import Document, Outcome
from flows.validate.rules import Finding

if TYPE_CHECKING:
    from flows.store import Dataset

_COMPARED = ("documents", "paragraphs", "dates", "events", "mentions")
"""Tables that show whether two texts are versions of one."""
_SHOWN = 80
"""Characters of a sentence that a finding quotes."""


class Place(NamedTuple):
    """Where a document is: its path, and in which collection."""

    path: str
    where: str

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.path!r} {self.where}"


class Comparison(NamedTuple):
    """The documents that candidates are compared with: their rows, and the place of each by id."""

    outcome: Outcome
    places: Mapping[str, Place]


def of_dataset(dataset: "Dataset") -> Comparison:
    """Return the documents of a dataset, with what is needed to compare them."""
    kinds = {name: get_args(hint)[0] for name, hint in get_type_hints(Outcome).items() if name in _COMPARED}
    tables = {}
    for name, kind in kinds.items():
        columns = [field.name for field in fields(kind)]
        rows = dataset.table(name).select(columns).to_pylist()
        tables[name] = tuple(kind(**row) for row in rows)
    outcome = Outcome(**tables)
    documents = tuple(replace(row, duplicate_of=None, duplicate_similarity=None) for row in outcome.documents)
    places = {row.document_id: Place(row.source, "in the dataset") for row in documents}
    return Comparison(replace(outcome, documents=documents), places)


NOTHING = Comparison(Outcome(), {})


def copies(candidates: Sequence[tuple[str, Outcome]], there: Comparison = NOTHING) -> dict[str, list[Finding]]:
    """Return the findings on copies, by the path of the candidate; `candidates` are paths with their rows.

    Of candidates with the same bytes, or versions of one text, the first has no finding: it is what the others copy.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    first: dict[str, Place] = {}
    for row in there.outcome.documents:
        first.setdefault(_digest(row), there.places[row.document_id])
    places = dict(there.places)
    new = []
    for path, outcome in candidates:
        for document in outcome.documents:
            if _digest(document) in first:
                said = f"the same bytes are in {first[_digest(document)]}"
                found[path].append(Finding("exact_copy", said))
            else:
                places[document.document_id] = Place(path, "among the candidates")
                first[_digest(document)] = places[document.document_id]
                new.append(outcome)
    for document_id, finding in _near(corpus.merge([there.outcome, *new]), places, len(there.places)):
        found[places[document_id].path].append(finding)
    return found


def _digest(document: Document) -> str:
    """Return the SHA-256 of what the document is: of its file, or of its text in a file that holds several."""
    return document.source_sha256 if document.source_part is None else document.text_sha256


def _near(outcome: Outcome, places: Mapping[str, Place], there_count: int) -> Iterator[tuple[str, Finding]]:
    """Yield id and finding of each candidate that has most of its text from another document.

    The first `there_count` documents are there already, the others are candidates.
    """
    linked = link_duplicates(outcome, SentenceIndex())
    order = {row.document_id: number for number, row in enumerate(linked.documents)}
    sentences = _sentences(linked)
    for row in linked.documents:
        if row.duplicate_of is None:
            continue
        older, newer = sorted((row.document_id, row.duplicate_of), key=order.__getitem__)
        if order[newer] < there_count:
            continue
        share = f"{100 * (row.duplicate_similarity or 0):.0f} % of the shorter text"
        difference = _difference(sentences[older], sentences[newer])
        yield newer, Finding("near_copy", f"{share} is in {places[older]}, too; {difference}")


def _sentences(outcome: Outcome) -> dict[str, list[str]]:
    """Return the sentences of the content of each document, in order."""
    index = SentenceIndex()
    found: dict[str, list[str]] = defaultdict(list)
    for row in outcome.paragraphs:
        if row.is_content:
            found[row.document_id] += [row.text[start:end] for start, end in index.spans(row)]
    return found


def _difference(older: Iterable[str], newer: Iterable[str]) -> str:
    """Return what differs, in words: sentences that only one of the two has, and the first of them."""
    before, after = ({" ".join(text.split()): text for text in texts} for texts in (older, newer))
    added = [text for key, text in after.items() if key not in before]
    missing = [text for key, text in before.items() if key not in after]
    if not added and not missing:
        return "the sentences are the same"
    counts = f"{len(added)} of its sentences are new, {len(missing)} are missing"
    first = (added or missing)[0]
    quoted = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 3]}..."
    return f"{counts}, first {quoted!r}"
