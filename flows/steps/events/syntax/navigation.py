"""Steps in a dependency tree: children by relation, what a word governs, what stands in its clause."""

from collections.abc import Iterator

from flows.steps.events.sentence import View

_CLAUSAL = frozenset({"ccomp", "advcl", "acl", "parataxis", "root", "csubj"})
_NOMINAL = frozenset({"nsubj", "obj", "obl", "nmod", "iobj"})
RELATIVES = frozenset({"who", "which", "that", "whom"})


def relation(view: View, place: int) -> str:
    """Return the relation of a token to its head without its subtype ("nsubj:pass" gives "nsubj")."""
    return view.tokens[place].dep.partition(":")[0]


def children(view: View, place: int, *relations: str) -> Iterator[int]:
    """Yield the children of a token with one of some relations, in order; a relation includes its subtypes."""
    for child in view.children[place]:
        dep = view.tokens[child].dep
        if dep in relations or dep.partition(":")[0] in relations:
            yield child


def child(view: View, place: int, *relations: str) -> int | None:
    """Return the first of `children`, None where there is none."""
    return next(children(view, place, *relations), None)


def case(view: View, place: int) -> str:
    """Return the preposition that brings in a noun, lower case, "" where there is none."""
    found = child(view, place, "case")
    return view.tokens[found].lower if found is not None else ""


def conjoined(view: View, place: int) -> Iterator[int]:
    """Yield a token and those that "and" or commas join to it, in order."""
    pending = [place]
    while pending:
        current = pending.pop(0)
        yield current
        pending += children(view, current, "conj")


def is_verb(view: View, place: int) -> bool:
    """Return whether a token is a verb."""
    return view.tokens[place].pos in {"VERB", "AUX"}


def may_be_noun(view: View, place: int) -> bool:
    """Return whether anything in the tree says that a token is a noun: its class, its relation or its dependents."""
    token = view.tokens[place]
    if token.pos in {"NOUN", "PROPN"} or token.tag.startswith("NN") or relation(view, place) in _NOMINAL:
        return True
    return child(view, place, "det", "nmod", "amod") is not None


def may_be_verb(view: View, place: int) -> bool:
    """Return whether anything in the tree says that a token is a verb: its class or its dependents."""
    token = view.tokens[place]
    if token.pos in {"VERB", "AUX"} or token.tag.startswith("VB"):
        return True
    return child(view, place, "nsubj", "obj", "aux") is not None and child(view, place, "cop") is None


def clause(view: View, place: int) -> Iterator[int]:
    """Yield the tokens below a token in the order of the sentence, without those of other clauses.

    Infinitives and participles that complete it (`xcomp`) belong to it; joined verbs and relative clauses do not.
    """
    found: list[int] = []
    pending = [place]
    while pending:
        current = pending.pop()
        for below in view.children[current]:
            is_other = relation(view, below) in _CLAUSAL or (relation(view, below) == "conj" and is_verb(view, below))
            if not is_other:
                found.append(below)
                pending.append(below)
    yield from sorted(found)
