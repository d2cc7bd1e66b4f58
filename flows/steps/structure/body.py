"""The range of the running text among the blocks of a page."""

import re
from collections.abc import Container, Iterator, Sequence

from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.cues import matches
from flows.steps.structure.headings import LIST_MARK
from flows.steps.structure.sidebars import is_prose
from schemas.vocab import Role

_SENTENCE = 3
"""Words of a finished sentence that is running text where there is no longer block."""
_FINISHED = re.compile(r"""[.…]["'”’»)\]]*$""")
_BETWEEN = frozenset({Role.CAPTION, Role.NAVIGATION})
"""Roles of what may be between the first sentences of an article."""
_TEXT = frozenset({Role.BODY, Role.LIST_ITEM, Role.HEADING})
"""Marks of a format by which a block is text."""
_MOST = 60
"""Words of a paragraph that speak for its being the article's; further words add nothing."""
_SHORT, _PHRASE, _COMMENT = 8.0, 12.0, 60.0
"""Words of text that a short line, a line of the site, and a sign of readers' comments outweigh.

Set on 91 pages with labelled bodies (article-extraction-benchmark): the segment with the greatest sum is the article.
"""


def body_range(
    blocks: Sequence[TextBlock], phrases: Sequence[Role | None], sidebars: Sequence[str | None]
) -> tuple[int, int]:
    """Return the positions of the first and the last block of running text; (-1, -1) where there is none.

    `phrases` and `sidebars` are, for each block, the role that its phrase gives and the kind of its sidebar, or None.
    The body is the stretch of blocks with the most text and the least of anything else. Where no block is long enough
    for running text, finished sentences are: the article is a short one.
    """
    free = {block.position for block in blocks if _is_free(block, phrases[block.position], sidebars[block.position])}
    weights = [_weight(block, phrases[block.position], is_free=block.position in free) for block in blocks]
    start, end = _heaviest(weights)
    prose = [block.position for block in blocks[start:end] if block.position in free and is_prose(block)]
    prose = [*_leading(blocks, phrases, free, prose[0]), *prose, *_following(blocks, free, prose[-1])] if prose else []
    prose = prose or [
        block.position
        for block in blocks
        if block.position in free and block.is_terminal and len(block.words) >= _SENTENCE
    ]
    return (prose[0], prose[-1]) if prose else (-1, -1)


def _leading(
    blocks: Sequence[TextBlock], phrases: Sequence[Role | None], free: Container[int], first: int
) -> list[int]:
    """Return the finished sentences between the head of the article and its first long paragraph, however short.

    Captions and links may be among them. A line that is no sentence, a byline or a date is the end of the head.
    """
    positions: list[int] = []
    for block in reversed(blocks[:first]):
        if block.position in free and _FINISHED.search(block.text) and len(block.words) > 1:
            positions.insert(0, block.position)
        elif phrases[block.position] not in _BETWEEN:
            break
    return positions


def _following(blocks: Sequence[TextBlock], free: Container[int], last: int) -> list[int]:
    """Return the finished sentences right behind the last long paragraph, which may be short ones of the article."""
    positions = []
    for block in blocks[last + 1 :]:
        if block.position not in free or not block.is_terminal or len(block.words) < _SENTENCE:
            break
        positions.append(block.position)
    return positions


def _is_free(block: TextBlock, phrase: Role | None, sidebar: str | None) -> bool:
    """Return whether a block may be running text: no phrase, sidebar, link or table speaks against it."""
    return phrase is None and not sidebar and not block.is_linked and "\n" not in block.text


def _weight(block: TextBlock, phrase: Role | None, *, is_free: bool) -> float:
    """Return how many words speak for a block's being in the article, or against it."""
    if matches("comment", block.text):
        return -_COMMENT
    if phrase is Role.PULL_QUOTE:
        return 0.0  # part of an article, and none of its text
    if is_free and is_prose(block):
        return min(len(block.words), _MOST)
    if block.marked in _TEXT or (is_free and (block.is_terminal or LIST_MARK.match(block.text))):
        return len(block.words) / 2
    return -_PHRASE if phrase is not None else -_SHORT


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """Return the stretch with the greatest sum, half-open (Kadane's algorithm)."""
    best, heaviest = 0.0, (0, len(weights))
    for start, end, total in _stretches(weights):
        if total > best:
            best, heaviest = total, (start, end)
    return heaviest


def _stretches(weights: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    """Yield for each position the heaviest stretch that ends there, with its sum."""
    start, total = 0, 0.0
    for position, weight in enumerate(weights):
        if total <= 0:
            start, total = position, 0.0
        total += weight
        yield start, position + 1, total
