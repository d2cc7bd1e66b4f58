"""Who stands where around a trigger: subjects, objects, and what prepositions bring in."""

from collections.abc import Iterable

from flows.steps.events.phrases import Chunk, View
from flows.steps.events.words import head_nouns, word_class

_REACH = 16
_STEPS = 14
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_SHARING = frozenset({"and", "but", "to", "or", "by"})
_REPORTING = frozenset({"said", "says", "announced", "announces", "confirmed"})
_CLOSERS = frozenset({",", ";", ":", "(", ")", "—", "–", ".", "?", "!"})


def group_start(view: View, verb: int) -> int:
    """Return where the verb group begins: its auxiliaries and adverbs included."""
    place = verb
    while place > 0 and _is_helper(view, place - 1):
        place -= 1
    return place


def _is_helper(view: View, place: int) -> bool:
    word = view.lower(place)
    return view.mention_of[place] is None and (
        word in word_class("auxiliaries") or word.endswith(("n't", "n’t")) or is_adverb(view, place)
    )


def is_adverb(view: View, place: int) -> bool:
    """Return whether a word can stand between a subject and its verb without changing either."""
    word = view.lower(place)
    if view.when[place] or word in word_class("adverbs"):
        return True
    return word.endswith("ly") and len(word) > 4 and word not in word_class("not_adverbs")  # noqa: PLR2004


def is_passive(view: View, verb: int) -> bool:
    """Return whether a participle is passive: after a form of "be", or followed by "by" without a helper."""
    start = group_start(view, verb)
    helpers = [view.lower(place) for place in range(start, verb)]
    if any(word in word_class("be") for word in helpers[-3:]):
        return True
    return view.lower(verb + 1) == "by" and not any(word in {"has", "have", "had"} for word in helpers)


def subject(view: View, verb: int) -> tuple[Chunk, bool] | None:
    """Return the subject of the verb and whether it stands right before it (else the sentence's own is taken)."""
    place = group_start(view, verb) - 1
    for _ in range(_STEPS):
        if place < 0:
            return None
        word = view.lower(place)
        if view.when[place] or is_adverb(view, place) or (word in {"on", "in"} and view.when[place + 1]):
            place -= 1
        elif word in {"that", "who", "which"}:
            place -= 2 if view.lower(place - 1) == "," else 1
            return _antecedent(view, place)
        elif word in {",", ")"}:
            opened = _opening(view, place)
            if opened is None:
                return _shared(view, verb)
            place = opened - 1
        elif word == "to" and view.chunk_before(place) is not None:
            return _controller(view, place)
        elif word in {"it", "he", "she", "they"}:
            return _shared(view, verb) if _is_reported(view, place) else None
        elif word in _SHARING or _is_loose_ing(view, verb, place):
            return _shared(view, verb)
        else:
            return _antecedent(view, place)
    return None


def _is_loose_ing(view: View, verb: int, place: int) -> bool:
    """Return whether an -ing form shares its clause's subject: not after a name, "for", "of" or "from"."""
    is_free = view.chunk_of[place] is None and view.lower(place) not in {"for", "of", "from"}
    return view.tokens[verb].lower.endswith("ing") and is_free and group_start(view, verb) == verb


def _controller(view: View, to: int) -> tuple[Chunk, bool] | None:
    """Return who is to act in "allowed X to ...": the phrase right before the "to", unless a preposition holds it."""
    chunk = view.chunk_before(to)
    if chunk is None or view.lower(view.left_edge(chunk.start) - 1) in word_class("prepositions"):
        return _shared(view, to)
    return chunk, True


def _is_reported(view: View, pronoun: int) -> bool:
    """Return whether the pronoun follows "said", "says" or "announced": it then stands for who says so."""
    return any(view.lower(place) in _REPORTING for place in range(pronoun - 3, pronoun))


def _opening(view: View, closing: int) -> int | None:
    """Return the comma or bracket that opens an aside closed at `closing`, if a name or a head stands before it."""
    pair = "(" if view.lower(closing) == ")" else ","
    for place in range(closing - 1, max(-1, closing - _STEPS), -1):
        if view.lower(place) == pair:
            return place if view.chunk_of[place - 1] is not None and place > 0 else None
    return None


def _antecedent(view: View, last: int) -> tuple[Chunk, bool] | None:
    """Return the actor of the noun phrase that ends at the token `last`."""
    head = _head_of(view, last)
    if head is not None:
        return head, True
    if view.lower(last) not in head_nouns("instruments"):
        return None
    modifier = modifier_of(view, last)
    return (modifier, True) if modifier else None


def _head_of(view: View, last: int) -> Chunk | None:
    """Return the first actor of "X of Y in Z", walking left from its end; None where its head is no actor."""
    chunk = view.chunk_of[last] if last >= 0 else None
    for _ in range(4):
        edge = view.left_edge(last)
        if view.lower(edge - 1) not in word_class("post_modifiers") or edge < 2 or view.when[edge - 2]:  # noqa: PLR2004
            return chunk
        if view.lower(edge - 2) in word_class("quantities"):
            return chunk
        if not (view.is_open(edge - 2) or view.mention_of[edge - 2]) or view.lower(edge - 2).isdigit():
            return None if chunk is None or edge >= 2 else chunk  # noqa: PLR2004
        last = edge - 2
        chunk = view.chunk_of[last]
    return None


def _shared(view: View, verb: int) -> tuple[Chunk, bool] | None:
    """Return the subject that a second, reduced or infinite verb shares with its clause."""
    for chunk in view.chunks:
        if chunk.end > verb:
            return None
        edge = view.left_edge(chunk.start)
        if view.lower(edge - 1) in word_class("prepositions") or chunk.is_target:
            continue
        if view.lower(chunk.end) not in _POSSESSIVE:
            return chunk, False
    return None


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
    if after in _POSSESSIVE:
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
        if not (view.is_open(position) or view.lower(position) in _POSSESSIVE):
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
        if not (view.is_open(position) or view.when[position] or word in _POSSESSIVE or word.isdigit()):
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


def coordinated_left(view: View, last: Chunk) -> tuple[Chunk, ...]:
    """Return the phrases that "and" joins into one subject, the first one first."""
    edge = view.left_edge(last.start)
    if view.lower(edge - 1) != "and":
        return (last,)
    place = edge - 1 - (view.lower(edge - 2) == ",")
    before = view.chunk_before(place)
    if before is None or view.lower(view.left_edge(before.start) - 1) in word_class("prepositions"):
        return (last,)
    return (before, last)
