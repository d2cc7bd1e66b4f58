"""Who stands around a trigger: objects, modifiers, agents, and what prepositions bring in."""

from collections.abc import Iterable

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.sentence import POSSESSIVE, Chunk, View

_REACH = 16
_CLOSERS = frozenset({",", ";", ":", "(", ")", "—", "–", ".", "?", "!"})


def is_adverb(view: View, place: int) -> bool:
    """Return whether a word can stand between a subject and its verb without changing either."""
    word = view.lower(place)
    if view.when[place] or word in word_class("adverbs"):
        return True
    return word.endswith("ly") and len(word) > 4 and word not in word_class("not_adverbs")


def object_of(view: View, place: int, *, reach: bool) -> Chunk | None:
    """Return the actor phrase that begins the object at the token `place`.

    Without `reach` it must be the head of the object; with it, any actor named in the object will do.
    """
    if reach:
        return _within(view, place)
    for position in range(place, min(place + 7, len(view.tokens))):
        chunk = view.chunk_of[position]
        if chunk is not None:
            return chunk if not _is_owned(view, chunk) else _next_head(view, chunk)
        word = view.lower(position)
        if word in word_class("articles") or word in word_class("quantities") or word[0].isdigit():
            continue
        if _is_measure(view, position):
            continue
        if view.when[position] or is_adverb(view, position):
            continue
        if not view.is_open(position) or (word.endswith("ed") and view.is_open(position - 1)):
            return None
    return None


def _is_measure(view: View, place: int) -> bool:
    """Return whether a preposition belongs to a number: "dozens of", "11 of", "at least", "up to", "as many as"."""
    word, before, after = view.lower(place), view.lower(place - 1), view.lower(place + 1)
    if word == "of":
        return before in word_class("quantities") or before.isdigit()
    if word == "as":
        return after == "many" or before == "many"
    return (word, after) in {("at", "least"), ("up", "to")} or (before, word) == ("up", "to")


def _is_owned(view: View, chunk: Chunk) -> bool:
    """Return whether the phrase only modifies the noun behind it ("the Iraqi bill")."""
    after = view.lower(chunk.end)
    if after in POSSESSIVE:
        return True
    if chunk.mention is None or not view.is_open(chunk.end) or is_adverb(view, chunk.end):
        return False
    return after not in word_class("finite") and not after.endswith(("ed", "ing"))


def _next_head(view: View, chunk: Chunk) -> Chunk | None:
    """Return the phrase whose modifier `chunk` is, with it ("Iraqi special soldiers"), if one follows."""
    for position in range(chunk.end, min(chunk.end + 4, len(view.tokens))):
        later = view.chunk_of[position]
        if later is not None:
            return Chunk(chunk.start, later.end, later.mention, later.is_target)
        if not (view.is_open(position) or view.lower(position) in POSSESSIVE):
            return None
    return None


def _within(view: View, place: int) -> Chunk | None:
    for position in range(place, min(place + _REACH, len(view.tokens))):
        word = view.lower(position)
        if view.chunk_of[position] is not None:
            return view.chunk_of[position]
        if word in _CLOSERS or word in word_class("boundaries") or word in word_class("auxiliaries"):
            return None
    return None


def after_preposition(view: View, place: int, preps: Iterable[str], *, reach: bool = True) -> Chunk | None:
    """Return the actor phrase that one of `preps` brings in after the token `place`, within the clause."""
    for position in range(place, min(place + _REACH, len(view.tokens))):
        word = view.lower(position)
        if word in preps and not view.when[min(position + 1, len(view.tokens) - 1)]:
            return object_of(view, position + 1, reach=reach)
        if word in _CLOSERS or word in word_class("boundaries"):
            return None
    return None


def modifier_of(view: View, noun: int) -> Chunk | None:
    """Return the actor before a noun, with or without 's, adjectives and dates between ("U.S. deadly strikes")."""
    for position in range(noun - 1, max(-1, noun - 6), -1):
        chunk = view.chunk_of[position]
        if chunk is not None:
            return None if chunk.is_target else chunk
        word = view.lower(position)
        if not (view.is_open(position) or view.when[position] or word in POSSESSIVE or word.isdigit()):
            return None
    return None


def agent(view: View, verb: int) -> Chunk | None:
    """Return who did what a passive verb tells: "by X", or "in a strike by X", or "in an X strike"."""
    found = after_preposition(view, verb + 1, ("by",), reach=False)
    if found is not None:
        return found
    for position in range(verb + 1, min(verb + 9, len(view.tokens))):
        if view.lower(position) in _CLOSERS:
            return None
        if view.lower(position) in head_nouns("instruments"):
            modifier = modifier_of(view, position)
            return modifier if modifier is not None and modifier.start > verb else None
    return None


def coordinated(view: View, first: Chunk) -> tuple[Chunk, ...]:
    """Return the phrase and those that "and", or commas up to an "and", join to it on its right."""
    found, place = [first], first.end
    while True:
        step = 2 if view.lower(place) == "," and view.lower(place + 1) == "and" else 1
        if view.lower(place) not in {",", "and"}:
            break
        chunk = object_of(view, place + step, reach=False)
        if chunk is None or chunk.start > place + step + 3:
            break
        found.append(chunk)
        is_last = view.lower(place + step - 1) == "and"
        place = chunk.end
        if is_last:
            return tuple(found)
    return (first,)
