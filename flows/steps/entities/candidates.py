"""A candidate: a stretch of text that may name something, before the whole document is taken into account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.steps.entities.knowledge_base import NamedEntity, SurfaceForm
from schemas.vocab import LinkMethod

_RANK = {
    "knowledge": 0,
    "title_rule": 1,
    "head_rule": 2,
    "role_rule": 3,
    "given_name_rule": 4,
    "article_rule": 5,
    "region_rule": 6,
    "document_rule": 7,
    "model": 8,
    "office_rule": 9,
}
"""Recognisers by rank: of two candidates for one stretch, that of the lower rank is kept."""
_KNOWN_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Candidate:
    """A half-open stretch of a passage and the entity that it names; `is_known` is true for one of the knowledge base.

    `kind` is a MentionKind, `method` a LinkMethod, `confidence` that of the link, from 0 to 1, `probability` what the
    language model gives to the name, 0 where a rule found it. `refers_to` is the entity that is meant where that is not
    the one named: a government by its capital.
    """

    start: int
    end: int
    entity: NamedEntity
    kind: str
    recogniser: str
    confidence: float
    method: str = LinkMethod.NAME
    is_known: bool = False
    probability: float = 0.0
    refers_to: NamedEntity | None = None


def known_candidate(start: int, end: int, form: SurfaceForm, recogniser: str = "knowledge") -> Candidate:
    """Return the candidate for a surface form of the knowledge base at `start` to `end`, found by `recogniser`."""
    return Candidate(
        start=start,
        end=end,
        entity=form.entity,
        kind=form.kind,
        recogniser=recogniser,
        confidence=_KNOWN_CONFIDENCE,
        method=LinkMethod.KNOWLEDGE,
        is_known=True,
    )


def longest(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return those of the names found in `text` that do not overlap, in order: the longest wins, then the leftmost.

    An article adds no length: of "The Quill" and "Quill Order" the second is meant in "The Quill Order".
    """
    chosen: list[Candidate] = []
    overlapping: list[Candidate] = []
    end = 0
    for candidate in sorted(candidates, key=lambda item: item.start):
        if candidate.start >= end:
            chosen += _longest_of(overlapping, text)
            overlapping = []
        overlapping.append(candidate)
        end = max(end, candidate.end)
    return [*chosen, *_longest_of(overlapping, text)]


def _longest_of(overlapping: Sequence[Candidate], text: str) -> list[Candidate]:
    def rank(candidate: Candidate) -> tuple[int, int, int]:
        name = text[candidate.start : candidate.end].removeprefix("The ").removeprefix("the ")
        return -len(name), candidate.start, -candidate.end

    taken: list[Candidate] = []
    for candidate in sorted(overlapping, key=rank):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in taken):
            taken.append(candidate)
    return sorted(taken, key=lambda item: item.start)


def select(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates that do not overlap, in order: the leftmost wins, then the longest, then the surest rule."""
    chosen: list[Candidate] = []
    end = 0
    for candidate in sorted(candidates, key=lambda item: (item.start, -item.end, _RANK[item.recogniser])):
        if candidate.start >= end:
            chosen.append(candidate)
            end = candidate.end
    return chosen
