"""States, their governments, and groups that a text gives no name: "Iraqi soldiers"."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.entities.knowledge_base import NamedEntity, countries
from flows.steps.entities.tables import metonyms
from schemas.data_files import load_toml
from schemas.vocab import STATE_SECTORS, EntityType, Sector

BODIES = frozenset({EntityType.ORGANIZATION, EntityType.ARMED_GROUP})
"""Types of entities that may be a body of a state."""


class GroupName(NamedTuple):
    """A block of `groups.toml`: what the people and bodies of a sector are called as a whole."""

    name: str
    example: str


@cache
def group_names() -> dict[Sector, GroupName]:
    """Return the blocks of `groups.toml`, by sector."""
    return load_toml(files(__package__).joinpath("groups.toml"), dict[Sector, GroupName])


@cache
def government(country: str) -> NamedEntity:
    """Return the government of a country, given by its ISO 3166-1 alpha-3 code; KeyError where there is none."""
    return _of_country(EntityType.ORGANIZATION, "Government", country, Sector.GOV)


def unnamed_group(words: str, country: str | None, sector: str | None) -> NamedEntity:
    """Return the group of which words without a name are a part.

    It is that of the country (ISO 3166-1 alpha-3) and the PLOVER sector, where both are known, or of the country
    alone; else what the words say, which is another group in another document.
    """
    if country not in countries():
        return NamedEntity(name=words, entity_type=EntityType.NATIONALITY_OR_GROUP, country=country, sector=sector)
    return _known_group(country, sector)


@cache
def _known_group(country: str, sector: str | None) -> NamedEntity:
    if sector == Sector.GOV:
        return government(country)
    is_body = sector in STATE_SECTORS
    name = group_names()[Sector(sector)].name if sector else "Unnamed actors"
    return _of_country(EntityType.ORGANIZATION if is_body else EntityType.NATIONALITY_OR_GROUP, name, country, sector)


def _of_country(entity_type: str, name: str, country: str, sector: str | None) -> NamedEntity:
    of = countries()[country].name
    article = "the " if any(part in of for part in metonyms().articles) else ""
    return NamedEntity(name=f"{name} of {article}{of}", entity_type=entity_type, country=country, sector=sector)


def state_of(entity_type: str, country: str | None, sector: str | None) -> NamedEntity | None:
    """Return the state of which an entity of this type, country and sector is a body; None where it is none."""
    is_body = entity_type in BODIES and sector in STATE_SECTORS
    return countries().get(country) if is_body and country else None
