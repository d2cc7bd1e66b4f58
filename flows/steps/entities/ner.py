"""Named entity recognition: names of the language model, trimmed, each with one type in the whole document."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, log
from typing import NamedTuple

from flows.steps.entities.candidates import Candidate, known_candidate, select
from flows.steps.entities.knowledge_base import NamedEntity, surface_forms, title_groups, words
from flows.steps.entities.passage_view import PassageView
from flows.steps.text.passage import Parse
from schemas.vocab import EntityType, MentionKind

_LIKELY = 0.7
"""Probability from which a name of the model is believed, and may take the place of what rules found in its words."""
_LIKELY_IN_HEADLINE = 0.8
"""The same where all words have capitals, so that these show nothing."""
_SLOPE, _SHIFT = 0.75, -1.15
"""Logistic regression (Platt 1999) of whether a name is right on the log odds that the model gives to it, fitted on the
development part of GUM: `python -m tests.quality.names` prints the table of reliability."""
_SUREST = 0.99
_UNSTATED = 0.9
"""Probability that is taken for one that a language model does not give."""
_WORD = re.compile(r"\S+")
_LEAD = re.compile(r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\s+|[\"'(\[]+")
_TAIL = re.compile(r"(?:'s?|[\s\"'()\[\],;:!?]|(?<=[a-z])\.)+$")
LOCATIVE = frozenset({"in", "at", "near", "inside", "outside", "around", "into", "toward", "towards", "across"})
_PERSON_OR_PLACE = frozenset({EntityType.PERSON, EntityType.PLACE})
_FAMILY: dict[str, str] = {EntityType.COUNTRY: EntityType.PLACE, EntityType.ARMED_GROUP: EntityType.ORGANIZATION}
"""What the model calls the types that only knowledge distinguishes."""
_WITH_TITLE = frozenset({"title_rule", "role_rule"})
"""Rules whose people a title before the name shows to be people: "Commander Bunjaku"."""
_IN_LONGER_NAMES = frozenset({EntityType.COUNTRY, EntityType.PLACE, EntityType.NATIONALITY_OR_GROUP})
"""Types of known names that others are made of: "Library of the Netherlands", "New South Wales"."""


class _Span(NamedTuple):
    start: int
    end: int
    text: str
    entity_type: str
    probability: float


def ner_candidates(views: Sequence[PassageView]) -> list[list[Candidate]]:
    """Return for each passage of a document the names in its parse that the model is sure enough of."""
    spans = [list(_spans(view)) for view in views]
    types = _types(views, spans)
    return [
        [candidate for span in found if (candidate := _candidate(view, span, types))]
        for view, found in zip(views, spans, strict=True)
    ]


def _spans(view: PassageView) -> Iterator[_Span]:
    parse = view.passage.parse
    least = _LIKELY_IN_HEADLINE if view.is_title_case or view.is_upper else _LIKELY
    for name in parse.names if parse else ():
        start, end = _trimmed(view.folded, name.start, name.end)
        text = view.folded[start:end]
        probability = _UNSTATED if name.probability is None else name.probability
        if probability >= least and _can_name(text):
            yield _Span(start, end, text, name.entity_type, probability)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without articles, titles, quotes and possessives at its ends."""
    if match := _TAIL.search(text, start, end):
        end = match.start()
    while start < end:
        lead = _LEAD.match(text, start, end)
        title = next((word for word in _openings(text[start:end]) if word in title_groups()), None)
        if lead is None and title is None:
            break
        start = lead.end() if lead else start + len(title or "") + 1
    return start, max(start, end)


def _openings(text: str) -> Iterator[str]:
    """Yield the words that begin a text, longest run first, but never all of it."""
    ends = [match.end() for match in _WORD.finditer(text)][:-1]
    return (text[:end] for end in reversed(ends[:4]))


def _can_name(text: str) -> bool:
    """Return whether words can name something: a capital, no title, and no stop word of `names.toml`."""
    return any(map(str.isupper, text)) and text not in words("stops") and text not in title_groups()


def _types(views: Sequence[PassageView], spans: Sequence[Sequence[_Span]]) -> Mapping[str, str]:
    """Return the type of each name by all its occurrences in the document.

    Each occurrence votes with its probability for the type that the model gives it; a locative preposition votes for a
    place where the model sees a person ("in Karela" against "Karela's people").
    """
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for view, found in zip(views, spans, strict=True):
        parse = view.passage.parse
        for span in found if parse else ():
            votes[span.text][span.entity_type] += span.probability**2
            if span.entity_type in _PERSON_OR_PLACE and _is_locative(parse, span):  # type: ignore[arg-type]  # spans have one
                votes[span.text][EntityType.PLACE] += 1
    return {text: max(count, key=lambda kind: count[kind]) for text, count in votes.items()}


def _is_locative(parse: Parse, span: _Span) -> bool:
    """Return whether a locative preposition comes before a name that owns nothing ("in Byron's memoirs": no place)."""
    first = bisect_left(parse.tokens, span.start, key=lambda token: token.start)
    last = bisect_left(parse.tokens, span.end, key=lambda token: token.start)
    before = parse.tokens[first - 1] if first else None
    if before is not None and before.pos == "DET" and first > 1:
        before = parse.tokens[first - 2]
    if before is None or before.pos not in {"ADP", "PART"} or before.text.lower() not in LOCATIVE:
        return False
    return all(token.dep != "nmod:poss" for token in parse.tokens[first:last])


def _candidate(view: PassageView, span: _Span, types: Mapping[str, str]) -> Candidate | None:
    form = surface_forms(view.actors).get(span.text)
    kind = types[span.text]
    if form is not None and (not form.problem or _FAMILY.get(form.entity.entity_type, form.entity.entity_type) == kind):
        return replace(known_candidate(span.start, span.end, form, "model"), probability=span.probability)
    entity = NamedEntity(name=view.written[span.start : span.end].replace("\n", " "), entity_type=kind)
    is_short = kind == EntityType.PERSON and " " not in span.text
    return Candidate(
        start=span.start,
        end=span.end,
        entity=entity,
        kind=MentionKind.SHORT if is_short else MentionKind.FULL,
        recogniser="model",
        confidence=_calibrated(span.probability),
        probability=span.probability,
    )


def _calibrated(probability: float) -> float:
    """Return the share of names that are right among those to which the model gives `probability`."""
    bounded = min(probability, _SUREST)
    return round(1 / (1 + exp(-_SLOPE * log(bounded / (1 - bounded)) - _SHIFT)), 3)


def merged(ruled: Sequence[Candidate], proposed: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates of rules and those of the model without overlaps; both are in order and have none.

    A name that the model is sure of takes the place of what rules found in its words, unless that is known to be
    something else, or the longer name.
    """
    ends = [candidate.end for candidate in ruled]
    replaced: set[int] = set()
    added = []
    for name in proposed:
        first = bisect_right(ends, name.start)
        last = next((at for at in range(first, len(ruled)) if ruled[at].start >= name.end), len(ruled))
        if first == last or (name.probability >= _LIKELY and all(_yields(rule, name) for rule in ruled[first:last])):
            added.append(name)
            replaced.update(range(first, last))
    return select((*(rule for index, rule in enumerate(ruled) if index not in replaced), *added))


def _yields(rule: Candidate, name: Candidate) -> bool:
    """Return whether what a rule found makes way for an overlapping name of the model."""
    if (rule.start, rule.end) == (name.start, name.end):
        is_settled = rule.is_known or rule.recogniser in _WITH_TITLE
        return not is_settled and rule.entity.entity_type != name.entity.entity_type
    if rule.start <= name.start and name.end <= rule.end:
        return False
    is_inside = name.start <= rule.start and rule.end <= name.end
    return not rule.is_known or (is_inside and rule.entity.entity_type in _IN_LONGER_NAMES)
