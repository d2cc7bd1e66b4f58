"""What each block is in its article.

The body is found first: the stretch from the first to the last block of running text. What stands before it is the
head of the article, what stands behind it the tail; both hold notes and boxes, told by their phrases (`cues.toml`).
"""

import re
from collections.abc import Sequence
from statistics import median

from flows.steps.structure.blocks import Block
from flows.steps.structure.cues import matches
from flows.steps.structure.front_matter import front_matter_length, stated_in
from flows.steps.structure.names import is_name_line, is_organisation, names_in
from flows.steps.structure.repeats import Twin
from schemas.vocab import Role

_LONG = 40
"""Words of a block that is running text whatever stands around it."""
_PROSE = 12
"""Words of a finished sentence that can be running text."""
_HEADING = 14
"""Words of the longest heading."""
_TITLE = 25
"""Words of the longest title."""
_SHORTEST_TITLE = 4
"""Words of a line at the top that is a title rather than the name of a site."""
_STANDFIRST = 45
"""Words of the longest standfirst."""
_SHORTEST_STANDFIRST = 5
"""Words of a line below the title that says more than what kind of text it is."""
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DATE_LINE = re.compile(
    rf"(?:(?:published|posted|updated|date|on|last updated)\s*:?\s*(?:on )?)?(?:[a-z]{{3,9}}day,?\s+)?"
    rf"(?:(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of )?(?:{_MONTHS})\.?,?\s+\d{{4}}"
    rf"|(?:{_MONTHS})\.?\s+\d{{4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})"
    r"(?:[,\sT|·•–—@-]*(?:at\s)?\d{1,2}[:.]\d{2}.{0,20})?(?:\s*[|·•–—-]\s*[^.!?]{2,40})?\.?",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?:[•◦▪‣●○■□*+–—-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S")
_AUTHOR_BOX = 3
"""Blocks behind the heading of a box about the authors that may be about them."""
_BOXES = ("teaser_box", "page_box")
_NOTES = (
    ("publication_note", Role.PUBLICATION_NOTE),
    ("author_note", Role.AUTHOR_NOTE),
    ("legal_note", Role.LEGAL_NOTE),
    ("caption", Role.CAPTION),
)


def roles_of(blocks: Sequence[Block], twins: dict[int, Twin]) -> tuple[Role, ...]:
    """Return the role of each block, in order."""
    head = front_matter_length(blocks)
    cued = [Role.OTHER if block.position < head else _cued(block) for block in blocks]
    boxes = _boxes(blocks, cued)
    _name_author_notes(blocks, cued, boxes)
    first, last = _body(blocks, cued, boxes)
    roles = [_boxed(cue, box, 0 <= first < i) for i, (cue, box) in enumerate(zip(cued, boxes, strict=True))]
    _name_head(blocks, roles, first)
    _name_tail(blocks, roles, last)
    _name_body(blocks, roles, range(max(first, 0), last + 1))
    _name_pull_quotes(roles, twins)
    return tuple(role or Role.OTHER for role in roles)


def is_date_line(text: str) -> bool:
    """Return whether a block is nothing but a date, perhaps with a time or a place behind it."""
    return len(text) <= 90 and _DATE_LINE.fullmatch(text.strip()) is not None


def _cued(block: Block) -> Role | None:
    """Return the role that a block's own words give it, wherever it stands; None where they give none."""
    if is_date_line(block.text):
        return Role.DATELINE
    if block.is_image:
        return Role.CAPTION
    if not block.words:
        return Role.OTHER
    if matches("byline", block.text):
        return Role.BYLINE
    if any(matches(kind, block.text) for kind in (*_BOXES, "navigation")):
        return Role.NAVIGATION
    if matches("reference", block.text):
        return Role.REFERENCE
    return next((role for kind, role in _NOTES if matches(kind, block.text)), None)


def _is_prose(block: Block) -> bool:
    """Return whether a block can be running text by its length and ending."""
    return len(block.words) >= _LONG or (len(block.words) >= _PROSE and block.is_terminal)


def _boxes(blocks: Sequence[Block], cued: Sequence[Role | None]) -> list[str | None]:
    """Return for each block the kind of box it belongs to: a box lasts until running text or a note comes."""
    box: str | None = None
    boxes = []
    for block, cue in zip(blocks, cued, strict=True):
        opened = next((kind for kind in (*_BOXES, "reference_heading") if matches(kind, block.text)), None)
        if opened is not None:
            box = opened
        elif box == "reference_heading" and matches("reference_item", block.text):
            pass
        elif cue not in {None, Role.NAVIGATION, Role.DATELINE, Role.BYLINE} or _ends_box(block):
            box = None
        boxes.append(box)
    return boxes


def _boxed(cue: Role | None, box: str | None, is_behind_text: bool) -> Role | None:
    """Return a block's role given its box: dates and names among teasers, or behind the text, are not the article's."""
    if box == "reference_heading":
        return Role.REFERENCE
    if box == "teaser_box" or (box and is_behind_text):
        return Role.NAVIGATION
    return cue or (Role.NAVIGATION if box else None)


def _name_author_notes(blocks: Sequence[Block], cued: list[Role | None], boxes: list[str | None]) -> None:
    """Name the texts about the authors that no phrase tells: they stand in a box about them, or begin with their name.

    A name alone beside a date, before any running text, is a byline.
    """
    first = next((block.position for block in blocks if cued[block.position] is None and len(block.words) >= _LONG), 0)
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
        elif cued[block.position] is None and _is_prose(block):
            is_about = 0 <= about and block.position - about <= _AUTHOR_BOX and boxes[about] is not None
            if is_about or block.text.startswith(tuple(names)):
                cued[block.position] = Role.AUTHOR_NOTE
                boxes[block.position] = None


def _ends_box(block: Block) -> bool:
    """Return whether a block is too much text for a teaser."""
    is_cut = block.text.endswith(("…", "..."))
    is_long = len(block.words) >= _LONG and block.is_terminal and not is_cut
    return is_long or (block.sentence_ends >= 2 and len(block.words) >= 2 * _PROSE)


def _body(blocks: Sequence[Block], cued: Sequence[Role | None], boxes: Sequence[str | None]) -> tuple[int, int]:
    """Return the positions of the first and the last block of running text; (-1, -1) where there is none."""
    prose = [
        block.position
        for block in blocks
        if cued[block.position] is None and not boxes[block.position] and _is_prose(block) and not block.is_linked
    ]
    return (prose[0], prose[-1]) if prose else (-1, -1)


def _name_head(blocks: Sequence[Block], roles: list[Role | None], first: int) -> None:
    """Name the blocks before the body: the title, and whatever else has no role yet."""
    end = first if first >= 0 else len(blocks)
    title = _title_position(blocks, roles, end)
    if title is not None:
        roles[title] = Role.TITLE
    for position in range(end):
        if roles[position] is None:
            roles[position] = _head_role(blocks, position, title, end)
    if title is not None and first >= 0:
        _name_standfirst(blocks, roles, first)


def _title_position(blocks: Sequence[Block], roles: Sequence[Role | None], end: int) -> int | None:
    """Return where the title stands: the first line of the head that the source marks as a heading, or that is long
    enough to say more than the name of a site.
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
    """Return the line in capitals right above a title, which then is the title, and what was taken for it a subtitle."""
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
    if position + 1 == end and position > title + 1 and _looks_like_heading(block):
        return Role.HEADING
    if position == title + 1 and len(block.words) >= _SHORTEST_STANDFIRST:
        return Role.SUBTITLE
    return Role.OTHER


def _name_standfirst(blocks: Sequence[Block], roles: list[Role | None], first: int) -> None:
    """Name the first block of running text a standfirst if it is one: short beside the paragraphs that follow."""
    if Role.SUBTITLE in roles[:first]:
        return
    block = blocks[first]
    following = [len(other.words) for other in blocks[first + 1 :] if roles[other.position] is None and _is_prose(other)]
    if len(block.words) > _STANDFIRST or block.sentence_ends > 2 or not following:
        return
    if following[0] >= 1.5 * len(block.words) and median(following[:12]) >= 1.5 * len(block.words):
        roles[first] = Role.SUBTITLE


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
        elif _LIST_MARK.match(block.text) and not _is_numbered_heading(blocks, position):
            roles[position] = Role.LIST_ITEM
        elif "\n" in block.text:
            roles[position] = Role.OTHER
        elif block.is_marked_heading or _is_numbered_heading(blocks, position) or (_looks_like_heading(block) and _opens_text(blocks, roles, position)):
            roles[position] = Role.HEADING
        elif block.is_linked and not block.is_terminal:
            roles[position] = Role.NAVIGATION
        else:
            roles[position] = Role.BODY


def _is_numbered_heading(blocks: Sequence[Block], position: int) -> bool:
    """Return whether a short numbered line opens a section: running text without a counter follows it."""
    block = blocks[position]
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    return (
        bool(re.match(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S", block.text))
        and _looks_like_heading(block)
        and following is not None
        and _is_prose(following)
        and not _LIST_MARK.match(following.text)
    )


def _looks_like_heading(block: Block) -> bool:
    """Return whether a block is short and ends unlike a sentence; a question may be a heading."""
    return 0 < len(block.words) <= _HEADING and not re.search(r"""[.,;:…]["'”’)]*$""", block.text)


def _opens_text(blocks: Sequence[Block], roles: Sequence[Role | None], position: int) -> bool:
    """Return whether more text of the body, and not a third short line, comes behind a block."""
    following = [block for block in blocks[position + 1 : position + 3] if roles[block.position] is None]
    return bool(following) and (_is_prose(following[0]) or any(_is_prose(block) for block in following))


def _name_pull_quotes(roles: list[Role | None], twins: dict[int, Twin]) -> None:
    """Name the blocks whose words stand in a longer block of the body."""
    for position, twin in twins.items():
        may_be = roles[position] in {Role.BODY, Role.HEADING, Role.SUBTITLE, Role.OTHER}
        if may_be and not twin.is_whole and roles[twin.position] == Role.BODY:
            roles[position] = Role.PULL_QUOTE
