"""Names and titles of the knowledge base, found in one pass over a text, and how names are written in ordinary case."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flows.steps.entities.candidates import Candidate, known_candidate, longest
from flows.steps.entities.knowledge_base import SurfaceForm, UserActors, surface_forms, title_groups, words
from flows.steps.entities.passage_view import PassageView
from flows.steps.language.casing import TruecaseLexicon
from flows.steps.lexicon.frequency import frequency
from flows.steps.text.passage import Span
from schemas.vocab import EntityType, MentionKind

_NEXT_NAME = re.compile(r" [A-Z][a-z]")
_LAST_WORD = re.compile(r"([A-Z][A-Za-z'-]+) $")
_ARTICLE = re.compile(r"(?:^|\W)[Tt]he (?:[A-Z]\w+ )?$")
_AFTER_HYPHEN = re.compile(r"(?:^|\W)(?:[aeuAEU]l|[Aa]sh|[Aa]n|[Aa]r)-$")
_SHOUT_BEFORE = re.compile(r"\b[A-Z]{3,} $")
_SHOUT_AFTER = re.compile(r" [A-Z]{3,}\b")
_REACH = 40
_PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE})
PLAIN_WORD = 1000
"""Times that a word is written from which a name of one word is rather that word: "May", "Nice"."""
_UNAMBIGUOUS = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
"""Types whose names are hardly ever meant as other words."""


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title at `start` to `end` of a folded text; `sector` is the PLOVER sector of its bearer."""

    start: int
    end: int
    text: str
    sector: str | None


@dataclass(slots=True)
class GazetteerMatches:
    """What one pass finds: known names that do not overlap, and titles."""

    hits: list[Candidate] = field(default_factory=list)
    titles: list[TitleMatch] = field(default_factory=list)


@cache
def _automaton(actors: UserActors) -> Any:
    import ahocorasick  # heavy, and built once

    automaton = ahocorasick.Automaton()
    known, titles = surface_forms(actors), title_groups()
    for text in sorted({*known, *titles}):
        automaton.add_word(text, (text, known.get(text), text in titles))
    automaton.make_automaton()
    return automaton


def match_gazetteer(view: PassageView) -> GazetteerMatches:
    """Return the known names and titles of a passage, in order; the longest of overlapping names wins."""
    found = GazetteerMatches()
    hits: list[Candidate] = []
    text = view.folded
    for last, (written, form, is_title) in _automaton(view.actors).iter(text):
        start, end = last + 1 - len(written), last + 1
        if not _is_whole_word(text, start, end):
            continue
        if is_title:
            found.titles.append(TitleMatch(start, end, written, title_groups()[written]))
        if form is not None and _is_meant(view, start, end, form):
            hits.append(known_candidate(start, end, form))
    found.hits = longest(hits, text)
    return found


def _is_whole_word(text: str, start: int, end: int) -> bool:
    """Return whether a match ends at word boundaries: no letter, address or longer hyphenated name goes on there."""
    before = text[start - 1 : start]
    if (
        before.isalnum()
        or before in {"@", "/", "_"}
        or (before == "-" and _AFTER_HYPHEN.search(text, start - 6, start))
    ):
        return False
    if before == "." and text[start - 2 : start - 1].isalnum() and text[start - 2 : start - 1].islower():
        return False
    after = text[end : end + 1]
    if after == "." and text[end + 1 : end + 2].islower():
        return False
    return not (after.isalnum() or after in {"@", "_"})


def _is_meant(view: PassageView, start: int, end: int, form: SurfaceForm) -> bool:
    """Return whether a surface form means its entity here, and not a plain word or another name.

    `ambiguous.csv` names the test of an ambiguous form: `person` (also a first name), `sentence_start` (also a plain
    word), `article` (meant only behind "the") or `acronym` (also a word in capitals).
    """
    text = view.folded
    if form.kind == MentionKind.ACRONYM and view.is_upper:
        return False
    if " " in text[start:end]:
        return True
    previous = _LAST_WORD.search(text, max(0, start - _REACH), start)
    if previous and _is_first_name(previous[1], form, view.actors) and not view.starts_sentence(previous.start()):
        return False
    if previous and form.entity.entity_type in _PLACES and previous[1] in words("given"):
        return False
    tests = {"person": _is_no_person, "sentence_start": _is_inside, "article": _has_article, "acronym": _is_not_shouted}
    return not form.problem or tests[form.problem](view, (start, end))


def _is_first_name(word: str, form: SurfaceForm, actors: UserActors) -> bool:
    """Return whether `word` before a surname that is known alone makes it somebody else's."""
    if form.entity.entity_type != EntityType.PERSON:
        return False
    return not (word in words("stops") or word in surface_forms(actors) or word in title_groups())


def _is_no_person(view: PassageView, span: Span) -> bool:
    return not _NEXT_NAME.match(view.folded, span[1]) or view.is_title_case


def _is_inside(view: PassageView, span: Span) -> bool:
    return not view.starts_sentence(span[0])


def _is_not_shouted(view: PassageView, span: Span) -> bool:
    return not (
        _SHOUT_BEFORE.search(view.folded, max(0, span[0] - _REACH), span[0]) or _SHOUT_AFTER.match(view.folded, span[1])
    )


def _has_article(view: PassageView, span: Span) -> bool:
    return bool(_ARTICLE.search(view.folded, max(0, span[0] - _REACH), span[0]))


@cache
def truecase_lexicon(actors: UserActors) -> TruecaseLexicon:
    """Return how the known names and the given names are written, by their form in capitals."""
    found = {name.upper(): name for name in words("given")}
    for written, form in surface_forms(actors).items():
        capitals = written.upper()
        if (
            len(capitals) == len(written)
            and _is_cased_name(written, form)
            and (capitals != written or _is_acronym(written))
        ):
            found.setdefault(capitals, written)
    return TruecaseLexicon(found)


def _is_cased_name(written: str, form: SurfaceForm) -> bool:
    if " " in written or form.entity.entity_type in _UNAMBIGUOUS:
        return True
    return not form.problem and len(written) > 2 and frequency(written.lower()) < PLAIN_WORD


def _is_acronym(written: str) -> bool:
    return len(written) <= 6
