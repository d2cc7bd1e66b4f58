"""The actor phrase around a head: who a noun names, with what is joined to it."""

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.sentence import POSSESSIVE, Chunk, View
from flows.steps.events.syntax.navigation import case, child, children, conjoined, relation
from flows.steps.lexicon.frequency import frequency

_INSIDE = frozenset({"compound", "amod", "nmod:poss", "nmod:desc", "flat", "nummod", "nmod:unmarked"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_DEPTH = 4
_BEFORE_NOUN = frozenset({"ADJ", "ADV", "NUM"})
_PLAIN = 1000
"""Times that a word is written, in the texts of pyspellchecker, from which it is a word more than a name."""
HYPHENS = frozenset({"-", "‐", "‑"})


def actor_at(view: View, head: int, depth: int = _DEPTH) -> Chunk | None:
    """Return the actor phrase whose head is the token `head`; None where it names nobody.

    Of "dozens of protesters" and "a group of rebels" the ones counted are meant.
    """
    token = view.tokens[head]
    if view.when[head] or token.pos not in _NOMINAL:
        return None
    if depth and is_measure(view, head):
        counted = next((below for below in children(view, head, "nmod", "obl") if case(view, below) == "of"), None)
        found = actor_at(view, counted, depth - 1) if counted is not None else None
        if found is not None:
            return found
    head = _called(view, head)
    mention = view.mention_of[head]
    if mention is None and token.pos == "ADJ" and not _is_bare(view, head):  # "military exercises"
        return None
    is_target = mention is None and token.lower in head_nouns("targets")
    if mention is None and not is_target and not _is_actor(view, head) and not _is_name(view, head):
        return None
    return Chunk(_start(view, head), _end(view, head), mention, is_target, is_whole=True)


def _is_bare(view: View, head: int) -> bool:
    """Return whether an adjective has an article of its own and acts, as a noun does: "a tribunal ordered ..."."""
    return relation(view, head) == "nsubj" and child(view, head, "det") is not None


def _called(view: View, head: int) -> int:
    """Return the name that says who a noun is: "X, the group that ...", "the minister, X"; else the head itself."""
    if view.mention_of[head] is not None:
        return head
    name = view.tokens[head].head if relation(view, head) == "appos" else child(view, head, "appos")
    return name if name is not None and _may_be_called(view, head, name) else head


def _may_be_called(view: View, head: int, name: int) -> bool:
    """Return whether a noun may have this name: people any but a place's, one body that of another body."""
    mention = view.mention_of[name]
    if mention is None or view.lower(head) in head_nouns("targets") or view.tokens[name].text.isupper():
        return False
    is_body = view.lower(head) in word_class("bodies")
    return is_body is not (mention.entity_id in view.people)


def is_measure(view: View, head: int) -> bool:
    """Return whether a word only counts what "of" brings in behind it."""
    return view.tokens[head].lower in word_class("measures") and view.mention_of[head] is None


def _is_actor(view: View, head: int) -> bool:
    """Return whether a noun acts, by itself or with the word before it ("the security service")."""
    word = view.lower(head)
    return word in head_nouns("actors") or f"{view.lower(head - 1)}-{word}" in head_nouns("paired_actors")


def _is_name(view: View, head: int) -> bool:
    """Return whether a head is a proper noun that nobody has linked; not in a headline, where everything looks so."""
    token = view.tokens[head]
    if view.is_headline or token.lower in head_nouns("nameless") or _may_be_a_word(view, head):
        return False
    return token.pos == "PROPN" or (token.text.isupper() and token.text.isalpha() and 3 <= len(token.text) <= 6)


def _may_be_a_word(view: View, head: int) -> bool:
    """Return whether a word has its capital only because it begins the sentence: "Snow blocked the road"."""
    is_first = not any(token.text[0].isalnum() for token in view.tokens[:head])
    return is_first and not view.tokens[head].text.isupper() and frequency(view.lower(head)) >= _PLAIN


def _start(view: View, head: int, depth: int = _DEPTH) -> int:
    """Return where the words begin that say whose or what a head is, articles and numbers outside."""
    start = head
    for below in reversed(view.children[head]) if depth else ():
        if below < head and view.tokens[below].dep in _INSIDE and view.tokens[below].pos not in {"NUM", "DET", "PRON"}:
            start = min(start, _start(view, _possessor(view, below, head), depth - 1))
    mention = view.mention_of[head]
    while start > 0 and (view.mention_of[start - 1] is mention is not None or is_joined(view, start)):
        start -= 1
    return start


def _possessor(view: View, below: int, head: int) -> int:
    """Return whose a noun is by the word before the sign of possession, which the parser may hang on another one."""
    if view.tokens[below].dep != "nmod:poss":
        return below
    signs = (place for place in range(below + 1, head) if view.lower(place) in POSSESSIVE)
    return next(signs, below + 1) - 1


def is_joined(view: View, place: int) -> bool:
    """Return whether a hyphen joins a token to the one before it ("Iran-backed")."""
    before, token = view.tokens[place - 1], view.tokens[place]
    return before.end == token.start and (before.text in HYPHENS or token.text in HYPHENS)


def _end(view: View, head: int) -> int:
    end = head + 1
    for below in children(view, head, "flat", "compound"):
        end = max(end, below + 1) if view.tokens[below].pos != "PART" else end
    mention = view.mention_of[head]
    while mention is not None and end < len(view.tokens) and view.mention_of[end] is mention:
        end += 1
    return end


def named(view: View, head: int) -> tuple[Chunk, ...]:
    """Return the actor phrases of a head and of what is joined to it; a pronoun names nobody."""
    found = (actor_at(view, _owned(view, place)) for place in conjoined(view, head))
    return tuple(chunk for chunk in found if chunk is not None)


def _owned(view: View, head: int) -> int:
    """Return the noun whose owner the parser took for the head ("and Iraq's most senior men"), or the head."""
    end = _end(view, head)
    if view.lower(end) not in POSSESSIVE or view.tokens[head].dep == "nmod:poss":
        return head
    place = end + 1
    while place < len(view.tokens) and view.tokens[place].pos in _BEFORE_NOUN:
        place += 1
    while place + 1 < len(view.tokens) and view.tokens[place + 1].pos == "NOUN":
        place += 1
    return place if place < len(view.tokens) and view.tokens[place].pos == "NOUN" else head
