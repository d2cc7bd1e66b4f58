"""Steps in a dependency tree: children by relation, what a word governs, what lies in its clause."""

from collections.abc import Iterator

from flows.steps.events.sentence import AnnotatedSentence

_CLAUSAL = frozenset({"ccomp", "advcl", "acl", "parataxis", "root", "csubj"})
_NOMINAL = frozenset({"nsubj", "obj", "obl", "nmod", "iobj"})
_CLAUSES = frozenset({"root", "parataxis"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
RELATIVES = frozenset({"who", "which", "that", "whom"})


def relation(sentence: AnnotatedSentence, token_index: int) -> str:
    """Return the relation of a token to its head without its subtype ("nsubj:pass" gives "nsubj")."""
    return sentence.tokens[token_index].dep.partition(":")[0]


def children(sentence: AnnotatedSentence, token_index: int, *relations: str) -> Iterator[int]:
    """Yield the children of a token with one of some relations, in order; a relation includes its subtypes."""
    for child in sentence.children[token_index]:
        dep = sentence.tokens[child].dep
        if dep in relations or dep.partition(":")[0] in relations:
            yield child


def child(sentence: AnnotatedSentence, token_index: int, *relations: str) -> int | None:
    """Return the first of `children`, None where there is none."""
    return next(children(sentence, token_index, *relations), None)


def case(sentence: AnnotatedSentence, token_index: int) -> str:
    """Return the preposition that brings in a noun, lower case, "" where there is none; of "out of" the second word."""
    found = child(sentence, token_index, "case")
    if found is None:
        return ""
    word = sentence.tokens[found].lower
    return "of" if word == "out" and sentence.lower(found + 1) == "of" else word


def conjoined(sentence: AnnotatedSentence, token_index: int) -> Iterator[int]:
    """Yield a token and those that "and" or commas join to it, in order."""
    pending = [token_index]
    while pending:
        current = pending.pop(0)
        yield current
        pending += children(sentence, current, "conj")


def is_verb(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether a token is a verb."""
    return sentence.tokens[token_index].pos in {"VERB", "AUX"}


def may_be_noun(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether anything in the tree marks a token as a noun: its class, its relation or its dependents."""
    token = sentence.tokens[token_index]
    if token.pos in {"NOUN", "PROPN"} or token.tag.startswith("NN") or relation(sentence, token_index) in _NOMINAL:
        return True
    return child(sentence, token_index, "det", "nmod", "amod") is not None


def may_be_verb(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether anything in the tree marks a token as a verb: its class or its dependents."""
    token = sentence.tokens[token_index]
    if token.pos in {"VERB", "AUX"} or token.tag.startswith("VB"):
        return True
    return (
        child(sentence, token_index, "nsubj", "obj", "aux") is not None and child(sentence, token_index, "cop") is None
    )


def clause(sentence: AnnotatedSentence, token_index: int) -> Iterator[int]:
    """Yield the tokens below a token in the order of the sentence, without those of other clauses.

    Infinitives and participles that complete it (`xcomp`) belong to it; joined verbs and relative clauses do not.
    """
    found: list[int] = []
    pending = [token_index]
    while pending:
        current = pending.pop()
        for below in sentence.children[current]:
            is_other = relation(sentence, below) in _CLAUSAL or (
                relation(sentence, below) == "conj" and is_verb(sentence, below)
            )
            if not is_other:
                found.append(below)
                pending.append(below)
    yield from sorted(found)


def is_sound(sentence: AnnotatedSentence) -> bool:
    """Return whether a tree can be trusted at all: one without the verb of a clause is wrong, or of a headline."""
    return any(token.tag in _FINITE or (token.pos == "VERB" and token.dep in _CLAUSES) for token in sentence.tokens)
