"""Clues to the creation time from what is known beforehand: the days on which people died, their terms of office.

A text that reports the death of somebody was not written before it. A text in which somebody acts in office now was
written in a term of theirs. The words are in `known_facts.toml`, the days in `deaths.csv` and `offices.csv`.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.document_date.constraints import Constraint, Days, Evidence, not_before
from flows.steps.document_date.cues import DatedParagraph
from flows.steps.entities.gazetteer import TitleMatch, match_gazetteer
from flows.steps.entities.knowledge_base import NOTHING, days_of_death, thing_id
from flows.steps.entities.offices import Term, is_preceded, role_of, terms_by_holder
from flows.steps.entities.passage_view import passage_view
from flows.steps.lexicon.frequency import frequency
from flows.steps.lexicon.patterns import ExampledPattern
from flows.steps.text.passage import Span
from schemas.data_files import load_toml
from schemas.vocab import EntityType, Precision

_DEATH_WEIGHT, _ACTING_WEIGHT, _NAMED_WEIGHT = 0.95, 0.9, 0.75
"""Weights of a death, of a term in which somebody acts now, and of one that news only names; by judgement."""
_REACH_CHARACTERS = 120
"""Characters before a name that may report a death, or the title of an office."""
_SENTENCE_CHARACTERS = 1000
"""Characters around a name that are searched as its sentence."""
_SURNAME = re.compile(r"\b([A-Z][\w'’-]+) (?:administration|government|cabinet)\b")
_WORD_BEFORE = re.compile(r"\b([A-Z][a-z]+) $")
_PLAIN_WORD = 1000
"""Times that a word is written from which it is no first name at the beginning of a sentence."""
_GOVERNING = frozenset({"president", "prime_minister", "supreme_leader", "junta_leader"})
"""Roles whose holders a government is named after."""
_SOUTHERN = frozenset(
    {"ARG", "AUS", "BOL", "BWA", "CHL", "LSO", "MOZ", "NAM", "NZL", "PER", "PRY", "SWZ", "URY", "ZAF", "ZWE"}
)
"""Countries in which it is summer in January."""


class FactCues(NamedTuple):
    """The content of `known_facts.toml`, whose comments explain each block."""

    death_before: ExampledPattern
    death_behind: ExampledPattern
    unsure: ExampledPattern
    unsure_behind: ExampledPattern
    death_noun: ExampledPattern
    another_office: ExampledPattern
    leaves_office: ExampledPattern
    acts_now: ExampledPattern
    government: ExampledPattern


@cache
def fact_cues() -> FactCues:
    """Return the content of `known_facts.toml`."""
    return load_toml(files(__package__).joinpath("known_facts.toml"), FactCues)


@dataclass(frozen=True, slots=True)
class KnownDeath:
    """A death that a text reports at `start` to `end` of a paragraph, and the day on which it is known to have come."""

    paragraph: DatedParagraph
    start: int
    end: int
    person: str
    day: date


class NamedPerson(NamedTuple):
    """A known person at `start` to `end` of a paragraph; `key` is the entity id."""

    start: int
    end: int
    name: str
    key: str


class KnownNames(NamedTuple):
    """The known people whom a paragraph names, in order; `text` is the paragraph, folded.

    `titles` are the longest titles by the offset behind each, `countries` those of all its known names,
    `stated` the offsets of its past dates with a year.
    """

    paragraph: DatedParagraph
    text: str
    people: Sequence[NamedPerson]
    titles: Mapping[int, TitleMatch]
    countries: Sequence[str]
    stated: Sequence[int]


def known_names(content: Sequence[DatedParagraph]) -> list[KnownNames]:
    """Return the known people and the titles of each paragraph.

    Those of whom the day of death is known are found by their surnames, too, where the text names them in full.
    """
    rows = [_names_of(part) for part in content]
    in_full = {
        person.key: person for row in rows for person in row.people if " " in row.text[person.start : person.end]
    }
    surnames = {person.name.split()[-1]: person for key, person in in_full.items() if key in days_of_death()}
    return [_with_surnames(row, surnames) for row in rows] if surnames else rows


def _names_of(part: DatedParagraph) -> KnownNames:
    view = passage_view(part.passage, NOTHING)
    found = match_gazetteer(view)
    people = [
        NamedPerson(hit.start, hit.end, hit.entity.name, thing_id(hit.entity))
        for hit in found.hits
        if hit.entity.entity_type == EntityType.PERSON
    ]
    countries = [hit.entity.country for hit in found.hits if hit.entity.country]
    titles: dict[int, TitleMatch] = {}
    for title in sorted(found.titles, key=lambda title: -title.start):
        titles[title.end] = title
    stated = [timex.start for timex in part.timexes if timex.is_stated and not timex.looks_ahead]
    row = KnownNames(paragraph=part, text=view.folded, people=people, titles=titles, countries=countries, stated=stated)
    return row._replace(people=[person for person in people if _is_own_name(row, person)])


def _is_own_name(row: KnownNames, person: NamedPerson) -> bool:
    """Return whether a person is named in full, or by a name that no first name makes somebody else's."""
    return " " in row.text[person.start : person.end] or not _has_first_name(row, person.start)


def _with_surnames(row: KnownNames, surnames: Mapping[str, NamedPerson]) -> KnownNames:
    """Return the names of a paragraph with those of the people who are named in full elsewhere, by surname."""
    taken = {position for person in row.people for position in range(person.start, person.end)}
    further = [
        surnames[match[0]]._replace(start=match.start(), end=match.end())
        for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, surnames))})(?![\w-])", row.text)
        if match.start() not in taken and not _has_first_name(row, match.start())
    ]
    return row._replace(people=sorted((*row.people, *further)))


def _has_first_name(row: KnownNames, position: int) -> bool:
    """Return whether a capitalised word before a surname makes it somebody else's: no title, nor a plain word."""
    before = _WORD_BEFORE.search(row.text, max(0, position - _REACH_CHARACTERS), position)
    if before is None or position - 1 in row.titles:
        return False
    is_first = before.start() == row.paragraph.passage.sentence_at(position)[0]
    return not (is_first and frequency(before[1].lower()) >= _PLAIN_WORD)


def is_southern(names: Sequence[KnownNames]) -> bool:
    """Return whether most of the names of a text are of countries in which it is summer in January."""
    countries = [country for row in names for country in row.countries]
    return 2 * sum(country in _SOUTHERN for country in countries) > len(countries)


def known_deaths(names: Sequence[KnownNames]) -> list[KnownDeath]:
    """Return the deaths of known people that a text reports as facts, in reading order.

    Somebody who is only named by a surname may be another of that name.
    """
    in_full = {person.key for row in names for person in row.people if " " in row.text[person.start : person.end]}
    return [death for row in names for person in row.people if person.key in in_full for death in _death(row, person)]


def _death(row: KnownNames, hit: NamedPerson) -> Iterator[KnownDeath]:
    day = days_of_death().get(hit.key)
    if day is None:
        return
    sentence = row.paragraph.passage.sentence_at(hit.start)
    first, last = max(sentence[0], hit.start - _SENTENCE_CHARACTERS), min(sentence[1], hit.end + _SENTENCE_CHARACTERS)
    lead = row.text[max(first, hit.start - _REACH_CHARACTERS) : hit.start]
    before = fact_cues().death_before.pattern.search(lead)
    behind = fact_cues().death_behind.pattern.match(row.text[hit.end : last])
    start = hit.start - len(lead) + before.start() if before else hit.start
    end = hit.end + behind.end() if behind else hit.end
    is_unsure = fact_cues().unsure.pattern.search(row.text, first, end) or fact_cues().unsure_behind.pattern.search(
        row.text, end, last
    )
    if (before or behind) and not is_unsure:
        yield KnownDeath(row.paragraph, start, end, hit.name, day)


def death_constraints(deaths: Sequence[KnownDeath]) -> Iterator[Constraint]:
    """Yield the constraint that a text was not written before the deaths that it reports."""
    for death in deaths:
        reason = f"{death.person} died on {death.day}"
        yield not_before(
            "known_death", death.day, _DEATH_WEIGHT, reason, Evidence(death.paragraph.passage, death.start, death.end)
        )


def term_constraints(names: Sequence[KnownNames], deaths: Sequence[KnownDeath]) -> Iterator[Constraint]:
    """Yield the terms of those who are named with their office, as far as the text is about its own time.

    Who acts in the present is in office. Who is only named with a title is so in news: where the paragraph has dates
    without a year, and the text has not narrated days of stated years before. The dead are not in office.
    """
    dead = {death.person for death in deaths}
    is_narrative = False
    for row in names:
        stated = [timex for timex in row.paragraph.timexes if timex.is_stated]
        is_news = not is_narrative and any(not timex.is_stated for timex in row.paragraph.timexes)
        for person in row.people:
            if person.name not in dead:
                yield from _term_of_title(row, person, is_news=is_news)
        yield from _terms_of_governments(row)
        is_narrative = is_narrative or any(
            timex.value.precision != Precision.YEAR and not timex.looks_ahead for timex in stated
        )


def _term_of_title(row: KnownNames, hit: NamedPerson, *, is_news: bool) -> Iterator[Constraint]:
    title = row.titles.get(hit.start - 1)
    if title is None or is_set_apart(row, title.start):
        return
    lead = row.text[max(0, title.start - _REACH_CHARACTERS) : title.start]
    is_acting = fact_cues().acts_now.pattern.match(row.text[hit.end : hit.end + _REACH_CHARACTERS]) is not None
    if fact_cues().another_office.pattern.search(lead) or not (is_acting or is_news):
        return
    first, last = row.paragraph.passage.sentence_at(hit.start)
    around = row.text[max(first, hit.start - _SENTENCE_CHARACTERS) : min(last, hit.end + _SENTENCE_CHARACTERS)]
    if not is_acting and fact_cues().leaves_office.pattern.search(around):
        return
    name = row.text[hit.start : hit.end]
    terms = terms_by_holder().get(hit.key, ()) if " " in name else _by_surname().get(name, ())
    fitting = [term for term in terms if role_of(title.text, term.country) == term.role]
    yield from _constraint(row, (title.start, hit.end), fitting, _ACTING_WEIGHT if is_acting else _NAMED_WEIGHT)


def _terms_of_governments(row: KnownNames) -> Iterator[Constraint]:
    """Yield the terms of those after whom a government is named that acts in the present."""
    for match in _SURNAME.finditer(row.text):
        terms = [term for term in _by_surname().get(match[1], ()) if term.role in _GOVERNING]
        is_acting = fact_cues().acts_now.pattern.match(row.text[match.end() : match.end() + _REACH_CHARACTERS])
        if terms and is_acting and not is_set_apart(row, match.start()):
            yield from _constraint(row, match.span(), terms, _ACTING_WEIGHT)


@cache
def _by_surname() -> Mapping[str, Sequence[Term]]:
    found: dict[str, list[Term]] = defaultdict(list)
    for terms in terms_by_holder().values():
        for term in terms:
            found[term.holder.name.split()[-1]].append(term)
    return found


def is_set_apart(row: KnownNames, position: int) -> bool:
    """Return whether a name is in a quotation, or in a sentence about a stated year, which may be any time's."""
    first, last = row.paragraph.passage.sentence_at(position)
    stated = row.stated
    number = bisect_left(stated, max(first, position - _SENTENCE_CHARACTERS))
    is_of_year = number < len(stated) and stated[number] < min(last, position + _SENTENCE_CHARACTERS)
    return is_of_year or row.paragraph.cues.has_quote(first, position)


def _constraint(row: KnownNames, span: Span, terms: Sequence[Term], weight: float) -> Iterator[Constraint]:
    """Yield the constraint by the terms of one person, or of several with one surname, where any are known."""
    days = _merged(sorted((_since(term), term.latest) for term in terms))
    if days and days != ((date.min, date.max),):
        names = " or ".join(dict.fromkeys(term.holder.name for term in terms))
        reason = f"{names} was in office {' and '.join(map(_shown, days))}"
        yield Constraint("term_of_office", days, weight, reason, Evidence(row.paragraph.passage, *span))


def _since(term: Term) -> date:
    """Return the first day of a term; an earlier one of the same holder may be missing where the table begins."""
    return term.earliest if is_preceded(term) else date.min


def _merged(ordered: Sequence[Days]) -> tuple[Days, ...]:
    merged: list[Days] = []
    for first, last in ordered:
        if merged and first.toordinal() <= merged[-1][1].toordinal() + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)


def _shown(days: Days) -> str:
    first = "" if days[0] == date.min else f"from {days[0]}"
    last = "" if days[1] == date.max else f"to {days[1]}"
    return " ".join(filter(None, (first, last)))
