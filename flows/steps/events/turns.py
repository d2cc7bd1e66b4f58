"""Who speaks in the paragraphs of an interview or a transcript, which begin with a name and a colon.

A name must begin two paragraphs, and another speaker one: a label that comes once may be the country of a digest, a
topic or a place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from flows.steps.models import Entity, Mention
from flows.steps.text.passage import Passage
from schemas.vocab import EntityType

_WORD = r"[A-Z][\w.'’-]*"
_LABEL = re.compile(rf"(?P<name>{_WORD}(?: {_WORD}){{0,4}}):\s+(?=[\"“‘']?[A-Z])")
_LEAST_TURNS = 2
_LONGEST_SHORT = 4
"""Letters of the longest name in capitals that is an abbreviation."""
_NO_NAMES = frozenset({"Q", "A", "Question", "Answer", "Note", "Correction", "Update", "Editor"})
_NO_PEOPLE = frozenset({EntityType.COUNTRY, EntityType.PLACE, EntityType.FACILITY, EntityType.NATIONALITY_OR_GROUP})


def speakers(
    passages: Iterable[Passage], mentions: Iterable[Mention], entities: Mapping[str, Entity]
) -> dict[str, str]:
    """Return by paragraph who speaks in it; `entities` are those of the mentions by their ids."""
    opening = ((row.paragraph_id, entities.get(row.entity_id)) for row in mentions if row.start == 0)
    places = {paragraph for paragraph, entity in opening if entity is not None and entity.entity_type in _NO_PEOPLE}
    labels = {passage.paragraph_id: found["name"] for passage in passages if (found := _LABEL.match(passage.text))}
    turns = Counter(labels.values())
    if len(turns) < _LEAST_TURNS:
        return {}
    return {
        paragraph: _spelt(name)
        for paragraph, name in labels.items()
        if turns[name] >= _LEAST_TURNS and name not in _NO_NAMES and paragraph not in places
    }


def _spelt(name: str) -> str:
    """Return a name in capitals as names are written."""
    return (
        " ".join(word.capitalize() for word in name.split()) if name.isupper() and len(name) > _LONGEST_SHORT else name
    )
