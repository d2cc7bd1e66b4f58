"""The participants of an event, and whether two events may have the same actor or recipient."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from flows.corpus.event_coref.knowledge import knowledge
from schemas.vocab import EntityType

_NATIONS = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their"})
_MOST_PARTICIPANTS = 8
"""Participants of one role that are compared."""


class Compatibility(IntEnum):
    """How two participants relate, from what excludes that they are the same to what proves it."""

    INCOMPATIBLE = -1
    UNKNOWN = 0
    UNCERTAIN = 1
    RELATED = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class ParticipantProfile:
    """One participant as it is compared: its entity where linked, its words where not.

    `words` are in lower case without determiners. `is_country` means that it represents its country: the state, its
    people, or a capital that acts.
    """

    entity_id: str | None
    entity_type: str | None
    country: str | None
    sector: str | None
    words: str
    is_country: bool = False

    @property
    def key(self) -> str | None:
        """Return what the same participant has in other events, too; None where too little is known of it."""
        if self.is_country and self.country:
            return f"country {self.country}"
        if self.entity_id:
            return self.entity_id
        return f"{self.country} {self.sector}" if self.country and self.sector else None


def participant_profile(
    text: str, entity: tuple[str, str] | None, country: str | None, sector: str | None, *, acts: bool
) -> ParticipantProfile:
    """Return a participant from its words, the id and type of its entity, and its codes.

    `country` is an ISO 3166-1 alpha-3 code, `sector` a PLOVER code. With `acts` a place represents its country.
    """
    entity_id, entity_type = entity or (None, None)
    is_country = entity_type in _NATIONS or (acts and entity_type == EntityType.PLACE and country is not None)
    words = " ".join(word for word in text.casefold().split() if word not in _DETERMINERS)
    return ParticipantProfile(
        entity_id=entity_id, entity_type=entity_type, country=country, sector=sector, words=words, is_country=is_country
    )


def compatibility(one: ParticipantProfile, other: ParticipantProfile, *, is_actor: bool) -> Compatibility:
    """Return how two participants relate; `is_actor` is their role, else they are recipients."""
    if one.entity_id and one.entity_id == other.entity_id:
        return Compatibility.SAME
    if one.is_country or other.is_country:
        return _with_country(one, other, is_actor=is_actor)
    if one.country and other.country and one.country != other.country:
        return Compatibility.INCOMPATIBLE
    if one.entity_id and other.entity_id:
        return Compatibility.RELATED if is_actor and _are_organs(one, other) else Compatibility.INCOMPATIBLE
    return _by_words(one, other, is_actor=is_actor)


def _with_country(one: ParticipantProfile, other: ParticipantProfile, *, is_actor: bool) -> Compatibility:
    """Return the compatibility where one is a country: its groups belong to it, and its people may act for it.

    What is done to a person of a country need not be done to the country, and gunmen of no country are no state.
    """
    if one.country and other.country:
        if one.country != other.country:
            return Compatibility.INCOMPATIBLE
        if one.is_country and other.is_country:
            return Compatibility.SAME
        is_person = EntityType.PERSON in {one.entity_type, other.entity_type}
        return Compatibility.UNCERTAIN if is_person and not is_actor else Compatibility.RELATED
    if one.entity_id and other.entity_id:
        return Compatibility.INCOMPATIBLE
    is_rebel = any(each.sector and each.sector not in knowledge().state_sectors for each in (one, other))
    return Compatibility.INCOMPATIBLE if is_actor and is_rebel else Compatibility.UNCERTAIN


def _are_organs(one: ParticipantProfile, other: ParticipantProfile) -> bool:
    """Return whether both are organs of one state, or one of them its official; two people are two."""
    organs = knowledge().state_sectors
    is_pair_of_people = one.entity_type == other.entity_type == EntityType.PERSON
    same = one.country is not None and one.country == other.country
    return same and not is_pair_of_people and one.sector in organs and other.sector in organs


def _by_words(one: ParticipantProfile, other: ParticipantProfile, *, is_actor: bool) -> Compatibility:
    """Return the compatibility where at least one participant is known by its words only."""
    if one.words.split()[-1:] == other.words.split()[-1:]:
        return Compatibility.RELATED
    if one.sector and other.sector and one.sector != other.sector:
        return Compatibility.RELATED if is_actor and _are_organs(one, other) else Compatibility.INCOMPATIBLE
    is_related = one.key and one.country == other.country and one.sector == other.sector
    return Compatibility.RELATED if is_related else Compatibility.UNCERTAIN


def compatibilities(
    ones: Sequence[ParticipantProfile], others: Sequence[ParticipantProfile], *, is_actor: bool
) -> list[Compatibility]:
    """Return the compatibility of each of the fewer participants with its best partner, strongest first.

    One INCOMPATIBLE excludes all; but where each names somebody whom the other does not, one shared entity is enough
    for RELATED. UNKNOWN where one event names nobody.
    """
    if len(ones) == len(others) == 1:  # most are
        return [compatibility(ones[0], others[0], is_actor=is_actor)]
    fewer, more = sorted((ones, others), key=len)
    best = sorted(
        (max(compatibility(one, other, is_actor=is_actor) for other in more) for one in fewer if more), reverse=True
    )
    if not best:
        return [Compatibility.UNKNOWN]
    if best[-1] is not Compatibility.INCOMPATIBLE:
        return best
    return [Compatibility.RELATED] if best[0] is Compatibility.SAME else [Compatibility.INCOMPATIBLE]


def merged_participants(
    ones: Iterable[ParticipantProfile], others: Iterable[ParticipantProfile]
) -> tuple[ParticipantProfile, ...]:
    """Return the participants of two mentions of one event, each once, linked ones first, eight at most."""
    found = {row.entity_id or row.words: row for row in ones}
    for row in others:
        found.setdefault(row.entity_id or row.words, row)
    if len(found) < 2:  # most are
        return tuple(found.values())
    ordered = sorted(found.values(), key=lambda row: (row.entity_id is None, row.entity_id or "", row.words))
    return tuple(ordered[:_MOST_PARTICIPANTS])
