"""Where an event happened, as far as its sentence states it."""

from collections.abc import Mapping

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.models import Entity, Mention
from flows.steps.text.passage import Span
from schemas.vocab import EntityType

_PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE, EntityType.FACILITY})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_PLACE_WORDS = frozenset(
    {"in", "at", "near", "inside", "outside", "around", "across", "throughout", "through", "within"}
)


def location_of(
    sentence: AnnotatedSentence, trigger: Span, verb: int, entities: Mapping[str, Entity]
) -> Mention | None:
    """Return the first place behind the trigger that "in", "at" or "near" brings in, or one before it.

    That is one that opens the sentence, or that belongs to the subject of the token `verb`.
    """
    found = [mention for mention in sentence.mentions if _is_place(sentence, mention, entities)]
    ahead = [mention for mention in found if mention.start >= trigger[1]]
    text = {token.start: token.lower for token in sentence.tokens}
    near = [item for item in ahead if not any(trigger[1] <= at < item.start and text[at] in ",;" for at in text)]
    if near:
        return near[0]
    before = [item for item in found if item.end <= trigger[0]]
    opening = [item for item in before if item.start < sentence.tokens[0].start + 12]
    of_subject = [item for item in before if sentence.is_tree and _is_of_subject(sentence, item, verb)]
    return next(iter((*opening, *of_subject)), None)


def _is_of_subject(sentence: AnnotatedSentence, mention: Mention, verb: int) -> bool:
    """Return whether a place belongs to the subject of a verb: "the blast in Kabul killed ..."."""
    inside = [index for index, owner in enumerate(sentence.mention_of) if owner is mention]
    above = {sentence.tokens[index].head for index in inside} - set(inside)
    return any(sentence.tokens[index].head == verb and sentence.tokens[index].dep in _SUBJECTS for index in above)


def _is_place(sentence: AnnotatedSentence, mention: Mention, entities: Mapping[str, Entity]) -> bool:
    entity = entities.get(mention.entity_id)
    if entity is None or entity.entity_type not in _PLACES:
        return False
    first = next((index for index, token in enumerate(sentence.tokens) if token.start >= mention.start), 0)
    return _says_where(sentence, first - 1)


def _says_where(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether the words up to a token bring in the place of a happening.

    A word for a kind of place passes that on to the name it has: "near the town of", "in the capital,", "in the eastern
    city of"; "20 kilometres north of" says so itself.
    """
    word, kind = sentence.lower(token_index), sentence.lower(token_index - 1)
    if word == "the":
        return kind in _PLACE_WORDS
    if word not in {"of", ","}:
        return word in _PLACE_WORDS
    if word == "of" and kind in word_class("directions"):
        return True
    is_part = word == "of" and kind in word_class("place_parts")
    if not (is_part or kind in word_class("place_kinds")):
        return False
    before = sentence.left_edge(token_index - 1) - 1
    return (is_part and sentence.lower(before) == "on") or _says_where(sentence, before)
