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
from flows.steps.entities.gazetteer import Title
from flows.steps.entities.knowledge_base import Known, thing_id
from flows.steps.entities.offices import holders, office_holder, role_of
from flows.steps.entities.view import View
from schemas.vocab import EntityType, LinkMethod, MentionKind

Period = tuple[date | None, date | None]
"""First and last day on which a document may have been written."""
UNDATED: Period = (None, None)
_NAMED, _KNOWN = 0.8, 0.7
"""Confidence where the document names the holder, and where only the knowledge base does."""
_REACH = 60
_BEFORE = 6
_NEAR = 2
"""Paragraphs back in which a holder from another country than the document's must have been named."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OWNER = re.compile(r"'s? (?:[A-Za-z]+ and )?$")
_NAME_NEXT = re.compile(r",? (?:(?:HE|H\.E\.|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Gen\.) )*[A-Z]")
_OF = re.compile(r" of (?:the )?")
_LAND = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
_FORMER = re.compile(r"\b(?:[Ff]ormer|[Ee]x|[Tt]hen|[Ll]ate|[Oo]usted|[Dd]eposed)[ -](?:\S+ )?$")


@dataclass(frozen=True, slots=True)
class Told:
    """A passage with its names and titles, in order."""

    view: View
    names: Sequence[Candidate]
    titles: Sequence[Title]


@dataclass(slots=True)
class _Holder:
    """Somebody who is named with a title, and in which passages."""

    thing: Known
    passages: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Nominal:
    """A title alone: its place, the role by any country, and the country it is said of; None where it is not said."""

    start: int
    end: int
    title: str
    country: str | None


def office_names(told: Sequence[Told], period: Period = UNDATED) -> list[list[Candidate]]:
    """Return for each passage of a document the holders of offices that it names by the office alone."""
    named = _holders(told)
    lands = Counter(name.thing.country for item in told for name in item.names if name.thing.country)
    found: list[list[Candidate]] = []
    for index, item in enumerate(told):
        found.append([])
        for nominal in _nominals(item):
            meant = _in_document(nominal, named, lands, index)
            sure = _NAMED
            if meant is None and not _is_named(nominal, named):
                meant, sure = _in_office(nominal, item.view, lands, period), _KNOWN
            if meant is not None:
                found[-1].append(
                    Candidate(
                        start=nominal.start,
                        end=nominal.end,
                        thing=meant,
                        kind=MentionKind.ROLE,
                        recogniser="office_rule",
                        confidence=sure,
                        method=LinkMethod.ROLE,
                    )
                )
    return found


def _holders(told: Iterable[Told]) -> Mapping[str, dict[str, _Holder]]:
    """Return the people whom the document names with a title, by title and then by id."""
    found: dict[str, dict[str, _Holder]] = {}
    for index, item in enumerate(told):
        people = {name.start: name for name in item.names if name.thing.entity_type == EntityType.PERSON}
        for title in item.titles:
            person = people.get(title.end + 1)
            if person is not None and not _FORMER.search(item.view.folded, max(0, title.start - _REACH), title.start):
                people_so_titled = found.setdefault(_plain(title.text), {})
                holder = people_so_titled.setdefault(thing_id(person.thing), _Holder(person.thing))
                if holder.thing.country is None:
                    holder.thing = person.thing
                holder.passages.append(index)
    return found


def _plain(title: str) -> str:
    """Return the name that all titles of one role have in common; of others, the title itself."""
    plain = title.casefold().replace("-", " ")
    return _roles().get(plain, plain)


@cache
def _roles() -> Mapping[str, str]:
    """Return the role of each title that is the same in all countries."""
    return {title.replace("-", " "): role for role, group in tables.office_titles().items() for title in group.titles}


@cache
def _pattern() -> re.Pattern[str]:
    vague = tables.nominals().vague
    titles = {
        title.casefold()
        for group in tables.office_titles().values()
        for listed in (group.titles, *group.of.values())
        for title in listed
    }
    words = "|".join(re.escape(title) for title in sorted(titles - vague, key=lambda title: (-len(title), title)))
    compounds = "|".join(tables.nominals().compounds)
    return re.compile(rf"(?<![\w-])({words})(?![\w-])(?!(?:'s)? (?:{compounds})\b)", re.IGNORECASE)


def _nominals(item: Told) -> Iterator[_Nominal]:
    """Yield the titles that stand alone and name somebody, in a sentence that is parsed."""
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
            land = following if following is not None and following.start == of.end() and _is_land(following) else None
            is_definite = is_definite and land is not None
            country, last = (land.thing.country, land.end) if land else (None, end)
        if is_definite and not _is_named_next(view, last, item.names[bisect_left(starts, last) :][:1]):
            yield _Nominal(start, end, match[0].casefold(), country)


def _is_named_next(view: View, end: int, following: Sequence[Candidate]) -> bool:
    """Return whether the holder's name comes right behind a title; a known place or body there is no name of his."""
    match = _NAME_NEXT.match(view.folded, end)
    other = following[0] if following and match and following[0].start == match.end() - 1 else None
    is_else = other is not None and other.is_known and other.thing.entity_type != EntityType.PERSON
    return match is not None and not is_else


def _is_land(name: Candidate) -> bool:
    return name.thing.entity_type in _LAND


def _before(text: str, start: int, ends: Mapping[int, Candidate]) -> tuple[bool, str | None]:
    """Return whether "the", a country or its owner make a title definite, and the country that is said."""
    start = _without_harmless(text, start)
    land = ends.get(start - 1)
    country = None
    if land is not None and _is_land(land):
        country, start = land.thing.country, _without_harmless(text, land.start)
    before = text[max(0, start - _REACH) : start]
    if re.search(r"\bthe $", before, re.IGNORECASE):
        return True, country
    owner = _OWNER.search(before)
    if owner is None or country is not None:
        return False, country
    land = ends.get(start - len(before) + owner.start())
    return (True, land.thing.country) if land is not None and _is_land(land) else (False, None)


def _without_harmless(text: str, start: int) -> int:
    """Return where the words that change nothing begin before `start`."""
    for word in tables.nominals().harmless:
        if text.endswith(f" {word} ", 0, start):
            return start - len(word) - 1
    return start


def _is_predicate(view: View, start: int, end: int) -> bool:
    """Return whether a title says what somebody is, or stands in a longer noun."""
    tokens = view.passage.parse.tokens if view.passage.parse else ()
    first = bisect_left(tokens, start, key=lambda token: token.start)
    last = bisect_right(tokens, end - 1, key=lambda token: token.start)
    inside = range(first, last)
    head = next((index for index in inside if tokens[index].head not in inside or tokens[index].head == index), None)
    if head is None or tokens[head].dep in tables.nominals().predicates:
        return True
    before = tokens[max(0, first - _BEFORE) : first]
    has_copula = any(token.head == head and token.dep == "cop" for token in before)
    return has_copula or tokens[max(0, first - 1)].text.lower() == "as"


def _fitting(nominal: _Nominal, named: Mapping[str, dict[str, _Holder]]) -> list[_Holder]:
    """Return those who are named with this title and may be of the country."""
    people = named.get(_plain(nominal.title), {}).values()
    return [one for one in people if nominal.country is None or one.thing.country in {None, nominal.country}]


def _is_named(nominal: _Nominal, named: Mapping[str, dict[str, _Holder]]) -> bool:
    return bool(_fitting(nominal, named))


def _in_document(
    nominal: _Nominal, named: Mapping[str, dict[str, _Holder]], lands: Counter[str], index: int
) -> Known | None:
    """Return the only one in the document who has this title; a foreigner must have been named shortly before."""
    people = _fitting(nominal, named)
    if len(people) != 1:
        return None
    own = lands.most_common(1)[0][0] if lands else None
    country = people[0].thing.country
    if nominal.country is not None:
        return people[0].thing if nominal.country == (country or own) else None
    is_near = any(index - _NEAR <= passage <= index for passage in people[0].passages)
    return people[0].thing if is_near or country in {None, own} else None


def _in_office(nominal: _Nominal, view: View, lands: Counter[str], period: Period) -> Known | None:
    """Return who held the office all the time in which the document may have been written; other years are others'."""
    first, last = period
    country = nominal.country or (next(iter(lands)) if len(lands) == 1 else None)
    role = role_of(nominal.title, country) if country else None
    if role is None or country is None or first is None or last is None:
        return None
    sentence = view.passage.sentence_at(nominal.start)
    years = {int(match[0]) for match in _YEAR.finditer(view.folded, *sentence)}
    if years - {first.year, last.year}:
        return None
    known = office_holder(role, country, first)
    is_sure = known == office_holder(role, country, last) and len(holders(role, country, first, last)) == 1
    return known if is_sure else None
