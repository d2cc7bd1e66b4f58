"""Who those are that a text does not name where they act: whose lawmakers "legislators" are, who "the group" is.

Both are taken from the same paragraph, or else from the one before, and only where one alone can be meant.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.steps.entities.knowledge_base import NOTHING, UserActors
from flows.steps.events.lexicon import word_class
from flows.steps.models import Entity, Mention
from schemas.vocab import STATE_SECTORS, EntityType

_DEFINITE = frozenset({"the", "this", "that"})


@dataclass(slots=True)
class DiscourseContext:
    """The armed groups that a document names, by paragraph and in order, and the states whose bodies took part so far.

    `before` gives each paragraph the one before it; `actors` are those that a user adds; `speakers` are, by paragraph,
    those of an interview.
    """

    before: Mapping[str, str | None]
    groups: Mapping[str, Sequence[tuple[int, Entity]]]
    actors: UserActors = NOTHING
    states: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)

    def group(self, paragraph: str, start: int, words: Sequence[str], determiner: str) -> Entity | None:
        """Return which armed group "the group" or "the jihadist organization" at `start` is; None where two may be it.

        `words` are those of the phrase, lower case, `determiner` the word before them.
        """
        *described, head = words
        is_meant = head in word_class("group_nouns") and set(described) <= word_class("group_adjectives")
        if determiner not in _DEFINITE or not is_meant:
            return None
        found = {entity.entity_id: entity for place, entity in self.groups.get(paragraph, ()) if place < start}
        earlier = self.before.get(paragraph)
        if not found and earlier is not None:
            found = {entity.entity_id: entity for _, entity in self.groups.get(earlier, ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def note(self, paragraph: str, country: str | None, sector: str | None) -> None:
        """Remember that a body of a state took part in an event."""
        if country and sector in STATE_SECTORS:
            self.states.setdefault((paragraph, sector), set()).add(country)

    def country(self, paragraph: str, sector: str | None) -> str | None:
        """Return the state whose bodies of this sector took part last; None where there were none, or two."""
        if sector not in STATE_SECTORS:
            return None
        earlier = self.before.get(paragraph)
        found = self.states.get((paragraph, sector)) or (self.states.get((earlier, sector)) if earlier else None)
        return next(iter(found)) if found and len(found) == 1 else None


def context_of(
    paragraphs: Iterable[str], mentions: Iterable[Mention], entities: Mapping[str, Entity], actors: UserActors
) -> DiscourseContext:
    """Return the context of a document at its beginning; paragraphs and mentions come in order."""
    order = list(paragraphs)
    groups: dict[str, list[tuple[int, Entity]]] = {}
    for mention in mentions:
        entity = entities.get(mention.entity_id)
        if entity is not None and entity.entity_type == EntityType.ARMED_GROUP:
            groups.setdefault(mention.paragraph_id, []).append((mention.start, entity))
    return DiscourseContext(dict(zip(order, [None, *order], strict=False)), groups, actors)
