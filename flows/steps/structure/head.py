"""The head of an article: its title and its standfirst among the lines before the text."""

from collections.abc import Sequence
from statistics import median

from flows.steps.lexicon.bylines import is_organisation
from flows.steps.lexicon.calendar import WEEKDAYS
from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.cues import matches
from flows.steps.structure.headings import looks_like_heading
from flows.steps.structure.outline import Outline
from flows.steps.structure.sidebars import is_prose
from schemas.vocab import Role

_TITLE = 25
"""Words of the longest title."""
_SHORTEST_TITLE = 4
"""Words of a line at the top that is a title rather than the name of a site."""
_STANDFIRST = 38
"""Words of the longest standfirst."""
_SHORTEST_STANDFIRST = 5
"""Words of a line below the title that is more than the kind of the text."""

_OF_REPORTS = frozenset(WEEKDAYS) | {"said", "yesterday"}
"""Words of the first sentence of a report; standfirsts name no day and speak in the present."""


def head_roles(outline: Outline) -> dict[int, Role]:
    """Return the roles of the blocks before the body: of its title, of open blocks, and of a standfirst in the body."""
    end = outline.first if outline.first >= 0 else len(outline.blocks)
    marked = (block.position for block in outline.blocks[:end] if block.marked == Role.TITLE)
    title = next(marked, outline.title)
    if title is None:
        title = _title_position(outline.blocks, outline.phrase_roles, end)
    roles = {
        position: _head_role(outline.blocks, position, title, end)
        for position in range(end)
        if outline.is_open(position)
    }
    if title is None:
        return roles
    roles[title] = Role.TITLE
    has_subtitle = Role.SUBTITLE in roles.values() or Role.SUBTITLE in outline.phrase_roles[:end]
    may_be_standfirst = outline.first >= 0 and not has_subtitle and outline.phrase_roles[outline.first] != Role.HEADING
    if may_be_standfirst and _is_standfirst(outline, title):
        roles[outline.first] = Role.SUBTITLE
    return roles


def _title_position(blocks: Sequence[TextBlock], roles: Sequence[Role | None], end: int) -> int | None:
    """Return the position of the title, None where no line of the head can be one.

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


def _capitals_above(candidates: Sequence[TextBlock], title: TextBlock) -> TextBlock:
    """Return the line in capitals right above a title, which then is the title, or the title itself."""
    above = next((block for block in candidates if block.position == title.position - 1), None)
    is_title = above is not None and above.text.isupper() and len(above.words) > 1 and not title.text.isupper()
    return above if above is not None and is_title else title


def _head_role(blocks: Sequence[TextBlock], position: int, title: int | None, end: int) -> Role:
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


def _is_standfirst(outline: Outline, title: int) -> bool:
    """Return whether the first block of running text is short beside the paragraphs that follow.

    Behind a byline or a date the first sentence of a report, which is short or names the day or its source, is none.
    """
    block = outline.blocks[outline.first]
    head = outline.phrase_roles[title : outline.first]
    is_below_byline = Role.BYLINE in head or Role.DATELINE in head
    if block.is_terminal and is_below_byline and (not is_prose(block) or _OF_REPORTS.intersection(block.words)):
        return False
    behind = outline.blocks[outline.first + 1 :]
    following = [len(other.words) for other in behind if outline.is_open(other.position) and is_prose(other)]
    if len(block.words) > _STANDFIRST or block.sentence_ends > 2 or not following:
        return False
    return following[0] >= 1.5 * len(block.words) and median(following[:12]) >= 1.5 * len(block.words)
