"""What each block is in its article.

The body is found first: the stretch from the first to the last block of running text. What stands before it is the
head of the article, what stands behind it the tail; both hold notes and boxes, told by their phrases (`cues.toml`).
"""

from collections.abc import Sequence

from flows.steps.structure.blocks import Block
from flows.steps.structure.body import body_range
from flows.steps.structure.boxes import boxed_role, boxes_of, cued_role, is_prose, name_author_notes
from flows.steps.structure.front_matter import front_matter_length
from flows.steps.structure.head import name_head
from flows.steps.structure.headings import LIST_MARK, is_numbered_heading, looks_like_heading, opens_text
from flows.steps.structure.repeats import Twin
from schemas.vocab import Role


def roles_of(blocks: Sequence[Block], twins: dict[int, Twin]) -> tuple[Role, ...]:
    """Return the role of each block, in order."""
    head = front_matter_length(blocks)
    cued = [Role.OTHER if block.position < head else cued_role(block) for block in blocks]
    boxes = boxes_of(blocks, cued)
    name_author_notes(blocks, cued, boxes)
    first, last = body_range(blocks, cued, boxes)
    cued = [None if first < i < last and _may_be_text(blocks[i], cued[i]) else cued[i] for i in range(len(blocks))]
    roles = [
        boxed_role(cue, box, is_behind_text=0 <= first < i)
        for i, (cue, box) in enumerate(zip(cued, boxes, strict=True))
    ]
    name_head(blocks, roles, first)
    _name_tail(blocks, roles, last)
    _name_body(blocks, roles, range(max(first, 0), last + 1))
    _name_pull_quotes(roles, twins)
    return tuple(role or Role.OTHER for role in roles)


def _may_be_text(block: Block, cue: Role | None) -> bool:
    """Return whether what reads like a note may be text of the article, as it stands in the middle of it."""
    return cue in {Role.AUTHOR_NOTE, Role.LEGAL_NOTE} and is_prose(block)


def _name_tail(blocks: Sequence[Block], roles: list[Role | None], last: int) -> None:
    """Name the blocks behind the body: what no phrase names is navigation if it is linked, else something other."""
    for block in blocks[last + 1 :] if last >= 0 else ():
        if roles[block.position] is None:
            roles[block.position] = Role.NAVIGATION if block.is_linked else Role.OTHER


def _name_body(blocks: Sequence[Block], roles: list[Role | None], positions: range) -> None:
    """Name the blocks of the body: paragraphs, headings and items of lists."""
    for position in positions:
        block = blocks[position]
        if roles[position] is not None:
            if roles[position] in {Role.DATELINE, Role.BYLINE} and position > positions.start:
                roles[position] = Role.OTHER
        elif block.marked == Role.BODY:
            roles[position] = Role.BODY
        elif block.marked == Role.LIST_ITEM or (
            LIST_MARK.match(block.text) and not is_numbered_heading(blocks, position)
        ):
            roles[position] = Role.LIST_ITEM
        elif (
            block.is_marked_heading
            or is_numbered_heading(blocks, position)
            or (looks_like_heading(block) and opens_text(blocks, roles, position))
        ):
            roles[position] = Role.HEADING
        elif block.is_linked and not block.is_terminal:
            roles[position] = Role.NAVIGATION
        else:
            roles[position] = Role.BODY


def _name_pull_quotes(roles: list[Role | None], twins: dict[int, Twin]) -> None:
    """Name the blocks whose words stand in a longer block of the body."""
    for position, twin in twins.items():
        may_be = roles[position] in {Role.BODY, Role.HEADING, Role.SUBTITLE, Role.OTHER}
        if may_be and not twin.is_whole and roles[twin.position] == Role.BODY:
            roles[position] = Role.PULL_QUOTE
