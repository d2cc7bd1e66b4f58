"""Country and sector of an actor phrase such as "Iraqi security forces" or "protesters"."""

import re
from functools import cache
from typing import NamedTuple

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.gazetteer import match_gazetteer
from flows.steps.entities.knowledge_base import NOTHING, NamedEntity, UserActors, known_person, thing_id
from flows.steps.entities.metonyms import capitals
from flows.steps.entities.passage_view import passage_view
from flows.steps.entities.tables import head_groups, office_rows, role_groups
from flows.steps.entities.tokens import fold
from flows.steps.text.draft import OffsetMap
from flows.steps.text.passage import Passage
from schemas.vocab import EntityType, Role, Sector

_BACKED = re.compile(
    r"[- ](?:backed|allied|led|linked|aligned|supported|funded|trained|sponsored|invited|designated|owned)\b"
)
_AGAINST = re.compile(r"(?:\banti|\bpro|\bnon)-$", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|ex|retired|ousted|deposed|exiled|onetime|one-time)\b", re.IGNORECASE)
_SIDES = re.compile(r"(?:(?:all|both|the|two|warring|conflicting|rival|opposing|concerned|other) )*parties$")
"""The sides of a conflict or of a contract, which are no political parties."""
_HEAD_ENDS = re.compile(r" (?:of|in|from|at|to|with|who|that|for|on|near|across|outside|inside|against|loyal)\b|,")
_PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE, EntityType.NATIONALITY_OR_GROUP, EntityType.NAMED_EVENT})
_LEFT_OFFICE = frozenset({Sector.GOV, Sector.MIL, Sector.LEG})


class _Noun(NamedTuple):
    sector: str
    is_weak: bool


def describe(text: str, actors: UserActors = NOTHING) -> tuple[str | None, str | None]:
    """Return the ISO alpha-3 country and the PLOVER sector of whom an actor phrase means; None where unknown.

    The backer in "Iran-backed militias" is nobody's country. A noun such as "police" decides the sector before the
    group that is named with it, weak nouns such as "fighters" after it; who left office is ELI. A capital that acts
    is its government.
    """
    ready = passage_view(
        Passage(
            document_id="",
            paragraph_id="",
            role=Role.BODY,
            text=text,
            sentences=(),
            offsets=OffsetMap(),
        ),
        actors,
    )
    hits = [hit for hit in match_gazetteer(ready).hits if not _is_modifier(ready.folded, hit)]
    country = next((found for hit in hits if (found := _country(hit.entity))), None)
    noun = None if _SIDES.match(ready.folded) else _head_noun(ready.folded, hits)
    named = next(
        (hit.entity.sector for hit in hits if hit.entity.entity_type not in _PLACES and hit.entity.sector), None
    )
    if not named and len(hits) == 1 and _is_capital(ready.folded, hits[0]):
        named = Sector.GOV
    sector = noun.sector if noun and not noun.is_weak else named or (noun.sector if noun else None)
    if sector in _LEFT_OFFICE and _FORMER.search(ready.folded):
        sector = Sector.ELI
    return country, sector


def _is_modifier(text: str, hit: Candidate) -> bool:
    """Return whether a name is only that of the actor's backer, of whom the actor opposes, or in that of a building."""
    if hit.entity.entity_type == EntityType.PERSON and _facilities().match(text, hit.end):
        return True
    return bool(_BACKED.match(text, hit.end) or _AGAINST.search(text, max(0, hit.start - 6), hit.start))


@cache
def _facilities() -> re.Pattern[str]:
    """Return what follows a person's name that a building bears: "Assad Air Base"."""
    nouns = "|".join(re.escape(noun) for noun in head_groups()["facility"].suffix)
    return re.compile(rf" (?:{nouns})\b", re.IGNORECASE)


def _country(entity: NamedEntity) -> str | None:
    """Return the country of an entity; Kosovo's are given XKX, which is none of ISO 3166-1 and so not in the tables."""
    if entity.country:
        return entity.country
    is_of_kosovo = thing_id(entity) in _office_holders_of_kosovo() or entity.name in _places_of_kosovo()
    return "XKX" if is_of_kosovo else None


@cache
def _office_holders_of_kosovo() -> frozenset[str]:
    """Return the ids of the people who held an office of Kosovo."""
    people = (row.person for row in office_rows() if row.country == "Kosovo")
    return frozenset(thing_id(known_person(person, "offices.csv")) for person in people)


@cache
def _places_of_kosovo() -> frozenset[str]:
    """Return Kosovo and its capital by the names of the knowledge base."""
    return frozenset({"Kosovo", *(name for name, country in capitals().items() if country == "XKX")})


def _is_capital(text: str, hit: Candidate) -> bool:
    """Return whether a phrase consists of a capital alone."""
    is_all = not (text[: hit.start] + text[hit.end :]).strip(" '")
    return is_all and capitals().get(fold(hit.entity.name)) == (_country(hit.entity) or "")


def _head_noun(text: str, hits: list[Candidate]) -> _Noun | None:
    """Return the last role noun before "of", "in" and the like, or else the first one behind; none inside names."""
    found = [
        match
        for match in _pattern().finditer(text.lower())
        if not any(hit.start <= match.start() < hit.end for hit in hits)
    ]
    if not found:
        return None
    end = next((match.start() for match in _HEAD_ENDS.finditer(text)), len(text))
    heads = [match for match in found if match.start() < end]
    return _nouns()[(heads[-1] if heads else found[0])[1]]


@cache
def _nouns() -> dict[str, _Noun]:
    return {noun: _Noun(group.sector, group.weak) for group in role_groups().values() for noun in group.nouns}


@cache
def _pattern() -> re.Pattern[str]:
    nouns = "|".join(re.escape(noun) for noun in sorted(_nouns(), key=lambda noun: (-len(noun), noun)))
    return re.compile(rf"(?<![\w-])({nouns})(?:s|es)?(?![\w-])")
