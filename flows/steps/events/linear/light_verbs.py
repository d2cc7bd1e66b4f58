"""Light verbs: a verb that reports an event only together with its noun."""

from functools import cache

from flows.steps.events.candidate import Match
from flows.steps.events.lexicon import word_class
from flows.steps.events.linear import arguments as sides
from flows.steps.events.linear import subjects
from flows.steps.events.linear.candidate import built
from flows.steps.events.sentence import Chunk, View
from flows.steps.events.triggers import Entry, Sense

_GAP = 7


def light(view: View, place: int, last: int, entry: Entry) -> Match | None:
    """Return the match of a verb that needs its noun: "imposed sanctions on X", "sanctions were imposed on X"."""
    if entry.kinds & {"past", "participle"} and subjects.is_passive(view, place):
        return _light_passive(view, place, last, entry.sense)
    noun = _noun_after(view, last, entry.sense)
    if noun is None:
        return None
    actor = subjects.subject(view, place)
    recipient = sides.after_preposition(view, noun + 1, entry.sense.preps) or _inside(view, last, noun)
    return built(view, entry.sense, (place, noun + 1, place), actor, recipient)


def _inside(view: View, last: int, noun: int) -> Chunk | None:
    """Return the actor between a light verb and its noun ("gave Ukraine aid", "expelled two Russian diplomats")."""
    for place in range(last, noun + 1):
        chunk = view.chunk_of[place]
        if chunk is not None and (any(view.mention_of[chunk.start : chunk.end]) or _is_given(view, chunk)):
            return chunk
    return None


def _is_given(view: View, chunk: Chunk) -> bool:
    """Return whether an article follows, as in "gave the rebels a deadline"."""
    return view.lower(chunk.end) in word_class("articles")


def _noun_after(view: View, last: int, sense: Sense) -> int | None:
    """Return the token of the sense's noun in the object; no clause or preposition may come before it."""
    for place in range(last, min(last + _GAP, len(view.tokens))):
        if _is_noun(view, place, sense):
            return place
        word = view.lower(place)
        if word in {",", ";", ".", ":"} or word in word_class("boundaries") or word in _barriers():
            return None
    return None


def _is_noun(view: View, place: int, sense: Sense) -> bool:
    """Return whether one of the sense's nouns, which may have up to three words, ends at the token `place`."""
    words = [view.lower(place - 2), view.lower(place - 1), view.lower(place)]
    return any(" ".join(words[step:]) in sense.noun_forms for step in range(3))


@cache
def _barriers() -> frozenset[str]:
    """Return the prepositions that end the object in which a light verb's noun is sought."""
    return word_class("prepositions") - {"of", "with", "than", "about", "over", "up", "on"}


def _light_passive(view: View, place: int, last: int, sense: Sense) -> Match | None:
    start = subjects.group_start(view, place)
    noun = next((spot for spot in range(start - 1, max(-1, start - 9), -1) if _is_noun(view, spot, sense)), None)
    if noun is None:
        return None
    by = sides.agent(view, place)
    recipient = sides.after_preposition(view, last, sense.preps) or sides.after_preposition(view, noun + 1, sense.preps)
    return built(view, sense, (place, last, place), (by, True) if by else None, recipient)
