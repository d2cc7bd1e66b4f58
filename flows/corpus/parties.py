"""Who took part in an event, and whether two events may have the same side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from flows.corpus.kinds import knowledge
from schemas.vocab import EntityType

_PEOPLE = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their"})


class Tie(IntEnum):
    """How one side stands to another, from what excludes that they are one to what proves it."""

    CONTRARY = -1
    UNKNOWN = 0
    VAGUE = 1
    RELATED = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Party:
    """One side: its entity where linked, its words where not.

    `is_country` says that it stands for its country: the state, its people, or a capital that acts.
    """

    entity_id: str | None
    entity_type: str | None
    country: str | None
    sector: str | None
    words: str
    is_country: bool = False

    @property
    def key(self) -> str | None:
        """Return what the same side has in other events, too; None where nothing is known that would tell."""
        if self.is_country and self.country:
            return f"country {self.country}"
        if self.entity_id:
            return self.entity_id
        return f"{self.country} {self.sector}" if self.country and self.sector else None


def party(text: str, entity: tuple[str, str] | None, country: str | None, sector: str | None, *, acts: bool) -> Party:
    """Return a side from its words, its entity's id and type, and its codes; a place that acts is its country."""
    entity_id, entity_type = entity or (None, None)
    stands = entity_type in _PEOPLE or (acts and entity_type == EntityType.PLACE and country is not None)
    words = " ".join(word for word in text.casefold().split() if word not in _ARTICLES)
    return Party(entity_id, entity_type, country, sector, words, stands)


def tie(one: Party, other: Party, *, is_actor: bool) -> Tie:
    """Return how two sides stand to each other."""
    if one.entity_id and one.entity_id == other.entity_id:
        return Tie.SAME
    if one.is_country or other.is_country:
        return _tie_to_country(one, other, is_actor=is_actor)
    if one.country and other.country and one.country != other.country:
        return Tie.CONTRARY
    if one.entity_id and other.entity_id:
        return Tie.RELATED if is_actor and _are_organs(one, other) else Tie.CONTRARY
    return _tie_by_words(one, other, is_actor=is_actor)


def _tie_to_country(one: Party, other: Party, *, is_actor: bool) -> Tie:
    """Return the tie where a side is a country: its groups belong to it, and what a person does may be its deed.

    What is done to a person of a country need not be what is told of the country, and what gunmen of no country do
    is not told of a state.
    """
    if one.country and other.country:
        if one.country != other.country:
            return Tie.CONTRARY
        if one.is_country and other.is_country:
            return Tie.SAME
        is_person = EntityType.PERSON in {one.entity_type, other.entity_type}
        return Tie.VAGUE if is_person and not is_actor else Tie.RELATED
    if one.entity_id and other.entity_id:
        return Tie.CONTRARY
    is_rebel = any(side.sector and side.sector not in knowledge().state_sectors for side in (one, other))
    return Tie.CONTRARY if is_actor and is_rebel else Tie.VAGUE


def _are_organs(one: Party, other: Party) -> bool:
    """Return whether both are organs of one state, or one of them its official; two people are two."""
    organs = knowledge().state_sectors
    is_pair_of_people = one.entity_type == other.entity_type == EntityType.PERSON
    same = one.country is not None and one.country == other.country
    return same and not is_pair_of_people and one.sector in organs and other.sector in organs


def _tie_by_words(one: Party, other: Party, *, is_actor: bool) -> Tie:
    """Return the tie where at least one side is known by its words only."""
    if one.words.split()[-1:] == other.words.split()[-1:]:
        return Tie.RELATED
    if one.sector and other.sector and one.sector != other.sector:
        return Tie.RELATED if is_actor and _are_organs(one, other) else Tie.CONTRARY
    return Tie.RELATED if one.key and one.country == other.country and one.sector == other.sector else Tie.VAGUE


def tie_sides(ones: Sequence[Party], others: Sequence[Party], *, is_actor: bool) -> list[Tie]:
    """Return the ties of the fewer parties to their best partners, strongest first; one CONTRARY excludes all.

    Where each names somebody whom the other does not, one shared entity is enough for RELATED.
    """
    fewer, more = sorted((ones, others), key=len)
    ties = sorted((max(tie(one, other, is_actor=is_actor) for other in more) for one in fewer if more), reverse=True)
    if not ties:
        return [Tie.UNKNOWN]
    if ties[-1] is not Tie.CONTRARY:
        return ties
    return [Tie.RELATED] if ties[0] is Tie.SAME else [Tie.CONTRARY]


def united(ones: Iterable[Party], others: Iterable[Party]) -> tuple[Party, ...]:
    """Return the parties of two tellings of one happening, each once, linked ones first, at most a few."""
    found = {**{row.entity_id or row.words: row for row in ones}}
    for row in others:
        found.setdefault(row.entity_id or row.words, row)
    return tuple(
        sorted(found.values(), key=lambda row: (row.entity_id is None, row.entity_id or "", row.words))[:_MOST]
    )


_MOST = 8
"""Parties of a side that are compared."""
