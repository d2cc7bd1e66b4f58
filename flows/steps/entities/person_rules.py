"""People who are not in the knowledge base, found by a title, a role, a first name or an Arabic article."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from flows.steps.entities.candidates import Candidate, known_candidate
from flows.steps.entities.gazetteer import GazetteerMatches
from flows.steps.entities.knowledge_base import NamedEntity, UserActors, surface_forms, title_groups, words
from flows.steps.entities.organisation_rules import head_words
from flows.steps.entities.passage_view import PassageView
from flows.steps.entities.tokens import INITIALS, WORD, CapitalisedWord
from schemas.vocab import EntityType, MentionKind

_CONFIDENCE = {"title_rule": 0.9, "role_rule": 0.8, "given_name_rule": 0.75, "article_rule": 0.7}
_WORDS_AT_MOST = 5
_FIRST = re.compile(rf"(?:{INITIALS} ?)*({WORD})")
_MIDDLE_INITIALS = re.compile(r" (?:[A-Z]\.)+(?= )")
_WORD_BEFORE = re.compile(r"([A-Z][\w'-]+) $")
_ARTICLE_BEFORE = re.compile(r"\b(?:[Tt]he|[Aa]n?) $")
_REACH = 40
_LOWER_ARTICLE = re.compile(r"(?:al|el|as|ash|an|ar|at|az|ad|ul)-[A-Z]")


@cache
def _next() -> re.Pattern[str]:
    particles = "|".join(sorted(words("particles")))
    return re.compile(rf" (?:{INITIALS} )*(?:(?:{particles}) ){{0,2}}({WORD})")


class _NameRule(NamedTuple):
    """A rule that finds a person's name: how many words it has at least, and the facts that a title adds.

    With `is_first_name` the first of them may be the name of a place.
    """

    rule: str
    at_least: int = 2
    country: str | None = None
    sector: str | None = None
    is_first_name: bool = False


def person_candidates(
    view: PassageView, known: GazetteerMatches, tokens: Sequence[CapitalisedWord], first_names: frozenset[int]
) -> Iterator[Candidate]:
    """Yield a candidate for each person found by a rule in running text; headlines are left out.

    `known` are the matches of the knowledge base in `view`, `tokens` its capitalised words, in order; `first_names`
    are the starts of places that are first names.
    """
    if view.is_title_case or view.is_upper:
        return
    yield from _titled(view, known, first_names)
    starts = {hit.end + 1: hit for hit in known.hits}
    for index, token in enumerate(tokens):
        is_place = token.start in first_names
        if is_place or _is_given(view, token):
            yield from _person(view, token.start, _NameRule("given_name_rule", is_first_name=is_place))
        elif _LOWER_ARTICLE.match(token.word) and index and token.start not in starts:
            yield from _with_article(view, tokens, index)


def _titled(view: PassageView, known: GazetteerMatches, first_names: frozenset[int]) -> Iterator[Candidate]:
    countries = {hit.end: hit.entity.country for hit in known.hits}
    for title in known.titles:
        previous = _WORD_BEFORE.search(view.folded, max(0, title.start - _REACH), title.start)
        if view.folded[title.end : title.end + 1] != " " or (previous and previous[1] in words("given")):
            continue
        country = countries.get(title.start - 1) or countries.get(title.start - 3)
        is_role = title.text[0].islower()
        rule = "role_rule" if is_role else "title_rule"
        is_compound = bool(_ARTICLE_BEFORE.search(view.folded, max(0, title.start - _REACH), title.start))
        at_least = 2 if is_role or is_compound else 1
        start = title.end + 1
        yield from _person(view, start, _NameRule(rule, at_least, country, title.sector, start in first_names))


def _is_given(view: PassageView, token: CapitalisedWord) -> bool:
    if token.word in words("given"):
        return True
    return token.word in words("given_words") and not view.starts_sentence(token.start)


def _person(view: PassageView, start: int, evidence: _NameRule) -> Iterator[Candidate]:
    """Yield the person whose name starts at `start`, if it has enough words and is no other known entity."""
    rule = evidence.rule
    end, count = _extent(view, start, is_first_name=evidence.is_first_name)
    if count < evidence.at_least:
        return
    name = view.folded[start:end]
    form = surface_forms(view.actors).get(name) or surface_forms(view.actors).get(_MIDDLE_INITIALS.sub("", name))
    if form is None:
        written = view.written[start:end].replace("\n", " ")
        entity = NamedEntity(
            name=written, entity_type=EntityType.PERSON, country=evidence.country, sector=evidence.sector
        )
        kind = MentionKind.FULL if count > 1 else MentionKind.SHORT
        yield Candidate(start=start, end=end, entity=entity, kind=kind, recogniser=rule, confidence=_CONFIDENCE[rule])
    elif form.entity.entity_type == EntityType.PERSON:
        yield known_candidate(start, end, form, rule)


def _extent(view: PassageView, start: int, *, is_first_name: bool) -> tuple[int, int]:
    """Return where the name that starts at `start` ends, and of how many words it is made."""
    match = _FIRST.match(view.folded, start)
    if match is None or (_cuts(match[1], view.actors) and not is_first_name) or match[1].isupper():
        return start, 0
    end, count = match.end(), 1
    is_given = match[1] in words("given")
    while count < _WORDS_AT_MOST and (match := _next().match(view.folded, end)):
        is_surname = count == 1 and is_given and _is_place(match[1], view.actors)
        if match[1].isupper() or (_cuts(match[1], view.actors) and not is_surname):
            break
        end, count = match.end(), count + 1
    return end, count


def _cuts(word: str, actors: UserActors) -> bool:
    """Return whether a capitalised word cannot be part of a person's name."""
    if word in words("stops") or word in title_groups() or f"{word}." in title_groups() or word in head_words():
        return True
    form = surface_forms(actors).get(word)
    return form is not None and form.entity.entity_type != EntityType.PERSON and word not in words("given")


def _is_place(word: str, actors: UserActors) -> bool:
    """Return whether a word is a place, and so a surname only behind a first name ("Jack London")."""
    form = surface_forms(actors).get(word)
    return form is not None and form.entity.entity_type in {EntityType.PLACE, EntityType.COUNTRY}


def _with_article(view: PassageView, tokens: Sequence[CapitalisedWord], index: int) -> Iterator[Candidate]:
    """Yield the person of a name such as Jalil al-Rubai: plain capitalised words, then one with an article."""
    first = index
    while first and index - first < _WORDS_AT_MOST and _may_precede(view, tokens[first - 1], tokens[first]):
        first -= 1
    if first == index or any(token.word in words("not_people") for token in tokens[first:index]):
        return
    yield from _person(view, tokens[first].start, _NameRule("article_rule"))


def _may_precede(view: PassageView, token: CapitalisedWord, following: CapitalisedWord) -> bool:
    return view.folded[token.end : following.start] == " " and not _cuts(token.word, view.actors)
