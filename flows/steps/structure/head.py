"""The head of an article: its title and its standfirst among the lines that stand before the text."""

from collections.abc import Sequence
from statistics import median

from flows.steps.structure.blocks import Block
from flows.steps.structure.boxes import is_prose
from flows.steps.structure.cues import matches
from flows.steps.structure.headings import looks_like_heading
from flows.steps.structure.names import is_organisation
from schemas.vocab import Role

_TITLE = 25
"""Words of the longest title."""
_SHORTEST_TITLE = 4
"""Words of a line at the top that is a title rather than the name of a site."""
_STANDFIRST = 38
"""Words of the longest standfirst."""
_SHORTEST_STANDFIRST = 5
"""Words of a line below the title that says more than what kind of text it is."""


def name_head(blocks: Sequence[Block], roles: list[Role | None], first: int) -> None:
    """Name the blocks before the body: the title, and whatever else has no role yet."""
    end = first if first >= 0 else len(blocks)
    title = next((block.position for block in blocks[:end] if block.marked == Role.TITLE), None)
    if title is None:
        title = _title_position(blocks, roles, end)
    if title is not None:
        roles[title] = Role.TITLE
    for position in range(end):
        if roles[position] is None:
            roles[position] = _head_role(blocks, position, title, end)
    if title is not None and first >= 0:
        _name_standfirst(blocks, roles, first)


def _title_position(blocks: Sequence[Block], roles: Sequence[Role | None], end: int) -> int | None:
    """Return where the title stands, None where no line of the head can be one.

    It is the first line that the source marks as a heading, or that is long enough to be no name of a site.
    """
    candidates = [
        block
        for block in blocks[:end]
        if (roles[block.position] is None or block.is_marked_heading)
        and len(block.words) <= _TITLE
        and not matches("label", block.text)
        and not block.text.endswith((".", ",", ";"))
        and not (block.is_linked and not block.is_marked_heading)
        and not is_organisation(block.text)
    ]
    marked = [block for block in candidates if block.is_marked_heading]
    for least in (_SHORTEST_TITLE, 3, 1):
        long = [block for block in marked or candidates if len(block.words) >= least]
        if long:
            return _capitals_above(candidates, long[0]).position
    return None


def _capitals_above(candidates: Sequence[Block], title: Block) -> Block:
    """Return the line in capitals right above a title, which then is the title, or the title itself."""
    above = next((block for block in candidates if block.position == title.position - 1), None)
    is_title = above is not None and above.text.isupper() and len(above.words) > 1 and not title.text.isupper()
    return above if above is not None and is_title else title


def _head_role(blocks: Sequence[Block], position: int, title: int | None, end: int) -> Role:
    """Return the role of a block of the head that no phrase names."""
    block = blocks[position]
    if block.is_linked or title is None or position < title:
        return Role.NAVIGATION
    if matches("label", block.text):
        return Role.OTHER
    if position + 1 == end and position > title + 1 and looks_like_heading(block):
        return Role.HEADING
    if position == title + 1 and len(block.words) >= _SHORTEST_STANDFIRST:
        return Role.SUBTITLE
    return Role.OTHER


def _name_standfirst(blocks: Sequence[Block], roles: list[Role | None], first: int) -> None:
    """Name the first block of running text a standfirst if it is one: short beside the paragraphs that follow."""
    if Role.SUBTITLE in roles[:first]:
        return
    block = blocks[first]
    following = [len(other.words) for other in blocks[first + 1 :] if roles[other.position] is None and is_prose(other)]
    if len(block.words) > _STANDFIRST or block.sentence_ends > 2 or not following:
        return
    if following[0] >= 1.5 * len(block.words) and median(following[:12]) >= 1.5 * len(block.words):
        roles[first] = Role.SUBTITLE
