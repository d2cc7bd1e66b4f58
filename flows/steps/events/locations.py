"""Where an event happened, as far as its sentence states it."""

from collections.abc import Mapping

from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.models import Entity, Mention
from flows.steps.text.passage import Span
from schemas.vocab import EntityType

_PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE, EntityType.FACILITY})
_PLACE_WORDS = frozenset({"in", "at", "near", "inside", "outside"})


def location_of(sentence: AnnotatedSentence, trigger: Span, entities: Mapping[str, Entity]) -> Mention | None:
    """Return the first place behind the trigger that "in", "at" or "near" brings in, or one that opens the sentence."""
    found = [mention for mention in sentence.mentions if _is_place(sentence, mention, entities)]
    ahead = [mention for mention in found if mention.start >= trigger[1]]
    text = {token.start: token.lower for token in sentence.tokens}
    near = [item for item in ahead if not any(trigger[1] <= at < item.start and text[at] in ",;" for at in text)]
    if near:
        return near[0]
    opening = [item for item in found if item.end <= trigger[0] and item.start < sentence.tokens[0].start + 12]
    return opening[0] if opening else None


def _is_place(sentence: AnnotatedSentence, mention: Mention, entities: Mapping[str, Entity]) -> bool:
    entity = entities.get(mention.entity_id)
    if entity is None or entity.entity_type not in _PLACES:
        return False
    first = next((index for index, token in enumerate(sentence.tokens) if token.start >= mention.start), 0)
    before = sentence.lower(first - 1)
    return before in _PLACE_WORDS or (before == "the" and sentence.lower(first - 2) in _PLACE_WORDS)
