"""What single blocks tell of themselves by their words, and which boxes of the page they stand in."""

from collections.abc import Sequence

from flows.steps.structure.blocks import Block
from flows.steps.structure.cues import matches
from flows.steps.structure.date_lines import is_date_line
from flows.steps.structure.front_matter import stated_in
from flows.steps.structure.names import is_name_line, names_in
from schemas.vocab import Role

LONG = 40
"""Words of a block that is running text whatever stands around it."""
PROSE = 12
"""Words of a finished sentence that can be running text."""
_TEASER = 17
"""Words of the longest finished sentence with which a box announces another article."""
_AUTHOR_BOX = 3
"""Blocks behind the heading of a box about the authors that may be about them."""
_BOXES = ("teaser_box", "page_box")
_CERTAIN = frozenset({Role.BYLINE, Role.CAPTION, Role.AUTHOR_NOTE, Role.PULL_QUOTE, Role.SUBTITLE})
"""Roles that a mark gives whatever the words say."""
_OF_BODY = frozenset({Role.BODY, Role.LIST_ITEM, Role.HEADING})
_KINDS = (
    ("byline", Role.BYLINE),
    ("teaser_box", Role.NAVIGATION),
    ("page_box", Role.NAVIGATION),
    ("navigation", Role.NAVIGATION),
    ("reference", Role.REFERENCE),
    ("publication_note", Role.PUBLICATION_NOTE),
    ("author_note", Role.AUTHOR_NOTE),
    ("legal_note", Role.LEGAL_NOTE),
    ("caption", Role.CAPTION),
)
"""Kinds of `cues.toml` that name a role; the first that matches counts."""


def cued_role(block: Block) -> Role | None:
    """Return the role that a block's own words and marks give it, wherever it stands; None where they give none."""
    if block.marked == Role.TITLE:
        return None
    if "\n" in block.text and block.marked != Role.NAVIGATION:
        return Role.TABLE
    marked = _marked_role(block)
    if marked is not None:
        return marked
    if is_date_line(block.text):
        return Role.DATELINE
    if not block.words:
        return Role.OTHER
    outside = Role.OTHER if block.marked == Role.OTHER else None
    return next((role for kind, role in _KINDS if matches(kind, block.text)), outside)


def _marked_role(block: Block) -> Role | None:
    """Return the role that the markup of the source gives a block whatever its words say."""
    if block.is_image and not is_date_line(block.text):
        return Role.CAPTION
    if block.marked == Role.NAVIGATION:
        return Role.LEGAL_NOTE if matches("legal_note", block.text) else Role.NAVIGATION
    is_table = block.marked == Role.OTHER and "\n" in block.text
    return block.marked if is_table or block.marked in _CERTAIN else None


def is_prose(block: Block) -> bool:
    """Return whether a block can be running text by its mark, or else by its length and ending."""
    if block.marked in _OF_BODY:
        return block.marked == Role.BODY and (len(block.words) >= PROSE or block.is_terminal)
    return len(block.words) >= LONG or (len(block.words) >= PROSE and block.is_terminal)


def boxes_of(blocks: Sequence[Block], cued: Sequence[Role | None]) -> list[str | None]:
    """Return for each block the kind of box it belongs to: a box lasts until running text or a note comes."""
    box: str | None = None
    boxes = []
    for block, cue in zip(blocks, cued, strict=True):
        kinds = () if block.marked == Role.NAVIGATION else (*_BOXES, "reference_heading")
        opened = next((kind for kind in kinds if matches(kind, block.text)), None)
        if opened is not None:
            box = opened
        elif box == "reference_heading" and matches("reference_item", block.text):
            pass
        elif cue not in {None, Role.NAVIGATION, Role.DATELINE, Role.BYLINE} or _ends_box(block):
            box = None
        boxes.append(box)
    return boxes


def _ends_box(block: Block) -> bool:
    """Return whether a block is too much text for a teaser, or marked as part of the body."""
    if block.marked in _OF_BODY:
        return True
    is_cut = block.text.endswith(("…", "..."))
    is_long = len(block.words) > _TEASER and block.is_terminal and not is_cut
    return is_long or (block.sentence_ends >= 2 and len(block.words) >= 2 * PROSE)


def boxed_role(cue: Role | None, box: str | None, *, is_behind_text: bool) -> Role | None:
    """Return a block's role given its box: dates and names among teasers, or behind the text, are not the article's."""
    if box == "reference_heading":
        return Role.REFERENCE
    if box == "teaser_box" or (box and is_behind_text):
        return Role.NAVIGATION
    return cue or (Role.NAVIGATION if box else None)


def name_author_notes(blocks: Sequence[Block], cued: list[Role | None], boxes: list[str | None]) -> None:
    """Name the texts about the authors that no phrase tells: they stand in a box about them, or begin with their name.

    A name alone beside a date, before any running text, is a byline.
    """
    first = next((block.position for block in blocks if cued[block.position] is None and len(block.words) >= LONG), 0)
    for block in blocks[:first]:
        beside_date = Role.DATELINE in cued[max(block.position - 1, 0) : block.position + 2]
        if cued[block.position] is None and beside_date and is_name_line(block.text):
            cued[block.position] = Role.BYLINE
    names = {name for block in blocks if cued[block.position] == Role.BYLINE for name in names_in(block.text)}
    names |= {name for field, value, _ in stated_in(blocks) if field == "authors" for name in value.split(" | ")}
    about = -1
    for block in blocks:
        if matches("about_authors", block.text):
            about = block.position
        elif cued[block.position] is None and is_prose(block):
            is_about = about >= 0 and block.position - about <= _AUTHOR_BOX and boxes[about] is not None
            if is_about or block.text.startswith(tuple(names)):
                cued[block.position] = Role.AUTHOR_NOTE
                boxes[block.position] = None
            about = -1
