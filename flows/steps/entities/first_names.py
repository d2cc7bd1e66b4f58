"""Places whose names are somebody's first name: "Police arrested India Marsh", but "China Telecom", "Kenya Police"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flows.steps.entities.gazetteer import PLAIN_WORD, GazetteerMatches
from flows.steps.entities.knowledge_base import surface_forms, title_groups, words
from flows.steps.entities.organisation_rules import head_words
from flows.steps.entities.passage_view import PassageView
from flows.steps.entities.tokens import CapitalisedWord
from flows.steps.lexicon.frequency import frequency
from flows.steps.text.passage import NamedSpan, ParsedToken, Span
from schemas.vocab import EntityType

_PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE})
_WHOLE = 0.2
"""Probability from which a name of the model that has both words is taken for a person's; by trial, as the others."""
_SURNAME = 0.15
"""The same for one that has the second word alone."""
_SURELY_PLACE = 0.9
"""Probability of the first word as a place from which it is no first name, where the model keeps it apart."""
_SURELY_BODY = 0.7
_APPOSED = re.compile(r", (?:\d\d,|who\b|whose\b|aged? \d)")
_PRONOUN = re.compile(r"[^A-Z.;!?]* (?:he|she|him|her|his|himself|herself)\b")
_ARTICLES = (" the ", "The ")
_SUBJECT, _UNDERGOES = frozenset({"nsubj"}), frozenset({"obj", "nsubj:pass"})
_INSIDE_NAMES = frozenset({"compound", "flat", "nmod:desc", "amod"})


def place_first_names(view: PassageView, known: GazetteerMatches, tokens: Sequence[CapitalisedWord]) -> frozenset[int]:
    """Return the starts of the places among `tokens` that are first names here.

    Another name follows, and the language model, a title, an apposition or a verb of people shows a person. `known`
    are the matches of the knowledge base in `view`; headlines have no such names.
    """
    if view.is_title_case or view.is_upper:
        return frozenset()
    spans = {hit.start: hit.end for hit in known.hits}
    titled = {title.end + 1 for title in known.titles}
    return frozenset(
        first.start
        for first, last in pairwise(tokens)
        if spans.get(first.start, first.end) == first.end
        and _may_be_name(view, first, last)
        and _is_person(view, first, last, is_titled=first.start in titled)
    )


def _may_be_name(view: PassageView, first: CapitalisedWord, last: CapitalisedWord) -> bool:
    """Return whether a place and the capitalised word behind it may be a first name and a surname."""
    form, surname = surface_forms(view.actors).get(first.word), surface_forms(view.actors).get(last.word)
    if form is None or form.entity.entity_type not in _PLACES or first.word.isupper() or last.word.isupper():
        return False
    if view.folded[first.end : last.start] != " " or view.folded.endswith(_ARTICLES, 0, first.start):
        return False
    is_tail = last.word in words("stops") or last.word in title_groups() or last.word in head_words()
    return not is_tail and (surname is None or surname.entity.entity_type == EntityType.PERSON)


def _is_person(view: PassageView, first: CapitalisedWord, last: CapitalisedWord, *, is_titled: bool) -> bool:
    parse = view.passage.parse
    is_known = last.word in surface_forms(view.actors) or last.word in words("given")
    is_surname = not is_known and frequency(last.word.lower()) < PLAIN_WORD
    if is_titled and is_surname:
        return True
    if parse is None:
        return False
    low = bisect_left(parse.tokens, first.start, key=lambda token: token.start)
    high = bisect_left(parse.tokens, last.end, key=lambda token: token.start)
    if any(_is_in_longer(parse.tokens, index, (low, high)) for index in range(low, high)):
        return False
    if _is_persons_name(parse.names, first, last, is_known=is_known):
        return True
    is_body = any(
        name.entity_type == EntityType.ORGANIZATION and (name.probability or 0) >= _SURELY_BODY
        for name in _overlapping(parse.names, first.start, last.end)
    )
    return not is_body and is_surname and _is_human(view.folded, parse.tokens, (low, high), last.end)


def _overlapping(names: Sequence[NamedSpan], start: int, end: int) -> Iterator[NamedSpan]:
    return (name for name in names if name.start < end and name.end > start)


def _is_persons_name(
    names: Sequence[NamedSpan], first: CapitalisedWord, last: CapitalisedWord, *, is_known: bool
) -> bool:
    """Return whether the model has both words in a person's name, or doubts the place before one."""
    found = list(_overlapping(names, first.start, last.end))
    for name in found:
        likely = 1.0 if name.probability is None else name.probability
        if name.entity_type == EntityType.PERSON and name.start == first.start:
            return name.end > last.start and likely >= _WHOLE
        if name.entity_type in _PLACES and name.end <= first.end and likely >= _SURELY_PLACE:
            return False
    surnames = (name for name in found if (name.start, name.end) == (last.start, last.end))
    return not is_known and any(
        name.entity_type == EntityType.PERSON and (name.probability or 0) >= _SURNAME for name in surnames
    )


def _is_in_longer(tokens: Sequence[ParsedToken], index: int, pair: Span) -> bool:
    """Return whether a word is only a modifier of a noun behind the two: "Kenya Dalton supporters"."""
    token = tokens[index]
    return token.dep in _INSIDE_NAMES and token.head >= pair[1] and tokens[token.head].pos == "NOUN"


def _is_human(text: str, tokens: Sequence[ParsedToken], pair: Span, end: int) -> bool:
    """Return whether an apposition, a pronoun or the verb of the two words fits people alone."""
    if _APPOSED.match(text, end) or _PRONOUN.match(text, end):
        return True
    if pair[0] == pair[1]:  # no token begins there
        return False
    outside = next((index for index in range(*pair) if not pair[0] <= tokens[index].head < pair[1]), pair[0])
    while tokens[outside].dep == "conj" and tokens[tokens[outside].head].pos in {"PROPN", "NOUN"}:
        outside = tokens[outside].head
    dep, verb = tokens[outside].dep, tokens[tokens[outside].head].lemma.lower()
    return (dep in _SUBJECT and verb in words("of_people")) or (dep in _UNDERGOES and verb in words("to_people"))
