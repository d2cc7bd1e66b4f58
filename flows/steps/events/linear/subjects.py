"""The subject of a verb: found by walking left from its verb group."""

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.linear.arguments import is_adverb, modifier_of
from flows.steps.events.sentence import POSSESSIVE, Chunk, View
from flows.steps.lexicon.saying import saying

_STEPS = 14
_SHARING = frozenset({"and", "but", "to", "or", "by", "it", "he", "she", "they", ",", ")"})
_PRONOUNS = frozenset({"it", "he", "she", "they"})
_RELATIVES = frozenset({"that", "who", "which"})


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


def is_passive(view: View, verb: int) -> bool:
    """Return whether a participle is passive: after a form of "be", or followed by "by" without a helper."""
    start = group_start(view, verb)
    helpers = [view.lower(place) for place in range(start, verb)]
    if any(word in word_class("be") for word in helpers[-3:]):
        return True
    return view.lower(verb + 1) == "by" and not any(word in {"has", "have", "had"} for word in helpers)


def subject(view: View, verb: int) -> tuple[Chunk, bool] | None:
    """Return the subject of the verb and whether it stands right before it (else the sentence's own is taken)."""
    place = _before_asides(view, group_start(view, verb) - 1)
    word = view.lower(place)
    if not word or (word in _PRONOUNS and not _is_reported(view, place)):
        return None
    if word == "to" and view.chunk_before(place) is not None:
        return _controller(view, place)
    if word in _SHARING or _is_loose_ing(view, verb, place):
        return _shared(view, verb)
    if word in _RELATIVES:
        place -= 2 if view.lower(place - 1) == "," else 1
    return _antecedent(view, place)


def _before_asides(view: View, place: int) -> int:
    """Return the first token at or left of `place` that is no date, no adverb and in no aside; -1 if there is none."""
    for _ in range(_STEPS):
        opened = _opening(view, place) if view.lower(place) in {",", ")"} else None
        if opened is not None:
            place = opened - 1
        elif place >= 0 and _is_aside(view, place):
            place -= 1
        else:
            return place
    return -1


def _is_aside(view: View, place: int) -> bool:
    return is_adverb(view, place) or (view.lower(place) in {"on", "in"} and view.when[place + 1])


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
    return any(view.lower(place) in saying().repeating for place in range(pronoun - 3, pronoun))


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
        if view.lower(edge - 1) not in word_class("post_modifiers") or edge < 2 or view.when[edge - 2]:
            return chunk
        if view.lower(edge - 2) in word_class("quantities"):
            return chunk
        if not (view.is_open(edge - 2) or view.mention_of[edge - 2]) or view.lower(edge - 2).isdigit():
            return None if chunk is None or edge >= 2 else chunk
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
        if view.lower(chunk.end) not in POSSESSIVE:
            return chunk, False
    return None


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
