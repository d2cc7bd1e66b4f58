"""Named entity recognition: names of the language model, trimmed, each with one type in the whole document."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flows.steps.entities.candidates import Candidate, known_candidate
from flows.steps.entities.knowledge_base import NamedEntity, surface_forms, title_groups, words
from flows.steps.entities.passage_view import PassageView
from flows.steps.lexicon.frequency import frequency
from flows.steps.text.passage import Parse
from schemas.vocab import EntityType, MentionKind

_CONFIDENCE = 0.6
_WORD = re.compile(r"\S+")
_LEAD = re.compile(r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\s+|[\"'(\[]+")
_TAIL = re.compile(r"(?:'s?|[\s\"'()\[\],;:!?]|(?<=[a-z])\.)+$")
_KEPT = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.FACILITY})
"""Types that the model learnt from annotated text; the others it learnt from lists that the knowledge base has, too."""
_PLAIN = 1000
"""Times that a word is written from which it is a word more than a name: "Union", "Swift", but not "Harvard"."""
_LOCATIVE = frozenset({"in", "at", "near", "inside", "outside", "around", "into", "toward", "towards", "across"})
_LOCATIVE_VOTES = 2
_ACTING = frozenset({"nsubj", "nsubj:pass", "appos", "nmod:poss", "iobj"})
"""Relations that people have more often than places."""


class _Span(NamedTuple):
    start: int
    end: int
    text: str
    entity_type: str


def ner_candidates(views: Sequence[PassageView]) -> list[list[Candidate]]:
    """Return for each passage of a document the names in its parse; headlines are left out."""
    spans = [list(_spans(view)) for view in views]
    types = _types(views, spans)
    return [
        [candidate for span in found if (candidate := _candidate(view, span, types))]
        for view, found in zip(views, spans, strict=True)
    ]


def _spans(view: PassageView) -> Iterator[_Span]:
    parse = view.passage.parse
    if parse is None or view.is_title_case or view.is_upper:
        return
    for name in parse.names:
        start, end = _trimmed(view.folded, name.start, name.end)
        text = view.folded[start:end]
        if start < end and _is_name(view, start, text, name.entity_type):
            yield _Span(start, end, text, name.entity_type)


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


def _is_name(view: PassageView, start: int, text: str, entity_type: str) -> bool:
    """Return whether the words can name something: capitals, and a single word must be no plain one.

    With "the", such a word is what the document calls a body for short: "the Coalition".
    """
    if not any(letter.isupper() for letter in text) or text in words("stops") or text in title_groups():
        return False
    if " " in text:
        return True
    is_body = entity_type == EntityType.ORGANIZATION and view.folded[:start].endswith((" the ", "The "))
    is_plain = not (text.isupper() or is_body) and frequency(text.lower()) >= _PLAIN
    return len(text) > 2 and text[0].isupper() and not is_plain and not view.starts_sentence(start)


def _types(views: Sequence[PassageView], spans: Sequence[Sequence[_Span]]) -> Mapping[str, str | None]:
    """Return the type of each name by all its occurrences in the document; None where it may be no person.

    Each occurrence votes for the type that the model gives it, and a locative preposition before it for a place. A
    single new word is taken for a person only if it acts somewhere.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    acting: set[str] = set()
    for view, found in zip(views, spans, strict=True):
        parse = view.passage.parse
        for span in found if parse else ():
            relation, case = _syntactic_context(parse, span)  # type: ignore[arg-type]  # there are spans, so there is a parse
            votes[span.text][span.entity_type] += 1
            votes[span.text][EntityType.PLACE] += _LOCATIVE_VOTES * (case in _LOCATIVE)
            if relation in _ACTING and case is None:
                acting.add(span.text)
    best = {text: count.most_common(1)[0][0] for text, count in votes.items()}
    lone = {text for text, kind in best.items() if kind == EntityType.PERSON and " " not in text} - acting
    return {text: None if text in lone else kind for text, kind in best.items()}


def _syntactic_context(parse: Parse, span: _Span) -> tuple[str, str | None]:
    """Return the dependency relation of a name and the preposition before it, if any."""
    first = bisect_left(parse.tokens, span.start, key=lambda token: token.start)
    last = bisect_left(parse.tokens, span.end, key=lambda token: token.start)
    inside = range(first, last)
    head = next((i for i in inside if parse.tokens[i].head not in inside or parse.tokens[i].head == i), first)
    before = parse.tokens[first - 1] if first else None
    if before is not None and before.pos == "DET" and first > 1:
        before = parse.tokens[first - 2]
    case = before.text.lower() if before is not None and before.pos in {"ADP", "PART"} else None
    return parse.tokens[head].dep if head < len(parse.tokens) else "", case


def _candidate(view: PassageView, span: _Span, types: Mapping[str, str | None]) -> Candidate | None:
    form = surface_forms(view.actors).get(span.text)
    if form is not None:
        return None if form.problem else known_candidate(span.start, span.end, form, "model")
    kind = types[span.text]
    if kind is None or kind not in _KEPT:
        return None
    entity = NamedEntity(name=view.written[span.start : span.end].replace("\n", " "), entity_type=kind)
    is_short = kind == EntityType.PERSON and " " not in span.text
    return Candidate(
        start=span.start,
        end=span.end,
        entity=entity,
        kind=MentionKind.SHORT if is_short else MentionKind.FULL,
        recogniser="model",
        confidence=_CONFIDENCE,
    )
