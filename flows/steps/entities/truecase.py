"""How known names are written, for texts that are all in capitals."""

from collections.abc import Mapping
from functools import cache

from flows.steps.entities.knowledge_base import Form, UserActors, forms, words
from flows.steps.lexicon.frequency import frequency
from schemas.vocab import EntityType

_PLAIN = 1000
"""Times that a word is written from which a name of one word is rather that word: "May", "Nice"."""
_NAMED = frozenset({EntityType.COUNTRY, EntityType.NATIONALITY_OR_GROUP})
"""Types whose names are hardly ever meant as other words."""


@cache
def spellings(actors: UserActors) -> Mapping[str, str]:
    """Return how the known names and the given names are written, by their form in capitals."""
    found = {name.upper(): name for name in words("given")}
    for written, form in forms(actors).items():
        capitals = written.upper()
        if len(capitals) == len(written) and _is_name(written, form) and (capitals != written or _is_acronym(written)):
            found.setdefault(capitals, written)
    return found


def _is_name(written: str, form: Form) -> bool:
    if " " in written or form.known.entity_type in _NAMED:
        return True
    return not form.problem and len(written) > 2 and frequency(written.lower()) < _PLAIN


def _is_acronym(written: str) -> bool:
    return len(written) <= 6
