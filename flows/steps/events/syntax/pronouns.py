"""Whom a pronoun stands for: the subject of a clause above it, the only one before it who fits, or the topic before.

Subjects are taken before others and the sentence before only where its own subject fits, after the centering theory of
Grosz, Joshi and Weinstein (1995); what could be two people is left open.
"""

from collections.abc import Iterator

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import Chunk, View
from flows.steps.events.syntax.navigation import child, relation
from flows.steps.events.syntax.noun_phrases import actor_at, named

_STEPS, _DEPTH = 12, 4
_PLURALS = ("men", "people", "children")
"""Ends of plurals that the tagger may take for singulars ("militiamen")."""
_NUMBERS = {
    **dict.fromkeys(("he", "him", "his", "she", "her"), "one"),
    **dict.fromkeys(("it", "its"), "body"),
    **dict.fromkeys(("they", "them", "their"), "many"),
}
"""What each pronoun stands for: one person, one body or country, or several (a body, too: "the police ... they")."""


def stands_for(view: View, place: int, depth: int = _DEPTH) -> tuple[Chunk, ...]:
    """Return whom a pronoun stands for; empty where nobody fits, or where two may be meant.

    Somebody named in a sentence before is a phrase of the pronoun's own token with that mention. A pronoun that is the
    subject of a clause above is the same one, and followed `depth` times at most.
    """
    number = _NUMBERS.get(view.lower(place))
    if number is None:
        return ()
    for subject, is_speaker in _subjects_above(view, place):
        if view.tokens[subject].pos == "PRON":
            if _NUMBERS.get(view.lower(subject)) == number:
                return stands_for(view, subject, depth - 1) if depth else ()
            continue
        found = named(view, subject) if is_speaker else _fitting(view, subject, number)
        if found:
            return found
    return _only_one(view, place, number) or _in_sentence_before(view, place, number, depth)


def _subjects_above(view: View, place: int) -> Iterator[tuple[int, bool]]:
    """Yield the subjects before a pronoun of the clauses that it stands in, the innermost first.

    With each comes whether it is who says what the pronoun is the subject of: then number proves nothing, as the
    minister says what "it", the government, will do. What a clause's object stands for is not its own subject ("X
    attacked him").
    """
    node = place
    is_own = view.tokens[place].dep != "nmod:poss" and relation(view, place) != "nsubj"
    for _ in range(_STEPS):
        head = view.tokens[node].head
        if head == node:
            return
        subject, says = _owner(view, node, head) or child(view, head, "nsubj"), _says(view, place, node, head)
        if relation(view, node) == "parataxis" and not says:
            return
        if subject is not None and subject not in {node, place} and subject < place:
            if not is_own:
                yield subject, says
            is_own = False
        node = head


def _owner(view: View, node: int, noun: int) -> int | None:
    """Return whose word it is that a clause tells: "Iran's claim that it ..."."""
    if relation(view, node) != "acl" or view.tokens[node].dep == "acl:relcl":
        return None
    return child(view, noun, "nmod:poss", "amod", "compound")


def _says(view: View, place: int, node: int, head: int) -> bool:
    """Return whether a verb of saying governs the clause `node`, whose subject the pronoun is."""
    is_content = relation(view, node) in {"ccomp", "parataxis"} and view.tokens[head].lemma in word_class("saying")
    return is_content and relation(view, place) == "nsubj" and _clause_of(view, place) == node


def _clause_of(view: View, place: int) -> int:
    """Return the first verb of those that a subject is joined to."""
    verb = view.tokens[place].head
    for _ in range(_STEPS):
        if relation(view, verb) != "conj":
            break
        verb = view.tokens[verb].head
    return verb


def _fitting(view: View, head: int, number: str) -> tuple[Chunk, ...]:
    """Return who a head names, where a pronoun of this number may stand for it."""
    found = named(view, head)
    if len(found) > 1:
        return found if number == "many" else ()
    return found if found and _is_of(view, head, found[0], number) else ()


def _is_of(view: View, head: int, chunk: Chunk, number: str) -> bool:
    if chunk.is_target:
        return False
    is_plural = view.tokens[head].tag in {"NNS", "NNPS"} or view.lower(head).endswith(_PLURALS)
    if chunk.mention is not None:
        is_person = chunk.mention.entity_id in view.people
        return is_plural if number == "many" else is_person is (number == "one")
    is_body = view.lower(head) in word_class("bodies")
    if number == "one":
        return not is_plural and not is_body
    return is_body if number == "body" else is_plural or is_body


def _only_one(view: View, place: int, number: str) -> tuple[Chunk, ...]:
    """Return who alone is named before a pronoun in its sentence and fits."""
    owned = view.tokens[place].head
    heads = (spot for spot in range(place) if spot != owned and _is_free(view, spot))
    found = {_key(chunks): chunks for spot in heads if (chunks := _fitting(view, spot, number))}
    return next(iter(found.values())) if len(found) == 1 else ()


def _is_free(view: View, place: int) -> bool:
    """Return whether a token heads a phrase of its own, and is no part of another noun ("the Iran deal")."""
    return relation(view, place) in {"nsubj", "obj", "obl", "iobj", "nmod"} and actor_at(view, place) is not None


def _key(chunks: tuple[Chunk, ...]) -> tuple[object, ...]:
    return tuple(chunk.mention.entity_id if chunk.mention else chunk.start for chunk in chunks)


def _may_be_two(view: View) -> bool:
    """Return whether a sentence names more than one person."""
    return len({mention.entity_id for mention in view.mentions if mention.entity_id in view.people}) > 1


def _in_sentence_before(view: View, place: int, number: str, depth: int) -> tuple[Chunk, ...]:
    """Return the subject of the sentence before, where it is named and fits, and is its only person."""
    before = view.before() if view.before is not None else None
    if before is None or not before.is_tree:
        return ()
    root = next((spot for spot, token in enumerate(before.tokens) if token.head == spot), None)
    subject = child(before, root, "nsubj") if root is not None else None
    found = _topic(before, subject, number, depth) if subject is not None else ()
    if not all(chunk.mention for chunk in found) or (number == "one" and _may_be_two(before)):
        return ()
    return tuple(Chunk(place, place + 1, chunk.mention, is_whole=True) for chunk in found)


def _topic(view: View, subject: int, number: str, depth: int) -> tuple[Chunk, ...]:
    """Return who a subject names, or stands for if it is such a pronoun itself."""
    if view.tokens[subject].pos != "PRON":
        return _fitting(view, subject, number)
    is_same = _NUMBERS.get(view.lower(subject)) == number
    return stands_for(view, subject, depth - 1) if is_same and depth else ()
