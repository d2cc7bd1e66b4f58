"""Trees in the ClearNLP style of spaCy's own English pipelines, turned into Universal Dependencies."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import load_toml
from schemas.vocab import EntityType

_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_COMPLEMENTS = frozenset({"pobj", "pcomp"})
_PREDICATES = frozenset({"attr", "acomp"})
_VERBAL = frozenset({"VERB", "AUX", "ADJ", "ADV"})
Tree = tuple[list[int], list[str]]


class Example(NamedTuple):
    """A sentence in ClearNLP style, and its heads and relations in Universal Dependencies; heads are indexes."""

    words: tuple[str, ...]
    pos: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    ud_heads: tuple[int, ...]
    ud_deps: tuple[str, ...]


class Schemes(NamedTuple):
    """The content of `schemes.toml`: labels of entities and relations of other pipelines, in the terms used here."""

    entities: dict[str, EntityType]
    clearnlp: dict[str, str]
    examples: tuple[Example, ...]


@cache
def schemes() -> Schemes:
    """Return the content of `schemes.toml`."""
    return load_toml(files(__package__).joinpath("schemes.toml"), Schemes)


def to_universal(heads: Sequence[int], deps: Sequence[str], pos: Sequence[str], lemmas: Sequence[str]) -> Tree:
    """Return heads and relations of a ClearNLP tree in Universal Dependencies, as nearly as its labels allow.

     `heads`, `deps`, `pos` and `lemmas` have one item per token. Heads are indexes, a root's head is itself. Nouns take
    the place of their prepositions, and what is predicated the place of "be"; all other relations are renamed.
    """
    tree = list(heads), list(deps)
    for index in range(len(deps) - 1, -1, -1):  # the inner one of two prepositions first
        if deps[index] in _PREPOSITIONS:
            _promote_noun(tree, index, pos)
    for index, lemma in enumerate(lemmas):
        if lemma == "be" and deps[index] not in {"aux", "auxpass"}:
            _promote_predicate(tree, index)
    names = schemes().clearnlp
    return tree[0], [names.get(dep, dep) for dep in tree[1]]


def _promote_noun(tree: Tree, preposition: int, pos: Sequence[str]) -> None:
    heads, deps = tree
    inner = _child(tree, preposition, _COMPLEMENTS | {"obl", "nmod", "advcl"})
    if inner is None:
        return
    above = heads[preposition]
    is_clause = deps[inner] in {"pcomp", "advcl"}
    relation = "advcl" if is_clause else "obl:agent" if deps[preposition] == "agent" else "obl"
    if pos[above] not in _VERBAL and not is_clause:
        relation = "nmod"
    for index, head in enumerate(heads):
        if head == preposition and index not in {inner, preposition}:
            heads[index] = inner
    heads[inner], deps[inner] = above, relation
    heads[preposition], deps[preposition] = inner, "mark" if is_clause else "case"


def _promote_predicate(tree: Tree, verb: int) -> None:
    heads, deps = tree
    inner = _child(tree, verb, _PREDICATES)
    if inner is None:
        return
    is_root = heads[verb] == verb
    above = inner if is_root else heads[verb]
    for index, head in enumerate(heads):
        if head == verb and index not in {inner, verb}:
            heads[index] = inner
    heads[inner], deps[inner] = above, deps[verb]
    heads[verb], deps[verb] = inner, "cop"


def _child(tree: Tree, parent: int, relations: frozenset[str]) -> int | None:
    heads, deps = tree
    children = (index for index, head in enumerate(heads) if head == parent and index != parent)
    return next((index for index in children if deps[index] in relations), None)
