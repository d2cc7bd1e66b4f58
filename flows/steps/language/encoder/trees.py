"""Heads decoded from scores: greedily, and as a maximum spanning tree with one root where that makes no tree."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from flows.steps.text.passage import Span

    Scores = NDArray[np.floating]
    Heads = NDArray[np.int64]

ROOT = 0
_IMPOSSIBLE = -1e9
_ROOT_COST = 1e6
"""Taken from every arc of the root, so that a spanning tree has no more of them than it needs: one."""


def window_heads(scores: "Scores", sentences: "Iterable[Span]") -> "Heads":
    """Return the head of each word of a window, 0 at a root, else the number of the word from 1.

    `scores` has a row for each word and a column for the root and for each word; arcs stay within `sentences`, which
    are ranges of words.
    """
    heads = np.zeros(len(scores), dtype=np.int64)
    for start, end in sentences:
        columns = [ROOT, *range(start + 1, end + 1)]
        own = sentence_heads(scores[start:end][:, columns])
        heads[start:end] = np.where(own > 0, own + start, ROOT)
    return heads


def sentence_heads(scores: "Scores") -> "Heads":
    """Return the head of each word of a sentence; `scores` as in `window_heads`, for the words of it alone."""
    heads = np.asarray(scores.argmax(axis=1), dtype=np.int64)
    if np.count_nonzero(heads == ROOT) == 1 and not _has_cycle(heads):
        return heads
    square = np.full((len(scores) + 1, len(scores) + 1), _IMPOSSIBLE)
    square[1:] = scores
    square[1:, ROOT] -= _ROOT_COST
    np.fill_diagonal(square, _IMPOSSIBLE)
    return np.asarray(spanning_tree(square)[1:], dtype=np.int64)


def _has_cycle(heads: "Heads") -> bool:
    """Return whether some word does not lead to the root; steps are doubled until all words could have reached it."""
    above = np.concatenate([[ROOT], heads])
    steps = 1
    while steps < len(above):
        above = above[above]
        steps *= 2
    return bool(above.any())


def spanning_tree(scores: "Scores") -> "Heads":
    """Return the heads of the maximum spanning tree below node 0 (Chu and Liu 1965, Edmonds 1967).

    `scores[i, j]` is the score of `j` as the head of `i`. The head of node 0 is 0.
    """
    heads = np.asarray(scores.argmax(axis=1), dtype=np.int64)
    heads[ROOT] = ROOT
    cycle = _cycle(heads)
    if not len(cycle):
        return heads
    return _expanded(scores, heads, cycle)


def _cycle(heads: "Heads") -> "Heads":
    """Return the nodes of one cycle; none where there is no cycle."""
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        node = start
        while node != ROOT and not seen[node]:
            seen[node] = start
            node = heads[node]
        if node != ROOT and seen[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(heads[cycle[-1]])
            return np.array(cycle, dtype=np.int64)
    return np.zeros(0, dtype=np.int64)


def _expanded(scores: "Scores", heads: "Heads", cycle: "Heads") -> "Heads":
    """Return the tree of `scores` found with `cycle` contracted to one node, which is opened again at its best arc."""
    is_outside = np.ones(len(heads), dtype=bool)
    is_outside[cycle] = False
    outside = np.flatnonzero(is_outside)
    size = len(outside)
    smaller = np.full((size + 1, size + 1), 2 * _IMPOSSIBLE)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, cycle)]
    smaller[:size, size] = leaving.max(axis=1)
    entering = scores[np.ix_(cycle, outside)] - scores[cycle, heads[cycle]][:, None]
    smaller[size, :size] = entering.max(axis=0)
    tree = spanning_tree(smaller)
    result = heads.copy()
    for position, node in enumerate(outside[1:], start=1):
        above = tree[position]
        result[node] = cycle[leaving[position].argmax()] if above == size else outside[above]
    opened = cycle[entering[:, tree[size]].argmax()]
    result[opened] = outside[tree[size]]
    return result
