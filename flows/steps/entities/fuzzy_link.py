"""Other spellings of what the knowledge base has: "Kassem Sulaymani" sounds like the known Qasem Soleimani."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.knowledge_base import Form, Known, UserActors, forms, known_actors
from flows.steps.entities.phonetics import sounds
from flows.steps.entities.tokens import fold
from schemas.vocab import EntityType, LinkMethod

_CONFIDENCE = 0.85
_SPELLED = frozenset({EntityType.PERSON, EntityType.ARMED_GROUP})
"""Types whose names come from other languages as they sound; names of other bodies are translated."""
_Sounds = tuple[str, ...]


def respelled(candidate: Candidate, actors: UserActors) -> Candidate:
    """Return the candidate as what is known, where its name of several words sounds like that of one known thing."""
    thing = candidate.thing
    if candidate.is_known or " " not in thing.name:
        return candidate
    family = EntityType.PERSON if thing.entity_type == EntityType.PERSON else EntityType.ARMED_GROUP
    known = _by_sound(actors).get((family, sounds(thing.name)))
    if known is None or (thing.country and known.country and thing.country != known.country):
        return candidate
    return replace(candidate, thing=known, is_known=True, method=LinkMethod.SIMILAR, confidence=_CONFIDENCE)


@cache
def _by_sound(actors: UserActors) -> Mapping[tuple[str, _Sounds], Known]:
    """Return the people and armed groups with names of several words by how these sound; shared ones are left out.

    What a user has added wins over what is shipped.
    """
    ours = (forms(actors).get(fold(thing.name), Form(thing, "")).known for thing in known_actors().values())
    found: dict[tuple[str, _Sounds], Known | None] = {}
    for thing in dict.fromkeys((*(thing for thing, _ in actors.entries), *ours)):
        heard = sounds(thing.name)
        if thing.entity_type in _SPELLED and len(heard) > 1:
            key = (thing.entity_type, heard)
            found[key] = None if key in found else thing
    return {key: thing for key, thing in found.items() if thing is not None}
