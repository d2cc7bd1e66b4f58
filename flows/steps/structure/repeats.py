"""Blocks whose words another block holds: pull quotes, and repeated text that a person should look at."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from flows.steps.repair.pages import TextLayout, layout_of
from flows.steps.repair.repeats import WordRepeat
from flows.steps.structure.blocks import TextBlock

_SHINGLE = 5
"""Words in a row that make two blocks worth comparing."""
_FEWEST_WORDS = 8
"""Words of the shortest pull quote; shorter ones are headings."""
_COVERED = 0.95
"""Share of the words of a pull quote that its source must have, in order: an editor may change a word."""
_STRETCH = 1.6
"""Words of the source for each word of the quote, at most: an editor cuts asides."""
_HEAD = 3
"""Words at the beginning of a quote by which it is looked for."""
_MOST_PLACES = 6
"""Places of one run of words that are compared; what comes more often is a formula."""

_FEWEST_SUSPECT_WORDS = 20
"""Words of the shortest repeat in running text that is worth a look."""


class KeptCopy(NamedTuple):
    """The position of the block that keeps what another one repeats; `is_whole` where the two are equal."""

    position: int
    is_whole: bool


def find_kept_copies(blocks: Sequence[TextBlock]) -> dict[int, KeptCopy]:
    """Return, by position, the blocks whose words another block holds, with that block.

    A shorter block inside a longer one is a pull quote wherever it is. Of two equal blocks the later one repeats
    (`is_whole`).
    """
    sources = _Sources(blocks)
    kept_copies: dict[int, KeptCopy] = {}
    for block, places in zip(blocks, _places(blocks), strict=True):
        if len(block.words) < _FEWEST_WORDS:
            continue
        for position in _candidates(block, places):
            other = blocks[position]
            if _is_same(block, other) and position < block.position:
                kept_copies[block.position] = KeptCopy(position, is_whole=True)
            elif len(other.words) > len(block.words) + 2 and sources.hold(position, block.words):
                kept_copies[block.position] = KeptCopy(position, is_whole=False)
            else:
                continue
            break
    return kept_copies


def _places(blocks: Iterable[TextBlock]) -> list[list[list[int]]]:
    """Return for each block, and for each of its runs of words, the positions of the blocks that hold that run."""
    places: dict[tuple[str, ...], list[int]] = {}
    found = []
    for block in blocks:
        words, held = block.words, []
        for start in range(len(words) - _SHINGLE + 1):
            positions = places.setdefault(words[start : start + _SHINGLE], [])
            if len(positions) < _MOST_PLACES and (not positions or positions[-1] != block.position):
                positions.append(block.position)
            held.append(positions)
        found.append(held)
    return found


def _candidates(block: TextBlock, places: Iterable[Iterable[int]]) -> list[int]:
    """Return the positions of other blocks among the places of its runs of words, the most frequent first."""
    counts = Counter(chain.from_iterable(places))
    del counts[block.position]
    return sorted(sorted(counts), key=counts.__getitem__, reverse=True)[:_MOST_PLACES]


def _is_same(block: TextBlock, other: TextBlock) -> bool:
    return block.words == other.words


class _Sources:
    """The blocks in which quotes are looked for, each with an index of its runs of three words."""

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self._words = {block.position: block.words for block in blocks}
        self._heads: dict[int, dict[tuple[str, ...], list[int]]] = {}

    def hold(self, position: int, quote: Sequence[str]) -> bool:
        """Return whether the block at `position` holds the words of a quote in order, close together."""
        source = self._words[position]
        if position not in self._heads:
            self._heads[position] = _heads(source)
        starts = self._heads[position].get(tuple(quote[:_HEAD]), ())
        return any(_holds_at(quote, source, start) for start in starts)


def _heads(source: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """Return where each run of three words begins, the first places of it."""
    places: dict[tuple[str, ...], list[int]] = {}
    for start, head in enumerate(zip(source, source[1:], source[2:], strict=False)):
        starts = places.setdefault(head, [])
        if len(starts) < _MOST_PLACES:
            starts.append(start)
    return places


def _holds_at(quote: Sequence[str], source: Sequence[str], start: int) -> bool:
    """Return whether enough words of the quote are found in order from `start`, and the last one is not far.

    A word that is not found within the next dozen is passed over; more than a few of them end the search.
    """
    place, last, missed = start, start, 0
    for word in quote:
        for step in range(place, min(place + 13, len(source))):
            if source[step] == word:
                place, last = step + 1, step
                break
        else:
            missed += 1
            if len(quote) - missed < _COVERED * len(quote):
                return False
    return last - start < _STRETCH * len(quote) + 2


class SuspectedRepeat(NamedTuple):
    """The range `start` to `end` of a text that repeats `first`, an earlier range; `words` counts its words."""

    start: int
    end: int
    first: tuple[int, int]
    words: int


def suspected(text: str) -> list[SuspectedRepeat]:
    """Return the repeats of twenty words or more in a repaired text, longest first.

    Left out are whole paragraphs and what repeats them: those are quotes set apart, or named as copies elsewhere.
    """
    layout = layout_of(text)
    long = (repeat for repeat in layout.repeats if repeat.second[1] - repeat.second[0] >= _FEWEST_SUSPECT_WORDS)
    suspects = [_suspect(layout, repeat) for repeat in long if not any(_is_paragraph(layout, span) for span in repeat)]
    return sorted(suspects, key=lambda suspect: (-suspect.words, suspect.start))


def _is_paragraph(layout: TextLayout, words: tuple[int, int]) -> bool:
    """Return whether a range of words fills lines, which paragraphs of a repaired text are."""
    return layout.opens_line(words[0]) and layout.closes_line(words[1] - 1)


def _suspect(layout: TextLayout, repeat: WordRepeat) -> SuspectedRepeat:
    (low, high), (start, end) = repeat
    first = layout.starts[low], layout.ends[high - 1]
    return SuspectedRepeat(layout.starts[start], layout.ends[end - 1], first, end - start)
