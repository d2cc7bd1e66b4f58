"""Holders of an office named by it alone: "the prime minister", linked where one person can be meant."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from flows.steps.entities import tables
from flows.steps.entities.candidates import Candidate
from flows.steps.entities.gazetteer import TitleMatch
from flows.steps.entities.knowledge_base import NamedEntity, thing_id
from flows.steps.entities.offices import holders, office_holder, role_of
from flows.steps.entities.passage_view import PassageView
from flows.steps.models import Mention
from schemas.vocab import EntityType, LinkMethod, MentionKind

DocumentPeriod = tuple[date | None, date | None]
"""First and last day on which a document may have been written."""
UNDATED: DocumentPeriod = (None, None)
_FROM_DOCUMENT, _FROM_TABLE = 0.8, 0.7
"""Confidence where the document names the holder, and where only `offices.csv` does."""
_REACH = 60
_BEFORE = 6
_NEAR = 2
"""Paragraphs back in which a holder from another country than the document's must have been named."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OWNER = re.compile(r"'s? (?:[A-Za-z]+ and )?$")
_NAME_NEXT = re.compile(r",? (?:(?:HE|H\.E\.|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Gen\.) )*[A-Z]")
_OF = re.compile(r" of (?:the )?")
_COUNTRY_NAMES = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
_FORMER = re.compile(r"\b(?:[Ff]ormer|[Ee]x|[Tt]hen|[Ll]ate|[Oo]usted|[Dd]eposed)[ -](?:\S+ )?$")


@dataclass(frozen=True, slots=True)
class NamedPassage:
    """A passage with its names and titles, in order."""

    view: PassageView
    names: Sequence[Candidate]
    titles: Sequence[TitleMatch]


@dataclass(slots=True)
class _TitledPerson:
    """A person who is named with a title, and the indexes of the passages."""

    entity: NamedEntity
    passages: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _OfficeMention:
    """A title without a name: its range in the passage, and the country of the office; None where none is mentioned."""

    start: int
    end: int
    title: str
    country: str | None


def is_from_table(mention: Mention) -> bool:
    """Return whether a mention by office was linked by `offices.csv`, as no holder is named in the document."""
    return mention.link_method == LinkMethod.ROLE and mention.link_confidence == _FROM_TABLE


def office_holder_candidates(
    passages: Sequence[NamedPassage], period: DocumentPeriod = UNDATED
) -> list[list[Candidate]]:
    """Return for each passage of a document a candidate for each holder of an office that it names by the office alone.

    A holder is somebody whom the document names with the title, or else who held the office in all of `period` by
    `offices.csv`.
    """
    named = _titled_people(passages)
    countries = Counter(name.entity.country for item in passages for name in item.names if name.entity.country)
    found: list[list[Candidate]] = []
    for index, item in enumerate(passages):
        found.append([])
        for office in _office_mentions(item):
            holder, confidence = _in_document(office, named, countries, index), _FROM_DOCUMENT
            if holder is None and not _fitting(office, named):
                holder, confidence = _in_office(office, item.view, countries, period), _FROM_TABLE
            if holder is not None:
                found[-1].append(_candidate(office, holder, confidence))
    return found


def _candidate(office: _OfficeMention, holder: NamedEntity, confidence: float) -> Candidate:
    return Candidate(
        start=office.start,
        end=office.end,
        entity=holder,
        kind=MentionKind.ROLE,
        recogniser="office_rule",
        confidence=confidence,
        method=LinkMethod.ROLE,
    )


def _titled_people(passages: Iterable[NamedPassage]) -> Mapping[str, dict[str, _TitledPerson]]:
    """Return the people whom the document names with a title, by title and then by id."""
    found: dict[str, dict[str, _TitledPerson]] = {}
    for index, item in enumerate(passages):
        people = {name.start: name for name in item.names if name.entity.entity_type == EntityType.PERSON}
        for title in item.titles:
            person = people.get(title.end + 1)
            if person is not None and not _FORMER.search(item.view.folded, max(0, title.start - _REACH), title.start):
                people_so_titled = found.setdefault(_role_key(title.text), {})
                holder = people_so_titled.setdefault(thing_id(person.entity), _TitledPerson(person.entity))
                if holder.entity.country is None:
                    holder.entity = person.entity
                holder.passages.append(index)
    return found


def _role_key(title: str) -> str:
    """Return the role of a title, or the title itself in lower case where it has none in all countries."""
    plain = title.casefold().replace("-", " ")
    return _roles().get(plain, plain)


@cache
def _roles() -> Mapping[str, str]:
    """Return the role of each title that is the same in all countries."""
    return {title.replace("-", " "): role for role, group in tables.office_titles().items() for title in group.titles}


@cache
def _pattern() -> re.Pattern[str]:
    vague = tables.office_mention_words().vague
    titles = {
        title.casefold()
        for group in tables.office_titles().values()
        for listed in (group.titles, *group.of.values())
        for title in listed
    }
    words = "|".join(re.escape(title) for title in sorted(titles - vague, key=lambda title: (-len(title), title)))
    compounds = "|".join(tables.office_mention_words().compounds)
    return re.compile(rf"(?<![\w-])({words})(?![\w-])(?!(?:'s)? (?:{compounds})\b)", re.IGNORECASE)


def _office_mentions(item: NamedPassage) -> Iterator[_OfficeMention]:
    """Yield the titles without a name that refer to a person, in a sentence that is parsed."""
    view = item.view
    if view.is_title_case or view.is_upper or view.passage.parse is None or not view.passage.parse.tokens:
        return
    starts = [name.start for name in item.names]
    ends = {name.end: name for name in item.names}
    for match in _pattern().finditer(view.folded):
        start, end = match.span()
        behind = bisect_left(starts, end)
        is_inside = behind > 0 and item.names[behind - 1].end > start
        following = item.names[behind] if behind < len(starts) else None
        if is_inside or _is_predicate(view, start, end):
            continue
        is_definite, country = _before(view.folded, start, ends)
        last = end
        of = _OF.match(view.folded, end)
        if of:
            country_name = (
                following
                if following is not None and following.start == of.end() and _names_country(following)
                else None
            )
            is_definite = is_definite and country_name is not None
            country, last = (country_name.entity.country, country_name.end) if country_name else (None, end)
        if is_definite and not _is_named_next(view, last, item.names[bisect_left(starts, last) :][:1]):
            yield _OfficeMention(start, end, match[0].casefold(), country)


def _is_named_next(view: PassageView, end: int, following: Sequence[Candidate]) -> bool:
    """Return whether the holder's name follows a title; a known place or organisation there is another name."""
    match = _NAME_NEXT.match(view.folded, end)
    other = following[0] if following and match and following[0].start == match.end() - 1 else None
    is_else = other is not None and other.is_known and other.entity.entity_type != EntityType.PERSON
    return match is not None and not is_else


def _names_country(name: Candidate) -> bool:
    return name.entity.entity_type in _COUNTRY_NAMES


def _before(text: str, start: int, ends: Mapping[int, Candidate]) -> tuple[bool, str | None]:
    """Return whether "the", a country or its possessive make a title definite, and the country mentioned."""
    start = _without_harmless(text, start)
    country_name = ends.get(start - 1)
    country = None
    if country_name is not None and _names_country(country_name):
        country, start = country_name.entity.country, _without_harmless(text, country_name.start)
    before = text[max(0, start - _REACH) : start]
    if re.search(r"\bthe $", before, re.IGNORECASE):
        return True, country
    owner = _OWNER.search(before)
    if owner is None or country is not None:
        return False, country
    country_name = ends.get(start - len(before) + owner.start())
    return (
        (True, country_name.entity.country)
        if country_name is not None and _names_country(country_name)
        else (False, None)
    )


def _without_harmless(text: str, start: int) -> int:
    """Return where the words that change nothing begin before `start`."""
    for word in tables.office_mention_words().harmless:
        if text.endswith(f" {word} ", 0, start):
            return start - len(word) - 1
    return start


def _is_predicate(view: PassageView, start: int, end: int) -> bool:
    """Return whether a title is predicated of somebody, or part of a longer noun phrase."""
    tokens = view.passage.parse.tokens if view.passage.parse else ()
    first = bisect_left(tokens, start, key=lambda token: token.start)
    last = bisect_right(tokens, end - 1, key=lambda token: token.start)
    inside = range(first, last)
    head = next((index for index in inside if tokens[index].head not in inside or tokens[index].head == index), None)
    if head is None or tokens[head].dep in tables.office_mention_words().predicates:
        return True
    before = tokens[max(0, first - _BEFORE) : first]
    has_copula = any(token.head == head and token.dep == "cop" for token in before)
    return has_copula or tokens[max(0, first - 1)].text.lower() == "as"


def _fitting(office: _OfficeMention, named: Mapping[str, dict[str, _TitledPerson]]) -> list[_TitledPerson]:
    """Return those who are named with this title and may be of the country."""
    people = named.get(_role_key(office.title), {}).values()
    return [person for person in people if office.country is None or person.entity.country in {None, office.country}]


def _in_document(
    office: _OfficeMention, named: Mapping[str, dict[str, _TitledPerson]], countries: Counter[str], index: int
) -> NamedEntity | None:
    """Return the only person of the document with this title; a foreigner must have been named shortly before."""
    people = _fitting(office, named)
    if len(people) != 1:
        return None
    home = countries.most_common(1)[0][0] if countries else None
    country = people[0].entity.country
    if office.country is not None:
        return people[0].entity if office.country == (country or home) else None
    is_near = any(index - _NEAR <= passage <= index for passage in people[0].passages)
    return people[0].entity if is_near or country in {None, home} else None


def _in_office(
    office: _OfficeMention, view: PassageView, countries: Counter[str], period: DocumentPeriod
) -> NamedEntity | None:
    """Return who held the office on all days of `period` by `offices.csv`; None if a sentence names another year."""
    first, last = period
    country = office.country or (next(iter(countries)) if len(countries) == 1 else None)
    role = role_of(office.title, country) if country else None
    if role is None or country is None or first is None or last is None:
        return None
    sentence = view.passage.sentence_at(office.start)
    years = {int(match[0]) for match in _YEAR.finditer(view.folded, *sentence)}
    if years - {first.year, last.year}:
        return None
    known = office_holder(role, country, first)
    is_sure = known == office_holder(role, country, last) and len(holders(role, country, first, last)) == 1
    return known if is_sure else None
