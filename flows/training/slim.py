"""Slimming a saved pipeline: the leftovers of training are dropped, its results stay the same."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flows.steps.language.features import open_pipeline

_NO_TREE = 2**32 - 1
"""How spaCy's edit trees write that there is no child."""
_CHILDREN = ("prefix_tree", "suffix_tree")


def slim(model: Path) -> None:
    """Drop, in the saved pipeline `model`, the edit trees that no label uses and the strings that nothing names.

    spaCy keeps each word that it met in training. A word of a text comes with the text; what must stay are labels,
    the letters in edit trees, and the special cases of the tokenizer, which bring their own.
    """
    nlp = open_pipeline(model)
    hashes = {nlp.vocab.strings[text]: text for text in nlp.vocab.strings}
    trees = _slim_trees(model / "lemmatizer")
    needed = {tree[key] for tree in trees for key in ("orig", "subst") if key in tree}
    kept = {hashes[number] for number in needed if number in hashes}
    for name in nlp.pipe_names:
        kept.update(_texts(nlp.get_pipe(name).labels if hasattr(nlp.get_pipe(name), "labels") else ()))
        kept.update(_texts(getattr(nlp.get_pipe(name), "cfg", {})))
    path = model / "vocab" / "strings.json"
    path.write_text(json.dumps(sorted(kept & set(hashes.values())), ensure_ascii=False, indent=0), "utf-8")


def _slim_trees(folder: Path) -> list[dict[str, int]]:
    """Return the edit trees that are left in a lemmatizer's `folder`, children numbered anew."""
    import srsly

    trees: list[dict[str, int]] = srsly.read_msgpack(folder / "trees")["trees"]
    settings = json.loads((folder / "cfg").read_text("utf-8"))
    numbers = {old: new for new, old in enumerate(sorted(_reachable(trees, settings["labels"])))}
    kept = [
        tree | {key: numbers.get(tree[key], _NO_TREE) for key in _CHILDREN if key in tree}
        for old, tree in enumerate(trees)
        if old in numbers
    ]
    settings["labels"] = [numbers[label] for label in settings["labels"]]
    srsly.write_msgpack(folder / "trees", {"trees": kept})
    (folder / "cfg").write_text(json.dumps(settings), "utf-8")
    return kept


def _reachable(trees: list[dict[str, int]], roots: Iterable[int]) -> set[int]:
    reachable: set[int] = set()
    waiting = list(roots)
    while waiting:
        number = waiting.pop()
        if number != _NO_TREE and number not in reachable:
            reachable.add(number)
            waiting += [trees[number][key] for key in _CHILDREN if key in trees[number]]
    return reachable


def _texts(value: Any) -> set[str]:
    """Return all strings in nested settings, keys included."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return _texts(list(value.keys())) | _texts(list(value.values()))
    if isinstance(value, (list, tuple)):
        return {text for part in value for text in _texts(part)}
    return set()
