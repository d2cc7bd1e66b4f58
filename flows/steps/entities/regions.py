"""Towns named with their region ("Lebanon, Pennsylvania"), and regions that have a country's name ("Georgia")."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.entities.candidates import Candidate, known_candidate, select
from flows.steps.entities.knowledge_base import NamedEntity, SurfaceForm, countries, regions
from flows.steps.entities.passage_view import PassageView
from flows.steps.entities.tables import region_rows
from flows.steps.entities.tokens import fold
from flows.steps.text.passage import Span
from schemas.data_files import load_toml
from schemas.vocab import EntityType, LinkMethod, MentionKind

_PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE})
_CONFIDENCE = 0.9
_REACH = 60
_LIST = re.compile(r",? (?:and|or|&) (?:in |the )?|, (?:in |the )?")
_CONJUNCTION = re.compile(r",? (?:and|or|&) ")
_MARK = re.compile(r"\s*(?:$|[.,;:!?()\"\u2013\u2014-])")
_POSSESSIVE = re.compile(r"'s?(?!\w)")


class RegionWords(NamedTuple):
    """The content of `regions.toml`: words around regions, and around towns with their regions."""

    before: frozenset[str]
    behind: frozenset[str]
    after: frozenset[str]
    locative: frozenset[str]
    everywhere: frozenset[str]


@cache
def region_words() -> RegionWords:
    """Return the content of `regions.toml`."""
    return load_toml(files(__package__).joinpath("regions.toml"), RegionWords)


class NamedText(NamedTuple):
    """A passage with the names chosen in it."""

    view: PassageView
    chosen: Sequence[Candidate]


class _RegionBehind(NamedTuple):
    """A region or a country behind a town: where, and the entities that its words may mean, the likeliest first."""

    span: Span
    meanings: tuple[NamedEntity, ...]
    is_country: bool = False
    is_code: bool = False


class _Town(NamedTuple):
    """A town, the region behind it, and the town as the region makes it."""

    candidate: Candidate
    entity: NamedEntity
    span: Span
    region: NamedEntity


def with_regions(passages: Sequence[NamedText]) -> list[list[Candidate]]:
    """Return the names of the passages of one document with towns in the country of the region behind them.

    A town whose known namesake is in another country is unlinked, there and where the document names it again. A name
    that a region shares with a country means the region where the document has signs of it.
    """
    towns = [list(_towns(passage, ())) for passage in passages]
    behind = {town.region for of_passage in towns for town in of_passage}
    shared = [name for name in _shared_names() if _is_region(passages, name, behind)]
    if shared:
        towns = [list(_towns(passage, shared)) for passage in passages]
    again = _named_again(passages, towns)
    return [_resolved(passage, found, again, shared) for passage, found in zip(passages, towns, strict=True)]


@cache
def _regions() -> Mapping[str, tuple[NamedEntity, ...]]:
    """Return the regions by each name and code, one for each country that has one of the name."""
    found: dict[str, tuple[NamedEntity, ...]] = {}
    for row, (entity, aliases) in zip(region_rows(), regions(), strict=True):
        meanings = tuple(replace(entity, country=country) for country in row.countries)
        for written in (row.name, *aliases, *row.codes):
            found.setdefault(fold(written), meanings)
    return found


@cache
def _abbreviations() -> frozenset[str]:
    codes = (code for row in region_rows() for code in row.codes)
    return frozenset(code for code in codes if code.isupper() or code.endswith("."))


@cache
def _shared_names() -> Mapping[str, NamedEntity]:
    """Return the countries whose names regions have, too, by name."""
    return {entity.name: entity for entity in countries().values() if entity.name in _regions()}


@cache
def _behind_town() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_regions(), key=lambda name: (-len(name), name)))
    return re.compile(rf", ({names})(?![\w-])")


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(sorted(region_words().after))})\b")


@cache
def _before_town() -> re.Pattern[str]:
    """Return a preposition and the capitalised words behind it, at the end of a text."""
    return re.compile(rf"\b(?:{'|'.join(sorted(region_words().locative))}) ((?:[A-Z][\w'-]+ ){{0,2}}[A-Z][\w'-]+)$")


def _towns(passage: NamedText, shared: Sequence[str]) -> Iterator[_Town]:
    """Yield each town of a passage that its region follows."""
    view, by_end = passage.view, {item.end: item for item in passage.chosen}
    if view.is_upper:
        return
    starts = {item.start: item for item in passage.chosen if item.entity.entity_type in _PLACES}
    for region in (*_named_regions(view), *_countries_behind(passage)):
        end = region.span[0] - len(", ")
        town = _town_at(view, by_end.get(end), end)
        if town is None or not (region.is_code or _is_closed(view, town, region, starts)):
            continue
        meaning = _meaning(town, region, shared)
        entity = town.entity
        if entity.entity_type == EntityType.PLACE and entity.country in {None, meaning.country}:
            entity = replace(entity, country=meaning.country)
        else:
            written = view.written[town.start : town.end].replace("\n", " ")
            entity = NamedEntity(name=written, entity_type=EntityType.PLACE, country=meaning.country)
        yield _Town(town, entity, region.span, meaning)


def _named_regions(view: PassageView) -> Iterator[_RegionBehind]:
    for match in _behind_town().finditer(view.folded):
        country = _shared_names().get(match[1])
        meanings = (*_regions()[match[1]], *([country] if country else ()))
        yield _RegionBehind(match.span(1), meanings, is_code=match[1] in _abbreviations())


def _countries_behind(passage: NamedText) -> Iterator[_RegionBehind]:
    """Yield the countries behind unknown places and those of other countries: "Tripoli, Lebanon"."""
    places = {item.end: item.entity for item in passage.chosen if item.entity.country or not item.is_known}
    for item in passage.chosen:
        town = places.get(item.start - len(", "))
        if item.entity.entity_type != EntityType.COUNTRY or item.entity.name in _shared_names() or town is None:
            continue
        is_elsewhere = town.entity_type == EntityType.PLACE and town.country != item.entity.country
        if is_elsewhere and passage.view.folded.startswith(", ", item.start - 2):
            yield _RegionBehind((item.start, item.end), (item.entity,), is_country=True)


def _town_at(view: PassageView, candidate: Candidate | None, end: int) -> Candidate | None:
    """Return the candidate that ends at `end` if it may be a town, or one for the capitalised words there."""
    if candidate is not None and candidate.entity.entity_type in _PLACES:
        return candidate
    match = _before_town().search(view.folded[max(0, end - _REACH) : end])
    if match is None:
        return None
    start = end - len(match[1])
    if candidate is None:
        written = view.written[start:end].replace("\n", " ")
        entity = NamedEntity(name=written, entity_type=EntityType.PLACE)
        return Candidate(
            start=start,
            end=end,
            entity=entity,
            kind=MentionKind.FULL,
            recogniser="region_rule",
            confidence=_CONFIDENCE,
        )
    is_one_word = candidate.start == start and " " not in match[1]
    return candidate if is_one_word else None


def _is_closed(view: PassageView, town: Candidate, region: _RegionBehind, starts: Mapping[int, Candidate]) -> bool:
    """Return whether a town and its region are no two members of a list, and no clause begins between them."""
    text, end = view.folded, region.span[1]
    conjunction, mark = _CONJUNCTION.match(text, end), _MARK.match(text, end)
    if not (conjunction or mark or _POSSESSIVE.match(text, end) or _goes_on().match(text, end)):
        return False
    following = _LIST.match(text, end)
    other = starts.get(following.end()) if following else None
    if other is not None and not _behind_town().match(text, other.end):
        return False
    if region.is_country and (conjunction or not _before_town().search(text[max(0, town.start - _REACH) : town.end])):
        return False
    opens = _opens_sentence(view, town.start)
    return not opens or (mark is not None and not region.is_country)


def _opens_sentence(view: PassageView, start: int) -> bool:
    """Return whether only a preposition comes before a place in its sentence: "In Paris, Texas's governor ..."."""
    before = view.folded[max(0, start - _REACH) : start].split()
    return not before or view.starts_sentence(start) or view.starts_sentence(start - len(before[-1]) - 1)


def _meaning(town: Candidate, region: _RegionBehind, shared: Sequence[str]) -> NamedEntity:
    """Return what the words of a region mean: what the known town is in; else the likeliest, as the document has it.

    A known town of another country makes "Athens, Georgia" the region, an unknown one is where the document is.
    """
    meanings, country = region.meanings, town.entity.country
    known = next((meaning for meaning in meanings if country is not None and meaning.country == country), None)
    if known is not None or len(meanings) == 1:
        return known or meanings[0]
    is_country = (
        town.entity.country is None and meanings[-1].name in _shared_names() and meanings[-1].name not in shared
    )
    return meanings[-1] if is_country else meanings[0]


def _named_again(passages: Sequence[NamedText], towns: Sequence[Sequence[_Town]]) -> Mapping[str, NamedEntity]:
    """Return the towns by those names that mean nothing else in the document.

    A region is behind the name when it first comes, always one of the same country; and where it is a country's name,
    nothing else of that country is named.
    """
    found: dict[str, NamedEntity | None] = {}
    namesakes: dict[str, NamedEntity] = {}
    named = {(item.entity.country, name) for passage in passages for item, name in _names(passage)}
    for passage, of_passage in zip(passages, towns, strict=True):
        at = {town.candidate.start: town.entity for town in of_passage}
        for item, name in _names(passage):
            entity = at.get(item.start)
            if found.setdefault(name, entity) != entity and entity is not None:
                found[name] = None
            if entity is not None:
                namesakes[name] = item.entity
    return {
        name: entity
        for name, entity in found.items()
        if entity is not None and not _is_country_named(namesakes[name], name, named)
    }


def _names(passage: NamedText) -> Iterator[tuple[Candidate, str]]:
    return ((item, passage.view.folded[item.start : item.end]) for item in passage.chosen)


def _is_country_named(namesake: NamedEntity, name: str, named: set[tuple[str | None, str]]) -> bool:
    is_country = namesake.entity_type == EntityType.COUNTRY
    return is_country and any(country == namesake.country and other != name for country, other in named)


def _resolved(
    passage: NamedText, towns: Sequence[_Town], again: Mapping[str, NamedEntity], shared: Sequence[str]
) -> list[Candidate]:
    """Return the names of a passage with its towns, their regions, and both where they are named again."""
    at = {town.candidate.start: town for town in towns}
    added = [_region_at(town.span, town.region) for town in towns]
    for name in shared:
        region = _regions()[name][0]
        added += [_region_at(match.span(1), region) for match in _with_cue(name).finditer(passage.view.folded)]
    kept = []
    for item, name in _names(passage):
        town = at.pop(item.start, None)
        if town is not None:
            kept.append(_as_town(item, town.entity, LinkMethod.NAME))
        elif name in shared and item.entity.entity_type == EntityType.COUNTRY:
            kept.append(_region_at((item.start, item.end), _regions()[name][0]))
        elif name in again and item.entity.entity_type in _PLACES:
            kept.append(_as_town(item, again[name], LinkMethod.DOCUMENT))
        else:
            kept.append(item)
    unnamed = [replace(town.candidate, entity=town.entity) for town in at.values()]
    return select((*added, *kept, *unnamed))


def _region_at(span: Span, region: NamedEntity) -> Candidate:
    return known_candidate(*span, SurfaceForm(region, MentionKind.FULL))


def _as_town(item: Candidate, entity: NamedEntity, method: str) -> Candidate:
    """Return a name as that of a town, unlinked where it was linked to another."""
    if item.entity.country == entity.country or item.entity == entity:
        return replace(item, entity=entity)
    return replace(
        item,
        entity=entity,
        kind=MentionKind.FULL,
        recogniser="region_rule",
        confidence=_CONFIDENCE,
        method=method,
        is_known=False,
    )


@cache
def _with_cue(name: str) -> re.Pattern[str]:
    """Return the name of a region with words before or behind it that a country of the name has not."""
    before, behind = (
        "|".join(map(re.escape, sorted(group))) for group in (region_words().before, region_words().behind)
    )
    title = rf"(?<![\w-])(?:{before})(?: [A-Z][\w.'-]+){{0,4}},? (?:of|from|in) (?:the (?:US|U\.S\.) state of )?"
    return re.compile(rf"(?:{title}(?={name}\b)|(?<![\w-])(?={name}(?:'s?)? (?:{behind})(?!\w)))({name})\b")


def _is_region(passages: Sequence[NamedText], name: str, behind: set[NamedEntity]) -> bool:
    """Return whether a name that a region shares with a country means the region in a document.

    Nothing else of the country is named, and the region has what a region has, or is `behind` a town, or the document
    is about its country alone: it names other places there, and no further country.
    """
    country, region = _shared_names()[name], _regions()[name][0]
    if all(name not in passage.view.folded for passage in passages):
        return False
    others = [item.entity for passage in passages for item, written in _names(passage) if written != name]
    if any(entity.country == country.country for entity in others):
        return False
    if region in behind or any(_with_cue(name).search(passage.view.folded) for passage in passages):
        return True
    places = (entity for entity in others if entity.entity_type == EntityType.PLACE)
    is_near = any(
        entity.country == region.country and entity.name not in region_words().everywhere for entity in places
    )
    return is_near and all(entity.country in {None, region.country} for entity in others)
