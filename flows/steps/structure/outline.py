"""The outline of a page: what each block is by its own words, markup and sidebar, and where the running text is."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.body import body_range
from flows.steps.structure.export_record import NO_RECORD, ExportRecord
from flows.steps.structure.front_matter import FrontMatter
from flows.steps.structure.posts import posts_of
from flows.steps.structure.sidebars import (
    author_note_positions,
    head_line_roles,
    is_prose,
    phrase_role,
    role_in_sidebar,
    sidebars_of,
)
from schemas.vocab import Role


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a document with what is known before each gets its place in the article.

    `phrase_roles` are the roles that words, markup or a sidebar give to each block, None where they give none. `first`
    and `last` are the positions of the first and the last block of running text, -1 twice where there is none; `title`
    is that of the title where the record of a database shows it.
    """

    blocks: Sequence[TextBlock]
    phrase_roles: tuple[Role | None, ...]
    first: int
    last: int
    title: int | None = None

    def is_open(self, position: int) -> bool:
        """Return whether neither words nor markup nor a sidebar give a block its role."""
        return self.phrase_roles[position] is None


def outline_of(blocks: Sequence[TextBlock], front_matter: FrontMatter, record: ExportRecord = NO_RECORD) -> Outline:
    """Return the outline of the blocks of a document, given its front matter and the record of a database around it."""
    phrases = [Role.OTHER if block.position < front_matter.block_count else phrase_role(block) for block in blocks]
    phrases = [record.roles.get(i, None if i == record.title else phrase) for i, phrase in enumerate(phrases)]
    sidebars = sidebars_of(blocks, phrases)
    head_lines = head_line_roles(blocks, phrases)
    phrases = [head_lines.get(i, phrase) for i, phrase in enumerate(phrases)]
    notes = author_note_positions(blocks, phrases, sidebars, front_matter.authors)
    phrases = [Role.AUTHOR_NOTE if i in notes else phrase for i, phrase in enumerate(phrases)]
    sidebars = [None if i in notes else sidebar for i, sidebar in enumerate(sidebars)]
    first, last = body_range(blocks, phrases, sidebars)
    roles = tuple(
        role_in_sidebar(
            None if first < i < last and _may_be_text(blocks[i], phrase) else phrase,
            sidebar,
            is_behind_text=0 <= first < i,
        )
        for i, (phrase, sidebar) in enumerate(zip(phrases, sidebars, strict=True))
    )
    posts = posts_of(blocks, roles)
    if posts is not None:
        first = min(posts.stamps) if first < 0 else min(first, *posts.stamps)
        last = max(last, posts.last)
        roles = tuple(Role.HEADING if i in posts.stamps else role for i, role in enumerate(roles))
    return Outline(blocks, roles, first, last, record.title)


def _may_be_text(block: TextBlock, phrase: Role | None) -> bool:
    """Return whether what reads like a note may be text of the article where it occurs in the middle of it."""
    return phrase in {Role.AUTHOR_NOTE, Role.LEGAL_NOTE} and is_prose(block)
