"""Capitals that mean the government of their country: "Baghdad rejected the plan"."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.groups import government
from flows.steps.entities.ner import LOCATIVE
from flows.steps.entities.passage_view import PassageView
from flows.steps.entities.tables import capital_rows, metonyms
from flows.steps.entities.tokens import fold
from flows.steps.text.passage import ParsedToken
from schemas.vocab import EntityType, MentionKind

_SUBJECT, _PASSIVE, _OBJECT = "nsubj", "nsubj:pass", frozenset({"obj", "iobj"})
_COMPLEMENTS = frozenset({"obj", "ccomp", "xcomp"})
_REACH = 15
_MARKS = frozenset(",(-\u2013\u2014")
"""What follows the place in a dateline."""
_BLANKS = re.compile(r"\s*")
_OWNER = "nmod:poss"
_OBLIQUE = frozenset({"obl", "nmod", "obl:agent"})


def resolve_metonym(view: PassageView, candidate: Candidate) -> Candidate:
    """Return a candidate with the government that its capital means by the syntax of the sentence; itself if none."""
    if candidate.entity.entity_type != EntityType.PLACE or view.passage.parse is None:
        return candidate
    country = capitals().get(fold(candidate.entity.name))
    tokens = view.passage.parse.tokens
    if country is None or candidate.entity.country not in {country, None}:
        return candidate
    first = bisect_left(tokens, candidate.start, key=lambda token: token.start)
    last = bisect_left(tokens, candidate.end, key=lambda token: token.start)
    head = next((index for index in range(first, last) if not first <= tokens[index].head < last), None)
    if head is None or opens_dateline(view.folded, candidate.start, candidate.end) or not _acts(tokens, head):
        return candidate
    return replace(candidate, kind=MentionKind.METONYM, refers_to=government(country))


def opens_dateline(text: str, start: int, end: int) -> bool:
    """Return whether the place from `start` to `end` opens a text and a mark follows it."""
    begin, behind = _BLANKS.match(text), _BLANKS.match(text, end)
    if not (begin and behind) or begin.end() < start:
        return False
    return text[behind.end() : behind.end() + 1] in _MARKS


@cache
def capitals() -> Mapping[str, str]:
    """Return the country of each capital, by its folded name."""
    return {fold(row.capital): row.country for row in capital_rows()}


def _acts(tokens: Sequence[ParsedToken], index: int) -> bool:
    """Return whether a town is an actor by the syntax of its sentence; in a list the first member decides."""
    case = _case(tokens, index)
    if index and tokens[index].dep == _SUBJECT and tokens[index - 1].text.lower() in LOCATIVE:
        return False
    while tokens[index].dep == "conj" and tokens[tokens[index].head].pos in {"PROPN", "NOUN"}:
        index = tokens[index].head
        case = case or _case(tokens, index)
    token, head = tokens[index], tokens[tokens[index].head]
    if token.dep == _SUBJECT:
        return _does(tokens, token.head) if head.pos in {"VERB", "AUX"} else _lemma(head) in metonyms().states
    if token.dep == _PASSIVE or (token.dep in _OBJECT and case is None):
        return _lemma(head) in metonyms().undergoes
    if token.dep == _OWNER:
        return _lemma(head) in metonyms().has
    return token.dep in _OBLIQUE and case is not None and _relates(tokens, index, case)


def _does(tokens: Sequence[ParsedToken], verb: int) -> bool:
    """Return whether a verb is of the kind that governments do."""
    lemma = _lemma(tokens[verb])
    if lemma in metonyms().acts:
        return True
    near = (token for token in tokens[max(0, verb - _REACH) : verb + _REACH] if token.head == verb)
    return lemma not in metonyms().town and any(token.dep in _COMPLEMENTS or token.tag == "MD" for token in near)


def _case(tokens: Sequence[ParsedToken], index: int) -> str | None:
    """Return the preposition of a noun among the few words before it."""
    before = (tokens[at] for at in range(index - 1, max(-1, index - 5), -1) if tokens[at].head == index)
    return next((token.text.lower() for token in before if token.dep == "case"), None)


def _relates(tokens: Sequence[ParsedToken], index: int, case: str) -> bool:
    """Return whether the town is the other side of what its head names or does, or of the object of its head."""
    if case not in metonyms().cases:
        return False
    above = tokens[index].head
    head = tokens[above]
    if head.pos in {"NOUN", "PROPN"}:
        return _lemma(head) in (metonyms().of if case == "of" else metonyms().relations)
    if case == "of" or head.pos != "VERB":
        return False
    if case == "by" and head.tag == "VBN":
        return True
    objects = (_lemma(tokens[at]) for at in range(above + 1, index) if tokens[at].head == above)
    return _lemma(head) in metonyms().dealings or any(lemma in metonyms().relations for lemma in objects)


def _lemma(token: ParsedToken) -> str:
    return token.lemma.lower()
