"""What each block is in its article.

The body is found first: the stretch from the first to the last block of running text. The blocks before it are the
head of the article, those behind it the tail; both hold notes and sidebars, which their phrases show (`cues.toml`).
"""

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping, Sequence

from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.date_lines import is_dated_heading
from flows.steps.structure.export_record import ExportRecord
from flows.steps.structure.front_matter import FrontMatter
from flows.steps.structure.head import head_roles
from flows.steps.structure.headings import LIST_MARK, is_numbered_heading, looks_like_heading
from flows.steps.structure.outline import Outline, outline_of
from flows.steps.structure.repeats import KeptCopy
from flows.steps.structure.sidebars import is_prose
from schemas.vocab import Role

_MAY_BE_QUOTES = frozenset({Role.BODY, Role.HEADING, Role.SUBTITLE, Role.OTHER})


def roles_of(
    blocks: Sequence[TextBlock], kept_copies: Mapping[int, KeptCopy], front_matter: FrontMatter, record: ExportRecord
) -> tuple[Role, ...]:
    """Return the role of each block, in order.

    `kept_copies` are, by position, the blocks that others repeat. Each of `CLASSIFIERS` proposes roles; the first that
    proposes one for a block decides; a block for which none does is `other`. Pull quotes are named last, because only
    the body of an article is quoted.
    """
    outline = outline_of(blocks, front_matter, record)
    proposed = ChainMap(*(classify(outline) for classify in CLASSIFIERS))
    roles = tuple(proposed.get(position, Role.OTHER) for position in range(len(blocks)))
    quotes = {position for position, kept in kept_copies.items() if _is_pull_quote(roles, position, kept)}
    return tuple(Role.PULL_QUOTE if position in quotes else role for position, role in enumerate(roles))


def body_roles(outline: Outline) -> dict[int, Role]:
    """Return the roles of the blocks of the body: of open ones, and of dates and names between its paragraphs."""
    roles: dict[int, Role] = {}
    for block in outline.blocks[max(outline.first, 0) : outline.last + 1]:
        if outline.is_open(block.position):
            roles[block.position] = _body_role(outline, block)
        elif outline.phrase_roles[block.position] in {Role.DATELINE, Role.BYLINE} and block.position > outline.first:
            is_heading = block.is_marked_heading and is_dated_heading(block.text)
            roles[block.position] = Role.HEADING if is_heading else Role.OTHER
    return roles


def _body_role(outline: Outline, block: TextBlock) -> Role:
    """Return the role of a block of the body that no phrase names: a paragraph, a heading or an item of a list."""
    if block.marked == Role.BODY:
        return Role.BODY
    is_numbered = is_numbered_heading(outline.blocks, block.position)
    if block.marked == Role.LIST_ITEM or (LIST_MARK.match(block.text) and not is_numbered):
        return Role.LIST_ITEM
    if block.is_marked_heading or is_numbered or (looks_like_heading(block) and _opens_text(outline, block)):
        return Role.HEADING
    return Role.NAVIGATION if block.is_linked and not block.is_terminal else Role.BODY


def _opens_text(outline: Outline, block: TextBlock) -> bool:
    """Return whether running text is among the next two blocks of the body, as behind a heading."""
    following = outline.blocks[block.position + 1 : min(block.position + 3, outline.last + 1)]
    return any(outline.is_open(other.position) and is_prose(other) for other in following)


def tail_roles(outline: Outline) -> dict[int, Role]:
    """Return the roles of the open blocks behind the body: navigation where they are links."""
    behind = outline.blocks[outline.last + 1 :] if outline.last >= 0 else ()
    return {
        block.position: Role.NAVIGATION if block.is_linked else Role.OTHER
        for block in behind
        if outline.is_open(block.position)
    }


def phrase_roles(outline: Outline) -> dict[int, Role]:
    """Return the roles that words, markup and sidebars give."""
    return {position: role for position, role in enumerate(outline.phrase_roles) if role is not None}


CLASSIFIERS: tuple[Callable[[Outline], MutableMapping[int, Role]], ...] = (
    head_roles,
    body_roles,
    tail_roles,
    phrase_roles,
)
"""What proposes roles, in order of precedence.

Head, body and tail propose roles for open blocks, and against a phrase only where they know better: a marked heading
may be the title, and a date or a name between paragraphs is no date line or byline. So they go before the phrases. The
head goes before the body, because a standfirst may be the first block of running text.
"""


def _is_pull_quote(roles: Sequence[Role], position: int, kept: KeptCopy) -> bool:
    """Return whether a block repeats part of a longer block of the body."""
    return roles[position] in _MAY_BE_QUOTES and not kept.is_whole and roles[kept.position] == Role.BODY
