"""Known names and titles found in one pass over a text."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flows.steps.entities.candidates import Candidate, from_form, select
from flows.steps.entities.knowledge_base import Form, UserActors, forms, title_groups, words
from flows.steps.entities.view import View
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


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the text; `sector` is that of its bearer."""

    start: int
    end: int
    text: str
    sector: str | None


@dataclass(slots=True)
class Scan:
    """What one pass found: known names that do not overlap, and titles."""

    hits: list[Candidate] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)


@cache
def _automaton(actors: UserActors) -> Any:
    import ahocorasick  # heavy, and built once

    automaton = ahocorasick.Automaton()
    known, titles = forms(actors), title_groups()
    for text in sorted({*known, *titles}):
        automaton.add_word(text, (text, known.get(text), text in titles))
    automaton.make_automaton()
    return automaton


def scan(view: View) -> Scan:
    """Return the known names and titles of a passage, in order; the longest of overlapping names wins."""
    found = Scan()
    hits: list[Candidate] = []
    text = view.folded
    for last, (written, form, is_title) in _automaton(view.actors).iter(text):
        start, end = last + 1 - len(written), last + 1
        if not _stands_alone(text, start, end):
            continue
        if is_title:
            found.titles.append(Title(start, end, written, title_groups()[written]))
        if form is not None and _is_meant(view, start, end, form):
            hits.append(from_form(start, end, form))
    found.hits = select(hits)
    return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether no letter, address or longer hyphenated name goes on at either end."""
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


def _is_meant(view: View, start: int, end: int, form: Form) -> bool:
    """Return whether a known form stands for the known thing here, and not for a word or another name.

    `ambiguous.csv` names the test of a doubtful form: `person` (also a first name), `sentence_start` (also a plain
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
    if previous and form.known.entity_type in _PLACES and previous[1] in words("given"):
        return False
    tests = {"person": _is_no_person, "sentence_start": _is_inside, "article": _has_article, "acronym": _is_not_shouted}
    return not form.problem or tests[form.problem](view, (start, end))


def _is_first_name(word: str, form: Form, actors: UserActors) -> bool:
    """Return whether `word` before a surname that is known alone makes it somebody else's."""
    if form.known.entity_type != EntityType.PERSON:
        return False
    return not (word in words("stops") or word in forms(actors) or word in title_groups())


def _is_no_person(view: View, span: Span) -> bool:
    return not _NEXT_NAME.match(view.folded, span[1]) or view.is_title_case


def _is_inside(view: View, span: Span) -> bool:
    return not view.starts_sentence(span[0])


def _is_not_shouted(view: View, span: Span) -> bool:
    return not (
        _SHOUT_BEFORE.search(view.folded, max(0, span[0] - _REACH), span[0]) or _SHOUT_AFTER.match(view.folded, span[1])
    )


def _has_article(view: View, span: Span) -> bool:
    return bool(_ARTICLE.search(view.folded, max(0, span[0] - _REACH), span[0]))
