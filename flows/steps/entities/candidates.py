"""A candidate: a stretch of text that may name something, before the document has its say."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.steps.entities.knowledge_base import Form, Known
from schemas.vocab import LinkMethod

_RANK = {
    "knowledge": 0,
    "title_rule": 1,
    "head_rule": 2,
    "role_rule": 3,
    "given_name_rule": 4,
    "article_rule": 5,
    "document_rule": 6,
    "model": 7,
    "office_rule": 8,
}
"""Of two candidates for one stretch, the lower rank wins."""
_KNOWN_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Candidate:
    """A half-open stretch of a passage and what it names; `is_known` says that the knowledge base has it.

    `refers_to` is what is meant by it where that is not the thing named.
    """

    start: int
    end: int
    thing: Known
    kind: str
    recogniser: str
    confidence: float
    method: str = LinkMethod.NAME
    is_known: bool = False
    refers_to: Known | None = None


def from_form(start: int, end: int, form: Form, recogniser: str = "knowledge") -> Candidate:
    """Return the candidate for a known form."""
    return Candidate(
        start=start,
        end=end,
        thing=form.known,
        kind=form.kind,
        recogniser=recogniser,
        confidence=_KNOWN_CONFIDENCE,
        method=LinkMethod.KNOWLEDGE,
        is_known=True,
    )


def select(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates that do not overlap, in order: the leftmost wins, then the longest, then the surest rule."""
    chosen: list[Candidate] = []
    end = 0
    for candidate in sorted(candidates, key=lambda item: (item.start, -item.end, _RANK[item.recogniser])):
        if candidate.start >= end:
            chosen.append(candidate)
            end = candidate.end
    return chosen
